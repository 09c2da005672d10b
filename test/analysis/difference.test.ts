import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Difference, type DifferenceItem, differenceOf } from '../../src/analysis/difference/difference.ts';
import { differenceJson } from '../../src/analysis/difference/outline.ts';
import { renderDifference } from '../../src/analysis/difference/render.ts';
import { candidate, zooCandidate } from '../support/candidates.ts';

function diff(a: string, b: string): Difference {
  return differenceOf(candidate(a, 'a'), candidate(b, 'b'));
}

/** `~ conv` for each item that is not the same, indented by level. */
function outline(items: readonly DifferenceItem[], level = 0): string[] {
  const signs = { same: '=', changed: '~', 'only in a': '-', 'only in b': '+' };
  return items.flatMap((item) => {
    if (item.mark === 'same') return [];
    const part = item.b ?? item.a;
    const line = `${'  '.repeat(level)}${signs[item.mark]} ${part?.label ?? part?.block ?? part?.name}`;
    return [line, ...outline(item.children, level + 1)];
  });
}

describe('differenceOf', () => {
  it('finds nothing between equal networks', () => {
    const { totals, items } = differenceOf(zooCandidate('resnet-50'), zooCandidate('resnet-50'));
    expect(totals).toEqual({ same: 176, changed: 0, onlyInA: 0, onlyInB: 0 });
    expect(items.every(({ mark }) => mark === 'same')).toBe(true);
  });

  it('aligns what is alike, not what stands at the same place', () => {
    const a = 'conv(8, 3) -> relu -> conv(16, 3) -> relu';
    const b = 'conv(4, 1) -> tanh -> conv(8, 3) -> relu -> conv(16, 3) -> relu';
    const { items, totals } = diff(a, b);
    expect(outline(items)).toEqual(['+ conv', '+ tanh', '~ conv#2']);
    // The first 3x3 convolution reads 4 channels more than before, hence is larger.
    expect(totals).toEqual({ same: 4, changed: 1, onlyInA: 0, onlyInB: 2 });
  });

  it('keeps labelled stages together, whatever is in them', () => {
    const a = 'one: repeat 2 { conv(8, 3, pad = same) -> relu }\n two: repeat 2 { conv(8, 3, pad = same) -> relu }';
    const b = 'one: repeat 2 { conv(8, 3, pad = same) -> tanh }\n two: repeat 3 { conv(8, 3, pad = same) -> relu }';
    const { items } = diff(a, b);
    const lines = outline(items);
    expect(lines.filter((line) => !line.startsWith(' '))).toEqual(['~ one', '~ two']);
    expect(lines).toContain('  + [3]');
  });

  it('sees a block put around another', () => {
    const blocks = `block Unit(n) { conv(n, 3, pad = same) -> relu }
block Twice(n) { Unit(n)\n dropout }\n`;
    const net = (step: string) => `${blocks}network Test {\n input image [3, 8, 8]\n ${step}\n tanh\n}\n`;
    const { items, totals } = diff(net('Unit(4)\n Unit(4)'), net('Twice(4)\n Unit(4)'));
    expect(totals).toMatchObject({ changed: 0, onlyInA: 0, onlyInB: 1 });
    expect(items.find(({ wrapper }) => wrapper !== undefined)).toMatchObject({ wrapper: 'b', mark: 'changed' });
  });

  it('sees that equal layers are connected in another way', () => {
    const net = (label: string) => `one: relu\n two: tanh\n from ${label}\n conv(4, 3)`;
    const { items, totals } = diff(net('one'), net('two'));
    expect(outline(items)).toEqual(['~ conv']);
    expect(items.at(-1)).toMatchObject({ rewired: true });
    expect(totals.changed).toBe(1);
  });

  it('counts every layer of both once', () => {
    const step = fc.constantFrom('relu', 'tanh', 'conv(4, 3, pad = same)', 'conv(8, 1)', 'batchnorm', 'maxpool(1)');
    const repeated = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.array(step, { minLength: 1, maxLength: 3 }));
    const part = fc.oneof(
      step,
      repeated.map(([count, steps]) => `repeat ${count} { ${steps.join(' -> ')} }`),
    );
    const network = fc.array(part, { minLength: 1, maxLength: 8 }).map((parts) => parts.join('\n'));
    fc.assert(
      fc.property(network, network, (a, b) => {
        const { totals, a: left, b: right } = diff(a, b);
        expect(totals.same + totals.changed + totals.onlyInA).toBe(left.graph.nodes.length);
        expect(totals.same + totals.changed + totals.onlyInB).toBe(right.graph.nodes.length);
        expect(diff(a, a).totals).toMatchObject({ changed: 0, onlyInA: 0, onlyInB: 0 });
      }),
      { numRuns: 60 },
    );
  });

  it('is quick on the deepest networks, and on a scope with very many parts', () => {
    const [a, b] = [zooCandidate('resnet-152'), zooCandidate('senet-154')];
    const long = candidate('repeat 5000 { relu }', 'long');
    const longer = candidate('repeat 5000 { tanh -> relu }', 'longer');
    const start = performance.now();
    const { totals } = differenceOf(a, b);
    expect(totals.same + totals.changed + totals.onlyInA).toBe(a.graph.nodes.length);
    expect(differenceOf(long, longer).totals).toEqual({ same: 5001, changed: 0, onlyInA: 0, onlyInB: 5000 });
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe('the alignment', () => {
  it('takes a block for another that does the same, not for one that does not', () => {
    const blocks = `block Sum(n) { conv(n, 1) -> relu }
block Same(n) { conv(n, 1) -> batchnorm -> relu }
block Pool() { avgpool(3, stride = 1, pad = 1) }\n`;
    const net = (steps: string) => `${blocks}network Test {\n input image [3, 8, 8]\n ${steps}\n tanh\n}\n`;
    const { items } = differenceOf(candidate(net('Sum(4)'), 'a'), candidate(net('Pool\n Same(4)'), 'b'));
    expect(outline(items)).toEqual(['+ Pool', '~ Same', '  + batchnorm']);
  });
});

describe('renderDifference', () => {
  it('looks as it did', async () => {
    const pairs = [
      ['vgg-16', 'vgg-19'],
      ['resnet-50', 'se-resnet-50'],
    ] as const;
    for (const [a, b] of pairs) {
      const text = renderDifference(differenceOf(zooCandidate(a), zooCandidate(b)), { color: false, width: 80 });
      await expect(text).toMatchFileSnapshot(`difference-${a}-${b}.txt`);
    }
  });

  it('says what is outside the totals', () => {
    const text = renderDifference(differenceOf(zooCandidate('googlenet'), zooCandidate('inception-v2')), {
      color: false,
      width: 80,
    });
    expect(text).toMatch(/^- aux1: head: InceptionV1Head \(8 layers\), training only +-3,188,840/m);
  });

  it('colours lines, and keeps their signs', () => {
    const text = renderDifference(diff('relu', 'relu -> tanh'), { color: true, width: 80 });
    expect(text).toContain('\u001b[32m+ tanh');
  });
});

describe('differenceJson', () => {
  it('holds what the text tells', () => {
    const json = differenceJson(diff('conv(8, 3) -> relu', 'conv(16, 3) -> relu'));
    expect(json.layers).toEqual({ same: 1, changed: 2, onlyInA: 0, onlyInB: 0 });
    expect(json.parts[1]).toMatchObject({
      mark: 'changed',
      path: 'conv',
      a: { what: 'conv(8, 3)', output: '8x14x14', parameters: 224 },
      b: { what: 'conv(16, 3)', output: '16x14x14', parameters: 448 },
    });
  });
});
