/** The functions of the language. Each says what it takes; a wrong call is a diagnostic, never a wrong number. */
import { int, type NumberValue, type Value } from './values.ts';

export interface Builtin {
  readonly name: string;
  readonly parameters: readonly string[];
  /** What the arguments must be, for messages. */
  readonly takes: string;
  readonly doc: string;
  /** Undefined where the arguments are not what it takes. */
  readonly call: (args: readonly Value[]) => Value | undefined;
}

const table: readonly Builtin[] = [
  numeric('min', 'the smallest of the numbers', (...numbers) => Math.min(...numbers)),
  numeric('max', 'the largest of the numbers', (...numbers) => Math.max(...numbers)),
  rounding('floor', 'the whole number at or below', Math.floor),
  rounding('ceil', 'the whole number at or above', Math.ceil),
  rounding('round', 'the nearest whole number, halves up', Math.round),
  one('abs', 'the absolute value', (x) => ({ ...x, value: Math.abs(x.value), tolerance: 0 })),
  division('floor_div', 'the quotient rounded down', Math.floor),
  division('ceil_div', 'the quotient rounded up', Math.ceil),
  {
    name: 'length',
    parameters: ['list'],
    takes: 'a list',
    doc: 'the number of items of a list',
    call: ([items]) => (items?.kind === 'list' ? int(items.items.length) : undefined),
  },
  {
    name: 'sum',
    parameters: ['list'],
    takes: 'a list of numbers',
    doc: 'the sum of a list of numbers',
    call: ([items]) => {
      if (items?.kind !== 'list') return undefined;
      const numbers = items.items.filter((item) => item.kind === 'number');
      return numbers.length === items.items.length
        ? fold(numbers, (...all) => all.reduce((a, b) => a + b, 0))
        : undefined;
    },
  },
  {
    name: 'shape',
    parameters: ['label'],
    takes: 'a label or `in`',
    doc: 'the shape [channels, height, width] of a labelled feature map',
    call: ([map]) => (map?.kind === 'map' ? { kind: 'list', items: map.map.shape.map(int) } : undefined),
  },
];

export const builtins: ReadonlyMap<string, Builtin> = new Map(table.map((builtin) => [builtin.name, builtin]));

function numeric(name: string, doc: string, rule: (...numbers: number[]) => number): Builtin {
  return {
    name,
    parameters: ['a', 'b', '...'],
    takes: 'numbers',
    doc,
    call: (args) => {
      const numbers = args.filter((arg) => arg.kind === 'number');
      return numbers.length === args.length && numbers.length > 0 ? fold(numbers, rule) : undefined;
    },
  };
}

function fold(numbers: readonly NumberValue[], rule: (...numbers: number[]) => number): NumberValue {
  const value = rule(...numbers.map((number) => number.value));
  return { kind: 'number', value, float: numbers.some((number) => number.float), tolerance: 0 };
}

function one(name: string, doc: string, rule: (x: NumberValue) => NumberValue): Builtin {
  return {
    name,
    parameters: ['x'],
    takes: 'one number',
    doc,
    call: (args) => (args.length === 1 && args[0]?.kind === 'number' ? rule(args[0]) : undefined),
  };
}

function rounding(name: string, doc: string, rule: (x: number) => number): Builtin {
  return one(name, doc, (x) => int(rule(x.value)));
}

function division(name: string, doc: string, rule: (x: number) => number): Builtin {
  return {
    name,
    parameters: ['a', 'b'],
    takes: 'two numbers, the second not zero',
    doc,
    call: ([a, b, ...rest]) =>
      a?.kind === 'number' && b?.kind === 'number' && b.value !== 0 && rest.length === 0
        ? int(rule(a.value / b.value))
        : undefined,
  };
}
