/**
 * Operators that move values about. Rows and columns that are repeated, mirrored or sampled are gathered by their
 * numbers, and weighed means of neighbours are products with constant matrices: so few gradients serve all of them.
 */
import type { Sides, Size } from '../../operators/operator.ts';
import {
  type Builder,
  constant,
  emit,
  ints,
  pad as padZeros,
  reshape,
  slice as sliceOf,
  transpose,
} from '../builder.ts';
import { entering, enteringMap, enteringShape, type LayerLowering, lowering } from './layer.ts';

interface PadArguments {
  readonly sides: Sides;
  readonly mode: 'zero' | 'reflect' | 'replicate';
}

/** Which row each of `count` rows shows; `source` may be any function of the row's number. */
function rowsOf(count: number, source: (row: number) => number): readonly number[] {
  return Array.from({ length: count }, (_, row) => source(row));
}

function gather(b: Builder, value: string, axis: number, rows: readonly number[]): string {
  return emit(b, 'Gather', [value, ints(b, rows)], { attributes: { axis } });
}

/** -1, -2 are rows 1, 2; n, n + 1 are rows n - 2, n - 3: the border is not repeated. */
function reflected(row: number, length: number): number {
  const last = length - 1;
  return last - Math.abs(last - Math.abs(row));
}

function repeated(row: number, length: number): number {
  return Math.min(Math.max(row, 0), length - 1);
}

const pad = lowering<PadArguments>((b, layer) => {
  const [top, bottom, left, right] = layer.args.sides;
  const x = entering(layer);
  const [channels, height, width] = enteringMap(layer);
  if (layer.args.mode === 'zero') {
    // ONNX Runtime takes a Pad of a map into a pooling right behind it, where zeros are no longer among the values of
    // which the largest is taken. A Pad of planes stays what it is.
    const planes = reshape(b, x, [layer.batch * channels, height, width]);
    const padded = padZeros(b, planes, [0, top, left, 0, bottom, right]);
    return reshape(b, padded, [layer.batch, ...layer.outputShape]);
  }
  const source = layer.args.mode === 'reflect' ? reflected : repeated;
  const rows = rowsOf(top + height + bottom, (row) => source(row - top, height));
  const columns = rowsOf(left + width + right, (column) => source(column - left, width));
  return gather(b, gather(b, x, 2, rows), 3, columns);
});

const slice = lowering<{ readonly start: number; readonly end: number }>((b, layer) =>
  sliceOf(b, entering(layer), [1], [layer.args.start], [layer.args.end]),
);

const split = lowering<{ readonly parts: number; readonly index: number }>((b, layer) => {
  const { parts, index } = layer.args;
  const length = enteringShape(layer)[0] / parts;
  return sliceOf(b, entering(layer), [1], [index * length], [(index + 1) * length]);
});

const shuffle = lowering<{ readonly groups: number }>((b, layer) => {
  const { groups } = layer.args;
  const [channels, height, width] = enteringMap(layer);
  const grouped = reshape(b, entering(layer), [layer.batch, groups, channels / groups, height * width]);
  return reshape(b, transpose(b, grouped, [0, 2, 1, 3]), [layer.batch, channels, height, width]);
});

/** [to, from]: row i weighs the two input rows around (i + 0.5) * from / to - 0.5; at the borders, the one there is. */
function interpolation(from: number, to: number): Float32Array {
  const matrix = new Float32Array(to * from);
  for (let row = 0; row < to; row++) {
    const place = Math.max(0, ((row + 0.5) * from) / to - 0.5);
    const lower = Math.min(Math.floor(place), from - 1);
    const upper = Math.min(lower + 1, from - 1);
    const share = place - Math.floor(place);
    matrix[row * from + lower] = 1 - share;
    matrix[row * from + upper] = (matrix[row * from + upper] ?? 0) + share;
  }
  return matrix;
}

/** The transpose of a matrix [rows, columns]. */
function turned(matrix: Float32Array, rows: number, columns: number): Float32Array {
  return Float32Array.from(matrix, (_, index) => matrix[(index % rows) * columns + Math.floor(index / rows)] ?? 0);
}

function bilinear(b: Builder, x: string, [height, width]: Size, [newHeight, newWidth]: Size): string {
  const vertical = constant(b, interpolation(height, newHeight), [newHeight, height]);
  const horizontal = constant(b, turned(interpolation(width, newWidth), newWidth, width), [width, newWidth]);
  return emit(b, 'MatMul', [vertical, emit(b, 'MatMul', [x, horizontal])]);
}

function nearest(b: Builder, x: string, [height, width]: Size, [newHeight, newWidth]: Size): string {
  const rows = rowsOf(newHeight, (row) => Math.floor((row * height) / newHeight));
  const columns = rowsOf(newWidth, (column) => Math.floor((column * width) / newWidth));
  return gather(b, gather(b, x, 2, rows), 3, columns);
}

const resize = lowering<{ readonly mode: 'nearest' | 'bilinear' }>((b, layer) => {
  const [, height, width] = enteringMap(layer);
  const [, newHeight, newWidth] = enteringMap({ inputShapes: [layer.outputShape] });
  const sample = layer.args.mode === 'bilinear' ? bilinear : nearest;
  return sample(b, entering(layer), [height, width], [newHeight, newWidth]);
});

export const arrangementLowerings: Readonly<Record<string, LayerLowering>> = {
  pad,
  slice,
  split,
  channel_shuffle: shuffle,
  resize,
};
