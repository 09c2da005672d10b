/** What moves values about, and products of matrices. */
import { integer, list } from '../../../onnx/infer.ts';
import type { TfTensor } from './module.ts';
import { type Call, float, operand, type TfOperator, type TfOperators } from './operator.ts';
import { inOrder, positionOf } from './values.ts';

const plain = { orders: [], gives: 'plain' } as const;
const any = { orders: 'any', gives: 'plain' } as const;

function fromFront(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

function concat(call: Call): TfTensor {
  const { tf, inputs, node, order, shape } = call;
  const axis = fromFront(integer(node.attributes.axis, 0), shape.length);
  return tf.concat(inputs, positionOf(axis, order, shape.length));
}

/** Negative sides crop. */
function pad(call: Call): TfTensor {
  const { shapes, order, numbers } = call;
  const [own = []] = shapes;
  const sides = numbers(1) ?? [];
  const before = inOrder(sides.slice(0, own.length), order);
  const after = inOrder(sides.slice(own.length), order);
  const [value = 0] = numbers(2) ?? [];
  return framed(call, operand(call, 0), before, after, value);
}

/** Adds values at both ends of each axis, or takes them away where the number is negative. */
export function framed(
  { tf }: Pick<Call, 'tf'>,
  x: TfTensor,
  before: readonly number[],
  after: readonly number[],
  value = 0,
): TfTensor {
  const crops = [...before, ...after].some((n) => n < 0);
  const begin = before.map((n) => Math.max(0, -n));
  const size = x.shape.map((n, axis) => n + Math.min(0, before[axis] ?? 0) + Math.min(0, after[axis] ?? 0));
  const cropped = crops ? tf.slice(x, begin, size) : x;
  const sides = before.map((n, axis) => [Math.max(0, n), Math.max(0, after[axis] ?? 0)] as const);
  return sides.every(([front, back]) => front === 0 && back === 0) ? cropped : tf.pad(cropped, sides, value);
}

interface Range {
  readonly begin: number;
  readonly step: number;
  readonly length: number;
}

/** Backwards is forwards in the reversed axis. */
function slice(call: Call): TfTensor {
  const { tf, shapes, shape, order, numbers } = call;
  const [own = []] = shapes;
  const starts = numbers(1) ?? [];
  const axes = (numbers(3) ?? starts.map((_, axis) => axis)).map((axis) => fromFront(axis, own.length));
  const ranges = own.map((length, axis): Range => {
    const index = axes.indexOf(axis);
    if (index < 0) return { begin: 0, step: 1, length };
    const step = numbers(4)?.[index] ?? 1;
    const start = starts[index] ?? 0;
    const begin = Math.min(Math.max(start < 0 ? start + length : start, 0), step > 0 ? length : length - 1);
    return { begin, step, length: shape[axis] ?? 0 };
  });
  const held = inOrder(
    ranges.map((_, axis) => axis),
    order,
  ).map((axis) => ranges[axis] ?? { begin: 0, step: 1, length: 1 });
  const x = operand(call, 0);
  const reversed = held.flatMap(({ step }, position) => (step < 0 ? [position] : []));
  const upright = reversed.length === 0 ? x : tf.reverse(x, reversed);
  const begins = held.map(({ begin, step }, position) => (step < 0 ? (x.shape[position] ?? 0) - 1 - begin : begin));
  const sizes = held.map(({ length }) => length);
  if (held.every(({ step }) => Math.abs(step) === 1)) return tf.slice(upright, begins, sizes);
  return strided(
    call,
    upright,
    begins,
    sizes,
    held.map(({ step }) => Math.abs(step)),
  );
}

/** `sizes` values along each axis, every `strides`-th from `begins` on. */
export function strided(
  { tf }: Pick<Call, 'tf'>,
  x: TfTensor,
  begins: readonly number[],
  sizes: readonly number[],
  strides: readonly number[],
): TfTensor {
  if (strides.every((n) => n === 1)) return tf.slice(x, begins, sizes);
  const ends = begins.map((begin, axis) => begin + ((sizes[axis] ?? 1) - 1) * (strides[axis] ?? 1) + 1);
  return tf.stridedSlice(x, begins, ends, strides);
}

function expand(call: Call): TfTensor {
  const { tf, shape, order } = call;
  const x = operand(call, 0);
  const wanted = shape.length === 4 ? inOrder(shape, order) : shape;
  const lead = Array.from({ length: wanted.length - x.shape.length }, () => 1);
  return tf.broadcastTo(lead.length === 0 ? x : tf.reshape(x, [...lead, ...x.shape]), wanted);
}

function gather(call: Call): TfTensor {
  const axis = fromFront(integer(call.node.attributes.axis, 0), call.shapes[0]?.length ?? 0);
  return call.tf.gather(operand(call, 0), operand(call, 1), axis);
}

/** Sums into zeros, which are the first input. */
function scatter(call: Call): TfTensor {
  const { tf, shape } = call;
  const added = tf.scatterND(operand(call, 1), operand(call, 2), shape);
  return tf.add(operand(call, 0), added);
}

function gemm(call: Call): TfTensor {
  const { tf, node, inputs } = call;
  const { transA, transB } = node.attributes;
  const product = tf.matMul(operand(call, 0), operand(call, 1), integer(transA, 0) === 1, integer(transB, 0) === 1);
  const [alpha, beta] = [float(call, 'alpha', 1), float(call, 'beta', 1)];
  const scaled = alpha === 1 ? product : tf.mul(product, tf.scalar(alpha));
  const [, , added] = inputs;
  if (added === undefined) return scaled;
  return tf.add(scaled, beta === 1 ? added : tf.mul(added, tf.scalar(beta)));
}

/** One matrix on the right of many is one product; TensorFlow.js has stacks of equal height. */
function matrixProduct(call: Call): TfTensor {
  const { tf, shape } = call;
  const [a, b] = [operand(call, 0), operand(call, 1)];
  if (b.shape.length === 2 && a.shape.length > 2) {
    const inner = a.shape.at(-1) ?? 1;
    const rows = a.shape.reduce((product, n) => product * n, 1) / inner;
    return tf.reshape(tf.matMul(tf.reshape(a, [rows, inner]), b), shape);
  }
  if (a.shape.length === b.shape.length) return tf.matMul(a, b);
  const stack = shape.slice(0, -2);
  return tf.matMul(
    tf.broadcastTo(a, [...stack, ...a.shape.slice(-2)]),
    tf.broadcastTo(b, [...stack, ...b.shape.slice(-2)]),
  );
}

export const arrangementOperators: TfOperators = {
  Concat: { ...any, run: concat },
  Pad: { ...any, operands: 1, run: pad },
  Slice: { ...any, operands: 1, run: slice },
  Expand: { ...any, operands: 1, run: expand },
  Reshape: { ...plain, operands: 1, run: (call) => call.tf.reshape(operand(call, 0), call.shape) },
  Transpose: {
    ...plain,
    run: (call) => call.tf.transpose(operand(call, 0), list(call.node.attributes.perm) ?? []),
  },
  Gather: { ...plain, run: gather },
  ScatterND: { ...plain, run: scatter },
  Gemm: { ...plain, run: gemm },
  MatMul: { ...plain, run: matrixProduct } satisfies TfOperator,
};
