import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/analysis/analyse.ts';
import { metricsOf } from '../../src/analysis/examine.ts';
import { rules } from '../../src/analysis/rules.ts';
import { lenet5 } from '../support/networks.ts';

describe('rules', () => {
  it('define every figure that `expect` knows', () => {
    const names: string[] = rules.map(({ name }) => name);
    const figures = Object.keys(metricsOf(analyse(lenet5()).totals));
    expect(names).toEqual(expect.arrayContaining(figures));
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(rules)(
    '$name: whole sentences, and a short form that fits beside a figure',
    ({ text, short, unit, title }) => {
      expect(text).toMatch(/^[A-Z].*\.$/);
      expect(short).toMatch(/^\S.{0,45}$/);
      expect([unit, title].every((word) => word.length > 0)).toBe(true);
    },
  );
});
