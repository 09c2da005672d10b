/**
 * Convolutions and their gradients on maps [N, H, W, C] with filters [kh, kw, C / g, O]. TensorFlow.js has neither
 * groups (but for depthwise ones) nor a stride together with a dilation, and not every backend has the gradients: what
 * is missing is made of what is there.
 *
 * Source: Dumoulin and Visin 2016, "A guide to convolution arithmetic for deep learning", section 4, for the input.
 */
import { axes, extents, leftover, type Pair, pair, type Sliding, slidingOf } from '../../lower/window.ts';
import { framed, strided } from './arrangement.ts';
import type { Padding, TfModule, TfTensor } from './module.ts';
import { type Call, operand, type TfOperators } from './operator.ts';

function sizeOf(map: TfTensor): Pair {
  return pair(map.shape.slice(1, 3));
}

function channelsOf(map: TfTensor): number {
  return map.shape[3] ?? 1;
}

function unit(values: readonly number[]): boolean {
  return values.every((n) => n === 1);
}

/** Rows and columns added at the ends of a map, or taken away. */
function frameMap(tf: TfModule, map: TfTensor, before: Pair, after: Pair): TfTensor {
  return framed({ tf }, map, [0, ...before, 0], [0, ...after, 0]);
}

/** The same convolution without dilation: zeros between the kernel's places. */
function undilated(tf: TfModule, filter: TfTensor, sliding: Sliding): TfTensor {
  if (unit(sliding.dilation)) return filter;
  const [height = 1, width = 1, inputs = 1, outputs = 1] = filter.shape;
  const spaced = apart(tf, tf.reshape(filter, [1, height, width, inputs * outputs]), sliding.dilation);
  const after = axes((axis) => 1 - sliding.dilation[axis]);
  return tf.reshape(frameMap(tf, spaced, [0, 0], after), [...extents(sliding), inputs, outputs]);
}

/** Zeros after each row and column: n become n step. */
export function apart(tf: TfModule, map: TfTensor, steps: Pair): TfTensor {
  if (unit(steps)) return map;
  const [n = 1, height = 1, width = 1, channels = 1] = map.shape;
  const [down, across] = steps;
  const zeros = (rows: number): readonly (readonly [number, number])[] => [
    [0, 0],
    [0, 0],
    [0, rows - 1],
    [0, 0],
  ];
  const columns = tf.pad(tf.reshape(map, [n * height, width, 1, channels]), zeros(across));
  const rows = tf.pad(tf.reshape(columns, [n, height, 1, width * across * channels]), zeros(down));
  return tf.reshape(rows, [n, height * down, width * across, channels]);
}

/** Whether the padding is what TensorFlow means by `same`, which needs no padded copy. */
function isSame(sliding: Sliding, input: Pair): boolean {
  const extent = extents(sliding);
  return ([0, 1] as const).every((axis) => {
    const [n, stride] = [input[axis], sliding.stride[axis]];
    const output = Math.ceil(n / stride);
    const whole = Math.max(0, (output - 1) * stride + extent[axis] - n);
    const [before, after] = [sliding.before[axis], sliding.after[axis]];
    return before === Math.floor(whole / 2) && after === whole - before;
  });
}

/** Each group of channels by itself. */
function byGroups(tf: TfModule, group: number, axis: number, make: (index: number) => TfTensor): TfTensor {
  const [first, ...rest] = Array.from({ length: group }, (_, index) => make(index));
  if (first === undefined) throw new Error('a convolution has a group');
  return rest.length === 0 ? first : tf.concat([first, ...rest], axis);
}

/** Part `index` of `parts` along the last axis. */
function part(tf: TfModule, tensor: TfTensor, index: number, parts: number): TfTensor {
  if (parts === 1) return tensor;
  const length = (tensor.shape.at(-1) ?? 1) / parts;
  const front = tensor.shape.slice(0, -1);
  return tf.slice(tensor, [...front.map(() => 0), index * length], [...front, length]);
}

interface Prepared {
  readonly map: TfTensor;
  readonly padding: Padding;
}

function padded(tf: TfModule, map: TfTensor, sliding: Sliding): Prepared {
  if (isSame(sliding, sizeOf(map))) return { map, padding: 'same' };
  return { map: frameMap(tf, map, sliding.before, sliding.after), padding: 'valid' };
}

function forward(tf: TfModule, x: TfTensor, w: TfTensor, sliding: Sliding): TfTensor {
  const { stride, dilation, group } = sliding;
  const { map, padding } = padded(tf, x, sliding);
  if (group > 1 && group === channelsOf(x)) return depthwise(tf, map, undilated(tf, w, sliding), padding, sliding);
  // A stride and a dilation together are refused.
  const inflate = !unit(stride) && !unit(dilation);
  const filter = inflate ? undilated(tf, w, sliding) : w;
  return byGroups(tf, group, 3, (index) => {
    const [one, kernel] = [part(tf, map, index, group), part(tf, filter, index, group)];
    return tf.conv2d(one, kernel, stride, padding, 'NHWC', inflate ? [1, 1] : dilation);
  });
}

/** `filter` [kh, kw, 1, C m], without dilation. TensorFlow has equal strides alone here, and no dilation everywhere. */
function depthwise(tf: TfModule, map: TfTensor, filter: TfTensor, padding: Padding, sliding: Sliding): TfTensor {
  const { stride, before, after } = sliding;
  const [height = 1, width = 1, , outputs = 1] = filter.shape;
  const channels = channelsOf(map);
  const own = tf.reshape(filter, [height, width, channels, outputs / channels]);
  if (stride[0] === stride[1]) return tf.depthwiseConv2d(map, own, stride, padding);
  const whole = padding === 'same' ? frameMap(tf, map, before, after) : map;
  const dense = tf.depthwiseConv2d(whole, own, [1, 1], 'valid');
  const size = sizeOf(dense).map((n, axis) => Math.floor((n - 1) / (stride[axis] ?? 1)) + 1);
  return strided({ tf }, dense, [0, 0, 0, 0], [dense.shape[0] ?? 1, ...size, outputs], [1, ...stride, 1]);
}

function conv(call: Call): TfTensor {
  const { tf, node, inputs } = call;
  const w = operand(call, 1);
  const y = forward(tf, operand(call, 0), w, slidingOf(node, w.shape.slice(0, 2)));
  const [, , bias] = inputs;
  return bias === undefined ? y : tf.add(y, bias);
}

/** Whether the backend has TensorFlow's own kernel for the gradient of filters, and so quick ones for both gradients. */
function hasGradients(tf: TfModule): boolean {
  return Boolean(tf.getKernel('Conv2DBackpropFilter', tf.getBackend()));
}

function gradientInput(call: Call): TfTensor {
  const { tf, node, shape } = call;
  const [dy, w] = [operand(call, 0), operand(call, 1)];
  const sliding = slidingOf(node, w.shape.slice(0, 2));
  const input = pair(shape.slice(2));
  const { group } = sliding;
  const channels = shape[1] ?? 1;
  if (group > 1 && group === channels) return depthwiseGradientInput(tf, dy, w, sliding, input);
  const make = hasGradients(tf) ? byTransposedConvolution : byFlippedKernel;
  return byGroups(tf, group, 3, (index) =>
    make(tf, part(tf, dy, index, group), part(tf, w, index, group), sliding, input),
  );
}

function byTransposedConvolution(tf: TfModule, dy: TfTensor, w: TfTensor, sliding: Sliding, input: Pair): TfTensor {
  const { before, after, stride } = sliding;
  const filter = undilated(tf, w, sliding);
  const [n = 1] = dy.shape;
  const channels = filter.shape[2] ?? 1;
  if (isSame(sliding, input)) return tf.conv2dTranspose(dy, filter, [n, ...input, channels], stride, 'same');
  const whole = axes((axis) => input[axis] + before[axis] + after[axis]);
  const dx = tf.conv2dTranspose(dy, filter, [n, ...whole, channels], stride, 'valid');
  return tf.slice(dx, [0, ...before, 0], [n, ...input, channels]);
}

/** dy with its places set apart and framed, so that the flipped kernel without padding gives the whole input. */
function framedGradient(tf: TfModule, dy: TfTensor, sliding: Sliding, input: Pair): TfTensor {
  const extent = extents(sliding);
  const unseen = leftover(sliding, input, sizeOf(dy));
  const before = axes((axis) => extent[axis] - 1 - sliding.before[axis]);
  const after = axes((axis) => extent[axis] - sliding.stride[axis] - sliding.after[axis] + unseen[axis]);
  return frameMap(tf, apart(tf, dy, sliding.stride), before, after);
}

function byFlippedKernel(tf: TfModule, dy: TfTensor, w: TfTensor, sliding: Sliding, input: Pair): TfTensor {
  const flipped = tf.transpose(tf.reverse(w, [0, 1]), [0, 1, 3, 2]);
  return tf.conv2d(framedGradient(tf, dy, sliding, input), flipped, [1, 1], 'valid', 'NHWC', sliding.dilation);
}

/** Each output channel by its own kernel, then the sum over the outputs of an input channel. */
function depthwiseGradientInput(tf: TfModule, dy: TfTensor, w: TfTensor, sliding: Sliding, input: Pair): TfTensor {
  const whole = undilated(tf, w, sliding);
  const [height = 1, width = 1, , outputs = 1] = whole.shape;
  const filter = tf.reshape(tf.reverse(whole, [0, 1]), [height, width, outputs, 1]);
  const dx = tf.depthwiseConv2d(framedGradient(tf, dy, sliding, input), filter, [1, 1], 'valid');
  if (outputs === sliding.group) return dx;
  const [n = 1] = dy.shape;
  return tf.sum(tf.reshape(dx, [n, ...input, sliding.group, outputs / sliding.group]), [4]);
}

function gradientWeight(call: Call): TfTensor {
  const { tf, node, shape } = call;
  const [x, dy] = [operand(call, 0), operand(call, 1)];
  const sliding = slidingOf(node, shape.slice(2));
  const { group } = sliding;
  if (group > 1 && group === channelsOf(x)) return depthwiseGradientWeight(tf, x, dy, sliding);
  const otherwise = unit(sliding.dilation) ? byExchange : byTaps;
  const make = hasGradients(tf) && unit(sliding.dilation) ? byKernel : otherwise;
  return byGroups(tf, group, 3, (index) => make(tf, part(tf, x, index, group), part(tf, dy, index, group), sliding));
}

function byKernel(tf: TfModule, x: TfTensor, dy: TfTensor, sliding: Sliding): TfTensor {
  const { map, padding } = padded(tf, x, sliding);
  const filterShape = [...sliding.kernel, channelsOf(x), channelsOf(dy)];
  const attributes = { strides: sliding.stride, pad: padding, dataFormat: 'NHWC', filterShape };
  return tf.engine().runKernel('Conv2DBackpropFilter', { x: map, dy }, attributes) as TfTensor;
}

/** Images and channels exchanged, a convolution of x with dy as its filter: the stride becomes a dilation. */
function byExchange(tf: TfModule, x: TfTensor, dy: TfTensor, sliding: Sliding): TfTensor {
  const { before, after, stride } = sliding;
  const unseen = leftover(sliding, sizeOf(x), sizeOf(dy));
  const seen = frameMap(
    tf,
    x,
    before,
    axes((axis) => after[axis] - unseen[axis]),
  );
  const [maps, filter] = [tf.transpose(seen, [3, 1, 2, 0]), tf.transpose(dy, [1, 2, 0, 3])];
  return tf.transpose(tf.conv2d(maps, filter, [1, 1], 'valid', 'NHWC', stride), [1, 2, 0, 3]);
}

/** What each place of the kernel sees: maps of the output's size. */
export function seenByTaps(tf: TfModule, whole: TfTensor, output: Pair, sliding: Sliding): readonly TfTensor[] {
  const { kernel, stride, dilation } = sliding;
  const sizes = [whole.shape[0] ?? 1, ...output, channelsOf(whole)];
  return Array.from({ length: kernel[0] * kernel[1] }, (_, tap) => {
    const [row, column] = [Math.floor(tap / kernel[1]), tap % kernel[1]];
    return strided({ tf }, whole, [0, row * dilation[0], column * dilation[1], 0], sizes, [1, ...stride, 1]);
  });
}

/** For each place of the kernel the product of what it sees and dy. */
function byTaps(tf: TfModule, x: TfTensor, dy: TfTensor, sliding: Sliding): TfTensor {
  const [inputs, outputs] = [channelsOf(x), channelsOf(dy)];
  const places = (dy.shape[0] ?? 1) * sizeOf(dy)[0] * sizeOf(dy)[1];
  const gradient = tf.reshape(dy, [places, outputs]);
  const whole = frameMap(tf, x, sliding.before, sliding.after);
  const products = seenByTaps(tf, whole, sizeOf(dy), sliding).map((map) =>
    tf.matMul(tf.reshape(map, [places, inputs]), gradient, true, false),
  );
  return tf.reshape(tf.concat(products, 0), [...sliding.kernel, inputs, outputs]);
}

function depthwiseGradientWeight(tf: TfModule, x: TfTensor, dy: TfTensor, sliding: Sliding): TfTensor {
  const [channels, outputs] = [channelsOf(x), channelsOf(dy)];
  const [n = 1, height = 1, width = 1] = dy.shape;
  const grouped = tf.reshape(dy, [n * height * width, channels, outputs / channels]);
  const whole = frameMap(tf, x, sliding.before, sliding.after);
  const taps = seenByTaps(tf, whole, sizeOf(dy), sliding).map((map) => {
    const seen = tf.reshape(map, [n * height * width, channels, 1]);
    return tf.reshape(tf.sum(tf.mul(seen, grouped), [0]), [1, 1, 1, outputs]);
  });
  return tf.reshape(tf.concat(taps, 0), [...sliding.kernel, 1, outputs]);
}

export const convolutionOperators: TfOperators = {
  Conv: { orders: ['map', 'filter'], gives: 'map', run: conv },
  ConvGradientInput: { orders: ['map', 'filter'], gives: 'map', run: gradientInput },
  ConvGradientWeight: { orders: ['map', 'map'], gives: 'filter', run: gradientWeight },
};
