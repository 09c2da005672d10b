import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ArgumentValue } from '../../src/operators/operator.ts';
import { apply, codesOf, flopsOf, named, shapeOf } from './support.ts';

describe('pad', () => {
  it('adds to each side, and crops with negative numbers', () => {
    expect(shapeOf('pad', [[3, 32, 30]], { sides: [1, 2, 3, 4] })).toEqual([3, 35, 37]);
    expect(shapeOf('pad', [[3, 32, 30]], { sides: [-2, -2, 0, 0] })).toEqual([3, 28, 30]);
    expect(codesOf('pad', [[3, 4, 30]], { sides: [-2, -2, 0, 0] })).toEqual(['map-vanished']);
  });

  it('reflects less than the axis has, on the axis that it names', () => {
    expect(codesOf('pad', [[3, 4, 8]], { sides: [3, 3, 3, 3], mode: 'reflect' })).toEqual([]);
    const { problems } = apply('pad', [[3, 4, 8]], { sides: [4, 0, 4, 4], mode: 'reflect' });
    expect(problems.map(({ code }) => code)).toEqual(['out-of-range']);
    expect(problems[0]?.message).toContain('height of the map (4)');
    expect(codesOf('pad', [[3, 4, 8]], { sides: [4, 4, 8, 8], mode: 'replicate' })).toEqual([]);
  });

  it('refuses words, which depend on a kernel, and vectors', () => {
    expect(codesOf('pad', [[3, 4, 8]], { sides: 'same' })).toEqual(['wrong-type']);
    expect(codesOf('pad', [[10]], { sides: [1, 1, 1, 1] })).toEqual(['map-wanted']);
  });

  it('shows its sizes worked', () => {
    expect(named('pad').worked?.([[3, 32, 30]], { sides: [1, 2, 3, 4] })).toEqual([
      'height: 1 + 32 + 2 = 35',
      'width: 3 + 30 + 4 = 37',
    ]);
  });
});

describe('slice', () => {
  it('takes the channels from start up to, not including, end', () => {
    expect(shapeOf('slice', [[96, 27, 27]], { start: 48, end: 96 })).toEqual([48, 27, 27]);
    expect(shapeOf('slice', [[96]], { start: 0, end: 10 })).toEqual([10]);
  });

  it.each([
    [48, 97, 'end', 49],
    [48, 48, 'start', 1],
    [60, 48, 'start', 1],
  ])('refuses %i to %i of 96', (start, end, name, channels) => {
    expect(apply('slice', [[96, 27, 27]], { start, end })).toMatchObject({
      shape: [channels, 27, 27],
      problems: [{ code: 'range-outside-channels', place: { kind: 'argument', name } }],
    });
  });
});

describe('split', () => {
  it('has parts that sum to the whole', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), (parts, each) => {
        const input = [parts * each, 7, 7] as const;
        const shapes = Array.from({ length: parts }, (_, index) => shapeOf('split', [input], { parts, index }));
        expect(shapeOf('concat', [...shapes, shapes[0] ?? input])).toEqual([parts * each + each, 7, 7]);
      }),
    );
  });

  it('refuses parts that do not divide the channels, and an index beyond the parts', () => {
    expect(codesOf('split', [[96, 7, 7]], { parts: 5, index: 0 })).toEqual(['channels-not-divisible']);
    const { problems } = apply('split', [[96, 7, 7]], { parts: 4, index: 4 });
    expect(problems[0]).toMatchObject({ code: 'out-of-range', place: { kind: 'argument', name: 'index' } });
    expect(problems[0]?.message).toContain('found 4');
  });
});

describe('channel_shuffle', () => {
  it('keeps the shape where the groups divide the channels', () => {
    expect(shapeOf('channel_shuffle', [[240, 28, 28]], { groups: 3 })).toEqual([240, 28, 28]);
    expect(codesOf('channel_shuffle', [[240, 28, 28]], { groups: 7 })).toEqual(['channels-not-divisible']);
    expect(codesOf('channel_shuffle', [[240]], { groups: 3 })).toEqual(['map-wanted']);
  });
});

describe('resize', () => {
  it.each<[Readonly<Record<string, ArgumentValue>>, readonly number[]]>([
    [{ size: [224, 200] }, [64, 224, 200]],
    [{ scale: 2 }, [64, 14, 18]],
    [{ scale: 0.5 }, [64, 3, 4]],
  ])('with %j', (args, shape) => {
    expect(shapeOf('resize', [[64, 7, 9]], args)).toEqual(shape);
  });

  it('costs nothing for the nearest value and seven operations for four weighted neighbours', () => {
    expect(flopsOf('resize', [[64, 7, 9]], { scale: 2 })).toBe(0);
    expect(flopsOf('resize', [[64, 7, 9]], { scale: 2, mode: 'bilinear' })).toBe(7 * 64 * 14 * 18);
  });

  it('wants either a size or a scale, and something left', () => {
    expect(codesOf('resize', [[64, 7, 9]])).toEqual(['missing-argument']);
    expect(codesOf('resize', [[64, 7, 9]], { size: [2, 2], scale: 2 })).toEqual(['wrong-type']);
    expect(apply('resize', [[64, 7, 12]], { scale: 0.1 })).toMatchObject({
      shape: [64, 1, 1],
      problems: [{ code: 'map-vanished' }],
    });
    expect(codesOf('resize', [[10]], { scale: 2 })).toEqual(['map-wanted']);
    expect(codesOf('resize', [[64, 7, 7]], { scale: 1e9 })).toEqual(['shape-too-large']);
  });

  it('shows a scale worked', () => {
    expect(named('resize').worked?.([[64, 7, 9]], { scale: 0.5 })).toEqual([
      'height: floor(7 * 0.5) = 3',
      'width: floor(9 * 0.5) = 4',
    ]);
  });
});
