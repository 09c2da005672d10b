/** Gradients of what multiplies by weights: convolutions, matrix products; and of batch normalisation. */
import { type Builder, emit, shapeOf, sum, transpose } from '../../onnx/builder.ts';
import { integer } from '../../onnx/infer.ts';
import type { Attribute, TensorType } from '../../onnx/program.ts';
import { emitGradient, type GradientOperator } from './operators.ts';
import { operand, type Rule, scaled, unbroadcast } from './rule.ts';

function floats(...shapes: readonly (readonly number[])[]): readonly TensorType[] {
  return shapes.map((shape) => ({ element: 'float32', shape }));
}

/** A gradient operator with one output, of the given shape. */
export function gradientOf(
  b: Builder,
  op: GradientOperator,
  inputs: readonly string[],
  shape: readonly number[],
  attributes: Readonly<Record<string, Attribute>>,
): string {
  const [value] = emitGradient(b, op, inputs, floats(shape), attributes);
  if (value === undefined) throw new Error(`${op} has one output`);
  return value;
}

/** Source: Dumoulin and Visin 2016, section 4, for the input; LeCun et al. 1998 for the weights. */
const convolution: Rule = ({ b, node, dy, wanted }) => {
  const [x, w] = [operand({ node }, 0), operand({ node }, 1)];
  const [input, weight] = [shapeOf(b, x), shapeOf(b, w)];
  const { attributes } = node;
  return [
    wanted(0) ? gradientOf(b, 'ConvGradientInput', [dy, w], input, { ...attributes, input_shape: input }) : undefined,
    wanted(1)
      ? gradientOf(b, 'ConvGradientWeight', [x, dy], weight, { ...attributes, weight_shape: weight })
      : undefined,
    wanted(2) ? sum(b, dy, [0, 2, 3]) : undefined,
  ];
};

/** Y = alpha op(A) op(B) + beta C, where op may transpose. */
const gemm: Rule = ({ b, node, dy, wanted }) => {
  const [left, right, added] = node.inputs;
  if (left === undefined || right === undefined) return [];
  const [transA, transB] = [integer(node.attributes.transA, 0), integer(node.attributes.transB, 0)];
  const { alpha = { float: 1 }, beta } = node.attributes;
  const product = (one: string, other: string, flipOne: number, flipOther: number): string =>
    emit(b, 'Gemm', [one, other], { attributes: { alpha, transA: flipOne, transB: flipOther } });
  const dLeft = (): string => (transA === 1 ? product(right, dy, transB, 1) : product(dy, right, 0, 1 - transB));
  const dRight = (): string => (transB === 1 ? product(dy, left, 1, transA) : product(left, dy, 1 - transA, 0));
  const share = typeof beta === 'object' && 'float' in beta ? beta.float : 1;
  return [
    wanted(0) ? dLeft() : undefined,
    wanted(1) ? dRight() : undefined,
    added && wanted(2) ? scaled(b, unbroadcast(b, dy, shapeOf(b, added)), share) : undefined,
  ];
};

/** Stacks of matrices; a stack that was stretched gets the sum. */
const matrixProduct: Rule = ({ b, node, dy, wanted }) => {
  const [left, right] = [operand({ node }, 0), operand({ node }, 1)];
  const product = (one: string, other: string, wantedShape: readonly number[]): string =>
    unbroadcast(b, emit(b, 'MatMul', [one, other]), wantedShape);
  return [
    wanted(0) ? product(dy, turned(b, right), shapeOf(b, left)) : undefined,
    wanted(1) ? product(turned(b, left), dy, shapeOf(b, right)) : undefined,
  ];
};

/** Each matrix transposed. */
function turned(b: Builder, value: string): string {
  const axes = shapeOf(b, value).map((_, axis) => axis);
  return transpose(b, value, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
}

/** Source: Ioffe and Szegedy 2015, section 3, the derivatives before algorithm 2. */
const batchNorm: Rule = ({ b, node, dy, wanted }) => {
  const [x, scale] = [operand({ node }, 0), operand({ node }, 1)];
  const [, mean, variance] = node.outputs;
  if (mean === undefined || variance === undefined) throw new Error(`${node.op} has three outputs`);
  const types = floats(shapeOf(b, x), shapeOf(b, scale), shapeOf(b, scale));
  const { epsilon = { float: 1e-5 } } = node.attributes;
  const gradients = emitGradient(b, 'BatchNormGradient', [dy, x, scale, mean, variance], types, { epsilon });
  return gradients.map((gradient, input) => (wanted(input) ? gradient : undefined));
};

export const productRules: Readonly<Record<string, Rule>> = {
  Conv: convolution,
  Gemm: gemm,
  MatMul: matrixProduct,
  BatchNormTraining: batchNorm,
};
