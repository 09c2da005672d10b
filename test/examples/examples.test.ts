/** The files in examples/: clean at their defaults, formatted, short where shortness was promised. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Totals } from '../../src/analysis/analyse.ts';
import { format } from '../../src/syntax/format.ts';
import { examineFile, examineText, read, root } from '../support/host.ts';

const examples = ['examples', 'examples/lecture'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.arch'))
    .map((file) => `${folder}/${file}`),
);
const blocks = readdirSync(join(root, 'blocks')).map((file) => `blocks/${file}`);

function totals(file: string, set: Readonly<Record<string, string>> = {}): Totals | undefined {
  const { analysis, diagnostics } = examineFile(`examples/${file}`, { set: new Map(Object.entries(set)) });
  expect(diagnostics).toEqual([]);
  return analysis?.totals;
}

describe('the examples', () => {
  it.each(examples)('%s compiles without a word and keeps what it expects', (path) => {
    const { compilation, diagnostics } = examineFile(path);
    expect(diagnostics).toEqual([]);
    expect(compilation.expectations.length).toBeGreaterThan(0);
  });

  it.each(examples)('%s takes another number of classes', (path) => {
    if (!/\bclasses\b/.test(read(path).text)) {
      expect(path).toBe('examples/lenet5_1998.arch');
      return;
    }
    const { compilation, diagnostics } = examineFile(path, { set: new Map([['classes', '7']]) });
    expect(diagnostics).toEqual([]);
    const end = compilation.graph?.outputs[0]?.node ?? -1;
    expect(compilation.graph?.nodes[end]?.shape).toEqual([7]);
  });

  it.each([...examples, ...blocks])('%s is formatted', (path) => {
    const file = read(path);
    expect(format(file)).toEqual({ value: file.text, diagnostics: [] });
  });

  it('says VGG-16 in at most 25 lines and ResNet-50 in at most 35', () => {
    const lines = (path: string): number => read(path).text.trimEnd().split('\n').length;
    expect(lines('examples/vgg16.arch')).toBeLessThanOrEqual(25);
    expect(lines('examples/resnet50.arch')).toBeLessThanOrEqual(35);
  });

  it('fails an expectation where a network is changed', () => {
    const changed = read('examples/vgg16.arch').text.replace('VGGStage(3, 512)', 'VGGStage(2, 512)');
    const { diagnostics } = examineText(changed);
    const codes = diagnostics.map(({ code }) => code);
    expect(codes).toEqual(['expectation-failed', 'expectation-failed', 'expectation-failed']);
  });

  it('has the depths that the names of the networks state', () => {
    expect(totals('googlenet.arch')?.depth).toBe(22);
    expect(totals('alexnet.arch')?.depth).toBe(8);
    expect(totals('mobilenet.arch')?.depth).toBe(28);
    expect(totals('highway.arch')?.depth).toBe(19);
    for (const layers of [18, 34, 50, 101, 152]) {
      expect(totals('resnet.arch', { layers: String(layers) })?.depth).toBe(layers);
    }
  });

  it('has ResNet with shortcuts of option A at no parameter more than the plain network', () => {
    for (const layers of ['18', '34']) {
      const plain = totals('plain.arch', { layers });
      const residual = totals('resnet.arch', { layers, shortcut: '"A"' });
      expect(residual?.parameters).toBe(plain?.parameters);
      expect(residual?.macs).toBe(plain?.macs);
    }
  });

  it('refuses a depth that the paper does not have', () => {
    const { diagnostics } = examineFile('examples/resnet.arch', { set: new Map([['layers', '20']]) });
    expect(diagnostics.map(({ code }) => code)).toContain('requirement-failed');
  });
});
