import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markerSize, markers } from '../../src/plots/markers.ts';
import { placeOn, scaleOf } from '../../src/plots/scale.ts';
import { fitText, textWidth } from '../../src/plots/text.ts';

describe('scaleOf', () => {
  it('holds all values between its ends, and its ticks too', () => {
    const value = fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 1e6, noNaN: true }));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), (values) => {
        const scale = scaleOf(values);
        expect(scale.max).toBeGreaterThan(scale.min);
        for (const each of [...values, ...scale.ticks]) {
          expect(placeOn(scale, each)).toBeGreaterThanOrEqual(-1e-9);
          expect(placeOn(scale, each)).toBeLessThanOrEqual(1 + 1e-9);
        }
        expect(scale.ticks).toEqual([...scale.ticks].sort((a, b) => a - b));
      }),
    );
  });

  it('is logarithmic where the values ask for it', () => {
    expect(scaleOf([0.04, 0.5, 20])).toMatchObject({ kind: 'log', ticks: [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20] });
    expect(scaleOf([1e-6, 10])).toMatchObject({ ticks: [1e-6, 1e-5, 1e-4, 0.001, 0.01, 0.1, 1, 10] });
    expect(scaleOf([4, 20]).kind).toBe('linear');
    expect(scaleOf([0, 20]).kind).toBe('linear');
    expect(scaleOf([50.6, 81.3]).ticks).toEqual([50, 55, 60, 65, 70, 75, 80, 85]);
  });
});

describe('markerSize', () => {
  it('gives each shape the area that is asked for', () => {
    const [circle, square, triangle, diamond] = markers.map((marker) => markerSize(marker, 100));
    expect((Math.PI * (circle?.[0] ?? 0) ** 2) / 4).toBeCloseTo(100, 9);
    expect((square?.[0] ?? 0) * (square?.[1] ?? 0)).toBeCloseTo(100, 9);
    expect(((triangle?.[0] ?? 0) * (triangle?.[1] ?? 0)) / 2).toBeCloseTo(100, 9);
    expect(((diamond?.[0] ?? 0) * (diamond?.[1] ?? 0)) / 2).toBeCloseTo(100, 9);
    // Five of the nine squares around a plus.
    const plus = markers.find(({ name }) => name === 'plus');
    const [width, height] = plus === undefined ? [0, 0] : markerSize(plus, 100);
    expect((width * height * 5) / 9).toBeCloseTo(100, 9);
  });
});

describe('textWidth', () => {
  it('adds up, and counts what it does not know as wide', () => {
    expect(textWidth('', 11)).toBe(0);
    expect(textWidth('il', 10)).toBeLessThan(textWidth('WM', 10));
    expect(textWidth('ab', 10)).toBeCloseTo(textWidth('a', 10) + textWidth('b', 10), 12);
    expect(textWidth('網', 10)).toBe(10);
  });

  it('cuts text to a width', () => {
    const cut = fitText('a very long name of a network', 10, 60);
    expect(cut).toMatch(/^a very.*\.\.\.$/);
    expect(textWidth(cut, 10)).toBeLessThanOrEqual(60);
    expect(fitText('short', 10, 60)).toBe('short');
  });
});
