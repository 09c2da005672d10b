import { describe, expect, it } from 'vitest';
import { compareNetworks } from '../../src/analysis/compare/comparison.ts';
import { plotOf } from '../../src/analysis/compare/plots.ts';
import { loadCandidates } from '../../src/cli/compare-arguments.ts';
import { layoutAccuracy } from '../../src/plots/accuracy.ts';
import { drawPlot } from '../../src/plots/draw.ts';
import { distanceTo, inside, overlap } from '../../src/plots/geometry.ts';
import { lightPalette, type Plot, type PlotKind } from '../../src/plots/plot.ts';
import { textWidth } from '../../src/plots/text.ts';

const { candidates, failures, broken } = await loadCandidates(['zoo'], { color: false, width: 80 });
const [baseline] = candidates;
if (baseline === undefined) throw new Error('the zoo is empty');
const terms = { protocol: 'single crop', dataSet: 'imagenet' } as const;
const comparison = compareNetworks(candidates, { terms, baseline, measured: new Map() });

type PlotOf<K extends PlotKind> = Extract<Plot, { readonly kind: K }>['plot'];

function plot<K extends PlotKind>(kind: K): PlotOf<K> {
  const found = plotOf(kind, comparison);
  if (found?.kind !== kind) throw new Error(`nothing to plot: ${kind}`);
  return found.plot as PlotOf<K>;
}

describe('the plots of the zoo', () => {
  it('show all its networks for ImageNet', () => {
    expect({ failures, broken }).toEqual({ failures: [], broken: [] });
    expect(candidates.length).toBeGreaterThanOrEqual(60);
    expect(candidates.map(({ name }) => name)).not.toContain('lenet-5');
    expect(plot('layers').bars).toHaveLength(candidates.length);
  });

  it('have the points they had', async () => {
    const lines = plot('accuracy').points.map(
      ({ label, x, y, size, family }) =>
        `${label} | ${x.toFixed(4)} G-MACs | ${y.toFixed(2)} % | ${size.toFixed(3)} M | ${family}`,
    );
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('compare-plots-accuracy.txt');
    const bars = plot('density').bars.map(({ label, value }) => `${label} | ${value.toFixed(3)}`);
    await expect(`${bars.join('\n')}\n`).toMatchFileSnapshot('compare-plots-density.txt');
    const { kinds, bars: stacks } = plot('layers');
    const layers = stacks.map(({ label, values }) => `${label} | ${values.join(' | ')}`);
    await expect(`${['', ...kinds].join(' | ')}\n${layers.join('\n')}\n`).toMatchFileSnapshot(
      'compare-plots-layers.txt',
    );
  });

  it('sort densities, the highest first', () => {
    const values = plot('density').bars.map(({ value }) => value);
    expect(values).toEqual([...values].sort((a, b) => b - a));
  });

  it('label every point, and no label covers another, a centre or the frame', () => {
    const { points, area } = layoutAccuracy(plot('accuracy'));
    const boxes = points.map(({ label, text, point }) => {
      expect(text).toBe(point.label);
      expect(label, point.label).toBeDefined();
      return label?.box ?? area;
    });
    for (const [index, box] of boxes.entries()) {
      expect(box.width).toBeCloseTo(textWidth(points[index]?.text ?? '', 11), 9);
      expect(inside(box, area)).toBe(true);
      for (const { x, y } of points) expect(distanceTo(box, x, y)).toBeGreaterThan(0);
      for (const other of boxes.slice(index + 1)) expect(overlap(box, other)).toBe(false);
    }
  });

  it('have a label and a mark in the SVG for each point', () => {
    const accuracy = plot('accuracy');
    const svg = drawPlot({ kind: 'accuracy', plot: accuracy }, lightPalette);
    for (const { label } of accuracy.points) expect(svg.split(`>${label}</text>`)).toHaveLength(2);
    const families = new Set(accuracy.points.map(({ family }) => family)).size;
    const marks = lightPalette.series.reduce((sum, color) => sum + svg.split(`fill="${color}"`).length - 1, 0);
    expect(marks).toBe(accuracy.points.length + families);
  });
});
