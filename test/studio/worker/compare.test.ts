import { describe, expect, it } from 'vitest';
import type { CompareAnswer, CompareQuestion } from '../../../src/studio/protocol.ts';
import { examples, talk } from './support.ts';

function example(path: string): { readonly path: string; readonly text: string } {
  return { path, text: examples.get(path) ?? '' };
}

function compared(networks: CompareQuestion['networks'], more: Partial<CompareQuestion> = {}): Promise<CompareAnswer> {
  const question: CompareQuestion = { networks, baseline: 0, sort: undefined, mode: 'light', ...more };
  return talk({ examples }).ask<'compare'>('', { kind: 'compare', ...question });
}

describe('networks beside each other', () => {
  it('have figures, ratios to the baseline, published errors and plots', async () => {
    const answer = await compared([example('vgg16.arch'), example('resnet50.arch')], { baseline: 1 });
    const column = (heading: string): readonly (string | undefined)[] => {
      const at = answer.columns.findIndex((each) => each.heading === heading);
      return answer.rows.map(({ cells }) => cells[at]);
    };
    expect(answer.rows.map(({ name }) => name)).toEqual(['VGG-16', 'ResNet-50 (torchvision)']);
    expect(column('parameters')).toEqual(['138.36 M', '25.56 M']);
    expect(column('ratio')).toEqual(['5.41', '1.00']);
    expect(column('top-1 error').some((cell) => /^\d/.test(cell ?? ''))).toBe(true);
    expect(answer.plots.map(({ title }) => title)).toContain('Parameters by kind of layer');
    for (const { svg } of answer.plots) expect(svg).toMatch(/^<svg[\s\S]*<\/svg>\s*$/);
    expect(answer.failures).toEqual([]);
  });

  it('are those of the literature with their own settings written as defaults', async () => {
    const { path, text } = example('resnet.arch');
    const deeper = text.replace('layers = 50', 'layers = 101').replace('first = false', 'first = true');
    const wider = deeper.replace('classes = 1000', 'classes = 10');
    const answer = await compared([
      { path, text },
      { path: 'deep.arch', text: deeper },
      { path: 'own.arch', text: wider },
    ]);
    expect(answer.rows.map(({ name }) => name)).toEqual(['ResNet [resnet.arch]', 'ResNet-101', 'ResNet [own.arch]']);
  });

  it('are sorted, told apart, and what cannot be compared is named', async () => {
    const own = 'network Own { input image [3, 8, 8]\n  conv(8, 3)\n}\n';
    const answer = await compared(
      [
        { path: 'b.arch', text: own.replace('8, 3', '16, 3') },
        { path: 'a.arch', text: own },
        { path: 'wrong.arch', text: own.replace('3)', '9)') },
        { path: 'blocks.arch', text: 'block A { relu }\n' },
      ],
      { sort: 'parameters', baseline: 2, mode: 'dark' },
    );
    expect(answer.rows.map(({ name }) => name)).toEqual(['Own [a.arch]', 'Own [b.arch]']);
    expect(answer.failures).toHaveLength(2);
    expect(answer.failures[0]).toMatch(/^wrong\.arch: .*9/);
    expect(answer.failures[1]).toBe('blocks.arch has no network to compare');
    expect(await compared([])).toEqual({ columns: [], rows: [], notes: [], plots: [], failures: [] });
  });
});
