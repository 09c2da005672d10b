/** The gradient of a convolution's weights in blocks: dw[o, c, k] = sum over images n, places p of x[n, c, s p + d k] dy[n, o, p]. */
import { emit, filled, pad, reshape, slice, sum, transpose } from '../../onnx/builder.ts';
import type { ProgramNode } from '../../onnx/program.ts';
import { exchangeOuter } from '../arrange.ts';
import { isPackable, kindOf } from './blocked-filters.ts';
import {
  type Blocking,
  blockedOf,
  blockInnermost,
  isBlocked,
  nchwc,
  padded,
  plainOf,
  setPacked,
  setPlain,
  shape4,
  sharedResult,
  sourceType,
} from './blocked-values.ts';
import { axes, leftover, type Pair, type Sliding, slidingOf } from './window.ts';

interface Gradient {
  readonly x: string;
  readonly dy: string;
  readonly dw: string;
  readonly shape: readonly [outputs: number, inputs: number, height: number, width: number];
  readonly sliding: Sliding;
  /** Padding at the bottom and right that some window sees; below 0 where windows do not reach the end. */
  readonly after: Pair;
}

export function convGradientWeight(l: Blocking, node: ProgramNode): boolean {
  const [x = '', dy = ''] = node.inputs;
  const [dw = ''] = node.outputs;
  const [outputs = 1, inputs = 1, height = 1, width = 1] = sourceType(l, dw).shape;
  const sliding = slidingOf(node, [height, width]);
  const kind = kindOf(l, [outputs, inputs, height, width], sliding.group);
  if (kind === undefined) return false;
  const [, , inputHeight, inputWidth] = shape4(l, x);
  const [, , dyHeight, dyWidth] = shape4(l, dy);
  const unseen = leftover(sliding, [inputHeight, inputWidth], [dyHeight, dyWidth]);
  const after = axes((axis) => sliding.after[axis] - unseen[axis]);
  const gradient: Gradient = { x, dy, dw, shape: [outputs, inputs, height, width], sliding, after };
  if (kind === 'depthwise') return byChannel(l, gradient);
  const noPadding = [...sliding.before, ...sliding.after].every((n) => n === 0);
  if (height * width === 1 && sliding.group === 1 && noPadding) return byProduct(l, gradient);
  return byExchange(l, gradient);
}

/** Images become channels: a depthwise convolution of each map with its own dy as the kernel, summed over the images. */
function byChannel(l: Blocking, { x, dy, dw, shape, sliding, after }: Gradient): boolean {
  const { b, block } = l;
  const [outputs, , height, width] = shape;
  const [batch, , inputHeight, inputWidth] = shape4(l, x);
  const [, , dyHeight, dyWidth] = shape4(l, dy);
  const whole = padded(l, outputs);
  const size = axes((axis) =>
    windows([inputHeight, inputWidth][axis] ?? 0, [dyHeight, dyWidth][axis] ?? 0, axis, sliding, after),
  );
  const products = nchwc(
    b,
    'Conv',
    [
      reshape(b, blockedOf(l, x), [1, batch * whole, inputHeight, inputWidth]),
      reshape(b, blockedOf(l, dy), [batch * whole, 1, dyHeight, dyWidth]),
    ],
    [1, batch * whole, ...size],
    exchangedAttributes([dyHeight, dyWidth], batch * whole, sliding, after),
  );
  const total = sum(b, reshape(b, products, [batch, whole / block, size[0], size[1], block]), [0]);
  const seen = slice(b, total, [1, 2], [0, 0], [height, width]);
  const plain = transpose(b, reshape(b, seen, [whole / block, height * width, block]), [0, 2, 1]);
  const rows = reshape(b, plain, [whole, 1, height, width]);
  setPlain(l, dw, whole === outputs ? rows : slice(b, rows, [0], [0], [outputs]));
  return true;
}

/** How many places a kernel as large as dy has on x; more than the weights' where rows of x are left over. */
function windows(input: number, dy: number, axis: 0 | 1, { before, stride, dilation }: Sliding, after: Pair): number {
  const extent = (dy - 1) * stride[axis] + 1;
  return Math.floor((input + before[axis] + Math.max(0, after[axis]) - extent) / dilation[axis]) + 1;
}

/** Stride and dilation exchange as well. */
function exchangedAttributes(
  dySize: Pair,
  group: number,
  { before, stride, dilation }: Sliding,
  after: Pair,
): Readonly<Record<string, number | readonly number[]>> {
  return {
    kernel_shape: dySize,
    strides: dilation,
    dilations: stride,
    pads: [...before, ...after.map((n) => Math.max(0, n))],
    group,
  };
}

/**
 * 1x1: a matrix product. A product an image, then their sum; or one product over all images, where the matrices of
 * single images are smaller than what comes out.
 */
function byProduct(l: Blocking, { x, dy, dw, shape, sliding }: Gradient): boolean {
  const { b } = l;
  const [outputs, inputs] = shape;
  const [batch, , height, width] = shape4(l, dy);
  const places = height * width;
  const seen = strided(l, x, sliding, height, width);
  if (outputs * inputs > (outputs + inputs) * places) {
    const rows = (value: string, channels: number): string =>
      reshape(b, transpose(b, reshape(b, value, [batch, channels, places]), [0, 2, 1]), [batch * places, channels]);
    const product = emit(b, 'Gemm', [rows(plainOf(l, dy), outputs), rows(seen, inputs)], { attributes: { transA: 1 } });
    setPlain(l, dw, reshape(b, product, shape));
    return true;
  }
  const left = reshape(b, plainOf(l, dy), [batch, outputs, places]);
  const right = reshape(b, seen, [batch, inputs, places]);
  const products = emit(b, 'FusedMatMul', [left, right], { domain: 'com.microsoft', attributes: { transB: 1 } });
  setPlain(l, dw, reshape(b, sum(b, products, [0]), shape));
  return true;
}

/** What a strided 1x1 convolution sees of its input, plain. */
function strided(l: Blocking, x: string, { stride }: Sliding, height: number, width: number): string {
  if (stride.every((n) => n === 1)) return plainOf(l, x);
  const { b } = l;
  const [batch, channels] = shape4(l, x);
  if (!isBlocked(l, x)) {
    const ends = [(height - 1) * stride[0] + 1, (width - 1) * stride[1] + 1];
    return slice(b, plainOf(l, x), [2, 3], [0, 0], ends, stride);
  }
  const attributes = { kernel_shape: [1, 1], strides: stride };
  const [shape, whole] = [
    [batch, channels, height, width],
    [batch, padded(l, channels), height, width],
  ];
  const picked = nchwc(b, 'MaxPool', [blockedOf(l, x)], whole, attributes);
  return nchwc(b, 'ReorderOutput', [picked], shape, { channels });
}

/**
 * Images and channels exchanged: a convolution of x, its channels as images, with dy as the kernel, its images as
 * channels. Groups of channels meet their own outputs only.
 *
 * What comes out is as narrow as the weights, and such a convolution reads its large kernel again and again. So where
 * channels are whole blocks, those of one block stand side by side at each place: columns of a map that is `wide` times
 * as wide, met by a kernel dilated as much.
 *
 * Blocks of images may be groups of the convolution, whose results are added up: the kernel then needs one pass less.
 */
function byExchange(l: Blocking, gradient: Gradient): boolean {
  const { b, block } = l;
  const { x, dy, dw, shape, sliding, after } = gradient;
  const [outputs, inputs, height, width] = shape;
  const [batch, , inputHeight, inputWidth] = shape4(l, x);
  const [, , dyHeight, dyWidth] = shape4(l, dy);
  const { group, before, stride, dilation } = sliding;
  const wide = inputs % block === 0 && dilation[1] === 1 ? block : 1;
  const [wholeOutputs, wholeBatch, images] = [padded(l, outputs), padded(l, batch), inputs / wide];
  const batches = wholeBatch / block;
  const apart = group === 1 && block * dyHeight * dyWidth > inputs * height * width ? batches : 1;

  const [left, right] = [wide * before[1], wide * Math.max(0, after[1])];
  const columns = wide * inputWidth;
  const name = `${x} by image in ${group} groups, ${wide} wide`;
  const exchanged = sharedResult(l, name, () => byImage(l, x, group, wide));
  // Columns of padding in a pass of their own: the convolution is slow where its large kernel meets the side of a map.
  // Rows it leaves out quickly.
  const framed =
    left + right === 0
      ? exchanged
      : sharedResult(l, `${name}, between ${left} and ${right} columns`, () =>
          framedBy(
            l,
            exchanged,
            [0, left, 0, right],
            [images, group * wholeBatch, inputHeight, columns + left + right],
          ),
        );
  const size = axes((axis) =>
    windows([inputHeight, inputWidth][axis] ?? 0, [dyHeight, dyWidth][axis] ?? 0, axis, sliding, after),
  );
  const side = { ...sliding, before: [before[0], 0] as const, stride: [stride[0], wide * stride[1]] as const };
  const attributes = exchangedAttributes([dyHeight, dyWidth], group * apart, side, [after[0], 0]);
  const kernel = imagesInKernel(l, dy, apart > 1);
  const results = [images, apart * wholeOutputs, size[0], wide * size[1]] as const;
  const products = nchwc(b, 'Conv', [framed, kernel], results, attributes);
  const all = [images, apart, wholeOutputs / block, size[0], size[1], wide * block];
  const total = apart === 1 ? products : sum(b, reshape(b, products, all), [1]);
  const places = height * width;
  const seen =
    places === size[0] * size[1]
      ? total
      : slice(
          b,
          reshape(b, total, [(images * wholeOutputs) / block, ...size, wide * block]),
          [1, 2],
          [0, 0],
          [height, width],
        );

  if (isPackable(block, shape, group)) {
    const split = reshape(b, seen, [inputs / block, block / wide, outputs / block, places, wide, block]);
    setPacked(l, dw, reshape(b, transpose(b, split, [2, 0, 3, 1, 4, 5]), shape));
    return true;
  }
  const split = reshape(b, seen, [images, wholeOutputs / block, places, wide, block]);
  const plain = reshape(b, transpose(b, split, [1, 4, 0, 3, 2]), [wholeOutputs, inputs, height, width]);
  setPlain(l, dw, wholeOutputs === outputs ? plain : slice(b, plain, [0], [0], [outputs]));
  return true;
}

/** [N, g C, H, W] to [C / wide, g N, H, wide W] in blocks of images. `wide` is 1 or a block. */
function byImage(l: Blocking, x: string, group: number, wide: number): string {
  const { b, block } = l;
  const [batch, channels, height, width] = shape4(l, x);
  const whole = padded(l, batch);
  const blocks = whole / block;
  const entering = wide === 1 ? plainOf(l, x) : blockedOf(l, x);
  const complete = pad(b, entering, [0, 0, 0, 0, whole - batch, 0, 0, 0]);
  const rows = blockInnermost(l, complete, blocks, channels * height * width);
  const images = channels / wide;
  const length = height * width * wide * block;
  const exchanged =
    group === 1
      ? exchangeOuter(b, rows, [1, blocks, images], length)
      : transpose(b, reshape(b, rows, [blocks, group, images / group, length]), [2, 1, 0, 3]);
  return reshape(b, exchanged, [images / group, group * whole, height, wide * width]);
}

/**
 * dy as weights: blocks of outputs, in each blocks of images, places, the block's images, the block's outputs. Two
 * reorderings exchange the inner axes, (images, places, outputs) to (places, outputs, images) to (places, images,
 * outputs); a transposition would do it at once, but on one core. `apart`: blocks of images come first, as groups.
 */
function imagesInKernel(l: Blocking, dy: string, apart: boolean): string {
  return sharedResult(l, `${dy} as a kernel${apart ? ' in groups' : ''}`, () => {
    const { b, block } = l;
    const [batch, channels, height, width] = shape4(l, dy);
    const [whole, outputs, places] = [padded(l, batch), padded(l, channels), height * width];
    const blocked = pad(b, blockedOf(l, dy), [0, 0, 0, 0, whole - batch, 0, 0, 0]);
    const imagesLast = blockInnermost(l, blocked, whole / block, outputs * places);
    const outputsLast = blockInnermost(l, imagesLast, (whole * outputs * places) / block ** 2, block);
    if (apart) return reshape(b, outputsLast, [(whole / block) * outputs, block, height, width]);
    const exchanged = exchangeOuter(b, outputsLast, [1, whole / block, outputs / block], places * block * block);
    return reshape(b, exchanged, [outputs, whole, height, width]);
  });
}

/** Zeros around maps in blocks: a depthwise 1x1 convolution with ones, whose padding stays. */
function framedBy(
  l: Blocking,
  value: string,
  pads: readonly number[],
  shape: readonly [number, number, number, number],
): string {
  const ones = filled(l.b, 1, [shape[1], 1, 1, 1]);
  return nchwc(l.b, 'Conv', [value, ones], shape, { kernel_shape: [1, 1], pads, group: shape[1] });
}
