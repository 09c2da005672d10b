/** `netwright evaluate`: the error of trained networks on test images. */

import { reasonOf } from '../machine/files.ts';
import type { DataSet } from '../training/data/data-set.ts';
import { fitOf, type InputShape } from '../training/data/fit.ts';
import { limited } from '../training/data/split.ts';
import type { TrainingSession } from '../training/engine.ts';
import { confusion, scoreLogits, scoreOf } from '../training/metrics.ts';
import { openEvaluation } from '../training/node/batches.ts';
import { openDataSet } from '../training/node/data.ts';
import type { Outcome } from '../training/node/outcome.ts';
import { addProbabilities, averagedLogits, cut, tenCrops, type View, wholeAndMirrored } from '../training/views.ts';
import type { Protocol } from '../zoo/zoo.ts';
import { fetchProgress } from './data.ts';
import { type EngineSettings, openSession } from './engines.ts';
import { evaluationText } from './evaluate-text.ts';
import type { Evaluation } from './evaluation.ts';
import { complain, type ExitCode, exit, print, printLine, type Style } from './output.ts';
import { recordedAtSize } from './recorded.ts';
import { addResult } from './results-file.ts';
import { readTrained, type Trained } from './trained.ts';

export type Crops = 'single' | 'ten' | 'dense';

export interface EvaluateSettings extends EngineSettings {
  /** Folders of runs, or checkpoints. */
  readonly names: readonly string[];
  readonly data: string | undefined;
  readonly crops: Crops;
  readonly limit: number | undefined;
  /** To which the result is added, for `netwright compare --results`. */
  readonly results: string | undefined;
  readonly json: boolean;
  readonly style: Style;
}

export async function evaluateTrained(settings: EvaluateSettings): Promise<ExitCode> {
  const evaluated = await evaluation(settings);
  if (evaluated.problem !== undefined) {
    complain(evaluated.problem);
    return exit.usage;
  }
  const { value } = evaluated;
  if (settings.json) {
    const { score, ...rest } = value;
    await printLine(JSON.stringify({ ...rest, ...score }));
  } else await print(evaluationText(value, settings.style));
  const failure = settings.results === undefined ? undefined : addResult(settings.results, value);
  if (failure === undefined) return exit.ok;
  complain(failure);
  return exit.usage;
}

async function evaluation(settings: EvaluateSettings): Promise<Outcome<Evaluation>> {
  const members: Trained[] = [];
  for (const name of settings.names) {
    const trained = readTrained(name);
    if (trained.problem !== undefined) return trained;
    members.push(trained.value);
  }
  const [first] = members;
  if (first === undefined) return { problem: 'no checkpoint was named' };
  const opened = await openTest(settings.data ?? first.recipe.data, settings.limit);
  if (opened.problem !== undefined) return opened;
  const dataSet = opened.value;
  const { count, labels } = dataSet.test;
  const classes = dataSet.classes.length;
  const sums = new Float64Array(count * classes);
  let views = 0;
  for (const trained of members) {
    const unfit = misfit(trained, dataSet);
    if (unfit !== undefined) return { problem: unfit };
    const added = await addMember(trained, dataSet, settings, sums);
    if (added.problem !== undefined) return added;
    views += added.value;
  }
  const logits = averagedLogits(sums, views);
  const counts = confusion(logits, labels, classes);
  return {
    value: {
      networks: [...new Set(members.map(({ record }) => record.network))],
      checkpoints: members.map(({ path, progress }) => ({ file: path, epoch: progress.epoch })),
      data: dataSet.name,
      images: count,
      protocol: protocolOf(settings.crops, dataSet),
      score: scoreOf(scoreLogits(logits, labels, classes)),
      classes: dataSet.classes,
      confusion: dataSet.classes.map((_, row) => [...counts.subarray(row * classes, (row + 1) * classes)]),
    },
  };
}

async function openTest(name: string, limit: number | undefined): Promise<Outcome<DataSet>> {
  const progress = fetchProgress();
  const opened = await openDataSet(name, { onProgress: progress.show });
  progress.end();
  if (opened.problem !== undefined || limit === undefined) return opened;
  return { value: { ...opened.value, test: limited(opened.value.test, limit) } };
}

function misfit({ path, record }: Trained, { name, classes, mean }: DataSet): string | undefined {
  if (record.classes.length !== classes.length) {
    return `${path} tells ${record.classes.length} classes apart, and ${name} has ${classes.length}; name the data it is for with --data`;
  }
  const other = record.classes.findIndex((label, index) => label !== classes[index]);
  if (other >= 0) {
    return `class ${other} is '${record.classes[other]}' for ${path}, and '${classes[other]}' in ${name}: not the same classes`;
  }
  if (record.mean.length === mean.length) return undefined;
  return `${path} was trained on images of ${record.mean.length} channels, and those of ${name} have ${mean.length}`;
}

function protocolOf(crops: Crops, { test }: DataSet): Protocol {
  if (crops === 'ten') return '10 crops';
  if (crops === 'dense') return 'dense, one scale';
  return test.files === undefined ? 'test set' : 'single crop';
}

/** How one network looks at an image: `images` is the size that is prepared, `input` what the network takes of it. */
interface Looks {
  readonly images: InputShape;
  readonly input: InputShape;
  readonly views: readonly View[];
  readonly graph: Trained['graph'];
}

const once: readonly View[] = [{ top: 0, left: 0, mirrored: false }];

function looksOf(trained: Trained, dataSet: DataSet, crops: Crops): Outcome<Looks> {
  const { graph, record, path } = trained;
  const input = graph.input.shape;
  if (crops === 'single') return { value: { images: input, input, views: once, graph } };
  const images = largerImages(trained, dataSet);
  if (images === undefined) {
    const whole = `the network takes those of ${dataSet.name} whole, so there is one way to show them`;
    return { problem: `--crops ${crops} is for images that are larger than the network's input; ${whole}` };
  }
  if (crops === 'ten') return { value: { images, input, views: tenCrops(images, input), graph } };
  const whole = recordedAtSize(record, images);
  if (whole.problem === undefined)
    return { value: { images, input: images, views: wholeAndMirrored, graph: whole.value } };
  const wanted =
    'dense evaluation needs a network for images of any size, with a global pooling before its dense layers';
  return { problem: `${wanted}; ${path}: ${whole.problem}` };
}

/** The size at which crops are taken; none where the network was trained on whole images as they are. */
function largerImages({ graph, recipe }: Trained, { name, mean, test }: DataSet): InputShape | undefined {
  const input = graph.input.shape;
  const fits = (shape: InputShape): boolean => fitOf({ name, mean, train: test }, shape).fit?.size === 'cover';
  const images = larger(input, recipe);
  const scaled = recipe.augmentation.some(({ kind }) => kind === 'scale');
  if (!scaled && !fits(input)) return undefined;
  // An input that is a little larger than the images would be filled up with zeros.
  return scaled || fits(images) || test.shape === undefined ? images : [input[0], test.shape[1], test.shape[2]];
}

/** 256 for an input of 224 (Krizhevsky et al. 2012), or the middle of the scales that were trained on. */
function larger([channels, height, width]: InputShape, { augmentation }: Trained['recipe']): InputShape {
  const scale = augmentation.find((step) => step.kind === 'scale');
  const side = scale ? Math.round((scale.from + scale.to) / 2) : Math.round((Math.max(height, width) * 256) / 224);
  return [channels, side, side];
}

/** Adds the network's probabilities for every view to `sums`; gives the number of views. */
async function addMember(
  trained: Trained,
  dataSet: DataSet,
  settings: EvaluateSettings,
  sums: Float64Array,
): Promise<Outcome<number>> {
  const looks = looksOf(trained, dataSet, settings.crops);
  if (looks.problem !== undefined) return looks;
  const { graph, images } = looks.value;
  const { recipe, state, record } = trained;
  const opened = await openSession(settings, { graph, recipe, state });
  if (opened.problem !== undefined) return { problem: `${trained.path}: ${opened.problem}` };
  const normalisation = { name: dataSet.name, mean: record.mean, deviation: record.deviation };
  const options = { input: images, augmentation: recipe.augmentation };
  try {
    const source = openEvaluation(normalisation, dataSet.test, options);
    try {
      await addBatches(source.batches(recipe.batch), opened.value, looks.value, dataSet.classes.length, sums);
    } finally {
      await source.close();
    }
  } catch (error) {
    return { problem: reasonOf(error) };
  } finally {
    await opened.value.close();
  }
  return { value: looks.value.views.length };
}

async function addBatches(
  batches: ReturnType<ReturnType<typeof openEvaluation>['batches']>,
  session: TrainingSession,
  { images: shape, input, views }: Looks,
  classes: number,
  sums: Float64Array,
): Promise<void> {
  let done = 0;
  for await (const { images, labels } of batches) {
    const part = sums.subarray(done * classes, (done + labels.length) * classes);
    for (const view of views) {
      const seen = shape === input && !view.mirrored ? images : cut(images, shape, input, view);
      addProbabilities(await session.predict(seen, labels.length), classes, part);
    }
    done += labels.length;
  }
}
