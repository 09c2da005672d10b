import { describe, expect, it } from 'vitest';
import { formatRatio } from '../../../src/analysis/compare/columns.ts';
import { compareNetworks } from '../../../src/analysis/compare/comparison.ts';
import { comparisonCsv, comparisonJson } from '../../../src/analysis/compare/outline.ts';
import { renderComparison } from '../../../src/analysis/compare/table.ts';
import { candidate, zooCandidate } from '../../support/candidates.ts';

const networks = ['resnet-50', 'vgg-16', 'zfnet', 'overfeat-fast', 'lenet-5'].map(zooCandidate);
const comparison = compareNetworks(networks, {
  terms: { protocol: 'single crop', dataSet: 'imagenet' },
  baseline: zooCandidate('vgg-16'),
  measured: new Map([
    ['vgg-16', [{ network: 'vgg-16', at: 0, dataSet: 'imagenet', protocol: 'single crop', top1Error: 28 }]],
  ]),
});

describe('renderComparison', () => {
  it.each([80, 160])('looks as it did, at %i columns', async (width) => {
    const text = renderComparison(comparison, { color: false, width });
    await expect(text).toMatchFileSnapshot(`comparison-${width}.txt`);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
  });

  it('names the columns that it has no room for', () => {
    const text = renderComparison(comparison, { color: false, width: 60 });
    const foot = text.slice(text.indexOf('no room for')).replaceAll('\n', ' ');
    for (const name of ['top-5 error', 'receptive field', 'memory', 'depth']) expect(foot).toContain(name);
    expect(text.split('\n')[1]).not.toContain('memory');
    expect(renderComparison(comparison, { color: false, width: 200 })).not.toContain('no room');
  });

  it('leaves out what no network has', () => {
    const [baseline] = [candidate('relu')];
    const terms = { protocol: 'single crop', dataSet: 'imagenet' } as const;
    const small = compareNetworks([baseline], { terms, baseline, measured: new Map() });
    const text = renderComparison(small, { color: false, width: 200 });
    expect(text).not.toContain('density');
    expect(text).toContain('none is known for these networks');
  });
});

describe('comparisonCsv', () => {
  it('has one line for each row, CR LF, and quotes what needs it', () => {
    const text = comparisonCsv(comparison);
    const lines = text.split('\r\n');
    expect(lines.pop()).toBe('');
    expect(lines).toHaveLength(1 + comparison.rows.length);
    expect(lines[0]).toMatch(/^network,title,file,parameters,macs,activation_bytes,depth,/);
    expect(lines[1]).toMatch(/^resnet-50,ResNet-50,examples\/resnet50\.arch,25557032,3857973248,/);
    // Citations have commas and quotes.
    expect(lines[1]).toContain('"He, Zhang, Ren and Sun, ""Deep residual learning');
  });
});

describe('comparisonJson', () => {
  it('has the exact figures and says what is ranked', () => {
    const outline = comparisonJson(comparison);
    expect(outline).toMatchObject({ version: 1, protocol: 'single crop', dataSet: 'imagenet', baseline: 'vgg-16' });
    expect(outline.networks).toHaveLength(6);
    expect(outline.networks[0]).toMatchObject({
      network: 'resnet-50',
      parameters: 25_557_032,
      receptiveField: [483, 483],
      accuracy: { origin: 'published', comparable: true },
    });
    expect(outline.networks[2]?.accuracy).toMatchObject({ origin: 'measured', top1Error: 28, top5Error: null });
    expect(outline.networks[3]?.accuracy).toMatchObject({ protocol: '10 crops', comparable: false });
  });
});

describe('formatRatio', () => {
  it('keeps two digits that mean something', () => {
    const texts = [1, 0.0416, 0.5, 12.34, 345.6, 0, undefined].map(formatRatio);
    expect(texts).toEqual(['1.00', '0.042', '0.50', '12.3', '346', '0', '-']);
  });
});
