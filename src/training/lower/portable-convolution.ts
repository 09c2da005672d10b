/**
 * Gradients of convolution in ONNX, for maps [N, C, H, W] and weights [O, C / g, kh, kw].
 *
 *   y[o] = sum over taps t and channels c of w[o, c, t] x[c, s o + d t - p]
 *
 * Source: Dumoulin and Visin 2016, "A guide to convolution arithmetic for deep learning", section 4, for the input.
 */
import { type Builder, concat, emit, reshape, shapeOf, slice, sum, transpose } from '../../onnx/builder.ts';
import { count } from '../../onnx/program.ts';
import { flip, frame } from '../arrange.ts';
import { type Emitter, given, shapeAttribute, type Target, timesTransposed } from './emitter.ts';
import { axes, extents, leftover, type Pair, type Sliding, sizeOf, slidingOf } from './window.ts';

const spatial = [2, 3] as const;

export const convGradientInput: Emitter = (b, node, inputs, { target }) => {
  const [dy, w] = [given(inputs, 0), given(inputs, 1)];
  const shape = shapeAttribute(node, 'input_shape');
  const sliding = slidingOf(node, shapeOf(b, w).slice(2));
  const strided = sliding.stride.some((n) => n > 1);
  const narrow = target === 'cpu' && sliding.group === 1 && (shape[1] ?? 1) < narrowMap;
  if (strided || narrow) return [byTransposition(b, dy, w, sliding, sizeOf(shape))];
  return [byFlippedKernel(b, dy, w, sliding)];
};

/** With fewer channels, a matrix of one row a channel is too flat for ONNX Runtime's product of matrices. */
const narrowMap = 16;

/** ONNX's transposed convolution: a product, whose columns are then added where the windows were. */
function byTransposition(b: Builder, dy: string, w: string, sliding: Sliding, input: Pair): string {
  const { stride, dilation, before, after, group, kernel } = sliding;
  const attributes = {
    kernel_shape: kernel,
    strides: stride,
    dilations: dilation,
    pads: [...before, ...after],
    output_padding: leftover(sliding, input, sizeOf(shapeOf(b, dy))),
    group,
  };
  return emit(b, 'ConvTranspose', [dy, w], { attributes });
}

/** Stride 1: a convolution with the kernel turned by 180 degrees and input and output channels exchanged. */
function byFlippedKernel(b: Builder, dy: string, w: string, sliding: Sliding): string {
  const extent = extents(sliding);
  const before = axes((axis) => extent[axis] - 1 - sliding.before[axis]);
  const after = axes((axis) => extent[axis] - 1 - sliding.after[axis]);
  // More padding than the kernel reaches: rows of dy that no input had a part in.
  const cropped = frame(b, dy, spatial, before.map(negativePart), after.map(negativePart));
  const attributes = {
    kernel_shape: sliding.kernel,
    dilations: sliding.dilation,
    pads: [...before, ...after].map((n) => Math.max(0, n)),
    group: sliding.group,
  };
  return emit(b, 'Conv', [cropped, exchanged(b, flip(b, w, spatial), sliding.group)], { attributes });
}

function negativePart(n: number): number {
  return Math.min(0, n);
}

/** [O, C / g, kh, kw] to [C, O / g, kh, kw]. */
function exchanged(b: Builder, w: string, group: number): string {
  const [outputs = 1, inputs = 1, ...kernel] = shapeOf(b, w);
  if (group === 1) return transpose(b, w, [1, 0, 2, 3]);
  const split = reshape(b, w, [group, outputs / group, inputs, ...kernel]);
  return reshape(b, transpose(b, split, [0, 2, 1, 3, 4]), [group * inputs, outputs / group, ...kernel]);
}

export const convGradientWeight: Emitter = (b, node, inputs, { target }) => {
  const [x, dy] = [given(inputs, 0), given(inputs, 1)];
  const shape = shapeAttribute(node, 'weight_shape');
  const sliding = slidingOf(node, shape.slice(2));
  const [outputs = 1, channels = 1, height = 1, width = 1] = shape;
  const taps = height * width;
  const places = count(sizeOf(shapeOf(b, dy)));
  const strided = sliding.stride.some((n) => n > 1);
  const work: Work = { b, x, dy, sliding, shape, target };
  if (taps > 1 && channels <= fewChannels) return [byColumns(work)];
  if (outputs * channels > (outputs + channels) * places) return [byLongColumns(work)];
  if (sliding.group === 1 && (taps >= manyTaps || (strided && taps > 1))) return [byExchange(work)];
  return [byTaps(work)];
};

/** Up to here the windows of all taps side by side are small enough to be one matrix. */
const fewChannels = 4;

/** From here a convolution whose output is the kernel has enough columns. */
const manyTaps = 16;

interface Work {
  readonly b: Builder;
  readonly x: string;
  readonly dy: string;
  readonly sliding: Sliding;
  /** Of the weights. */
  readonly shape: readonly number[];
  readonly target: Target;
}

/** What each tap of the kernel sees of x, a map of any two leading axes: as large as the output. */
function seenByTaps({ b, dy, sliding }: Work, x: string): readonly string[] {
  const output = sizeOf(shapeOf(b, dy));
  const { kernel, stride, dilation, before, after } = sliding;
  const unseen = leftover(sliding, sizeOf(shapeOf(b, x)), output);
  const padded = frame(
    b,
    x,
    spatial,
    before,
    axes((axis) => after[axis] - unseen[axis]),
  );
  const span = axes((axis) => (output[axis] - 1) * stride[axis] + 1);
  const whole = kernel[0] * kernel[1] === 1 && stride.every((step) => step === 1);
  return Array.from({ length: kernel[0] * kernel[1] }, (_, tap) => {
    const [top, left] = [Math.floor(tap / kernel[1]) * dilation[0], (tap % kernel[1]) * dilation[1]];
    return whole ? padded : slice(b, padded, spatial, [top, left], [top + span[0], left + span[1]], stride);
  });
}

/** A map [N, C, h, w] as a stack of matrices, groups as part of the batch: [N g, C / g, h w]. */
function stacked(b: Builder, map: string, group: number): string {
  const [n = 1, channels = 1, ...places] = shapeOf(b, map);
  return reshape(b, map, [n * group, channels / group, count(places)]);
}

/** The products of all images and groups [N g, O / g, m], summed over the images: [O, m]. */
function overImages(b: Builder, products: string, outputs: number): string {
  const [stack = 1, rows = 1, columns = 1] = shapeOf(b, products);
  const images = (stack * rows) / outputs;
  if (images === 1) return reshape(b, products, [outputs, columns]);
  return sum(b, reshape(b, products, [images, outputs, columns]), [0]);
}

/** For each tap: dw[:, :, t] = sum over images of dy (what the tap sees)^T. */
function byTaps(work: Work): string {
  const { b, x, dy, sliding, shape, target } = work;
  const [outputs = 1, channels = 1] = shape;
  const rows = stacked(b, dy, sliding.group);
  const taps = seenByTaps(work, x).map((seen) => {
    const product = timesTransposed(b, rows, stacked(b, seen, sliding.group), target);
    return reshape(b, overImages(b, product, outputs), [outputs, channels, 1]);
  });
  return reshape(b, concat(b, taps, 2), shape);
}

/** All taps in one product for each image, of dy and the matrix of windows. */
function byColumns(work: Work): string {
  const { b, x, dy, sliding, shape, target } = work;
  const columns = concat(
    b,
    seenByTaps(work, x).map((seen) => stacked(b, seen, sliding.group)),
    1,
  );
  const product = timesTransposed(b, stacked(b, dy, sliding.group), columns, target);
  return fromColumns(b, overImages(b, product, shape[0] ?? 1), shape);
}

/** [O, taps and channels] as weights. */
function fromColumns(b: Builder, products: string, shape: readonly number[]): string {
  const [outputs = 1, channels = 1, height = 1, width = 1] = shape;
  const split = reshape(b, products, [outputs, height * width, channels]);
  return reshape(b, transpose(b, split, [0, 2, 1]), shape);
}

/**
 * One product of matrices for all taps and images: small maps of many channels, where a product for each image would
 * be larger than what it is made from.
 */
function byLongColumns(work: Work): string {
  const { b, x, dy, sliding, shape, target } = work;
  const { group } = sliding;
  const long = (map: string): string => {
    const [channels = 1, ...rest] = shapeOf(b, map);
    return reshape(b, map, [group, channels / group, count(rest)]);
  };
  const columns = concat(b, seenByTaps(work, transpose(b, x, exchange)).map(long), 1);
  return fromColumns(b, timesTransposed(b, long(transpose(b, dy, exchange)), columns, target), shape);
}

/** Images and channels change places. */
const exchange = [1, 0, 2, 3] as const;

/** Images and channels exchanged, a convolution of x with dy as the kernel: stride and dilation exchange as well. */
function byExchange({ b, x, dy, sliding }: Work): string {
  const output = sizeOf(shapeOf(b, dy));
  const unseen = leftover(sliding, sizeOf(shapeOf(b, x)), output);
  const after = axes((axis) => sliding.after[axis] - unseen[axis]);
  const seen = frame(b, x, spatial, [0, 0], after.map(negativePart));
  const attributes = {
    kernel_shape: output,
    strides: sliding.dilation,
    dilations: sliding.stride,
    pads: [...sliding.before, ...after.map((n) => Math.max(0, n))],
  };
  const dw = emit(b, 'Conv', [transpose(b, seen, exchange), transpose(b, dy, exchange)], { attributes });
  return transpose(b, dw, exchange);
}
