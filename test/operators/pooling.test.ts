import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply, codesOf, flopsOf, named, parametersOf, shapeOf, weightsOf, withDefaults } from './support.ts';

const threeByTwo = { kernel: [3, 3], stride: [2, 2] };

describe.each(['maxpool', 'avgpool'])('%s', (op) => {
  it("gives GoogLeNet's 56 of 112 with ceil, 55 with floor", () => {
    expect(shapeOf(op, [[64, 112, 112]], { ...threeByTwo, ceil: true })).toEqual([64, 56, 56]);
    expect(shapeOf(op, [[64, 112, 112]], threeByTwo)).toEqual([64, 55, 55]);
  });

  it("gives AlexNet's 27, 13 and 6", () => {
    expect(shapeOf(op, [[96, 55, 55]], threeByTwo)).toEqual([96, 27, 27]);
    expect(shapeOf(op, [[256, 27, 27]], threeByTwo)).toEqual([256, 13, 13]);
    expect(shapeOf(op, [[256, 13, 13]], threeByTwo)).toEqual([256, 6, 6]);
  });

  it('takes the kernel for the stride', () => {
    expect(shapeOf(op, [[6, 28, 27]], { kernel: [2, 3] })).toEqual([6, 14, 9]);
  });

  it('keeps the size with same and stride 1', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 7 }), (size, kernel) => {
        const args = { kernel: [kernel, kernel], stride: [1, 1], pad: 'same' };
        expect(shapeOf(op, [[4, size, size]], args)).toEqual([4, size, size]);
      }),
    );
  });

  it('counts the kernel for each output value, and has no parameters', () => {
    expect(flopsOf(op, [[6, 28, 28]], { kernel: [2, 2] })).toBe(4 * 6 * 14 * 14);
    expect(parametersOf(op, [[6, 28, 28]], { kernel: [2, 2] })).toBe(0);
    expect(named(op).macs).toBeUndefined();
  });

  it('refuses more padding than half the kernel, on each axis that has it', () => {
    expect(codesOf(op, [[64, 56, 56]], { kernel: [3, 3], pad: [1, 1, 1, 1] })).toEqual([]);
    expect(codesOf(op, [[64, 56, 56]], { kernel: [3, 3], pad: [0, 2, 0, 0] })).toEqual(['padding-too-large']);
    expect(codesOf(op, [[64, 56, 56]], { kernel: [2, 2], pad: [2, 2, 2, 2] })).toEqual([
      'padding-too-large',
      'padding-too-large',
    ]);
  });

  it('tells a kernel that is too large from a map of which nothing is left', () => {
    expect(codesOf(op, [[64, 5, 9]], { kernel: [7, 7] })).toEqual(['kernel-too-large']);
    expect(codesOf(op, [[64, 1, 1]], { kernel: [2, 2] })).toEqual(['map-vanished', 'map-vanished']);
    expect(apply(op, [[64, 1, 1]], { kernel: [2, 2] }).shape).toEqual([64, 1, 1]);
    expect(apply(op, [[64, 1, 1]], { kernel: [7, 7], stride: [1, 1] }).problems[0]?.message).toContain('height 0');
  });

  it('wants a map', () => {
    expect(apply(op, [[120]], { kernel: [2, 2] })).toMatchObject({ shape: [120], problems: [{ code: 'map-wanted' }] });
  });

  it('has its window and its worked sizes', () => {
    const record = named(op);
    const args = withDefaults(record, { ...threeByTwo, ceil: true });
    expect(record.window?.([[64, 112, 112]], args)).toEqual({ kernel: [3, 3], stride: [2, 2] });
    expect(record.worked?.([[64, 112, 112]], args)[0]).toBe('height: ceil((112 + 2*0 - 3) / 2) + 1 = 56');
  });
});

describe('subsample', () => {
  it("has LeNet-5's 12 and 32 parameters", () => {
    expect(shapeOf('subsample', [[6, 28, 28]])).toEqual([6, 14, 14]);
    expect(parametersOf('subsample', [[6, 28, 28]])).toBe(12);
    expect(parametersOf('subsample', [[16, 10, 10]])).toBe(32);
  });

  it('stores a coefficient and a bias a map, and has no multiply-accumulates', () => {
    expect(weightsOf('subsample', [[6, 28, 28]])).toEqual([
      { name: 'coefficient', shape: [6], role: 'parameter' },
      { name: 'bias', shape: [6], role: 'parameter' },
    ]);
    expect(named('subsample').macs).toBeUndefined();
    expect(flopsOf('subsample', [[6, 28, 28]])).toBe(5 * 6 * 14 * 14);
  });
});

describe.each(['global_avgpool', 'global_maxpool'])('%s', (op) => {
  it('leaves one value a channel and sees the whole map', () => {
    expect(shapeOf(op, [[2048, 7, 5]])).toEqual([2048, 1, 1]);
    expect(named(op).window?.([[2048, 7, 5]], {})).toBe('global');
    expect(flopsOf(op, [[2048, 7, 5]])).toBe(2048 * 7 * 5);
  });

  it('wants a map', () => {
    expect(apply(op, [[120]])).toMatchObject({ shape: [120, 1, 1], problems: [{ code: 'map-wanted' }] });
  });
});
