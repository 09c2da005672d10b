/**
 * Batch normalisation in blocks. What is done to each channel (a factor, a shift, a summand, a rectifier) is one pass
 * of a depthwise 1x1 convolution; sums over the places are a global average pooling, sums of products a depthwise
 * convolution of a map with another of its size.
 */
import { add, emit, filled, mean as meanOf, multiply, reshape, scalar, slice, sum } from '../../onnx/builder.ts';
import type { ProgramNode } from '../../onnx/program.ts';
import { padOutputs } from './blocked-filters.ts';
import {
  type Blocking,
  blockedOf,
  blockedShape,
  isBlocked,
  isMap,
  nchwc,
  padded,
  plainOf,
  type Shape4,
  setBlocked,
  setPending,
  setPlain,
  shape4,
  sharedResult,
} from './blocked-values.ts';
import { epsilonOf } from './portable-normalisation.ts';

/** factor x + shift by channel, then a summand and a rectifier if they are given; all maps of one blocked shape. */
export function affine(
  l: Blocking,
  x: string,
  shape: Shape4,
  factor: string,
  shift: string | undefined,
  summand?: string,
  activation?: 'Relu',
): string {
  const [, channels] = shape;
  const inputs = [x, reshape(l.b, factor, [channels, 1, 1, 1])];
  if (shift !== undefined || summand !== undefined) inputs.push(shift ?? '');
  if (summand !== undefined) inputs.push(summand);
  const attributes = { kernel_shape: [1, 1], group: channels };
  return nchwc(l.b, 'Conv', inputs, shape, activation === undefined ? attributes : { ...attributes, activation });
}

/** Mean over images and places: [Cp]. */
export function channelMean(l: Blocking, x: string, [batch, channels]: Shape4): string {
  const perImage = nchwc(l.b, 'GlobalAveragePool', [x], [batch, channels, 1, 1]);
  return meanOf(l.b, perImage, [0, 2, 3]);
}

/** Sum of x y over images and places: [Cp]. */
function channelDot(l: Blocking, x: string, y: string, shape: Shape4): string {
  return sum(l.b, imageDot(l, x, y, shape), [0]);
}

/** Sum of x y over places: [N, Cp]. */
export function imageDot(l: Blocking, x: string, y: string, [batch, channels, height, width]: Shape4): string {
  const maps = batch * channels;
  const product = nchwc(
    l.b,
    'Conv',
    [reshape(l.b, x, [1, maps, height, width]), reshape(l.b, y, [maps, 1, height, width])],
    [1, maps, 1, 1],
    { kernel_shape: [height, width], group: maps },
  );
  return reshape(l.b, product, [batch, channels]);
}

/** 1 / sqrt(variance + epsilon) */
function inverseDeviation(l: Blocking, variance: string, node: ProgramNode): string {
  const { b } = l;
  return emit(b, 'Reciprocal', [emit(b, 'Sqrt', [add(b, variance, scalar(b, epsilonOf(node)))])]);
}

/** [C] with zeros up to a multiple of the block. */
export function channels(l: Blocking, value: string, whole: number): string {
  return padOutputs(l.b, plainOf(l, value), whole);
}

/** [Cp] without what was added. */
export function ownChannels(l: Blocking, value: string, own: number): string {
  return padded(l, own) === own ? value : slice(l.b, value, [0], [0], [own]);
}

/** x - mean: kept from the forward pass for the gradient. The variance from it, so that large means do not cancel. */
function centred(l: Blocking, x: string, mean: string, shape: Shape4): string {
  return sharedResult(l, `${x} without its mean`, () =>
    affine(l, blockedOf(l, x), shape, filled(l.b, 1, [shape[1]]), emit(l.b, 'Neg', [mean])),
  );
}

export function batchNormTraining(l: Blocking, node: ProgramNode): boolean {
  const [x = '', scale = '', bias = ''] = node.inputs;
  const [y = '', mean = '', variance = ''] = node.outputs;
  if (!isMap(l, x) || !isBlocked(l, x)) return false;
  const { b } = l;
  const own = shape4(l, x);
  const shape = blockedShape(l, own);
  const share = scalar(b, 1 / (shape[0] * shape[2] * shape[3]));
  const means = channelMean(l, blockedOf(l, x), shape);
  const c = centred(l, x, means, shape);
  const variances = multiply(b, channelDot(l, c, c, shape), share);
  const factor = multiply(b, channels(l, scale, shape[1]), inverseDeviation(l, variances, node));
  const shift = channels(l, bias, shape[1]);
  setPending(l, y, { emit: (summand, activation) => affine(l, c, shape, factor, shift, summand, activation) });
  setPlain(l, mean, ownChannels(l, means, own[1]));
  setPlain(l, variance, ownChannels(l, variances, own[1]));
  return true;
}

/**
 * With c = x - mean, r = 1 / sqrt(variance + epsilon), M values a channel: dbias = sum dy; dscale = r sum (dy c);
 * dx = scale r (dy - dbias / M - c r dscale / M), as one affine map of c and one of dy added to it.
 */
export function batchNormGradient(l: Blocking, node: ProgramNode): boolean {
  const [dy = '', x = '', scale = '', mean = '', variance = ''] = node.inputs;
  const [dx = '', dscale = '', dbias = ''] = node.outputs;
  if (!isMap(l, x) || !(isBlocked(l, x) || isBlocked(l, dy))) return false;
  const { b } = l;
  const own = shape4(l, x);
  const shape = blockedShape(l, own);
  const size = shape[0] * shape[2] * shape[3];
  const c = centred(l, x, channels(l, mean, shape[1]), shape);
  const d = blockedOf(l, dy);
  const inverse = inverseDeviation(l, channels(l, variance, shape[1]), node);
  const factor = multiply(b, channels(l, scale, shape[1]), inverse);
  const meanGradient = channelMean(l, d, shape);
  const scaleGradient = multiply(b, channelDot(l, d, c, shape), inverse);
  const slope = multiply(b, multiply(b, factor, inverse), multiply(b, scaleGradient, scalar(b, -1 / size)));
  const level = emit(b, 'Neg', [multiply(b, factor, meanGradient)]);
  const common = affine(l, c, shape, slope, level);
  setBlocked(l, dx, affine(l, d, shape, factor, undefined, common));
  setPlain(l, dscale, ownChannels(l, scaleGradient, own[1]));
  setPlain(l, dbias, ownChannels(l, multiply(b, meanGradient, scalar(b, size)), own[1]));
  return true;
}

/** With running statistics: an affine map of each channel. */
export function batchNormalization(l: Blocking, node: ProgramNode): boolean {
  const [x = '', scale = '', bias = '', mean = '', variance = ''] = node.inputs;
  const [y = ''] = node.outputs;
  if (!isMap(l, x) || !isBlocked(l, x)) return false;
  const { b } = l;
  const shape = blockedShape(l, shape4(l, x));
  const factor = multiply(b, plainOf(l, scale), inverseDeviation(l, plainOf(l, variance), node));
  const shift = emit(b, 'Sub', [plainOf(l, bias), multiply(b, plainOf(l, mean), factor)]);
  const [factors, shifts] = [padOutputs(b, factor, shape[1]), padOutputs(b, shift, shape[1])];
  const entering = blockedOf(l, x);
  setPending(l, y, { emit: (sum, activation) => affine(l, entering, shape, factors, shifts, sum, activation) });
  return true;
}
