/** Numbers, sizes and strings: from their text to their value. */
import type { IToken } from 'chevrotain';
import { diagnose } from '../diagnostics/catalogue.ts';
import type { Expression, NumberLiteral, StringLiteral } from './ast.ts';
import { type Context, spanOf, tokenSpan } from './context.ts';
import { endOf, isClosed } from './lex.ts';

const form = /^(\d+(?:_\d+)*)(?:\.(\d+(?:_\d+)*))?(?:[eE]([+-]?\d+))?([KMGT])?$/;

/** Most numbers: so few digits are exact. */
const plain = /^\d{1,15}$/;

/** The decimal suffixes, by their power of ten. */
export const suffixes: ReadonlyMap<string, number> = new Map([
  ['K', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
]);

type Read = Pick<NumberLiteral, 'value' | 'float' | 'tolerance'>;

/** The value of a number's text, or the reason why it has none. */
export function readNumber(text: string): Read | string {
  if (plain.test(text)) return { value: Number(text), float: false, tolerance: 0 };
  const match = form.exec(text);
  if (match === null) return reasonAgainst(text);
  const whole = (match[1] ?? '').replaceAll('_', '');
  const decimals = (match[2] ?? '').replaceAll('_', '');
  const [, , fraction, exponent, suffix] = match;
  const power = suffix === undefined ? undefined : suffixes.get(suffix);
  if (power !== undefined && exponent !== undefined) return 'it has both an exponent and a suffix';
  const mantissa = decimals === '' ? whole : `${whole}.${decimals}`;
  // The text is scaled, not the number: 25.56 * 1e6 in binary need not be 25560000.
  const value = Number(`${mantissa}e${power ?? exponent ?? 0}`);
  const float = power === undefined ? fraction !== undefined || exponent !== undefined : !Number.isInteger(value);
  if (!Number.isFinite(value)) return 'it is too large';
  if (!float && !Number.isSafeInteger(value)) return 'whole numbers are exact up to 9_007_199_254_740_991';
  const tolerance = power === undefined ? 0 : Number(`5e${power - decimals.length - 1}`);
  return { value, float, tolerance };
}

function reasonAgainst(text: string): string {
  if (/^\d[\d_]*x/.test(text)) return 'a size has two whole numbers, as in 3x3';
  if (/^[\d._]+[kmgt]$/.test(text)) return 'the suffixes are the capitals K, M, G and T';
  if (/[eE][+-]?$/.test(text)) return 'its exponent has no digits';
  if (/__|_\.|_$|_[eEKMGT]/.test(text)) return 'an underscore stands between two digits';
  return 'letters stand behind its digits; the suffixes are K, M, G and T';
}

export function numberLiteral(context: Context, token: IToken): Expression {
  return numberAt(context, token.image, token.startOffset);
}

function numberAt(context: Context, text: string, start: number): Expression {
  const span = spanOf(context, start, start + text.length);
  const read = readNumber(text);
  if (typeof read !== 'string') return { kind: 'number', ...read, span };
  context.diagnostics.push(diagnose('invalid-number', { text, reason: read }, span));
  return { kind: 'missing', span };
}

/** `7x1` is the list [7, 1]. */
export function sizeLiteral(context: Context, token: IToken): Expression {
  const cross = token.image.indexOf('x');
  const start = token.startOffset;
  const items = [
    numberAt(context, token.image.slice(0, cross), start),
    numberAt(context, token.image.slice(cross + 1), start + cross + 1),
  ];
  return { kind: 'list', items, span: tokenSpan(context, token) };
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['n', '\n'],
]);

export function stringLiteral(context: Context, token: IToken): StringLiteral {
  const end = isClosed(token.image) ? token.image.length - 1 : token.image.length;
  const inner = token.image.slice(1, end);
  const value = inner.replace(/\\([\s\S]?)/gu, (written, character: string, index: number) => {
    const meant = escapes.get(character);
    if (meant !== undefined || character === '') return meant ?? '';
    const start = token.startOffset + 1 + index;
    const span = spanOf(context, start, start + written.length);
    context.diagnostics.push(diagnose('unexpected-character', { character: written }, span));
    return character;
  });
  return { kind: 'string', value, span: spanOf(context, token.startOffset, endOf(token)) };
}
