/** Small matrices as students write them: "1 2 3; 4 5 6". */
import type { Size } from '../../operators/operator.ts';
import { formatCount } from '../format.ts';

/** Rows of equal length, at least one value. */
export type Matrix = readonly (readonly number[])[];

export type Parsed =
  | { readonly kind: 'matrix'; readonly matrix: Matrix }
  | { readonly kind: 'failure'; readonly reason: string };

/** Beyond it sums would lose digits, and no lesson needs it. */
const largestValue = 1e9;
/** Most rows, and most columns. */
export const longestSide = 4096;

/** Rows end at a semicolon or a line's end, values at blanks or a comma. */
export function parseMatrix(text: string): Parsed {
  const rows: number[][] = [];
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/[;\r\n]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length > longestSide) return tooLong(lines.length, 'rows');
  for (const [index, line] of lines.entries()) {
    const words = line.split(/\s*,\s*|\s+/);
    if (words.length > longestSide) return tooLong(words.length, `values in row ${index + 1}`);
    const row: number[] = [];
    for (const [place, word] of words.entries()) {
      const value = numberOf(word);
      if (typeof value === 'string') return failure(`row ${index + 1}, value ${place + 1} ${value}`);
      row.push(value);
    }
    const [first] = rows;
    if (first !== undefined && row.length !== first.length) {
      const lengths = `row ${index + 1} has ${amount(row.length)}, row 1 has ${first.length}`;
      return failure(`${lengths}; every row must have as many`);
    }
    rows.push(row);
  }
  if (rows.length === 0) return failure('it is empty; write rows of numbers, as in "1 2 3; 4 5 6"');
  return { kind: 'matrix', matrix: rows };
}

function tooLong(count: number, what: string): Parsed {
  return failure(`it has ${formatCount(count)} ${what}, and ${formatCount(longestSide)} is the most that is read`);
}

function failure(reason: string): Parsed {
  return { kind: 'failure', reason };
}

function amount(count: number): string {
  return count === 1 ? '1 value' : `${count} values`;
}

/** The number, or what is wrong with the word. */
function numberOf(word: string): number | string {
  if (word === '') return 'is missing: there is nothing between two commas, or beside the first or last';
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(word)) {
    return `is '${word.length > 20 ? `${word.slice(0, 20)}...` : word}', which is no number; write 2, -1 or 0.5`;
  }
  const value = Number(word);
  return Math.abs(value) <= largestValue ? value : `is ${word}; at most ${formatCount(largestValue)} is worked with`;
}

export function sizeOf(matrix: Matrix): Size {
  return [matrix.length, matrix[0]?.length ?? 0];
}

/** Turned by 180 degrees. */
export function turned(matrix: Matrix): Matrix {
  return matrix.map((row) => [...row].reverse()).reverse();
}

export function equal(a: Matrix, b: Matrix): boolean {
  return a.length === b.length && a.every((row, y) => row.every((value, x) => value === b[y]?.[x]));
}

/** Six significant digits at most: "3.33333", "-0.5", "30". */
export function formatValue(value: number): string {
  // Adding zero turns -0 into 0.
  return String((Number.isInteger(value) ? value : Number(value.toPrecision(6))) + 0);
}
