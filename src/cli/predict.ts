/** `netwright predict`: the classes of images. */

import { reasonOf } from '../machine/files.ts';
import type { Split } from '../training/data/data-set.ts';
import type { PlanarImage } from '../training/data/resize.ts';
import { topClasses } from '../training/metrics.ts';
import { openEvaluation } from '../training/node/batches.ts';
import { decodeImage } from '../training/node/images.ts';
import type { Outcome } from '../training/node/outcome.ts';
import { exists } from '../training/node/read-file.ts';
import { type EngineSettings, openSession } from './engines.ts';
import { complain, type ExitCode, exit, print, printLine, type Style, strong } from './output.ts';
import { readTrained, type Trained } from './trained.ts';
import { columns } from './zoo-columns.ts';

export interface PredictSettings extends EngineSettings {
  readonly name: string;
  readonly images: readonly string[];
  readonly top: number;
  readonly json: boolean;
  readonly style: Style;
}

interface Prediction {
  readonly image: string;
  /** Best first. */
  readonly classes: readonly { readonly name: string; readonly probability: number }[];
}

export async function predictImages(settings: PredictSettings): Promise<ExitCode> {
  const trained = readTrained(settings.name);
  const made = trained.problem === undefined ? await predictions(trained.value, settings) : trained;
  if (made.problem !== undefined) {
    complain(made.problem);
    return exit.usage;
  }
  if (settings.json) await printLine(JSON.stringify(made.value));
  else await print(made.value.map((each) => `${textOf(each, settings.style)}\n`).join('\n'));
  return exit.ok;
}

async function predictions(trained: Trained, settings: PredictSettings): Promise<Outcome<readonly Prediction[]>> {
  const { images, top } = settings;
  const { graph, recipe, state, record } = trained;
  const split = await splitOf(trained, images);
  if (split.problem !== undefined) return split;
  const opened = await openSession(settings, { graph, recipe, state });
  if (opened.problem !== undefined) return { problem: `${trained.path}: ${opened.problem}` };
  const session = opened.value;
  try {
    const normalisation = { name: 'the images', mean: record.mean, deviation: record.deviation };
    const options = { input: graph.input.shape, augmentation: recipe.augmentation, workers: 0 };
    const source = openEvaluation(normalisation, split.value, options);
    const found: Prediction[] = [];
    const classes = record.classes.length;
    for await (const { images: pixels, labels } of source.batches(Math.min(recipe.batch, images.length))) {
      const logits = await session.predict(pixels, labels.length);
      for (const index of labels.keys()) {
        const best = topClasses(logits.subarray(index * classes, (index + 1) * classes), Math.min(top, classes));
        const named = best.map((each) => ({
          name: record.classes[each.index] ?? String(each.index),
          probability: each.probability,
        }));
        found.push({ image: images[found.length] ?? '', classes: named });
      }
    }
    return { value: found };
  } catch (error) {
    return { problem: reasonOf(error) };
  } finally {
    await session.close();
  }
}

/**
 * Where all images of the training had one size, these are brought to it first, so that they are shown as those were:
 * a digit of 28 x 28 with zeros around it.
 */
async function splitOf({ record }: Trained, images: readonly string[]): Promise<Outcome<Split>> {
  const labels = new Int32Array(images.length);
  const { shape, mean } = record;
  const decoded: PlanarImage[] = [];
  for (const image of images) {
    if ((await exists(image)) !== 'file') return { problem: `cannot read ${image}: no such file` };
    const one = await decodeImage(image, mean.length, shape && [shape[1], shape[2]]);
    if (one.problem !== undefined) return one;
    decoded.push(one.value);
  }
  if (shape === undefined) return { value: { count: images.length, labels, files: images } };
  const size = shape[0] * shape[1] * shape[2];
  const pixels = new Uint8Array(images.length * size);
  for (const [index, image] of decoded.entries()) pixels.set(middle(image, shape), index * size);
  return { value: { count: images.length, labels, shape, pixels } };
}

/** The middle of an image that covers the shape. */
function middle({ shape: [channels, rows, across], pixels }: PlanarImage, shape: PlanarImage['shape']): Uint8Array {
  const [, height, width] = shape;
  const [top, left] = [Math.floor((rows - height) / 2), Math.floor((across - width) / 2)];
  const result = new Uint8Array(channels * height * width);
  for (let line = 0; line < channels * height; line += 1) {
    const [channel, row] = [Math.floor(line / height), line % height];
    const from = (channel * rows + top + row) * across + left;
    result.set(pixels.subarray(from, from + width), line * width);
  }
  return result;
}

function textOf({ image, classes }: Prediction, style: Style): string {
  const rows = classes.map(({ name, probability }) => [`${(100 * probability).toFixed(2)} %`, name]);
  return [strong(image, style), ...columns(rows, ['right', 'left']).map((line) => `  ${line}`)].join('\n');
}
