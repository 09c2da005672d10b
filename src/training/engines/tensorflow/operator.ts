/** How an operator of a program is computed by TensorFlow.js, and what such functions share. */
import { list } from '../../../onnx/infer.ts';
import type { ProgramNode, Tensor } from '../../../onnx/program.ts';
import type { TfModule, TfTensor } from './module.ts';
import type { Order } from './values.ts';

/** One application of an operator. */
export interface Call {
  readonly tf: TfModule;
  readonly node: ProgramNode;
  /** Of all inputs, as the program has them. */
  readonly shapes: readonly (readonly number[])[];
  /** Of the first output, as the program has it. */
  readonly shape: readonly number[];
  /** In what order those inputs are held that `orders` leaves open. */
  readonly order: Order;
  /** The operands. */
  readonly inputs: readonly TfTensor[];
  /** The values of an input that is a constant of the program. */
  readonly numbers: (input: number) => readonly number[] | undefined;
}

export interface TfOperator {
  /**
   * For each operand its order; `any`: the order in which the operands are there already, the same for all. Operands
   * after the listed ones are in program order.
   */
  readonly orders: readonly Order[] | 'any';
  /** Inputs after these are numbers that the program has as constants: shapes, axes. All inputs without it. */
  readonly operands?: number;
  /** Of the outputs; that of the operands where `orders` is `any`. */
  readonly gives: Order;
  readonly run: (call: Call) => TfTensor | readonly TfTensor[];
}

export type TfOperators = Readonly<Record<string, TfOperator>>;

export function operand({ inputs, node }: Pick<Call, 'inputs' | 'node'>, index: number): TfTensor {
  const tensor = inputs[index];
  if (tensor === undefined) throw new Error(`${node.op} lacks its input ${index}`);
  return tensor;
}

export function float({ node }: Pick<Call, 'node'>, name: string, otherwise: number): number {
  const attribute = node.attributes[name];
  return typeof attribute === 'object' && 'float' in attribute ? attribute.float : otherwise;
}

/** Counted from the front: an attribute, an input, or all axes. */
export function reducedAxes({ node, shapes, numbers }: Call): readonly number[] {
  const { length } = shapes[0] ?? [];
  const axes = list(node.attributes.axes) ?? numbers(1) ?? Array.from({ length }, (_, axis) => axis);
  return axes.map((axis) => (axis < 0 ? axis + length : axis));
}

export function numbersOf(tensor: Tensor | undefined): readonly number[] | undefined {
  return tensor === undefined ? undefined : Array.from(tensor.data, Number);
}
