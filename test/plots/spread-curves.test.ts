import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeInColumn } from '../../src/plots/line-labels.ts';
import { lightPalette } from '../../src/plots/plot.ts';
import { placeOn } from '../../src/plots/scale.ts';
import { drawSpreadCurves, layoutPanels, type SpreadCurvesPlot } from '../../src/plots/spread-curves.ts';

describe('placeInColumn', () => {
  it('leaves places alone that are apart, and moves those that are not half way each', () => {
    expect(placeInColumn([50, 10, 90], 14, 0, 100)).toEqual([50, 10, 90]);
    expect(placeInColumn([50, 50], 10, 0, 100)).toEqual([45, 55]);
    expect(placeInColumn([54, 50], 10, 0, 100)).toEqual([57, 47]);
    expect(placeInColumn([50, 50, 56], 10, 0, 100)).toEqual([42, 52, 62]);
    expect(placeInColumn([], 10, 0, 100)).toEqual([]);
  });

  it('stays within the column, in order, apart, for whatever is wanted', () => {
    const wanted = fc.array(fc.double({ min: -50, max: 250, noNaN: true }), { maxLength: 12 });
    fc.assert(
      fc.property(wanted, (places) => {
        const found = placeInColumn(places, 14, 0, 200);
        const order = places.map((_, index) => index).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0) || a - b);
        const sorted = order.map((index) => found[index] ?? Number.NaN);
        for (const [index, place] of sorted.entries()) {
          expect(place).toBeGreaterThanOrEqual(-1e-9);
          expect(place).toBeLessThanOrEqual(200 + 1e-9);
          if (index > 0) expect(place - (sorted[index - 1] ?? 0)).toBeGreaterThanOrEqual(14 - 1e-9);
        }
        // What could stay did.
        const apart = order.every((index, rank) => {
          const before = places[order[rank - 1] ?? -1] ?? Number.NEGATIVE_INFINITY;
          const own = places[index] ?? 0;
          return own >= 0 && own <= 200 && own - before >= 14;
        });
        if (apart) expect(found).toEqual(places);
      }),
    );
  });
});

const line = (label: string, ...means: readonly number[]) => ({
  label,
  points: means.map((mean) => ({ mean, lowest: mean * 0.9, highest: mean * 1.1 })),
});

const plot: SpreadCurvesPlot = {
  title: 'Loss & error',
  subtitle: 'three seeds',
  panels: [
    { yTitle: 'loss', lines: [line('first', 2, 0.5, 0.1), line('second <b>', 2, 0.6, 0.11)] },
    { yTitle: 'error in %', lines: [line('first', 20, 15, 12), line('second <b>', 22, 18, 17)] },
  ],
};

describe('drawSpreadCurves', () => {
  const svg = drawSpreadCurves(plot, lightPalette, 'test');

  it('draws the same each time, with ids of its own and nothing for a mouse', () => {
    expect(drawSpreadCurves(plot, lightPalette, 'test')).toBe(svg);
    expect(svg).toMatch(/^<svg [^>]*role="img"><title>Loss &amp; error<\/title>/);
    expect(svg).not.toMatch(/<style|class=|ecmeta|zr\d|NaN/);
    for (const [, id] of svg.matchAll(/(?:id="|url\(#)([^")]*)/g)) expect(id).toMatch('test-');
  });

  it('has titles and every label at the end of its line, in both panels', () => {
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text ?? '');
    expect(texts).toEqual(expect.arrayContaining(['Loss &amp; error', 'three seeds', 'loss', 'error in %']));
    for (const label of ['first', 'second &lt;b&gt;']) expect(texts.filter((text) => text === label)).toHaveLength(2);
    for (const [panel, { labels, area, y }] of layoutPanels(plot).entries()) {
      const [one, other] = labels;
      expect(Math.abs((one?.y ?? 0) - (other?.y ?? 0))).toBeGreaterThanOrEqual(14);
      for (const [index, { end }] of labels.entries()) {
        const last = plot.panels[panel]?.lines[index]?.points.at(-1);
        expect(end[1]).toBeCloseTo(area.y + area.height * (1 - placeOn(y, last?.mean ?? 0)), 6);
      }
    }
  });

  it('tells lines apart without colour: by dashes, and by the shape of their marks', () => {
    // The second line of each panel is dashed.
    expect(svg.match(/stroke-dasharray="7,4"/g)).toHaveLength(2);
    // Three marks a line, circles in the one and squares in the other.
    const shapes = [...svg.matchAll(/<path d="([^"]*)" transform="matrix/g)].map(([, shape]) => shape);
    expect(shapes).toHaveLength(12);
    expect(new Set(shapes).size).toBe(2);
    // A band a line.
    expect(svg.match(/fill-opacity="0\.16"|opacity="0\.16"/g)).toHaveLength(4);
  });

  it('takes a logarithmic axis where the values span much, and holds all bands', () => {
    const [loss, error] = layoutPanels(plot);
    expect([loss?.y.kind, error?.y.kind]).toEqual(['log', 'linear']);
    for (const [panel, { y }] of layoutPanels(plot).entries()) {
      for (const { points } of plot.panels[panel]?.lines ?? []) {
        for (const { lowest, highest } of points) {
          expect(placeOn(y, lowest)).toBeGreaterThanOrEqual(0);
          expect(placeOn(y, highest)).toBeLessThanOrEqual(1);
        }
      }
      expect(y.ticks.length).toBeGreaterThan(2);
    }
  });

  it('takes one epoch, one panel, figures of zero, and many epochs', () => {
    const [first] = plot.panels;
    for (const lines of [
      [line('one', 3)],
      [line('zero', 0, 0)],
      [line('many', ...Array.from({ length: 90 }, (_, epoch) => 90 - epoch))],
    ]) {
      const single = { ...plot, panels: [{ ...first, yTitle: 'y', lines }] };
      expect(drawSpreadCurves(single, lightPalette, 'single')).not.toMatch(/NaN|Infinity/);
      for (const { x } of layoutPanels(single)) expect(x.ticks.length).toBeLessThanOrEqual(13);
    }
  });
});
