/** Lines from labels, in networks made at random: blocks, merges, repeats and heads around them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawing, foldAll } from '../../src/canvas/drawing.ts';
import { examineText } from '../support/host.ts';
import { faults } from './geometry.ts';

/** Draws numbers in turn; the text made from them is a network in which every `from` has its label. */
function stack(next: (limit: number) => number, labels: string[], depth: number): string {
  const own = [...labels];
  const lines: string[] = [];
  const count = 1 + next(4);
  for (let i = 0; i < count; i++) {
    const label = `l${own.length}_${depth}`;
    const named = next(2) === 0 ? `${label}: ` : '';
    lines.push(`${named}${step(next, own, depth)}`);
    if (named !== '') own.push(label);
  }
  return lines.join('\n');
}

function step(next: (limit: number) => number, labels: readonly string[], depth: number): string {
  const label = labels[next(Math.max(labels.length, 1))];
  const inner = (): string => stack(next, [...labels], depth + 1);
  switch (next(depth > 3 ? 4 : 8)) {
    case 0:
      return label === undefined ? 'relu' : `from ${label}`;
    case 1:
      return 'conv(4, 3, pad = same)';
    case 2:
      return 'skip';
    case 3:
      return 'relu';
    case 4:
      return `repeat ${1 + next(2)} {\n${inner()}\n}`;
    case 5:
      return `Wrap {\n${inner()}\n}`;
    default: {
      const branches = Array.from({ length: 2 + next(2) }, () => {
        const from = label !== undefined && next(3) === 0 ? `from ${label}\n` : '';
        return `| ${from}${next(3) === 0 ? (from === '' ? 'skip' : '') : inner()}`;
      });
      return `add {\n${branches.join('\n')}\n}`;
    }
  }
}

describe('lines from labels', () => {
  it('run through no card, and the groups hold their members, however it is folded', () => {
    const numbers = fc.infiniteStream(fc.nat(1 << 20));
    const view = fc.constantFrom('default', 'open', 'some');
    fc.assert(
      fc.property(numbers, view, fc.nat(2), (stream, how, heads) => {
        const next = (limit: number): number => stream.next().value % limit;
        const body = `first: conv(4, 1)\n${stack(next, ['first'], 0)}`;
        const asides = Array.from(
          { length: heads },
          (_, i) => `head h${i} from first {\n${stack(next, ['first'], 1)}\n}`,
        );
        const text = `block Wrap(body: block) {\n body\n relu\n}\nnetwork T {\n input image [4, 8, 8]\n${body}\n${asides.join('\n')}\n}\n`;
        const examined = examineText(text);
        expect(examined.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        const all = foldAll(examined, false);
        const folded =
          how === 'default'
            ? new Map<string, boolean>()
            : new Map([...all.folded.keys()].map((id, index) => [id, how === 'some' && index % 5 === 0]));
        const document = drawing(examined, { folded });
        expect(faults(document)).toEqual([]);
        if (how === 'open') {
          const inputs = examined.compilation.graph?.nodes.reduce((sum, node) => sum + node.inputs.length, 0) ?? 0;
          expect(document.edges.filter(({ to }) => !to.startsWith('output:'))).toHaveLength(inputs);
        }
      }),
      { numRuns: 400, seed: 11 },
    );
  });
});
