/** Batch normalisation over a batch, its gradient, and the rectifier's, in ONNX. Sums run over images and places. */
import {
  add,
  type Builder,
  emit,
  mean as meanOf,
  multiply,
  reshape,
  scalar,
  shapeOf,
  subtract,
  sum,
} from '../../onnx/builder.ts';
import { count, type ProgramNode } from '../../onnx/program.ts';
import { type Emitter, given } from './emitter.ts';

const overPlaces = [0, 2, 3] as const;

export function epsilonOf({ attributes }: ProgramNode): number {
  const { epsilon } = attributes;
  return typeof epsilon === 'object' && 'float' in epsilon ? epsilon.float : 1e-5;
}

/** [C] beside [N, C, H, W]. */
function perChannel(b: Builder, value: string): string {
  return reshape(b, value, [shapeOf(b, value)[0] ?? 1, 1, 1]);
}

/** 1 / sqrt(variance + epsilon) */
function inverseDeviation(b: Builder, variance: string, node: ProgramNode): string {
  return emit(b, 'Reciprocal', [emit(b, 'Sqrt', [add(b, variance, scalar(b, epsilonOf(node)))])]);
}

/** The variance from what is left after the mean is taken off: squares of large means would cancel. */
export const batchNormTraining: Emitter = (b, node, inputs) => {
  const [x, scale, bias] = [given(inputs, 0), given(inputs, 1), given(inputs, 2)];
  const mean = meanOf(b, x, overPlaces);
  const centred = subtract(b, x, perChannel(b, mean));
  const variance = meanOf(b, multiply(b, centred, centred), overPlaces);
  const factor = multiply(b, scale, inverseDeviation(b, variance, node));
  return [add(b, multiply(b, centred, perChannel(b, factor)), perChannel(b, bias)), mean, variance];
};

/**
 * With c = x - mean, r = 1 / sqrt(variance + epsilon), M values a channel:
 * dbias = sum dy;  dscale = r sum (dy c);  dx = scale r (dy - dbias / M - c r dscale / M).
 */
export const batchNormGradient: Emitter = (b, node, inputs) => {
  const [dy, x, scale] = [given(inputs, 0), given(inputs, 1), given(inputs, 2)];
  const [mean, variance] = [given(inputs, 3), given(inputs, 4)];
  const shape = shapeOf(b, x);
  const share = scalar(b, (shape[1] ?? 1) / count(shape));
  const centred = subtract(b, x, perChannel(b, mean));
  const inverse = inverseDeviation(b, variance, node);
  const dbias = sum(b, dy, overPlaces);
  const dscale = multiply(b, inverse, sum(b, multiply(b, dy, centred), overPlaces));
  const sloping = multiply(b, centred, perChannel(b, multiply(b, multiply(b, inverse, dscale), share)));
  const level = subtract(b, dy, perChannel(b, multiply(b, dbias, share)));
  const dx = multiply(b, subtract(b, level, sloping), perChannel(b, multiply(b, scale, inverse)));
  return [dx, dscale, dbias];
};

/**
 * dy times 1 where y > 0. On the processor a hard sigmoid as steep as float32 allows is the quickest comparison: 3e38
 * times the smallest normal number is above 1.
 */
export const reluGradient: Emitter = (b, _node, inputs, { target }) => {
  const [dy, y] = [given(inputs, 0), given(inputs, 1)];
  const attributes = { alpha: { float: 3e38 }, beta: { float: 0 } };
  const mask =
    target === 'cpu'
      ? emit(b, 'HardSigmoid', [y], { attributes })
      : emit(b, 'Cast', [emit(b, 'Greater', [y, scalar(b, 0)])], { attributes: { to: 1 } });
  return [multiply(b, dy, mask)];
};
