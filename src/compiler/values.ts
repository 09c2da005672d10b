/** The values of the language, and how messages speak of them. */
import type { Span } from '../diagnostics/diagnostic.ts';
import type { Operator, Shape } from '../operators/operator.ts';
import type { Body } from '../syntax/ast.ts';
import type { BlockReference, LoadedModule } from './modules.ts';

/** A point in the network under construction: the node whose output is meant. */
export interface MapReference {
  readonly node: number;
  readonly shape: Shape;
  /** False where an error made the shape, or the choice of this node, a guess. */
  readonly certain: boolean;
}

export type Value =
  | NumberValue
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  /** An operator's keyword: `same`, `valid`, `nearest`. */
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'map'; readonly map: MapReference }
  | BlockValue
  /** What an error left: every operation on it is silent. */
  | { readonly kind: 'unknown' };

export interface NumberValue {
  readonly kind: 'number';
  readonly value: number;
  /** False for exact integers. */
  readonly float: boolean;
  /** Half a unit of the last digit written, for figures such as 25.56M: `==` holds within it. */
  readonly tolerance: number;
}

/** A stack to be run later: braces with the names around them, or a callee with its arguments. */
export type BlockValue =
  | { readonly kind: 'block'; readonly form: 'body'; readonly body: Body; readonly environment: Environment }
  | {
      readonly kind: 'block';
      readonly form: 'call';
      readonly callee: string;
      readonly target: Target;
      readonly arguments: readonly EvaluatedArgument[];
    };

/** What a callee's name stands for. */
export type Target =
  | { readonly kind: 'definition'; readonly reference: BlockReference }
  | { readonly kind: 'operator'; readonly operator: Operator }
  | { readonly kind: 'value'; readonly value: BlockValue };

export interface EvaluatedArgument {
  readonly name: { readonly text: string; readonly span: Span } | undefined;
  readonly value: Value;
  readonly span: Span;
}

export interface Binding {
  readonly value: Value;
  readonly span: Span;
  /** Labels name feature maps; lets and parameters name values. */
  readonly kind: 'label' | 'value';
  /** False where the value was computed from a guessed shape: errors with it would be echoes. */
  readonly certain: boolean;
}

/** Names in sight at one place of the source, by lexical nesting. */
export interface Environment {
  readonly parent: Environment | undefined;
  readonly module: LoadedModule;
  /** The feature map that enters the nearest enclosing body; undefined outside of any stack. */
  in: MapReference | undefined;
  /** Made at the first binding: most bodies bind nothing. */
  names: Map<string, Binding> | undefined;
}

export const unknown: Value = { kind: 'unknown' };

export function int(value: number): NumberValue {
  return { kind: 'number', value, float: false, tolerance: 0 };
}

export function boolean(value: boolean): Value {
  return { kind: 'boolean', value };
}

export function list(numbers: readonly number[]): Value {
  return { kind: 'list', items: numbers.map(int) };
}

/** The whole number that a value is, also when arithmetic with fractions arrived there: 0.75 * 64 is 48. */
export function wholeNumber(value: Value): number | undefined {
  if (value.kind !== 'number') return undefined;
  const rounded = Math.round(value.value);
  const exact = Math.abs(value.value - rounded) <= 1e-9 * Math.max(1, Math.abs(rounded));
  return exact && Number.isSafeInteger(rounded) ? rounded : undefined;
}

/** A value as the source would write it: `48`, `[3, 224, 224]`, `same`. */
export function formatValue(value: Value): string {
  switch (value.kind) {
    case 'number':
      return formatNumber(value.value);
    case 'boolean':
      return String(value.value);
    case 'string':
      return JSON.stringify(value.value);
    case 'list':
      return `[${value.items.map(formatValue).join(', ')}]`;
    case 'word':
      return value.word;
    case 'map':
      return value.map.shape.join('x');
    case 'block':
      return value.form === 'call' ? value.callee : '{ ... }';
    case 'unknown':
      return '?';
  }
}

/** 25,557,032 as the source writes it: 25_557_032. */
export function formatNumber(value: number): string {
  if (!Number.isInteger(value)) return String(value);
  return Math.abs(value) < 10_000 ? String(value) : value.toLocaleString('en-US').replaceAll(',', '_');
}

/** A value in a message: "the number 0.3", "a block". */
export function describe(value: Value): string {
  switch (value.kind) {
    case 'number':
      return `the number ${formatNumber(value.value)}`;
    case 'boolean':
      return formatValue(value);
    case 'string':
      return `the string ${formatValue(value)}`;
    case 'list':
      return `the list ${formatValue(value)}`;
    case 'word':
      return `the word ${value.word}`;
    case 'map':
      return `the feature map ${formatValue(value)}`;
    case 'block':
      return value.form === 'call' ? `the block ${value.callee}` : 'a block';
    case 'unknown':
      return 'an unknown value';
  }
}

/** Equality of the language's `==`; undefined where two kinds cannot be compared. */
export function equal(left: Value, right: Value): boolean | undefined {
  if (left.kind === 'number' && right.kind === 'number') {
    return Math.abs(left.value - right.value) <= Math.max(left.tolerance, right.tolerance);
  }
  const [a, b] = [asList(left), asList(right)];
  if (a && b) {
    if (a.length !== b.length) return false;
    const verdicts = a.map((item, i) => equal(item, b[i] ?? unknown));
    return verdicts.includes(undefined) ? undefined : !verdicts.includes(false);
  }
  if (left.kind === 'boolean' && right.kind === 'boolean') return left.value === right.value;
  if (left.kind === 'string' && right.kind === 'string') return left.value === right.value;
  if (left.kind === 'word' && right.kind === 'word') return left.word === right.word;
  return undefined;
}

/** Lists, and feature maps read as [channels, height, width]. */
function asList(value: Value): readonly Value[] | undefined {
  if (value.kind === 'list') return value.items;
  return value.kind === 'map' ? value.map.shape.map(int) : undefined;
}
