import { describe, expect, it } from 'vitest';
import { formatCount, formatMebibytes, formatShort, formatSize } from '../../src/analysis/format.ts';

describe('figures for people', () => {
  it('groups digits by three', () => {
    expect([0, 7, 999, 1000, 61706, 4089184256].map(formatCount)).toEqual([
      '0',
      '7',
      '999',
      '1,000',
      '61,706',
      '4,089,184,256',
    ]);
    expect(formatCount(2 ** 70)).toBe('1.181e+21');
  });

  it('shortens from a million on, and never to 1000 of a unit', () => {
    expect([999_999, 1_000_000, 118_013_952, 999_994_999, 999_995_000, 4_089_184_256, 2.5e12].map(formatShort)).toEqual(
      ['999,999', '1.00 M', '118.01 M', '999.99 M', '1.00 G', '4.09 G', '2.50 T'],
    );
  });

  it('gives memory in mebibytes', () => {
    expect([0, 4, 37_632, 2 ** 20, 9_633_792].map(formatMebibytes)).toEqual([
      '0.00 MiB',
      '0.00000381 MiB',
      '0.0359 MiB',
      '1.00 MiB',
      '9.19 MiB',
    ]);
  });

  it('gives one number for a square', () => {
    expect([formatSize([7, 7]), formatSize([7, 1])]).toEqual(['7', '7x1']);
  });
});
