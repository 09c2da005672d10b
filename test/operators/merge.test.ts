import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FeatureMap, Shape } from '../../src/operators/operator.ts';
import { apply, codesOf, flopsOf, named, shapeOf } from './support.ts';

function places(op: string, inputs: readonly Shape[]): readonly unknown[] {
  return apply(op, inputs).problems.map(({ code, place }) => [code, place?.kind === 'input' ? place.index : undefined]);
}

describe('add', () => {
  it('keeps the shape of equal branches, maps or vectors', () => {
    expect(
      shapeOf('add', [
        [256, 56, 56],
        [256, 56, 56],
      ]),
    ).toEqual([256, 56, 56]);
    expect(shapeOf('add', [[10], [10], [10]])).toEqual([10]);
  });

  it('counts one addition less than branches for each value', () => {
    expect(flopsOf('add', [[10], [10], [10]])).toBe(20);
  });

  it('names each branch that differs from the first, whose shape goes on', () => {
    const inputs: readonly FeatureMap[] = [
      [256, 56, 56],
      [64, 56, 56],
      [256, 56, 56],
      [256, 28, 28],
    ];
    expect(places('add', inputs)).toEqual([
      ['add-shape-mismatch', 1],
      ['add-shape-mismatch', 3],
    ]);
    const { shape, problems } = apply('add', inputs);
    expect(shape).toEqual([256, 56, 56]);
    expect(problems[0]?.message).toContain('branch 2 of add is 64x56x56, branch 1 is 256x56x56');
  });

  it('refuses a vector beside a map, and a lone branch', () => {
    expect(places('add', [[64, 7, 7], [64]])).toEqual([['mixed-ranks', 1]]);
    expect(codesOf('add', [[64, 7, 7]])).toEqual(['missing-branches']);
    expect(apply('add', [])).toMatchObject({ shape: undefined, problems: [{ code: 'missing-branches' }] });
  });
});

describe('concat', () => {
  it("sums the channels of GoogLeNet's inception 3a", () => {
    const inputs: readonly FeatureMap[] = [
      [64, 28, 28],
      [128, 28, 28],
      [32, 28, 28],
      [32, 28, 28],
    ];
    expect(shapeOf('concat', inputs)).toEqual([256, 28, 28]);
    expect(named('concat').worked?.(inputs, {})).toEqual(['channels: 64 + 128 + 32 + 32 = 256']);
  });

  it('joins vectors', () => {
    expect(shapeOf('concat', [[10], [20]])).toEqual([30]);
    expect(named('concat').worked?.([[10], [20]], {})).toEqual(['length: 10 + 20 = 30']);
  });

  it('names the branches of another height or width, and still sums the channels', () => {
    const inputs: readonly FeatureMap[] = [
      [64, 28, 28],
      [128, 26, 28],
      [32, 28, 28],
    ];
    expect(places('concat', inputs)).toEqual([['concat-size-mismatch', 1]]);
    expect(apply('concat', inputs).shape).toEqual([224, 28, 28]);
  });

  it('refuses a vector beside a map, a lone branch, and more than can be counted', () => {
    expect(places('concat', [[64, 7, 7], [64]])).toEqual([['mixed-ranks', 1]]);
    expect(places('concat', [[64], [64, 7, 7]])).toEqual([['mixed-ranks', 1]]);
    expect(codesOf('concat', [[64]])).toEqual(['missing-branches']);
    expect(codesOf('concat', [[2 ** 53 - 1], [2 ** 53 - 1]])).toEqual(['shape-too-large']);
  });

  it('gives the sum of any channels', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 512 }), { minLength: 2, maxLength: 40 }), (channels) => {
        const inputs = channels.map((n): FeatureMap => [n, 8, 9]);
        expect(shapeOf('concat', inputs)).toEqual([channels.reduce((sum, n) => sum + n), 8, 9]);
      }),
    );
  });
});

describe('scale', () => {
  it.each<[Shape, Shape]>([
    [[64, 28, 20], [64]],
    [
      [64, 28, 20],
      [64, 1, 1],
    ],
    [
      [64, 28, 20],
      [1, 28, 20],
    ],
    [
      [64, 28, 20],
      [64, 28, 20],
    ],
    [[64], [64]],
  ])('multiplies %j by %j', (map, gate) => {
    expect(shapeOf('scale', [map, gate])).toEqual(map);
    expect(flopsOf('scale', [map, gate])).toBe(map.reduce<number>((product, n) => product * n, 1));
  });

  it.each<[Shape, Shape, string]>([
    [[64, 28, 20], [32], 'scale-shape-mismatch'],
    [[64, 28, 20], [32, 1, 1], 'scale-shape-mismatch'],
    [[64, 28, 20], [1, 1, 1], 'scale-shape-mismatch'],
    [[64, 28, 20], [64, 28, 1], 'scale-shape-mismatch'],
    [[64], [32], 'scale-shape-mismatch'],
    [[64], [64, 1, 1], 'mixed-ranks'],
  ])('refuses %j by %j', (map, gate, code) => {
    expect(places('scale', [map, gate])).toEqual([[code, 1]]);
    expect(apply('scale', [map, gate]).shape).toEqual(map);
  });

  it('takes two branches, no less and no more', () => {
    expect(codesOf('scale', [[64]])).toEqual(['missing-branches']);
    expect(places('scale', [[64], [64], [64]])).toEqual([['missing-branches', 2]]);
  });
});
