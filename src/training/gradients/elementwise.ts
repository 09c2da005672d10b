/** Gradients of arithmetic, a value at a time, with broadcasting. */
import { add, type Builder, divide, emit, multiply, scalar, shapeOf, subtract } from '../../onnx/builder.ts';
import { type Backward, each, operand, type Rule, result, scaled, stop, unbroadcast, where } from './rule.ts';

/** Of one of two operands, from the gradient of the stretched operand. */
function side(input: number, make: (application: Backward) => string): (application: Backward) => string {
  return (application) =>
    unbroadcast(application.b, make(application), shapeOf(application.b, operand(application, input)));
}

function negative(b: Builder, value: string): string {
  return emit(b, 'Neg', [value]);
}

/** Add, Sum: the gradient to each operand. */
const sums: Rule = ({ b, node, dy, wanted }) =>
  node.inputs.map((name, input) => (wanted(input) ? unbroadcast(b, dy, shapeOf(b, name)) : undefined));

const product: Rule = each(
  side(0, ({ b, node, dy }) => multiply(b, dy, operand({ node }, 1))),
  side(1, ({ b, node, dy }) => multiply(b, dy, operand({ node }, 0))),
);

const quotient: Rule = each(
  side(0, ({ b, node, dy }) => divide(b, dy, operand({ node }, 1))),
  // d(x / w) / dw = -y / w
  side(1, ({ b, node, dy }) => negative(b, multiply(b, dy, divide(b, result({ node }), operand({ node }, 1))))),
);

/** x^p with a constant p: p x^(p - 1). */
const power: Rule = ({ b, node, dy, wanted }) => {
  if (wanted(1)) throw new Error('the exponent of a Pow must be constant');
  const [x, exponent] = [operand({ node }, 0), b.constants.get(operand({ node }, 1))];
  const [p] = exponent?.data ?? [];
  if (typeof p !== 'number' || exponent?.data.length !== 1)
    throw new Error('the exponent of a Pow must be one constant');
  const slope = p === 2 ? x : emit(b, 'Pow', [x, scalar(b, p - 1)]);
  return [multiply(b, dy, scaled(b, slope, p))];
};

/** Max, Min of several: the first that equals the result takes the gradient. */
const extremum: Rule = ({ b, node, dy, wanted }) => {
  const y = result({ node });
  let free: string | undefined;
  return node.inputs.map((name, input) => {
    const equal = emit(b, 'Cast', [emit(b, 'Equal', [name, y])], { attributes: { to: 1 } });
    const takes = free === undefined ? equal : multiply(b, equal, free);
    const rest = subtract(b, scalar(b, 1), takes);
    free = free === undefined ? rest : multiply(b, free, rest);
    return wanted(input) ? unbroadcast(b, multiply(b, dy, takes), shapeOf(b, name)) : undefined;
  });
};

/** The condition itself is a comparison, through which nothing flows. */
const choice: Rule = ({ b, node, dy, wanted }) => {
  const [condition, x, y] = node.inputs;
  if (condition === undefined || x === undefined || y === undefined) return [];
  const zero = scalar(b, 0);
  return [
    undefined,
    wanted(1) ? unbroadcast(b, emit(b, 'Where', [condition, dy, zero]), shapeOf(b, x)) : undefined,
    wanted(2) ? unbroadcast(b, emit(b, 'Where', [condition, zero, dy]), shapeOf(b, y)) : undefined,
  ];
};

/** Where min < x < max; at the borders 0, as at the bend of a rectifier. */
const clip: Rule = ({ b, node, dy, wanted }) => {
  if (!wanted(0)) return [];
  const [, low, high] = node.inputs;
  const y = result({ node });
  const above = low ? where(b, dy, isZero(b, low) ? y : subtract(b, y, low)) : dy;
  return [high ? where(b, above, subtract(b, high, y)) : above];
};

function isZero(b: Builder, value: string): boolean {
  return b.constants.get(value)?.data.every((n) => Number(n) === 0) ?? false;
}

export const elementwiseRules: Readonly<Record<string, Rule>> = {
  Add: sums,
  Sum: sums,
  Sub: each(
    side(0, ({ dy }) => dy),
    side(1, ({ b, dy }) => negative(b, dy)),
  ),
  Mul: product,
  Div: quotient,
  Pow: power,
  Max: extremum,
  Min: extremum,
  Where: choice,
  Clip: clip,
  Identity: each(({ dy }) => dy),
  Neg: each(({ b, dy }) => negative(b, dy)),
  Abs: each(({ b, node, dy }) => multiply(b, dy, emit(b, 'Sign', [operand({ node }, 0)]))),
  Exp: each(({ b, node, dy }) => multiply(b, dy, result({ node }))),
  Log: each(({ b, node, dy }) => divide(b, dy, operand({ node }, 0))),
  Sqrt: each(({ b, node, dy }) => divide(b, dy, add(b, result({ node }), result({ node })))),
  // d(1 / x) / dx = -y^2
  Reciprocal: each(({ b, node, dy }) => negative(b, multiply(b, dy, multiply(b, result({ node }), result({ node }))))),
  Sign: stop,
  Floor: stop,
  Cast: stop,
  Equal: stop,
  Greater: stop,
  GreaterOrEqual: stop,
  Less: stop,
  LessOrEqual: stop,
  And: stop,
  Or: stop,
  Not: stop,
  ArgMax: stop,
};
