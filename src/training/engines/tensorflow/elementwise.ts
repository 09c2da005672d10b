/** Arithmetic and activation functions, a value at a time with broadcasting; reductions. */
import { integer } from '../../../onnx/infer.ts';
import type { TfElement, TfModule, TfTensor } from './module.ts';
import { type Call, float, operand, reducedAxes, type TfOperator, type TfOperators } from './operator.ts';
import { positionOf } from './values.ts';

function any(run: TfOperator['run'], operands?: number): TfOperator {
  return { orders: 'any', gives: 'plain', run, ...(operands === undefined ? {} : { operands }) };
}

function unary(make: (tf: TfModule, x: TfTensor) => TfTensor): TfOperator {
  return any((call) => make(call.tf, operand(call, 0)));
}

function binary(make: (tf: TfModule, x: TfTensor, y: TfTensor) => TfTensor): TfOperator {
  return any((call) => make(call.tf, operand(call, 0), operand(call, 1)));
}

function several(make: (tf: TfModule, x: TfTensor, y: TfTensor) => TfTensor): TfOperator {
  return any(({ tf, inputs }) => inputs.reduce((one, other) => make(tf, one, other)));
}

/** The numbers of ONNX's element types. */
const elements: Readonly<Record<number, TfElement>> = { 1: 'float32', 2: 'int32', 6: 'int32', 7: 'int32', 9: 'bool' };

function clip(call: Call): TfTensor {
  const [low = Number.NEGATIVE_INFINITY] = call.numbers(1) ?? [];
  const [high = Number.POSITIVE_INFINITY] = call.numbers(2) ?? [];
  return call.tf.clipByValue(operand(call, 0), low, high);
}

/** alpha (e^x - 1) below 0. */
function elu(call: Call): TfTensor {
  const { tf } = call;
  const x = operand(call, 0);
  const bent = tf.expm1(tf.minimum(x, tf.scalar(0)));
  return tf.add(tf.relu(x), tf.mul(bent, tf.scalar(float(call, 'alpha', 1))));
}

function hardSigmoid(call: Call): TfTensor {
  const { tf } = call;
  const sloped = tf.mul(operand(call, 0), tf.scalar(float(call, 'alpha', 0.2)));
  return tf.clipByValue(tf.add(sloped, tf.scalar(float(call, 'beta', 0.5))), 0, 1);
}

function prelu(call: Call): TfTensor {
  const { tf } = call;
  const x = operand(call, 0);
  return tf.add(tf.relu(x), tf.mul(tf.minimum(x, tf.scalar(0)), operand(call, 1)));
}

/** TensorFlow.js's own is along the last axis alone. */
function softmax(call: Call, logarithm: boolean): TfTensor {
  const { tf, node, order, shape } = call;
  const axis = integer(node.attributes.axis, -1);
  const along = [positionOf(axis < 0 ? axis + shape.length : axis, order, shape.length)];
  const x = operand(call, 0);
  const shifted = tf.sub(x, tf.max(x, along, true));
  const exponentials = tf.exp(shifted);
  const total = tf.sum(exponentials, along, true);
  return logarithm ? tf.sub(shifted, tf.log(total)) : tf.div(exponentials, total);
}

/** What is left is brought into the program's order: a reduction that keeps its axes leaves the order as it is. */
function reduction(
  make: (tf: TfModule) => (x: TfTensor, axes: readonly number[], keep: boolean) => TfTensor,
): TfOperator {
  return any((call) => {
    const { tf, node, order, shapes } = call;
    const rank = shapes[0]?.length ?? 0;
    const reduced = new Set(reducedAxes(call));
    const keep = integer(node.attributes.keepdims, 1) === 1;
    const positions = [...reduced].map((axis) => positionOf(axis, order, rank));
    const result = make(tf)(operand(call, 0), positions, keep);
    if (keep) return result;
    const rest = Array.from({ length: rank }, (_, axis) => axis).filter((axis) => !reduced.has(axis));
    const held = rest.map((axis) => positionOf(axis, order, rank)).sort((one, other) => one - other);
    const turn = rest.map((axis) => held.indexOf(positionOf(axis, order, rank)));
    return turn.every((position, index) => position === index) ? result : tf.transpose(result, turn);
  }, 1);
}

function argMax(call: Call): TfTensor {
  const { tf, node, shapes, shape } = call;
  const axis = integer(node.attributes.axis, 0);
  const place = tf.argMax(operand(call, 0), axis < 0 ? axis + (shapes[0]?.length ?? 0) : axis);
  return tf.reshape(place, shape);
}

export const elementwiseOperators: TfOperators = {
  Abs: unary((tf, x) => tf.abs(x)),
  Exp: unary((tf, x) => tf.exp(x)),
  Floor: unary((tf, x) => tf.floor(x)),
  Identity: unary((_, x) => x.clone()),
  Log: unary((tf, x) => tf.log(x)),
  Neg: unary((tf, x) => tf.neg(x)),
  Not: unary((tf, x) => tf.logicalNot(x)),
  Reciprocal: unary((tf, x) => tf.reciprocal(x)),
  Relu: unary((tf, x) => tf.relu(x)),
  Sigmoid: unary((tf, x) => tf.sigmoid(x)),
  Sign: unary((tf, x) => tf.sign(x)),
  Softplus: unary((tf, x) => tf.softplus(x)),
  Sqrt: unary((tf, x) => tf.sqrt(x)),
  Tanh: unary((tf, x) => tf.tanh(x)),
  Cast: any((call) => call.tf.cast(operand(call, 0), elements[integer(call.node.attributes.to, 1)] ?? 'float32')),
  Clip: any(clip, 1),
  Elu: any(elu),
  HardSigmoid: any(hardSigmoid),
  LeakyRelu: any((call) => call.tf.leakyRelu(operand(call, 0), float(call, 'alpha', 0.01))),
  PRelu: any(prelu),
  Softmax: any((call) => softmax(call, false)),
  LogSoftmax: any((call) => softmax(call, true)),

  Add: binary((tf, x, y) => tf.add(x, y)),
  Sub: binary((tf, x, y) => tf.sub(x, y)),
  Mul: binary((tf, x, y) => tf.mul(x, y)),
  Div: binary((tf, x, y) => tf.div(x, y)),
  Pow: binary((tf, x, y) => tf.pow(x, y)),
  Max: several((tf, x, y) => tf.maximum(x, y)),
  Min: several((tf, x, y) => tf.minimum(x, y)),
  Sum: several((tf, x, y) => tf.add(x, y)),
  And: binary((tf, x, y) => tf.logicalAnd(x, y)),
  Or: binary((tf, x, y) => tf.logicalOr(x, y)),
  Equal: binary((tf, x, y) => tf.equal(x, y)),
  Greater: binary((tf, x, y) => tf.greater(x, y)),
  GreaterOrEqual: binary((tf, x, y) => tf.greaterEqual(x, y)),
  Less: binary((tf, x, y) => tf.less(x, y)),
  LessOrEqual: binary((tf, x, y) => tf.lessEqual(x, y)),
  Where: any((call) => call.tf.where(operand(call, 0), operand(call, 1), operand(call, 2))),
  ReluGradient: binary((tf, dy, y) => tf.mul(dy, tf.cast(tf.greater(y, tf.scalar(0)), 'float32'))),

  ReduceSum: reduction((tf) => tf.sum),
  ReduceMean: reduction((tf) => tf.mean),
  ReduceMax: reduction((tf) => tf.max),
  ReduceMin: reduction((tf) => tf.min),
  ArgMax: { orders: [], gives: 'plain', run: argMax },
};
