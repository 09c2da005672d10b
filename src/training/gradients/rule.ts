/** The form of a vector-Jacobian rule, and what rules share. */
import { type Builder, emit, ints, reshape, scalar, shapeOf, sum } from '../../onnx/builder.ts';
import { list } from '../../onnx/infer.ts';
import { count, type ProgramNode, sameShape } from '../../onnx/program.ts';
import { emitGradient } from './operators.ts';

/** A gradient that is zero but for a range of one axis: what a slice gives back. */
export interface PartialGradient {
  readonly value: string;
  readonly axis: number;
  readonly start: number;
}

export type Gradient = string | PartialGradient;

/** One application of an operator, seen from behind. */
export interface Backward {
  readonly b: Builder;
  readonly node: ProgramNode;
  /** Gradient of the loss with respect to the node's first output. */
  readonly dy: string;
  /** Whether the gradient of that input leads to anything that is asked for. */
  readonly wanted: (input: number) => boolean;
}

/** Gives, by position, the gradients of the inputs that are wanted; undefined for the others, or where it is zero. */
export type Rule = (application: Backward) => readonly (Gradient | undefined)[];

/** Each input's gradient by a function of its own, which is called only where that gradient is wanted. */
export function each(...makers: readonly ((application: Backward) => Gradient)[]): Rule {
  return (application) => makers.map((make, input) => (application.wanted(input) ? make(application) : undefined));
}

/** For operators whose output steps, compares or converts: nothing flows back. */
export const stop: Rule = () => [];

export function operand({ node }: Pick<Backward, 'node'>, index: number): string {
  const value = node.inputs[index];
  if (value === undefined || value === '') throw new Error(`${node.op} lacks its input ${index}`);
  return value;
}

export function result({ node }: Pick<Backward, 'node'>): string {
  const [value] = node.outputs;
  if (value === undefined) throw new Error(`${node.op} has no output`);
  return value;
}

/** Counted from the front. */
export function axisOf(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

/** The axes that a reduction sums over: an attribute, or a constant second input; all without either. */
export function reducedAxes({ b, node }: Backward): readonly number[] {
  const { length } = shapeOf(b, operand({ node }, 0));
  const second = node.inputs[1];
  const listed = list(node.attributes.axes) ?? (second ? constantInts(b, second) : undefined);
  return (listed ?? Array.from({ length }, (_, axis) => axis)).map((axis) => axisOf(axis, length));
}

export function constantInts(b: Builder, value: string): readonly number[] {
  const tensor = b.constants.get(value);
  if (tensor === undefined) throw new Error(`'${value}' is not constant`);
  return Array.from(tensor.data, Number);
}

export function scaled(b: Builder, value: string, factor: number): string {
  return factor === 1 ? value : emit(b, 'Mul', [value, scalar(b, factor)]);
}

/** Sums over the axes along which a value of this shape was stretched. */
export function unbroadcast(b: Builder, value: string, shape: readonly number[]): string {
  const own = shapeOf(b, value);
  if (sameShape(own, shape)) return value;
  const lead = own.length - shape.length;
  const axes = own.flatMap((n, axis) => (axis < lead || (n !== 1 && shape[axis - lead] === 1) ? [axis] : []));
  return reshape(b, axes.length === 0 ? value : sum(b, value, axes), shape);
}

/** A reduced value again over all that it was reduced from. */
export function stretch(b: Builder, value: string, axes: readonly number[], shape: readonly number[]): string {
  const kept = reshape(
    b,
    value,
    shape.map((n, axis) => (axes.includes(axis) ? 1 : n)),
  );
  return expand(b, kept, shape);
}

export function expand(b: Builder, value: string, shape: readonly number[]): string {
  if (sameShape(shapeOf(b, value), shape)) return value;
  return emit(b, 'Expand', [value, ints(b, shape)]);
}

/** The values of dy where `positive` is above 0, else 0. */
export function where(b: Builder, dy: string, positive: string): string {
  const types = [{ element: 'float32', shape: shapeOf(b, dy) }] as const;
  const [masked] = emitGradient(b, 'ReluGradient', [dy, positive], types);
  if (masked === undefined) throw new Error('ReluGradient has one output');
  return masked;
}

/** How many values are reduced to one. */
export function reducedCount(shape: readonly number[], axes: readonly number[]): number {
  return count(axes.map((axis) => shape[axis] ?? 1));
}
