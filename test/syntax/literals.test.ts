import { describe, expect, it } from 'vitest';
import { readNumber } from '../../src/syntax/literals.ts';
import { parseValue } from '../../src/syntax/parse.ts';
import { fileOf } from './support.ts';

describe('numbers', () => {
  const good: readonly (readonly [string, number, boolean, number])[] = [
    ['0', 0, false, 0],
    ['61_706', 61_706, false, 0],
    ['0.9', 0.9, true, 0],
    ['1e-4', 1e-4, true, 0],
    ['2E3', 2000, true, 0],
    ['1.5e2', 150, true, 0],
    ['25.56M', 25_560_000, false, 5000],
    ['4.1G', 4_100_000_000, false, 50_000_000],
    ['8K', 8000, false, 500],
    ['1.2345K', 1234.5, true, 0.05],
    ['1T', 1e12, false, 5e11],
    ['9_007_199_254_740_991', Number.MAX_SAFE_INTEGER, false, 0],
  ];
  it.each(good)('%s', (text, value, float, tolerance) => {
    expect(readNumber(text)).toEqual({ value, float, tolerance });
  });

  const bad: readonly (readonly [string, string])[] = [
    ['4k', 'the suffixes are the capitals K, M, G and T'],
    ['1e', 'its exponent has no digits'],
    ['1_', 'an underscore stands between two digits'],
    ['1__0', 'an underscore stands between two digits'],
    ['3x3x3', 'a size has two whole numbers, as in 3x3'],
    ['1e3M', 'it has both an exponent and a suffix'],
    ['1e999', 'it is too large'],
    ['9007199254740993', 'whole numbers are exact up to 9_007_199_254_740_991'],
    ['12abc', 'letters stand behind its digits; the suffixes are K, M, G and T'],
  ];
  it.each(bad)('not %s', (text, reason) => {
    expect(readNumber(text)).toBe(reason);
    const { value, diagnostics } = parseValue(fileOf(text));
    expect(value.kind).toBe('missing');
    expect(diagnostics.map(({ code }) => code)).toEqual(['invalid-number']);
  });

  it('scale their decimal digits, not a binary approximation of them', () => {
    for (let digits = 1; digits < 1000; digits++) {
      const text = `${Math.floor(digits / 100)}.${String(digits % 100).padStart(2, '0')}M`;
      expect(readNumber(text)).toMatchObject({ value: digits * 10_000, float: false });
    }
  });
});

describe('sizes', () => {
  it('are lists of their two numbers, each with its place', () => {
    const { value } = parseValue(fileOf('7x1'));
    const items = value.kind === 'list' ? value.items : [];
    expect(items.map((item) => [item.kind === 'number' && item.value, item.span.start, item.span.end])).toEqual([
      [7, 0, 1],
      [1, 2, 3],
    ]);
  });
});

describe('strings', () => {
  it('know three escapes and report the others', () => {
    const { value, diagnostics } = parseValue(fileOf('"a\\tb\\\\"'));
    expect(value.kind === 'string' && value.value).toBe('atb\\');
    expect(diagnostics.map(({ message, span }) => [message, span.start, span.end])).toEqual([
      ['unexpected characters `\\t`', 2, 4],
    ]);
  });

  it('end with their line', () => {
    const { value, diagnostics } = parseValue(fileOf('"abc\\"'));
    expect(value.kind === 'string' && value.value).toBe('abc"');
    expect(diagnostics.map(({ code, fix }) => [code, fix?.edits[0]?.span.start])).toEqual([['unterminated-string', 6]]);
  });
});
