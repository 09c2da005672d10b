/**
 * From an image of a data set to the network's input: size, augmentation, normalisation. All that is drawn for an
 * image comes from one stream, so that it depends on (seed, epoch, number of the image) and on nothing else.
 */

import type { Augmentation } from '../../compiler/recipe.ts';
import type { Random } from '../random.ts';
import { colourNoise, type PrincipalComponents, principalComponents } from './colour.ts';
import type { Fit, InputShape } from './fit.ts';
import type { PlanarImage } from './resize.ts';
import type { Statistics } from './statistics.ts';

/** Plain data, so that it can be sent to a worker. */
export interface Preparation {
  readonly input: InputShape;
  readonly fit: Fit;
  /**
   * In the order of the list, but for two: `scale` chooses the size, so it comes first; `colour` is the same for
   * all pixels and comes last.
   */
  readonly augmentation: readonly Augmentation[];
  /** Of the data set's channels. */
  readonly statistics: Statistics;
}

export interface Preparer {
  /** The size that the image must cover before `prepare`; undefined where it is taken as it is. Draws first. */
  cover(random: Random | undefined): readonly [height: number, width: number] | undefined;
  /** Writes [C, H, W] to `target` at `at`. Without `random`: no augmentation, the middle of the image. */
  prepare(image: PlanarImage, random: Random | undefined, target: Float32Array, at: number): void;
}

/** Holds tables: one for each thread. */
export function preparer({ input, fit, augmentation, statistics }: Preparation): Preparer {
  const [inputChannels, height, width] = input;
  const channels = statistics.mean.length;
  const scale = augmentation.find((step) => step.kind === 'scale');
  const colour = augmentation.find((step) => step.kind === 'colour');
  const components = colour && statistics.covariance && principalComponents(statistics.covariance);
  const tables = Array.from({ length: channels }, (_, channel) =>
    Float32Array.from({ length: 256 }, (_unused, value) => normalised(value / 255, channel, statistics)),
  );

  return {
    cover: (random) => {
      if (scale === undefined) return fit.size === 'cover' ? [height, width] : undefined;
      const side =
        random === undefined
          ? Math.round((scale.from + scale.to) / 2)
          : scale.from + Math.floor(random() * (scale.to - scale.from + 1));
      return [side, side];
    },
    prepare: (image, random, target, at) => {
      const [, rows, columns] = image.shape;
      const draw = scale === undefined ? undefined : random;
      const down = windowAt(place(rows - height, draw), rows, height);
      const across = windowAt(place(columns - width, draw), columns, width);
      if (random !== undefined) moveAll(augmentation, random, down, across);
      const noise = noiseOf(colour, components, random);
      for (let channel = 0; channel < inputChannels; channel++) {
        const own = Math.min(channel, channels - 1);
        const offset = (noise[own] ?? 0) / divisor(own, statistics);
        const table = offset === 0 ? tables[own] : tables[own]?.map((value) => value + offset);
        if (table === undefined) continue;
        const start = at + channel * height * width;
        drawChannel(image.pixels, own * rows * columns, columns, down, across, table, target, start);
      }
    },
  };
}

/** One axis of the result: place i shows place `first + step * i` of the image for `from <= i < to`, else zero. */
interface Axis {
  readonly length: number;
  first: number;
  step: 1 | -1;
  from: number;
  to: number;
}

function windowAt(first: number, extent: number, length: number): Axis {
  return { length, first, step: 1, from: Math.max(0, -first), to: Math.min(length, extent - first) };
}

/** What is moved out of the frame is lost, also to a second move. */
function shift(axis: Axis, by: number): void {
  axis.first += axis.step * by;
  axis.from = Math.max(0, axis.from - by);
  axis.to = Math.min(axis.length, axis.to - by);
}

function flip(axis: Axis): void {
  axis.first += axis.step * (axis.length - 1);
  axis.step = axis.step === 1 ? -1 : 1;
  [axis.from, axis.to] = [axis.length - axis.to, axis.length - axis.from];
}

function moveAll(augmentation: readonly Augmentation[], random: Random, down: Axis, across: Axis): void {
  for (const step of augmentation) {
    if (step.kind === 'flip' && random() < 0.5) flip(across);
    if (step.kind === 'crop') {
      const range = 2 * step.padding + 1;
      shift(down, Math.floor(random() * range) - step.padding);
      shift(across, Math.floor(random() * range) - step.padding);
    }
  }
}

/** One channel: every byte through the table; zeros are zeros of the image, black, before normalisation. */
function drawChannel(
  pixels: Uint8Array,
  plane: number,
  columns: number,
  down: Axis,
  across: Axis,
  table: Float32Array,
  target: Float32Array,
  start: number,
): void {
  const black = table[0] ?? 0;
  const { from, to, step, length } = across;
  for (let y = 0, at = start; y < down.length; y++, at += length) {
    if (y < down.from || y >= down.to || from >= to) {
      target.fill(black, at, at + length);
      continue;
    }
    const row = plane + (down.first + y) * columns + across.first;
    for (let x = 0; x < from; x++) target[at + x] = black;
    for (let x = from, source = row + step * from; x < to; x++, source += step) {
      target[at + x] = table[pixels[source] ?? 0] ?? 0;
    }
    for (let x = to; x < length; x++) target[at + x] = black;
  }
}

const silence: readonly number[] = [];

function noiseOf(
  colour: { readonly deviation: number } | undefined,
  components: PrincipalComponents | undefined,
  random: Random | undefined,
): readonly number[] {
  if (colour === undefined || components === undefined || random === undefined) return silence;
  return colourNoise(components, colour.deviation, random);
}

/** Where the window begins: in the middle, or anywhere that it fits. */
function place(room: number, random: Random | undefined): number {
  return random === undefined || room <= 0 ? Math.floor(room / 2) : Math.floor(random() * (room + 1));
}

function normalised(value: number, channel: number, statistics: Statistics): number {
  return (value - (statistics.mean[channel] ?? 0)) / divisor(channel, statistics);
}

/** A channel that is the same everywhere has no deviation to divide by. */
function divisor(channel: number, { deviation }: Statistics): number {
  return deviation[channel] || 1;
}
