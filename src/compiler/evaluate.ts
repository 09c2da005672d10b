/**
 * Expressions to values. Arithmetic on whole numbers is exact or an error; an error gives `unknown`, on which
 * everything else is silent, so that one mistake makes one message.
 */
import type { Code, DataOf } from '../diagnostics/catalogue.ts';
import type { Span } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { operators, operatorWords } from '../operators/registry.ts';
import type {
  Argument,
  BinaryOperator,
  Chain,
  Conditional,
  Expression,
  Member,
  Value as SyntaxValue,
  Unary,
} from '../syntax/ast.ts';
import { builtins } from './builtins.ts';
import { lookup, namesInSight, resolve } from './environment.ts';
import {
  boolean,
  describe,
  type Environment,
  type EvaluatedArgument,
  equal,
  int,
  type Target,
  unknown,
  type Value,
  wholeNumber,
} from './values.ts';

export interface Evaluation {
  report<C extends Code>(code: C, data: DataOf<C>, span: Span): void;
  /** Set when a value came from a guessed shape. The owner clears it before a step and looks at it after. */
  guessed: boolean;
  /** The figures that an `expect` may name; absent elsewhere. */
  readonly metrics?: ReadonlyMap<string, Value>;
}

export function evaluateValue(value: SyntaxValue, environment: Environment, evaluation: Evaluation): Value {
  return value.kind === 'body'
    ? { kind: 'block', form: 'body', body: value, environment }
    : evaluate(value, environment, evaluation);
}

export function evaluate(expression: Expression, environment: Environment, evaluation: Evaluation): Value {
  switch (expression.kind) {
    case 'number': {
      const { value, float, tolerance } = expression;
      return { kind: 'number', value, float, tolerance };
    }
    case 'string':
      return { kind: 'string', value: expression.value };
    case 'boolean':
      return boolean(expression.value);
    case 'list':
      return { kind: 'list', items: expression.items.map((item) => evaluate(item, environment, evaluation)) };
    case 'reference':
      return reference(expression.name.text, expression.span, environment, evaluation);
    case 'call-expression': {
      const args = evaluateArguments(expression.arguments, environment, evaluation);
      return call(expression.callee.text, args, expression.callee.span, expression.span, environment, evaluation);
    }
    case 'member':
      return member(expression, environment, evaluation);
    case 'index': {
      const object = evaluate(expression.object, environment, evaluation);
      const at = evaluate(expression.index, environment, evaluation);
      if (object.kind === 'unknown' || at.kind === 'unknown') return unknown;
      const position = wholeNumber(at);
      if (object.kind !== 'list' || position === undefined) {
        return failed('bad-operands', { operator: '[]', left: describe(object), right: describe(at) });
      }
      const item = object.items[position];
      return item ?? failed('index-out-of-range', { index: position, length: object.items.length });
    }
    case 'unary':
      return unary(expression, environment, evaluation);
    case 'chain':
      return chain(expression, environment, evaluation);
    case 'conditional':
      return conditional(expression, environment, evaluation);
    case 'missing':
      return unknown;
  }

  function failed<C extends Code>(code: C, data: DataOf<C>): Value {
    evaluation.report(code, data, expression.span);
    return unknown;
  }
}

export function evaluateArguments(
  args: readonly Argument[],
  environment: Environment,
  evaluation: Evaluation,
): EvaluatedArgument[] {
  return args.map(({ name, value, span }) => ({ name, value: evaluateValue(value, environment, evaluation), span }));
}

/** The truth of a condition; undefined where it is not known (then that has been said). */
export function evaluateCondition(
  condition: Expression,
  environment: Environment,
  evaluation: Evaluation,
): boolean | undefined {
  const value = evaluate(condition, environment, evaluation);
  if (value.kind === 'boolean') return value.value;
  if (value.kind !== 'unknown') {
    evaluation.report('condition-not-boolean', { found: describe(value) }, condition.span);
  }
  return undefined;
}

function reference(name: string, span: Span, environment: Environment, evaluation: Evaluation): Value {
  if (name === 'in') {
    if (!environment.in) return unknown;
    if (!environment.in.certain) evaluation.guessed = true;
    return { kind: 'map', map: environment.in };
  }
  const binding = lookup(environment, name);
  if (binding) {
    if (!binding.certain) evaluation.guessed = true;
    return binding.value;
  }
  const metric = evaluation.metrics?.get(name);
  if (metric) return metric;
  if (operatorWords.has(name)) return { kind: 'word', word: name };
  const target = resolve(environment, name);
  if (target) return blockValue(name, target, []);
  const metrics = [...(evaluation.metrics?.keys() ?? [])];
  const close = nearest(name, [
    ...namesInSight(environment),
    ...metrics,
    ...operatorWords,
    ...environment.module.blocks.keys(),
    ...operators.keys(),
  ]);
  if (evaluation.metrics) {
    evaluation.report('unknown-metric', { name, known: metrics, nearest: close }, span);
  } else evaluation.report('unknown-name', { name, nearest: close }, span);
  return unknown;
}

function call(
  name: string,
  args: readonly EvaluatedArgument[],
  calleeSpan: Span,
  span: Span,
  environment: Environment,
  evaluation: Evaluation,
): Value {
  const builtin = builtins.get(name);
  if (builtin) {
    if (args.some((arg) => arg.value.kind === 'unknown')) return unknown;
    const result = args.some((arg) => arg.name) ? undefined : builtin.call(args.map((arg) => arg.value));
    if (result) return checked(result, span, evaluation);
    const found = args.length === 0 ? 'nothing' : args.map((arg) => describe(arg.value)).join(' and ');
    evaluation.report('wrong-type', { callee: name, argument: 'arguments', wanted: builtin.takes, found }, span);
    return unknown;
  }
  const target = resolve(environment, name);
  if (target?.kind === 'value' && args.length > 0) {
    evaluation.report('too-many-arguments', { callee: name, given: args.length, accepted: 0 }, span);
  }
  if (target) return blockValue(name, target, args);
  if (lookup(environment, name)?.value.kind === 'unknown') return unknown;
  const close = nearest(name, [...builtins.keys(), ...environment.module.blocks.keys(), ...operators.keys()]);
  evaluation.report('unknown-function', { name, nearest: close }, calleeSpan);
  return unknown;
}

function blockValue(callee: string, target: Target, args: readonly EvaluatedArgument[]): Value {
  return target.kind === 'value' ? target.value : { kind: 'block', form: 'call', callee, target, arguments: args };
}

export const mapProperties: readonly string[] = ['channels', 'height', 'width'];

function member(expression: Member, environment: Environment, evaluation: Evaluation): Value {
  const object = evaluate(expression.object, environment, evaluation);
  if (object.kind === 'unknown') return unknown;
  const property = expression.property.text;
  const axis = mapProperties.indexOf(property);
  // A vector of n values is n channels of 1 x 1.
  if (object.kind === 'map' && axis >= 0) return int(object.map.shape[axis] ?? 1);
  const known = object.kind === 'map' ? [...mapProperties] : [];
  evaluation.report('unknown-property', { object: describe(object), property, known }, expression.property.span);
  return unknown;
}

function unary(expression: Unary, environment: Environment, evaluation: Evaluation): Value {
  const operand = evaluate(expression.operand, environment, evaluation);
  if (operand.kind === 'unknown') return unknown;
  if (expression.operator === '-' && operand.kind === 'number') return { ...operand, value: -operand.value };
  if (expression.operator === 'not' && operand.kind === 'boolean') return boolean(!operand.value);
  const data = { operator: expression.operator, left: describe(operand), right: '' };
  evaluation.report('bad-operands', data, expression.span);
  return unknown;
}

function conditional(expression: Conditional, environment: Environment, evaluation: Evaluation): Value {
  for (const { condition, value } of expression.cases) {
    const holds = evaluateCondition(condition, environment, evaluation);
    if (holds === undefined) return unknown;
    if (holds) return evaluate(value, environment, evaluation);
  }
  return evaluate(expression.otherwise, environment, evaluation);
}

function chain(expression: Chain, environment: Environment, evaluation: Evaluation): Value {
  let left = evaluate(expression.first, environment, evaluation);
  for (const { operator, operatorSpan, operand } of expression.rest) {
    if (operator === 'and' && left.kind === 'boolean' && !left.value) return left;
    if (operator === 'or' && left.kind === 'boolean' && left.value) return left;
    const right = evaluate(operand, environment, evaluation);
    const span = { ...operatorSpan, start: expression.first.span.start, end: operand.span.end };
    const known = left.kind !== 'unknown' && right.kind !== 'unknown';
    const result = known ? apply(left, operator, right, span, evaluation) : unknown;
    if (!result) reportOperands(expression.first, left, operator, operand, right, span, evaluation);
    left = result ?? unknown;
  }
  return left;
}

/** A step's name where a number is wanted is the likeliest mistake, and has a message of its own. */
function reportOperands(
  leftSource: Expression,
  left: Value,
  operator: BinaryOperator,
  rightSource: Expression,
  right: Value,
  span: Span,
  evaluation: Evaluation,
): void {
  for (const [source, value] of [[leftSource, left] as const, [rightSource, right] as const]) {
    if (source.kind === 'reference' && (value.kind === 'map' || value.kind === 'block')) {
      evaluation.report('used-as-value', { name: source.name.text }, source.span);
      return;
    }
  }
  evaluation.report('bad-operands', { operator, left: describe(left), right: describe(right) }, span);
}

/** Undefined where the operator does not work on such values. */
function apply(
  left: Value,
  operator: BinaryOperator,
  right: Value,
  span: Span,
  evaluation: Evaluation,
): Value | undefined {
  if (operator === '==' || operator === '!=') {
    const same = equal(left, right);
    return same === undefined ? undefined : boolean(same === (operator === '=='));
  }
  if (operator === 'and' || operator === 'or') {
    return left.kind === 'boolean' && right.kind === 'boolean' ? right : undefined;
  }
  if (left.kind !== 'number' || right.kind !== 'number') return undefined;
  const [a, b] = [left.value, right.value];
  const number = (value: number): Value => {
    const result: Value = { kind: 'number', value, float: left.float || right.float, tolerance: 0 };
    return checked(result, span, evaluation);
  };
  switch (operator) {
    case '+':
      return number(a + b);
    case '-':
      return number(a - b);
    case '*':
      return number(a * b);
    case '/':
    case '%': {
      if (b === 0) {
        evaluation.report('division-by-zero', {}, span);
        return unknown;
      }
      if (operator === '%') return number(a % b);
      if (!left.float && !right.float && a % b !== 0) {
        evaluation.report('inexact-division', { left: a, right: b }, span);
        return unknown;
      }
      return number(a / b);
    }
    case '<':
      return boolean(a < b);
    case '<=':
      return boolean(a <= b);
    case '>':
      return boolean(a > b);
    case '>=':
      return boolean(a >= b);
  }
}

function checked(value: Value, span: Span, evaluation: Evaluation): Value {
  if (value.kind !== 'number') return value;
  if (value.float ? Number.isFinite(value.value) : Number.isSafeInteger(value.value)) return value;
  evaluation.report('number-too-large', {}, span);
  return unknown;
}
