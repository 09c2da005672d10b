/** Gradients of what moves values about: each value's gradient goes back to where the value came from. */
import { type Builder, constant, emit, ints, reshape, shapeOf, slice, transpose } from '../../onnx/builder.ts';
import { integer, list } from '../../onnx/infer.ts';
import { count } from '../../onnx/program.ts';
import { flip, frame, spread } from '../arrange.ts';
import { axisOf, constantInts, each, type Gradient, operand, type Rule, unbroadcast } from './rule.ts';

/** A matrix [from, to], row by row, applied along one axis. */
interface Linear {
  readonly from: number;
  readonly to: number;
  readonly entries: Float32Array;
}

/** An axis of length `from` becomes one of length `to`, each value a weighted sum of those along the axis. */
function alongAxis(b: Builder, value: string, axis: number, { from, to, entries }: Linear): string {
  const shape = shapeOf(b, value);
  const result = shape.map((n, position) => (position === axis ? to : n));
  const after = count(shape.slice(axis + 1));
  const matrix = constant(b, entries, [from, to]);
  if (after === 1)
    return reshape(b, emit(b, 'MatMul', [reshape(b, value, [count(shape) / from, from]), matrix]), result);
  const stacked = reshape(b, value, [count(shape.slice(0, axis)), from, after]);
  return reshape(b, emit(b, 'MatMul', [transpose(b, matrix, [1, 0]), stacked]), result);
}

/** Above this many entries a matrix of zeros and ones costs more than scattering. */
const largestMatrix = 1 << 18;

/** The gradient of y = x[indices] along an axis of length `length`: each index gets the sum over its occurrences. */
function scatterAlong(b: Builder, dy: string, axis: number, indices: readonly number[], length: number): string {
  const places = Array.from({ length }, () => -1);
  for (const [position, index] of indices.entries()) places[index] = position;
  if (new Set(indices).size === length && indices.length === length) {
    return emit(b, 'Gather', [dy, ints(b, places)], { attributes: { axis } });
  }
  if (indices.length * length <= largestMatrix) {
    const entries = new Float32Array(indices.length * length);
    for (const [position, index] of indices.entries()) entries[position * length + index] = 1;
    return alongAxis(b, dy, axis, { from: indices.length, to: length, entries });
  }
  const shape = shapeOf(b, dy);
  const front = [axis, ...shape.map((_, position) => position).filter((position) => position !== axis)];
  const rest = front.slice(1).map((position) => shape[position] ?? 1);
  const zeros = emit(b, 'Expand', [constant(b, new Float32Array(1), [1]), ints(b, [length, ...rest])]);
  const rows = constant(b, BigInt64Array.from(indices, BigInt), [indices.length, 1]);
  const sums = emit(b, 'ScatterND', [zeros, rows, transpose(b, dy, front)], { attributes: { reduction: 'add' } });
  return transpose(
    b,
    sums,
    front.map((_, position) => front.indexOf(position)),
  );
}

const gather: Rule = each(({ b, node, dy }) => {
  const shape = shapeOf(b, operand({ node }, 0));
  const axis = axisOf(integer(node.attributes.axis, 0), shape.length);
  const length = shape[axis] ?? 0;
  const indices = constantInts(b, operand({ node }, 1)).map((index) => (index < 0 ? index + length : index));
  const flat = reshape(b, dy, [...shape.slice(0, axis), indices.length, ...shape.slice(axis + 1)]);
  return scatterAlong(b, flat, axis, indices, length);
});

const concatenation: Rule = ({ b, node, dy, wanted }) => {
  const axis = axisOf(integer(node.attributes.axis, 0), shapeOf(b, dy).length);
  let start = 0;
  return node.inputs.map((name, input) => {
    const from = start;
    start += shapeOf(b, name)[axis] ?? 0;
    return wanted(input) ? slice(b, dy, [axis], [from], [start]) : undefined;
  });
};

/** A range of one axis stays a part, so that many ranges of a value can be put together at once. */
const range: Rule = each(({ b, node, dy }): Gradient => {
  const shape = shapeOf(b, operand({ node }, 0));
  const starts = constantInts(b, operand({ node }, 1));
  const axes = (node.inputs[3] ? constantInts(b, node.inputs[3]) : starts.map((_, axis) => axis)).map((axis) =>
    axisOf(axis, shape.length),
  );
  const steps = node.inputs[4] ? constantInts(b, node.inputs[4]) : starts.map(() => 1);
  const first = starts.map((start, index) => {
    const length = shape[axes[index] ?? 0] ?? 0;
    const last = (steps[index] ?? 1) > 0 ? length : length - 1;
    return Math.min(Math.max(start < 0 ? start + length : start, 0), last);
  });
  const [axis = 0] = axes;
  if (axes.length === 1 && steps[0] === 1) return { value: dy, axis, start: first[0] ?? 0 };
  const upright = flip(
    b,
    dy,
    axes.filter((_, index) => (steps[index] ?? 1) < 0),
  );
  const apart = axes.reduce((value, along, index) => spread(b, value, along, Math.abs(steps[index] ?? 1)), upright);
  const before = axes.map((along, index) => {
    const step = steps[index] ?? 1;
    const taken = shapeOf(b, dy)[along] ?? 0;
    return (first[index] ?? 0) + (step < 0 ? (taken - 1) * step : 0);
  });
  const after = axes.map(
    (along, index) => (shape[along] ?? 0) - (before[index] ?? 0) - (shapeOf(b, apart)[along] ?? 0),
  );
  return frame(b, apart, axes, before, after);
});

/** Which value of the axis stands at each place of the padded axis; -1 for zeros. */
function paddedSources(mode: string, length: number, before: number, after: number): number[] {
  return Array.from({ length: before + length + after }, (_, place) => {
    const index = place - before;
    if (index >= 0 && index < length) return index;
    if (mode === 'edge') return index < 0 ? 0 : length - 1;
    return index < 0 ? -index : 2 * (length - 1) - index;
  });
}

const padding: Rule = each(({ b, node, dy }) => {
  const shape = shapeOf(b, operand({ node }, 0));
  const sides = constantInts(b, operand({ node }, 1));
  const { mode = 'constant' } = node.attributes;
  const axes = shape.map((_, axis) => axis);
  const before = axes.map((axis) => sides[axis] ?? 0);
  const after = axes.map((axis) => sides[axis + shape.length] ?? 0);
  if (mode === 'constant') {
    return frame(
      b,
      dy,
      axes,
      before.map((n) => -n),
      after.map((n) => -n),
    );
  }
  return axes.reduce((value, axis) => {
    const [front = 0, back = 0, length = 0] = [before[axis], after[axis], shape[axis]];
    if (front === 0 && back === 0) return value;
    return scatterAlong(b, value, axis, paddedSources(String(mode), length, front, back), length);
  }, dy);
});

export const arrangementRules: Readonly<Record<string, Rule>> = {
  Reshape: each(({ b, node, dy }) => reshape(b, dy, shapeOf(b, operand({ node }, 0)))),
  Expand: each(({ b, node, dy }) => unbroadcast(b, dy, shapeOf(b, operand({ node }, 0)))),
  Transpose: each(({ b, node, dy }) => {
    const order = list(node.attributes.perm) ?? [];
    return transpose(
      b,
      dy,
      order.map((_, axis) => order.indexOf(axis)),
    );
  }),
  Concat: concatenation,
  Slice: range,
  Pad: padding,
  Gather: gather,
};
