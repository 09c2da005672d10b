import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { verify } from '../../src/graph/verify.ts';
import { examineFile, examineText, network, root } from '../support/host.ts';

describe('large and deep sources', () => {
  it('expands a chain of a thousand nested blocks', () => {
    const blocks = Array.from({ length: 1000 }, (_, i) => `block B${i} { ${i === 999 ? 'relu' : `B${i + 1}`} }`);
    const { diagnostics, compilation } = examineText(`${blocks.join('\n')}\n${network('B0')}`);
    expect(diagnostics).toEqual([]);
    expect(compilation.graph?.nodes).toHaveLength(2);
  });

  it('reads a stack of 20,000 lines', () => {
    const lines = 'conv(4, 3, pad = same) -> relu\n'.repeat(20_000);
    const { diagnostics, analysis } = examineText(network(lines, '[4, 8, 8]'));
    expect(diagnostics).toEqual([]);
    expect(analysis?.totals.parameters).toBe(20_000 * (4 * 4 * 9 + 4));
  });

  it('evaluates a sum of 20,000 terms', () => {
    const { diagnostics, compilation } = examineText(network(`conv(1${' + 1'.repeat(19_999)}, 1)`));
    expect(diagnostics).toEqual([]);
    expect(compilation.graph?.nodes[1]?.shape[0]).toBe(20_000);
  });

  it.each(['(', '[', '{', 'add { |', 'if true {', '- ', 'not ', 'B(', 'x['])(
    'says so where %s is nested 10,000 deep',
    (open) => {
      const { diagnostics } = examineText(network(`let x = 1\nconv(64, ${open.repeat(10_000)}`));
      expect(diagnostics.length).toBeGreaterThan(0);
      expect(diagnostics.length).toBeLessThan(300);
    },
  );

  it('stops at 200 diagnostics of one expansion', () => {
    const { diagnostics } = examineText(network('nothing\n'.repeat(5_000)));
    expect(diagnostics).toHaveLength(200);
  });

  it('makes sound graphs of real networks', () => {
    for (const file of readdirSync(`${root}/examples`).filter((name) => name.endsWith('.arch'))) {
      const { compilation } = examineFile(`examples/${file}`);
      expect([file, compilation.graph && verify(compilation.graph)]).toEqual([file, []]);
    }
  });
});
