/** What several families share: taking the inputs apart, common problems, common parameters. */
import { type Place, type Problem, problem } from '../diagnostics/catalogue.ts';
import { type FeatureMap, isMap, type OperatorParameter, type Shape, type ShapeResult, volume } from './operator.ts';

/** The arguments of an operator that has none. */
export type NoArguments = Readonly<Record<string, never>>;

export const noProblems: readonly Problem[] = [];

/** The input of an operator that works on the current feature map. The compiler never calls one without. */
export function only(inputs: readonly Shape[]): Shape {
  const [input] = inputs;
  if (input === undefined) throw new Error('an operator was called without an input');
  return input;
}

/** The input as a feature map; undefined for a vector. */
export function mapIn(inputs: readonly Shape[]): FeatureMap | undefined {
  const input = only(inputs);
  return isMap(input) ? input : undefined;
}

/** The input of a rule that runs only after `shape` found no problem, so that a vector here is a bug. */
export function checkedMap(inputs: readonly Shape[]): FeatureMap {
  const map = mapIn(inputs);
  if (map === undefined) throw new Error('a rule for feature maps was called on a vector');
  return map;
}

/** Channels of a map, length of a vector: what a per-channel weight counts. */
export function channelsOf(shape: Shape): number {
  return shape[0];
}

/** The shape with other channels, for maps and vectors alike. */
export function withChannels(shape: Shape, channels: number): Shape {
  return isMap(shape) ? [channels, shape[1], shape[2]] : [channels];
}

export function argument(name: string): Place {
  return { kind: 'argument', name };
}

/** The given shape, with a problem where a count about it is beyond the exact integers (2^53). */
export function sized(op: string, shape: Shape, problems: readonly Problem[], ...counts: number[]): ShapeResult {
  const exact = volume(shape) <= Number.MAX_SAFE_INTEGER && counts.every((count) => count <= Number.MAX_SAFE_INTEGER);
  return exact ? { shape, problems } : { shape, problems: [...problems, problem('shape-too-large', { op })] };
}

/** A map was wanted and a vector came; `guess` is what the layer would leave. */
export function mapWanted(op: string, found: Shape, guess: Shape): ShapeResult {
  return { shape: guess, problems: [problem('map-wanted', { op, found })] };
}

/** A fully connected operator reads a vector, or a map of one place; on a larger map a flatten is missing before it. */
export function vectorProblems(input: Shape): readonly Problem[] {
  return isMap(input) && (input[1] !== 1 || input[2] !== 1) ? [problem('dense-on-map', { input })] : noProblems;
}

/** The shape rule of operators that change values only. */
export function sameShape(inputs: readonly Shape[]): ShapeResult {
  return { shape: only(inputs), problems: noProblems };
}

/** Number of values that enter. */
export function inputVolume(inputs: readonly Shape[]): number {
  return volume(only(inputs));
}

export const kernelParameter: OperatorParameter = {
  name: 'kernel',
  type: { kind: 'size', min: 1 },
  doc: 'Height and width of the window: `3`, `7x1`.',
};

export const strideParameter: OperatorParameter = {
  name: 'stride',
  type: { kind: 'size', min: 1 },
  doc: 'Rows and columns from one window to the next: `2`, `2x1`.',
  default: [1, 1],
};

export const padParameter: OperatorParameter = {
  name: 'pad',
  type: { kind: 'padding' },
  doc:
    'Rows and columns added around the map: `valid` (none), `same` (f - 1 in all, half on each side, the odd one at ' +
    'the bottom or right), `1`, `[vertical, horizontal]` or `[top, bottom, left, right]`.',
  default: 'valid',
};

export const dilationParameter: OperatorParameter = {
  name: 'dilation',
  type: { kind: 'size', min: 1 },
  doc: "Distance between the kernel's taps; the window then spans f = dilation * (kernel - 1) + 1.",
  default: [1, 1],
};

export const biasParameter: OperatorParameter = {
  name: 'bias',
  type: { kind: 'bool' },
  doc: 'Whether a learned number is added to each output channel; `false` where a batch normalisation follows.',
  default: true,
};
