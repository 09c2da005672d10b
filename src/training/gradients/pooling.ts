/** Gradients of pooling. */
import { shapeOf } from '../../onnx/builder.ts';
import { gradientOf } from './product.ts';
import { each, operand, type Rule, result } from './rule.ts';

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
};
