/** Gradients of reductions over axes, softmax included. */
import { constant, emit, multiply, reshape, shapeOf, subtract, sum } from '../../onnx/builder.ts';
import { integer } from '../../onnx/infer.ts';
import { axisOf, each, operand, type Rule, reducedAxes, reducedCount, result, scaled, stretch } from './rule.ts';

const largest: Rule = each((application) => {
  const { b, node } = application;
  const x = operand({ node }, 0);
  const shape = shapeOf(b, x);
  const axes = reducedAxes(application);
  const [axis] = axes;
  if (axis === undefined || axes.length > 1) throw new Error('the gradient of ReduceMax is over one axis');
  // Of equal values the first takes all.
  const place = emit(b, 'ArgMax', [x], { attributes: { axis, keepdims: 1 } });
  const length = shape[axis] ?? 1;
  const along = shape.map((_, position) => (position === axis ? length : 1));
  const places = constant(
    b,
    Float32Array.from({ length }, (_, index) => index),
    along,
  );
  const chosen = emit(b, 'Equal', [emit(b, 'Cast', [place], { attributes: { to: 1 } }), places]);
  return multiply(b, emit(b, 'Cast', [chosen], { attributes: { to: 1 } }), kept(application, axis));
});

/** dy with the reduced axis still there, of length 1. */
function kept({ b, node, dy }: Parameters<Rule>[0], axis: number): string {
  const shape = shapeOf(b, operand({ node }, 0));
  return reshape(
    b,
    dy,
    shape.map((n, position) => (position === axis ? 1 : n)),
  );
}

export const reductionRules: Readonly<Record<string, Rule>> = {
  ReduceSum: each((application) => {
    const { b, node, dy } = application;
    return stretch(b, dy, reducedAxes(application), shapeOf(b, operand({ node }, 0)));
  }),
  ReduceMean: each((application) => {
    const { b, node, dy } = application;
    const shape = shapeOf(b, operand({ node }, 0));
    const axes = reducedAxes(application);
    return stretch(b, scaled(b, dy, 1 / reducedCount(shape, axes)), axes, shape);
  }),
  ReduceMax: largest,
  // y (dy - sum of dy y)
  Softmax: each(({ b, node, dy }) => {
    const y = result({ node });
    const axis = axisOf(integer(node.attributes.axis, -1), shapeOf(b, y).length);
    return multiply(b, y, subtract(b, dy, sum(b, multiply(b, dy, y), [axis], true)));
  }),
  // dy - e^y (sum of dy)
  LogSoftmax: each(({ b, node, dy }) => {
    const y = result({ node });
    const axis = axisOf(integer(node.attributes.axis, -1), shapeOf(b, y).length);
    return subtract(b, dy, multiply(b, emit(b, 'Exp', [y]), sum(b, dy, [axis], true)));
  }),
};
