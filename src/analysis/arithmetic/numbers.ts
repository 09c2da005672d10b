/**
 * Convolution and pooling of one small matrix, value by value: the reference that the lesson shows. A convolution is
 * a cross-correlation, as in every framework: the kernel is not turned.
 *
 *   y[i, j] = (sum over u, v of w[u, v] * x[i s + u d - p, j s + v d - p]) / divisor, x zero in the padding
 *
 * Source: Goodfellow, Bengio and Courville 2016, "Deep Learning", equation 9.6.
 */
import type { AxisGeometry } from '../../operators/geometry.ts';
import type { Matrix } from './matrix.ts';
import { positionsOf } from './reach.ts';

export type Filter =
  | { readonly kind: 'weights'; readonly weights: Matrix; readonly divisor: number }
  /** The padding takes part as minus infinity: it never wins. */
  | { readonly kind: 'max' }
  /** The divisor counts the padding or not, as in PyTorch; what lies beyond the padding never counts. */
  | { readonly kind: 'mean'; readonly includePadding: boolean };

export type Axes = readonly [AxisGeometry, AxisGeometry];

/** One value that a window reads. */
export interface Tap {
  /** From 0; outside the input in the padding and beyond. */
  readonly row: number;
  readonly column: number;
  readonly where: 'input' | 'padding' | 'beyond';
  /** Zero outside the input. */
  readonly value: number;
  /** Of a convolution. */
  readonly weight?: number;
}

/** How one output value comes about. */
export interface Step {
  readonly row: number;
  readonly column: number;
  /** Row by row of the kernel. */
  readonly taps: readonly (readonly Tap[])[];
  /** Of a mean, or of a kernel with one; else 1. */
  readonly divisor: number;
  readonly value: number;
}

/** Most taps of all outputs together that are worked: a lesson, not a convolution engine. */
export const mostTaps = 1_000_000;

export function tapCount([height, width]: Axes): number {
  return height.output * height.kernel * width.output * width.kernel;
}

/** The result, one row of values a row of windows. */
export function slideOver(matrix: Matrix, filter: Filter, axes: Axes): Matrix {
  const [height, width] = axes;
  return Array.from({ length: height.output }, (_, row) =>
    Array.from({ length: width.output }, (_, column) => stepAt(matrix, filter, axes, row, column).value),
  );
}

export function stepAt(matrix: Matrix, filter: Filter, [height, width]: Axes, row: number, column: number): Step {
  const columns = positionsOf(width, column);
  const taps = positionsOf(height, row).map((y, u) =>
    columns.map((x, v): Tap => {
      const value = matrix[y]?.[x];
      const where = value !== undefined ? 'input' : isPadding(height, y) && isPadding(width, x) ? 'padding' : 'beyond';
      const tap = { row: y, column: x, where, value: value ?? 0 } as const;
      return filter.kind === 'weights' ? { ...tap, weight: filter.weights[u]?.[v] ?? 0 } : tap;
    }),
  );
  const divisor = divisorOf(filter, taps.flat());
  return { row, column, taps, divisor, value: resultOf(filter, taps.flat(), divisor) };
}

/** Inside the padded input. */
function isPadding({ before, input, after }: AxisGeometry, position: number): boolean {
  return position >= -before && position < input + after;
}

/** Whether a tap takes part in the sum, the mean or the maximum. */
export function counts(filter: Filter, { where }: Tap): boolean {
  if (where === 'input' || filter.kind === 'weights') return true;
  return filter.kind === 'mean' && filter.includePadding && where === 'padding';
}

function divisorOf(filter: Filter, taps: readonly Tap[]): number {
  if (filter.kind === 'weights') return filter.divisor;
  return filter.kind === 'max' ? 1 : taps.filter((tap) => counts(filter, tap)).length;
}

function resultOf(filter: Filter, taps: readonly Tap[], divisor: number): number {
  const used = taps.filter((tap) => counts(filter, tap));
  if (filter.kind === 'max') return used.reduce((most, { value }) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const sum = used.reduce((total, { value, weight = 1 }) => total + value * weight, 0);
  return sum / divisor;
}
