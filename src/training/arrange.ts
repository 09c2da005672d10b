/** Rearrangements of tensors that gradients and lowerings share. */
import { type Builder, concat, constant, emit, filled, ints, pad, reshape, shapeOf, slice } from '../onnx/builder.ts';

/** Puts step - 1 zeros between neighbours along an axis: n values become (n - 1) * step + 1. */
export function spread(b: Builder, value: string, axis: number, step: number): string {
  if (step === 1) return value;
  const shape = shapeOf(b, value);
  const n = shape[axis] ?? 0;
  if (n < 2) return value;
  // Written by Concat, which copies whole runs: Pad would place value by value.
  const apart = [...shape.slice(0, axis + 1), 1, ...shape.slice(axis + 1)];
  const gap = apart.map((size, position) => (position === axis + 1 ? step - 1 : size));
  const zeros = emit(b, 'Expand', [filled(b, 0, [1]), ints(b, gap)]);
  const merged = reshape(
    b,
    concat(b, [reshape(b, value, apart), zeros], axis + 1),
    shape.map((size, position) => (position === axis ? size * step : size)),
  );
  return slice(b, merged, [axis], [0], [(n - 1) * step + 1]);
}

/** In the opposite order along some axes. */
export function flip(b: Builder, value: string, axes: readonly number[]): string {
  const shape = shapeOf(b, value);
  const flipped = axes.filter((axis) => (shape[axis] ?? 1) > 1);
  if (flipped.length === 0) return value;
  const backwards = flipped.map(() => -1);
  return slice(
    b,
    value,
    flipped,
    backwards,
    flipped.map((axis) => -1 - (shape[axis] ?? 1)),
    backwards,
  );
}

/** Adds values before and after along each of some axes, or takes them away where the number is negative. */
export function frame(
  b: Builder,
  value: string,
  axes: readonly number[],
  before: readonly number[],
  after: readonly number[],
): string {
  const shape = shapeOf(b, value);
  const crop = axes.filter((_, index) => (before[index] ?? 0) < 0 || (after[index] ?? 0) < 0);
  const starts = crop.map((axis) => Math.max(0, -(before[axes.indexOf(axis)] ?? 0)));
  const ends = crop.map((axis) => (shape[axis] ?? 0) - Math.max(0, -(after[axes.indexOf(axis)] ?? 0)));
  const cropped = crop.length === 0 ? value : slice(b, value, crop, starts, ends);
  const sides = Array.from({ length: 2 * shape.length }, () => 0);
  for (const [index, axis] of axes.entries()) {
    sides[axis] = Math.max(0, before[index] ?? 0);
    sides[axis + shape.length] = Math.max(0, after[index] ?? 0);
  }
  return pad(b, cropped, sides);
}

/** Rows of a matrix in another order; rows may be left out, repeated, or be zero (index -1). */
export function pickRows(b: Builder, value: string, rows: number, length: number, indices: Int32Array): string {
  const matrix = reshape(b, value, [rows, length]);
  const zero = indices.includes(-1);
  const table = zero ? concat(b, [matrix, filled(b, 0, [1, length])], 0) : matrix;
  const chosen = zero ? indices.map((index) => (index < 0 ? rows : index)) : indices;
  if (chosen.length === rows && chosen.every((index, position) => index === position)) return matrix;
  return emit(b, 'Gather', [table, constant(b, chosen, [chosen.length])], { attributes: { axis: 0 } });
}

/** [stacks, p, q, length] to [stacks, q, p, length]. A transposition would do it on one core; this is done by all. */
export function exchangeOuter(
  b: Builder,
  value: string,
  [stacks, p, q]: readonly [stacks: number, p: number, q: number],
  length: number,
): string {
  const indices = Int32Array.from({ length: stacks * p * q }, (_, position) => {
    const [stack, place] = [Math.floor(position / (p * q)), position % (p * q)];
    return stack * p * q + (place % p) * q + Math.floor(place / p);
  });
  return pickRows(b, value, stacks * p * q, length, indices);
}
