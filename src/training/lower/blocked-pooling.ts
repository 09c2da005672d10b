/** Pooling and its gradients in blocks. */
import { constant, emit, filled, ints, multiply, reshape, scalar } from '../../onnx/builder.ts';
import { integer, list } from '../../onnx/infer.ts';
import type { ProgramNode } from '../../onnx/program.ts';
import {
  type Blocking,
  blockedOf,
  blockedShape,
  isBlocked,
  isMap,
  nchwc,
  type Shape4,
  setBlocked,
  shape4,
} from './blocked-values.ts';
import { maxPoolGradient as gradient } from './max-pool-gradient.ts';
import { axes, leftover, type Pair, type Sliding, slidingOf, tiles } from './window.ts';

/** As steep as a hard sigmoid in float32 can be: 1 at 0, 0 where its argument is below -3e-39. */
const steepest = 3e38;

/** Max and average pooling. What a `ceil_mode` adds to the last window is padding at the end. */
export function pool(l: Blocking, node: ProgramNode): boolean {
  const [x = ''] = node.inputs;
  const [y = '', indices] = node.outputs;
  if (indices !== undefined || !isMap(l, x) || !isBlocked(l, x)) return false;
  if (node.op === 'AveragePool' && integer(node.attributes.ceil_mode, 0) === 1) return false;
  const { ceil_mode: _, ...attributes } = node.attributes;
  const sliding = slidingOf(node);
  const pads = [...sliding.before, ...reach(l, sliding, x, y)];
  const op = node.op === 'MaxPool' ? 'MaxPool' : 'AveragePool';
  setBlocked(l, y, nchwc(l.b, op, [blockedOf(l, x)], blockedShape(l, shape4(l, y)), { ...attributes, pads }));
  return true;
}

/** Padding at the end up to where the last window reaches. */
function reach(l: Blocking, sliding: Sliding, x: string, y: string): readonly number[] {
  const [, , height, width] = shape4(l, x);
  const [, , outputHeight, outputWidth] = shape4(l, y);
  const unseen = leftover(sliding, [height, width], [outputHeight, outputWidth]);
  return axes((axis) => sliding.after[axis] + Math.max(0, -unseen[axis]));
}

export function maxPoolGradient(l: Blocking, node: ProgramNode): boolean {
  const [dy = '', x = ''] = node.inputs;
  const [dx = ''] = node.outputs;
  if (!isMap(l, x)) return false;
  setBlocked(l, dx, spreadToLargest(l, node, blockedOf(l, dy)));
  return true;
}

/** What a MaxPoolGradient gives for another dy, blocked. */
export function spreadToLargest(l: Blocking, node: ProgramNode, dy: string): string {
  const [, x = '', y = ''] = node.inputs;
  const { b, block } = l;
  const sliding = slidingOf(node);
  const { kernel, stride, dilation, before } = sliding;
  const [batch, channels, height, width] = blockedShape(l, shape4(l, x));
  const [, , outputHeight, outputWidth] = shape4(l, y);
  if (tiles(sliding, [height, width], [outputHeight, outputWidth])) {
    return spreadOverTiles(l, kernel, { dy, x: blockedOf(l, x), y: blockedOf(l, y) }, [batch, channels, height, width]);
  }
  const maps = (batch * channels) / block;
  const along = (axis: 0 | 1) => ({
    kernel: kernel[axis],
    stride: stride[axis],
    dilation: dilation[axis],
    before: before[axis],
  });
  const columns = { outer: maps * height, length: width, inner: block, output: outputWidth, ...along(1) };
  const rows = { outer: maps, length: height, inner: outputWidth * block, output: outputHeight, ...along(0) };
  const found = gradient(b, blockedOf(l, x), dy, columns, rows);
  return reshape(b, found, [batch, channels, height, width]);
}

interface PooledMaps {
  readonly dy: string;
  readonly x: string;
  readonly y: string;
}

/**
 * Where windows tile the map: y is spread over each window and compared with x; the places of a window are numbered
 * downwards, so that of those that equal y the first has the largest number, which pooling finds. Every operator here
 * works on all cores and reads what the same core wrote: on processors whose cores have caches apart this is what
 * takes the time. (A difference below 3e-39 counts as partly equal.)
 */
function spreadOverTiles(l: Blocking, kernel: Pair, { dy, x, y }: PooledMaps, shape: Shape4): string {
  const { b, block } = l;
  const [batch, channels, height, width] = shape;
  const [rows, columns] = kernel;
  const pooled = [batch, channels, height / rows, width / columns] as const;
  const spread = (value: string): string =>
    nchwc(b, 'Upsample', [value], shape, { scales: [1, 1, ...kernel], mode: 'nearest' });
  const isZero = (plus: string, minus: string, steepness: number): string => {
    const ones = filled(b, 1, [channels, 1, 1, 1]);
    return nchwc(b, 'Conv', [plus, ones, '', spread(emit(b, 'Neg', [minus]))], shape, {
      kernel_shape: [1, 1],
      group: channels,
      activation: 'HardSigmoid',
      activation_params: { floats: [steepness, 1] },
    });
  };
  const numbers = Float32Array.from({ length: rows * width * block }, (_, index) => {
    const place = Math.floor(index / block);
    return rows * columns - (Math.floor(place / width) * columns + (place % columns));
  });
  const byWindowRow = [(batch * channels * height) / (block * rows), numbers.length];
  const equal = reshape(b, isZero(x, y, steepest), byWindowRow);
  const numbered = reshape(b, multiply(b, equal, constant(b, numbers, [1, numbers.length])), shape);
  const first = nchwc(b, 'MaxPool', [numbered], pooled, { kernel_shape: kernel, strides: kernel });
  return multiply(b, isZero(numbered, first, 1), spread(dy));
}

/** Windows that tile the map, or that slide by 1; others are done plain. */
export function averagePoolGradient(l: Blocking, node: ProgramNode): boolean {
  const [dy = ''] = node.inputs;
  const [dx = ''] = node.outputs;
  const input = list(node.attributes.input_shape);
  if (!isBlocked(l, dy) || input === undefined) return false;
  const { b } = l;
  const sliding = slidingOf(node);
  const { kernel, stride, before, after } = sliding;
  const shape = blockedShape(l, shape4(l, dx));
  const [, , dyHeight, dyWidth] = shape4(l, dy);
  const unseen = leftover(sliding, [shape[2], shape[3]], [dyHeight, dyWidth]);
  if (sliding.dilation.some((n) => n > 1) || unseen.some((n) => n !== 0)) return false;
  const size = kernel[0] * kernel[1];
  const padding = [...before, ...after].some((n) => n > 0);
  if (tiles(sliding, [shape[2], shape[3]], [dyHeight, dyWidth])) {
    const share = multiply(b, blockedOf(l, dy), scalar(b, 1 / size));
    setBlocked(l, dx, nchwc(b, 'Upsample', [share], shape, { scales: [1, 1, ...kernel], mode: 'nearest' }));
    return true;
  }
  if (stride.some((n) => n > 1)) return false;
  const counted = integer(node.attributes.count_include_pad, 0) === 1 || !padding;
  const share = counted
    ? blockedOf(l, dy)
    : multipliedByPlace(l, dy, countFactors(sliding, shape, [dyHeight, dyWidth]));
  const pads = [...axes((axis) => kernel[axis] - 1 - before[axis]), ...axes((axis) => kernel[axis] - 1 - after[axis])];
  if (pads.some((n) => n < 0)) return false;
  const attributes = { kernel_shape: kernel, pads, count_include_pad: 1 };
  setBlocked(l, dx, nchwc(b, 'AveragePool', [share], shape, attributes));
  return true;
}

/** For each window, its size over the number of its places that are no padding. */
function countFactors(
  { kernel, stride, before }: Sliding,
  [, , height, width]: readonly number[],
  output: readonly [number, number],
): Float32Array {
  const counts = axes((axis) => output[axis]);
  const along = ([0, 1] as const).map((axis) =>
    Array.from({ length: counts[axis] }, (_, index) => {
      const start = index * stride[axis] - before[axis];
      const length = (axis === 0 ? height : width) ?? 0;
      return kernel[axis] / (Math.min(start + kernel[axis], length) - Math.max(start, 0));
    }),
  );
  const [rows = [], columns = []] = along;
  return Float32Array.from(rows.flatMap((row) => columns.map((column) => row * column)));
}

/** A map times one factor a place. */
function multipliedByPlace(l: Blocking, map: string, factors: Float32Array): string {
  const { b, block } = l;
  const shape = blockedShape(l, shape4(l, map));
  const repeated = Float32Array.from(
    { length: factors.length * block },
    (_, index) => factors[Math.floor(index / block)] ?? 0,
  );
  const rows = reshape(b, blockedOf(l, map), [(shape[0] * shape[1]) / block, repeated.length]);
  return reshape(b, multiply(b, rows, constant(b, repeated, [1, repeated.length])), shape);
}

export function globalAveragePool(l: Blocking, node: ProgramNode): boolean {
  const [x = ''] = node.inputs;
  const [y = ''] = node.outputs;
  if (!isMap(l, x) || !isBlocked(l, x)) return false;
  setBlocked(l, y, nchwc(l.b, 'GlobalAveragePool', [blockedOf(l, x)], blockedShape(l, shape4(l, y))));
  return true;
}

export function globalAveragePoolGradient(l: Blocking, node: ProgramNode): boolean {
  const [dy = ''] = node.inputs;
  const [dx = ''] = node.outputs;
  if (!isMap(l, dx) || shape4(l, dx)[1] < l.block) return false;
  const { b } = l;
  const shape = blockedShape(l, shape4(l, dx));
  const [batch, channels, height, width] = shape;
  const share = multiply(b, blockedOf(l, dy), scalar(b, 1 / (height * width)));
  const places = reshape(b, share, [batch, channels / l.block, 1, l.block]);
  const spread = emit(b, 'Expand', [places, ints(b, [batch, channels / l.block, height * width, l.block])]);
  setBlocked(l, dx, reshape(b, spread, shape));
  return true;
}
