/** Gradients of activation functions. At a bend the slope is that of the left side, as in PyTorch. */
import { add, type Builder, emit, multiply, scalar, shapeOf, subtract } from '../../onnx/builder.ts';
import type { Attribute } from '../../onnx/program.ts';
import { each, operand, type Rule, result, scaled, unbroadcast, where } from './rule.ts';

function float(attribute: Attribute | undefined, otherwise: number): number {
  return typeof attribute === 'object' && 'float' in attribute ? attribute.float : otherwise;
}

/** The values of dy where 0 < y < 1. */
function between(b: Builder, dy: string, y: string): string {
  return where(b, where(b, dy, y), subtract(b, scalar(b, 1), y));
}

/** dy for positive x, slope * dy for the others; the slope may be a number or a tensor. */
function leaky(b: Builder, dy: string, x: string, slope: string): string {
  const positive = where(b, dy, x);
  return add(b, positive, multiply(b, subtract(b, dy, positive), slope));
}

const prelu: Rule = ({ b, node, dy, wanted }) => {
  const [x, slope] = [operand({ node }, 0), operand({ node }, 1)];
  return [
    wanted(0) ? leaky(b, dy, x, slope) : undefined,
    // d y / d slope = min(x, 0)
    wanted(1) ? unbroadcast(b, multiply(b, dy, emit(b, 'Min', [x, scalar(b, 0)])), shapeOf(b, slope)) : undefined,
  ];
};

export const activationRules: Readonly<Record<string, Rule>> = {
  Relu: each(({ b, node, dy }) => where(b, dy, result({ node }))),
  LeakyRelu: each(({ b, node, dy }) =>
    leaky(b, dy, operand({ node }, 0), scalar(b, float(node.attributes.alpha, 0.01))),
  ),
  PRelu: prelu,
  // Below 0, d (alpha (e^x - 1)) / dx = y + alpha
  Elu: each(({ b, node, dy }) =>
    leaky(b, dy, operand({ node }, 0), add(b, result({ node }), scalar(b, float(node.attributes.alpha, 1)))),
  ),
  Sigmoid: each(({ b, node, dy }) => {
    const y = result({ node });
    return multiply(b, dy, multiply(b, y, subtract(b, scalar(b, 1), y)));
  }),
  Tanh: each(({ b, node, dy }) => {
    const y = result({ node });
    return multiply(b, dy, subtract(b, scalar(b, 1), multiply(b, y, y)));
  }),
  HardSigmoid: each(({ b, node, dy }) =>
    scaled(b, between(b, dy, result({ node })), float(node.attributes.alpha, 0.2)),
  ),
  // y = x h(x) with h(x) = max(0, min(1, x / 6 + 1 / 2)): h + x / 6 in the sloping part
  HardSwish: each(({ b, node, dy }) => {
    const x = operand({ node }, 0);
    const h = emit(b, 'HardSigmoid', [x], { attributes: { alpha: { float: 1 / 6 }, beta: { float: 0.5 } } });
    const sloping = between(b, scaled(b, multiply(b, dy, x), 1 / 6), h);
    return add(b, multiply(b, dy, h), sloping);
  }),
  Softplus: each(({ b, node, dy }) => multiply(b, dy, emit(b, 'Sigmoid', [operand({ node }, 0)]))),
};
