import { describe, expect, it } from 'vitest';
import { layoutAccuracy } from '../../src/plots/accuracy.ts';
import { drawPlot } from '../../src/plots/draw.ts';
import { type AccuracyPlot, type Dimensions, darkPalette, lightPalette, type Plot } from '../../src/plots/plot.ts';

const accuracy: AccuracyPlot = {
  title: 'Accuracy & operations',
  xTitle: 'operations',
  yTitle: 'accuracy',
  families: ['one', 'none', 'two'],
  notes: ['dashed: measured'],
  points: [
    { label: 'A', x: 0.1, y: 60, size: 1, family: 'one', measured: false },
    { label: 'B', x: 1, y: 70, size: 25, family: 'two', measured: false },
    { label: 'C <b>', x: 10, y: 72, size: 138, family: 'two', measured: true },
  ],
};
const plots: readonly Plot[] = [
  { kind: 'accuracy', plot: accuracy },
  {
    kind: 'density',
    plot: {
      title: 'Density',
      xTitle: 'per million',
      bars: [
        { label: 'A', value: 60, measured: false },
        { label: 'B', value: 2.8, measured: true },
      ],
    },
  },
  {
    kind: 'layers',
    plot: {
      title: 'Layers',
      xTitle: 'share',
      kinds: ['convolution', 'dense'],
      bars: [
        { label: 'A', values: [900_000, 100_000] },
        { label: 'B', values: [5_000_000, 20_000_000] },
      ],
    },
  },
];
const drawn = (kind: Plot['kind'], palette = lightPalette): string =>
  drawPlot(plots.find((plot) => plot.kind === kind) as Plot, palette);

function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text ?? '');
}

describe('drawPlot', () => {
  it.each(plots)('draws $kind the same each time, with ids of its own and nothing for a mouse', (plot) => {
    const svg = drawPlot(plot, lightPalette);
    expect(drawPlot(plot, lightPalette)).toBe(svg);
    expect(svg).toMatch(/^<svg [^>]*role="img"><title>/);
    expect(svg).not.toMatch(/<style|class=|ecmeta|zr\d/);
    for (const [, id] of svg.matchAll(/(?:id="|url\(#)([^")]*)/g)) expect(id).toMatch(`plot-${plot.kind}-`);
    expect(drawPlot(plot, darkPalette)).toContain(darkPalette.background);
  });

  it('has a mark for each point, where the layout says it is', () => {
    const svg = drawn('accuracy');
    const fills = lightPalette.series.map((color) => svg.split(`fill="${color}"`).length - 1);
    // With one in the legend for each family that occurs.
    expect(fills.slice(0, 3)).toEqual([2, 0, 3]);
    const layout = layoutAccuracy(accuracy);
    for (const { x, y, size, point } of layout.points) {
      // ECharts writes a circle as a matrix that scales it and moves it to its centre.
      if (point.family !== 'one') continue;
      const [sx, sy, px, py] =
        /matrix\(([\d.]+),0,0,([\d.]+),([\d.]+),([\d.]+)\)/.exec(svg)?.slice(1).map(Number) ?? [];
      expect([px, py]).toEqual([expect.closeTo(x, 1), expect.closeTo(y, 1)]);
      expect([2 * (sx ?? 0), 2 * (sy ?? 0)]).toEqual(size.map((side) => expect.closeTo(side, 1)));
    }
  });

  it('has all labels, titles, legends and notes', () => {
    const texts = textsOf(drawn('accuracy'));
    for (const text of ['A', 'B', 'C &lt;b&gt;', 'one', 'two', 'operations', 'accuracy', '5 M', '50 M', '150 M']) {
      expect(texts.filter((each) => each === text)).toHaveLength(1);
    }
    expect(texts).toContain('dashed: measured');
    expect(texts).not.toContain('none');
    expect(drawn('accuracy')).toContain('<title>Accuracy &amp; operations</title>');
    expect(drawn('accuracy')).toContain('stroke-dasharray');
  });

  it('draws areas proportional to parameters', () => {
    const { points } = layoutAccuracy({
      ...accuracy,
      points: accuracy.points.map((each) => ({ ...each, family: 'one' })),
    });
    const areas = points.map(({ size: [width, height], point }) => (width * height) / point.size);
    for (const area of areas) expect(area).toBeCloseTo(areas[0] ?? 0, 9);
  });

  it('takes smaller areas in the legend for smaller networks', () => {
    const points = accuracy.points.map((each) => ({ ...each, size: each.size / 1000 }));
    expect(layoutAccuracy({ ...accuracy, points }).sizes).toEqual([0.005, 0.05, 0.15]);
  });

  it('hatches measured bars', () => {
    const svg = drawn('density');
    expect(svg).toContain(`fill="${lightPalette.series[0]}"`);
    expect(svg.match(/url\(#plot-density-p\d+\)/g)).toHaveLength(1);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['A', 'B', '60.0', '2.80', 'Density', 'per million']));
  });

  it('stacks the kinds to the whole, each with its pattern, and tells the totals', () => {
    const svg = drawn('layers');
    // Two bars and a place in the legend for the kind that is hatched.
    expect(svg.match(/url\(#plot-layers-p\d+\)/g)).toHaveLength(3);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['convolution', 'dense', '1.0 M', '25.0 M']));
  });

  it('takes one point, or many at one place', () => {
    const [point] = accuracy.points;
    for (const count of [1, 60]) {
      const points = Array.from({ length: count }, () => point as AccuracyPlot['points'][number]);
      const size: Dimensions = { width: 960, height: 700 };
      const layout = layoutAccuracy({ ...accuracy, points }, size);
      expect(layout.points).toHaveLength(count);
      expect(drawPlot({ kind: 'accuracy', plot: { ...accuracy, points } }, lightPalette)).toContain('<svg');
    }
  });
});
