/** Gradients of pooling, and of local response normalisation, which sums over a window of channels. */
import { add, type Builder, divide, emit, multiply, reshape, scalar, shapeOf, subtract } from '../../onnx/builder.ts';
import { integer } from '../../onnx/infer.ts';
import type { Attribute } from '../../onnx/program.ts';
import { gradientOf } from './product.ts';
import { each, operand, type Rule, result, scaled } from './rule.ts';

function float(attribute: Attribute | undefined, otherwise: number): number {
  return typeof attribute === 'object' && 'float' in attribute ? attribute.float : otherwise;
}

/** For each channel the sum over the channels from `before` before it to `after` after it, where they exist. */
function channelWindow(b: Builder, value: string, before: number, after: number): string {
  const shape = shapeOf(b, value);
  const [n = 1, channels = 1, ...places] = shape;
  const size = before + after + 1;
  const flat = reshape(b, value, [n, 1, channels, places.reduce((product, length) => product * length, 1)]);
  const mean = emit(b, 'AveragePool', [flat], {
    attributes: { kernel_shape: [size, 1], pads: [before, 0, after, 0], count_include_pad: 1 },
  });
  return scaled(b, reshape(b, mean, shape), size);
}

/**
 * y = x / D^beta with D = bias + alpha / size * (sum of x^2 over the window of channels):
 * dx = dy / D^beta - 2 alpha beta / size * x * (sum of dy y / D over the mirrored window).
 */
const lrn: Rule = each(({ b, node, dy }) => {
  const { attributes } = node;
  const [x, y] = [operand({ node }, 0), result({ node })];
  const size = integer(attributes.size, 1);
  const [alpha, beta] = [float(attributes.alpha, 1e-4), float(attributes.beta, 0.75)];
  const [before, after] = [Math.floor((size - 1) / 2), Math.ceil((size - 1) / 2)];
  const squares = channelWindow(b, multiply(b, x, x), before, after);
  const d = add(b, scaled(b, squares, alpha / size), scalar(b, float(attributes.bias, 1)));
  const direct = multiply(b, dy, emit(b, 'Pow', [d, scalar(b, -beta)]));
  const shared = channelWindow(b, multiply(b, dy, divide(b, y, d)), after, before);
  return subtract(b, direct, multiply(b, scaled(b, x, (2 * alpha * beta) / size), shared));
});

export const poolingRules: Readonly<Record<string, Rule>> = {
  MaxPool: each(({ b, node, dy }) => {
    const x = operand({ node }, 0);
    return gradientOf(b, 'MaxPoolGradient', [dy, x, result({ node })], shapeOf(b, x), node.attributes);
  }),
  AveragePool: each(({ b, node, dy }) => {
    const shape = shapeOf(b, operand({ node }, 0));
    return gradientOf(b, 'AveragePoolGradient', [dy], shape, { ...node.attributes, input_shape: shape });
  }),
  GlobalAveragePool: each(({ b, node, dy }) => {
    const shape = shapeOf(b, operand({ node }, 0));
    return gradientOf(b, 'GlobalAveragePoolGradient', [dy], shape, { input_shape: shape });
  }),
  // A window as large as the map: of equal values the first takes all, as there.
  GlobalMaxPool: each(({ b, node, dy }) => {
    const x = operand({ node }, 0);
    const shape = shapeOf(b, x);
    return gradientOf(b, 'MaxPoolGradient', [dy, x, result({ node })], shape, { kernel_shape: shape.slice(2) });
  }),
  LRN: lrn,
};
