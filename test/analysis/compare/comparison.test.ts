import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Terms } from '../../../src/analysis/compare/accuracy.ts';
import { type Candidate, parametersByKind } from '../../../src/analysis/compare/candidate.ts';
import { type ComparedRow, compareNetworks } from '../../../src/analysis/compare/comparison.ts';
import { protocols } from '../../../src/analysis/compare/protocols.ts';
import type { MeasuredResult } from '../../../src/analysis/compare/results.ts';
import { sortKeys } from '../../../src/analysis/compare/sort.ts';
import { publishedResults } from '../../../src/zoo/published.ts';
import { candidate, zooCandidate } from '../../support/candidates.ts';

const singleCrop: Terms = { protocol: 'single crop', dataSet: 'imagenet' };
const resnet = zooCandidate('resnet-50');
const vgg = zooCandidate('vgg-16');
const zfnet = zooCandidate('zfnet');
const lenet = zooCandidate('lenet-5-1998');

function rowsOf(
  candidates: readonly Candidate[],
  more: Partial<Parameters<typeof compareNetworks>[1]> = {},
): readonly ComparedRow[] {
  const [baseline] = candidates;
  if (baseline === undefined) throw new Error('nothing to compare');
  return compareNetworks(candidates, { terms: singleCrop, baseline, measured: new Map(), ...more }).rows;
}

function measured(top1Error: number, more: Partial<MeasuredResult> = {}): MeasuredResult {
  return { network: 'test', at: 0, dataSet: 'imagenet', protocol: 'single crop', top1Error, ...more };
}

describe('compareNetworks', () => {
  it('sets the figures over those of the baseline', () => {
    const [first, second] = rowsOf([resnet, vgg]);
    expect(first?.ratio).toEqual({ parameters: 1, macs: 1 });
    expect(second?.ratio.parameters).toBeCloseTo(138_357_544 / 25_557_032, 12);
    expect(second?.ratio.macs).toBeCloseTo(15_470_264_320 / 3_857_973_248, 12);
    expect(rowsOf([resnet, vgg], { baseline: vgg })[0]?.ratio.macs).toBeCloseTo(3_857_973_248 / 15_470_264_320, 12);
    expect(rowsOf([candidate('relu'), resnet])[1]?.ratio).toEqual({ parameters: undefined, macs: undefined });
  });

  it('takes the published error of one network under the wanted protocol, and computes its density', () => {
    const [row] = rowsOf([resnet]);
    const { accuracy, density } = row as ComparedRow;
    expect(accuracy).toMatchObject({ origin: 'published', protocol: 'single crop', dataSet: 'imagenet' });
    expect(accuracy?.comparable).toBe(true);
    const figures = publishedResults.filter(
      ({ network, protocol }) => network === 'resnet-50' && protocol === 'single crop',
    );
    expect(figures.map(({ top1Error }) => top1Error)).toContain(accuracy?.top1Error);
    expect(density).toBeCloseTo((100 - (accuracy?.top1Error ?? 0)) / 25.557032, 10);
  });

  it('shows an error under another protocol or of another data set, and does not rank it', () => {
    const [, ten, digits] = rowsOf([resnet, zfnet, lenet]);
    expect(ten?.accuracy).toMatchObject({ protocol: '10 crops', top1Error: 38.4, comparable: false });
    expect(digits?.accuracy?.dataSet).toBe('mnist');
    for (const row of [ten, digits]) {
      expect(row?.density).toBeUndefined();
      expect(row?.pareto).toEqual({ macs: false, parameters: false });
    }
  });

  it('ranks any protocol where that is asked for, and another one where that is', () => {
    const any = rowsOf([resnet, zfnet], { terms: { protocol: 'any', dataSet: 'imagenet' } });
    expect(any.map(({ accuracy }) => accuracy?.comparable)).toEqual([true, true]);
    const ten = rowsOf([resnet, zfnet], { terms: { protocol: '10 crops', dataSet: 'imagenet' } });
    expect(ten.map(({ accuracy }) => accuracy?.protocol)).toEqual(['10 crops', '10 crops']);
  });

  it('knows nothing of a network that is not in the zoo', () => {
    expect(rowsOf([candidate('relu')])[0]).toMatchObject({ accuracy: undefined, density: undefined });
  });

  it('gives each measured error a row beside the published one', () => {
    const rows = rowsOf([resnet, vgg], { measured: new Map([['resnet-50', [measured(24), measured(23.5)]]]) });
    expect(rows.map(({ candidate: { name }, accuracy }) => [name, accuracy?.origin])).toEqual([
      ['resnet-50', 'published'],
      ['resnet-50', 'measured'],
      ['resnet-50', 'measured'],
      ['vgg-16', 'published'],
    ]);
  });

  it('sorts by each key, with what is not known last', () => {
    const all = [zfnet, vgg, resnet, lenet];
    const order = (sort: (typeof sortKeys)[number]) => rowsOf(all, { sort }).map((row) => row.candidate.name);
    expect(order('parameters')).toEqual(['lenet-5-1998', 'resnet-50', 'zfnet', 'vgg-16']);
    expect(order('depth')).toEqual(['lenet-5-1998', 'zfnet', 'vgg-16', 'resnet-50']);
    expect(order('error')).toEqual(['resnet-50', 'vgg-16', 'zfnet', 'lenet-5-1998']);
    expect(order('density')).toEqual(['resnet-50', 'vgg-16', 'zfnet', 'lenet-5-1998']);
    for (const key of sortKeys) expect(order(key)).toHaveLength(4);
  });

  it('marks exactly the rows that no other dominates', () => {
    // Two dense layers each: figures that rise with the width, to be combined with errors at random.
    const bases = [1, 2, 3, 4].map((width) => candidate(`flatten -> dense(${width})`, `net-${width}`));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 0, max: 5 })), { minLength: 1, maxLength: 8 }),
        (drawn) => {
          const candidates = drawn.map(([base], index) => ({
            ...(bases[base] as Candidate),
            name: `candidate-${index}`,
          }));
          const errors = new Map(drawn.map(([, error], index) => [`candidate-${index}`, [measured(10 * error)]]));
          const rows = rowsOf(candidates, { measured: errors });
          const cost = (row: ComparedRow) => row.candidate.analysis.totals.macs;
          const error = (row: ComparedRow) => row.accuracy?.top1Error ?? Number.NaN;
          for (const row of rows) {
            const dominated = rows.some(
              (other) =>
                cost(other) <= cost(row) &&
                error(other) <= error(row) &&
                (cost(other) < cost(row) || error(other) < error(row)),
            );
            expect(row.pareto.macs).toBe(!dominated);
          }
        },
      ),
    );
  });
});

describe('protocols', () => {
  it('are all that published figures have', () => {
    const used = new Set(publishedResults.map(({ protocol }) => protocol));
    expect([...used].filter((protocol) => !protocols.some((known) => known === protocol))).toEqual([]);
  });
});

describe('parametersByKind', () => {
  it('sums to the parameters of the deployed network', () => {
    for (const each of [resnet, vgg, lenet, zooCandidate('mobilenet-0.5-160'), zooCandidate('googlenet')]) {
      const sum = Object.values(parametersByKind(each)).reduce((total, count) => total + count, 0);
      expect(sum).toBe(each.analysis.totals.parameters);
    }
  });

  it('tells the kinds apart', () => {
    const steps =
      'conv(6, 3, bias = false) -> depthwise(3, bias = false) -> conv(12, 3, groups = 6, bias = false) -> batchnorm -> prelu -> flatten -> dense(2, bias = false)';
    const kinds = parametersByKind(candidate(steps));
    expect(kinds).toMatchObject({ convolution: 6 * 3 * 9, depthwise: 6 * 9 + 12 * 9, normalisation: 24, other: 12 });
    expect(kinds.dense).toBe(2 * 12 * 10 * 10);
  });
});
