import { describe, expect, it } from 'vitest';
import type { Schedule } from '../../src/compiler/recipe.ts';
import { rateAt } from '../../src/training/schedule.ts';

const optimizer = { kind: 'sgd', rate: 0.2, momentum: 0, nesterov: false, decay: 0 } as const;

/** Rates of all steps, ten to an epoch. */
function rates(schedule: Schedule, epochs = 4): number[] {
  return Array.from({ length: 10 * epochs }, (_, index) => rateAt({ optimizer, schedule, epochs }, index + 1, 10));
}

describe('the learning rate', () => {
  it('stays', () => {
    expect(new Set(rates({ kind: 'constant', warmup: 0 }))).toEqual(new Set([0.2]));
  });

  it('rises in equal parts to its value, which the last step of the warm-up has', () => {
    const found = rates({ kind: 'constant', warmup: 0.5 });
    for (const [index, part] of [0.2, 0.4, 0.6, 0.8, 1, 1].entries()) expect(found[index]).toBeCloseTo(0.2 * part, 12);
  });

  it('drops at the beginning of the epochs that are given', () => {
    const found = rates({ kind: 'step', epochs: [1, 2.5], factor: 0.1, warmup: 0 });
    expect(found[9]).toBe(0.2);
    expect(found[10]).toBeCloseTo(0.02, 12);
    expect(found[24]).toBeCloseTo(0.02, 12);
    expect(found[25]).toBeCloseTo(0.002, 12);
  });

  it('follows half a cosine to its floor', () => {
    const found = rates({ kind: 'cosine', floor: 0.1, warmup: 0 });
    expect(found[0]).toBe(0.2);
    expect(found[20]).toBeCloseTo(0.2 * 0.55, 12);
    expect(found.at(-1)).toBeGreaterThan(0.02);
    expect(found.at(-1)).toBeLessThan(0.021);
    expect(rateAt({ optimizer, schedule: { kind: 'cosine', floor: 0.1, warmup: 0 }, epochs: 4 }, 41, 10)).toBeCloseTo(
      0.02,
      12,
    );
  });

  it('begins its descent where the warm-up ends', () => {
    const found = rates({ kind: 'cosine', floor: 0, warmup: 2 });
    expect(found[19]).toBeCloseTo(0.2, 12);
    expect(found[20]).toBeCloseTo(0.2, 12);
    expect(found[30]).toBeCloseTo(0.1, 12);
  });

  it('falls by a power of what is left', () => {
    const found = rates({ kind: 'polynomial', power: 2, warmup: 0 });
    expect(found[0]).toBe(0.2);
    expect(found[20]).toBeCloseTo(0.05, 12);
    expect(found[30]).toBeCloseTo(0.2 / 16, 12);
  });

  it('only rises where the warm-up fills the whole training', () => {
    const found = rates({ kind: 'cosine', floor: 0, warmup: 9 });
    expect(found.every((rate, index) => index === 0 || rate > (found[index - 1] ?? 0))).toBe(true);
  });
});
