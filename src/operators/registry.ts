/** All operators by name. An operator family is a file; adding an operator is adding a record to one. */
import { activations } from './activation.ts';
import { arrangements } from './arrangement.ts';
import { convolutions } from './convolution.ts';
import { denseOperators } from './dense.ts';
import { merges } from './merge.ts';
import { normalisations } from './normalisation.ts';
import type { ArgumentValue, Operator, OperatorParameter } from './operator.ts';
import { outputs } from './output.ts';
import { poolings } from './pooling.ts';

const all: readonly Operator[] = [
  ...convolutions,
  ...denseOperators,
  ...poolings,
  ...normalisations,
  ...activations,
  ...merges,
  ...arrangements,
  ...outputs,
];

/** In the order of the reference pages: family by family. */
export const operators: ReadonlyMap<string, Operator> = new Map(all.map((record) => [record.name, record]));

function wordsOf({ type }: OperatorParameter): readonly string[] {
  if (type.kind === 'word') return type.words;
  return type.kind === 'padding' ? ['same', 'valid'] : [];
}

/** Names that stand for themselves in arguments: `same`, `valid`, and every word of every word parameter. */
export const operatorWords: ReadonlySet<string> = new Set(
  all.flatMap((record) => record.parameters.flatMap((parameter) => wordsOf(parameter))),
);

function isTable(value: readonly number[] | readonly (readonly number[])[]): value is readonly (readonly number[])[] {
  return Array.isArray(value[0]);
}

function formatList(list: readonly number[]): string {
  return `[${list.join(', ')}]`;
}

/**
 * An argument in the language's shortest form that means the same: a size `3` or `7x1`, sides `1`,
 * `[vertical, horizontal]` or `[top, bottom, left, right]`, a table as a list of lists.
 */
export function formatArgument(value: ArgumentValue): string {
  if (typeof value !== 'object') return String(value);
  if (isTable(value)) return `[${value.map(formatList).join(', ')}]`;
  const [first, second, third, fourth] = value;
  if (value.length === 2) return first === second ? String(first) : `${first}x${second}`;
  if (value.length !== 4 || first !== second || third !== fourth) return formatList(value);
  return first === third ? String(first) : `[${first}, ${third}]`;
}
