/** Arguments of a call against the parameters of an operator or a block. */

import type { Span } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { ArgumentType, ArgumentValue, Operator, OperatorParameter } from '../operators/operator.ts';
import type { Parameter, ParameterType } from '../syntax/ast.ts';
import type { Evaluation } from './evaluate.ts';
import { describe, type EvaluatedArgument, type Value, wholeNumber } from './values.ts';

/** What a call gives to each parameter, by the parameter's name. */
type Assignment = Map<string, EvaluatedArgument>;

interface Call {
  readonly callee: string;
  readonly span: Span;
}

/**
 * Assigns arguments to parameter names: named ones by name, positional ones in order to those of `positional`.
 * Reports what does not fit and leaves it out.
 */
function assign(
  call: Call,
  args: readonly EvaluatedArgument[],
  names: readonly string[],
  positional: readonly string[],
  evaluation: Evaluation,
): Assignment {
  const assignment: Assignment = new Map();
  const { callee } = call;
  let place = 0;
  let named = false;
  for (const arg of args) {
    let target: string | undefined;
    if (arg.name) {
      named = true;
      target = names.find((name) => name === arg.name?.text);
      if (!target) {
        const argument = arg.name.text;
        const close = nearest(argument, names);
        const data = { callee, argument, known: [...names], nearest: close };
        evaluation.report('unknown-argument', data, arg.name.span);
        continue;
      }
    } else {
      if (named) {
        evaluation.report('positional-after-named', { callee }, arg.span);
        continue;
      }
      target = positional[place];
      place += 1;
      if (!target) continue;
    }
    if (assignment.has(target)) {
      evaluation.report('duplicate-argument', { callee, argument: target }, arg.span);
    } else assignment.set(target, arg);
  }
  if (place > positional.length) {
    const surplus = args.filter((arg) => !arg.name)[positional.length];
    const data = { callee, given: place, accepted: positional.length };
    evaluation.report('too-many-arguments', data, surplus?.span ?? call.span);
  }
  return assignment;
}

/** The arguments as the operator receives them; undefined where one is missing, wrong or unknown. */
export function bindOperator(
  operator: Operator,
  call: Call,
  args: readonly EvaluatedArgument[],
  evaluation: Evaluation,
): Readonly<Record<string, ArgumentValue>> | undefined {
  const names = operator.parameters.map((parameter) => parameter.name);
  const assignment = assign(call, args, names, names, evaluation);
  const bound: Record<string, ArgumentValue> = {};
  let complete = true;
  for (const parameter of operator.parameters) {
    const given = assignment.get(parameter.name);
    const value = given ? convert(given, parameter, call.callee, evaluation) : parameter.default;
    if (value !== undefined) bound[parameter.name] = value;
    else if (given) complete = false;
    else if (parameter.defaultIs === undefined) {
      complete = false;
      const data = { callee: call.callee, argument: parameter.name, doc: parameter.doc };
      evaluation.report('missing-argument', data, call.span);
    }
  }
  return complete ? bound : undefined;
}

function convert(
  given: EvaluatedArgument,
  parameter: OperatorParameter,
  callee: string,
  evaluation: Evaluation,
): ArgumentValue | undefined {
  if (given.value.kind === 'unknown') return undefined;
  const result = toArgument(given.value, parameter.type);
  if (result.kind === 'value') return result.value;
  const data = { callee, argument: parameter.name, wanted: result.wanted, found: describe(given.value) };
  evaluation.report(result.kind, data, given.span);
  return undefined;
}

type Converted =
  | { readonly kind: 'value'; readonly value: ArgumentValue }
  | { readonly kind: 'wrong-type' | 'out-of-range'; readonly wanted: string };

/** A value in the form that an operator's parameter receives. */
function toArgument(value: Value, type: ArgumentType): Converted {
  switch (type.kind) {
    case 'int': {
      const whole = wholeNumber(value);
      return whole === undefined ? wrong('a whole number') : within(whole, type, 'a whole number');
    }
    case 'number':
      return value.kind === 'number' ? within(value.value, type, 'a number') : wrong('a number');
    case 'bool':
      return value.kind === 'boolean' ? { kind: 'value', value: value.value } : wrong('true or false');
    case 'size': {
      const size = pair(value);
      if (!size) return wrong('a whole number or a size such as 3x3');
      const fits = size.every((n) => n >= type.min);
      return fits ? { kind: 'value', value: size } : { kind: 'out-of-range', wanted: `at least ${type.min}` };
    }
    case 'padding':
      return padding(value);
    case 'word':
      return value.kind === 'word' && type.words.includes(value.word)
        ? { kind: 'value', value: value.word }
        : wrong(type.words.join(' or '));
    case 'table': {
      const rows = value.kind === 'list' ? value.items.map(wholeNumbers) : [undefined];
      return rows.includes(undefined)
        ? wrong('a list of lists of whole numbers')
        : { kind: 'value', value: rows.filter((row) => row !== undefined) };
    }
  }
}

function within(value: number, limits: { min?: number; max?: number }, what: string): Converted {
  const { min, max } = limits;
  if ((min === undefined || value >= min) && (max === undefined || value <= max)) return { kind: 'value', value };
  if (min !== undefined && max !== undefined) return { kind: 'out-of-range', wanted: `${what} from ${min} to ${max}` };
  return { kind: 'out-of-range', wanted: min === undefined ? `${what}, at most ${max}` : `${what}, at least ${min}` };
}

function wrong(wanted: string): Converted {
  return { kind: 'wrong-type', wanted };
}

function padding(value: Value): Converted {
  const wanted = 'same, valid, a whole number, [vertical, horizontal] or [top, bottom, left, right]';
  if (value.kind === 'word' && (value.word === 'same' || value.word === 'valid')) {
    return { kind: 'value', value: value.word };
  }
  const sides = value.kind === 'list' ? wholeNumbers(value) : pair(value);
  if (!sides) return wrong(wanted);
  const [a, b] = sides;
  if (sides.length === 2 && a !== undefined && b !== undefined) return { kind: 'value', value: [a, a, b, b] };
  return sides.length === 4 ? { kind: 'value', value: sides } : wrong(wanted);
}

/** `3` is [3, 3]; a list of two is itself. */
function pair(value: Value): readonly number[] | undefined {
  const whole = wholeNumber(value);
  if (whole !== undefined) return [whole, whole];
  const numbers = wholeNumbers(value);
  return numbers?.length === 2 ? numbers : undefined;
}

function wholeNumbers(value: Value): readonly number[] | undefined {
  if (value.kind !== 'list') return undefined;
  const numbers = value.items.map(wholeNumber).filter((n) => n !== undefined);
  return numbers.length === value.items.length ? numbers : undefined;
}

/**
 * A block's arguments by parameter name, without the defaults, which the caller evaluates among the block's own names.
 * Trailing braces go to the first block-typed parameter; positional arguments go to the others, in order.
 */
export function bindBlock(
  parameters: readonly Parameter[],
  call: Call,
  args: readonly EvaluatedArgument[],
  trailing: EvaluatedArgument | undefined,
  evaluation: Evaluation,
): Assignment {
  const names = parameters.map((parameter) => parameter.name.text);
  const receiver = trailing && parameters.find((parameter) => parameter.type === 'block')?.name.text;
  if (trailing && !receiver) evaluation.report('unexpected-body', { callee: call.callee }, trailing.span);
  const given = receiver ? names.filter((name) => name !== receiver) : names;
  const assignment = assign(call, args, names, given, evaluation);
  if (trailing && receiver) {
    if (assignment.has(receiver)) {
      evaluation.report('duplicate-argument', { callee: call.callee, argument: receiver }, trailing.span);
    } else assignment.set(receiver, trailing);
  }
  for (const parameter of parameters) {
    const name = parameter.name.text;
    const arg = assignment.get(name);
    if (arg && parameter.type && !hasType(arg.value, parameter.type)) {
      const data = {
        callee: call.callee,
        argument: name,
        wanted: typeNames[parameter.type],
        found: describe(arg.value),
      };
      evaluation.report('wrong-type', data, arg.span);
      assignment.set(name, { ...arg, value: { kind: 'unknown' } });
    } else if (!arg && !parameter.default) {
      evaluation.report('missing-argument', { callee: call.callee, argument: name, doc: docOf(parameter) }, call.span);
      assignment.set(name, { name: undefined, value: { kind: 'unknown' }, span: call.span });
    }
  }
  return assignment;
}

/** Each declared type in words. */
export const typeNames: Readonly<Record<ParameterType, string>> = {
  int: 'a whole number',
  number: 'a number',
  bool: 'true or false',
  string: 'a string',
  size: 'a whole number or a size such as 3x3',
  shape: 'a shape such as [64, 28, 28]',
  list: 'a list',
  block: 'a block',
};

export function hasType(value: Value, type: ParameterType): boolean {
  if (value.kind === 'unknown') return true;
  switch (type) {
    case 'int':
      return wholeNumber(value) !== undefined;
    case 'number':
      return value.kind === 'number';
    case 'bool':
      return value.kind === 'boolean';
    case 'string':
      return value.kind === 'string';
    case 'size':
      return pair(value) !== undefined;
    case 'shape': {
      const length = wholeNumbers(value)?.length;
      return length === 1 || length === 3;
    }
    case 'list':
      return value.kind === 'list';
    case 'block':
      return value.kind === 'block';
  }
}

function docOf(parameter: Parameter): string {
  return parameter.type ? typeNames[parameter.type] : '';
}

export type { Assignment, Call };
