import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deployedNodes, peakBytes } from '../../src/analysis/memory.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { builder } from '../support/graph.ts';

function peak(graph: Graph): number {
  return peakBytes(graph, deployedNodes(graph));
}

describe('activation memory', () => {
  it('keeps a skipped map alive until the addition', () => {
    const b = builder([1, 4, 4]);
    b.layer('conv', { channels: 4, kernel: 1 });
    b.merge('add', [
      () => {
        b.layer('conv', { channels: 4, kernel: 3, pad: 1 });
        b.layer('relu');
      },
      () => {},
    ]);
    // At the relu: the skipped map, the relu's input and its output; the same at the addition.
    expect(peak(b.graph())).toBe(4 * 3 * 64);
  });

  it('frees a map once that is read twice by one layer', () => {
    const b = builder([1, 4, 4]);
    b.layer('relu');
    b.merge('add', [() => {}, () => {}]);
    b.layer('relu');
    expect(peak(b.graph())).toBe(4 * 2 * 16);
  });

  it('keeps an output to the end', () => {
    const b = builder([1, 4, 4]);
    const first = b.layer('relu');
    b.head('other', first, false, () => {});
    b.layer('relu');
    b.layer('relu');
    expect(peak(b.graph())).toBe(4 * 3 * 16);
  });

  it('does not keep a map for a head that is only trained', () => {
    const b = builder([1, 4, 4]);
    const first = b.layer('relu');
    b.head('other', first, true, () => {});
    b.layer('relu');
    b.layer('relu');
    expect(peak(b.graph())).toBe(4 * 2 * 16);
  });

  it('agrees with the definition, taken literally, on any graph', () => {
    const layer = fc.record({
      picks: fc.array(fc.nat(1000), { minLength: 1, maxLength: 3 }),
      width: fc.integer({ min: 1, max: 9 }),
    });
    const heads = fc.array(fc.record({ at: fc.nat(1000), trainingOnly: fc.boolean() }), { maxLength: 3 });
    fc.assert(
      fc.property(fc.array(layer, { minLength: 1, maxLength: 30 }), heads, (layers, outputs) => {
        const b = builder([2, 3, 3]);
        for (const { picks, width } of layers) {
          const from = picks.map((pick) => pick % (b.at() + 1));
          if (from.length === 1) b.layer('conv', { channels: width, kernel: 1 }, { from });
          else b.layer('concat', {}, { from });
        }
        const last = b.at();
        outputs.forEach(({ at, trainingOnly }, index) => {
          b.head(`head${index}`, at % (last + 1), trainingOnly, () => {});
        });
        const graph = b.graph();
        expect(peak(graph)).toBe(literalPeak(graph));
      }),
      { numRuns: 200, seed: 1998 },
    );
  });
});

/** For each step of the execution, every map made so far that a present or later step or an output still reads. */
function literalPeak(graph: Graph): number {
  const ends = graph.outputs.filter(({ trainingOnly }) => !trainingOnly).map(({ node }) => node);
  const executed = new Set<number>();
  const need = (id: number): void => {
    if (executed.has(id)) return;
    executed.add(id);
    graph.nodes[id]?.inputs.forEach(need);
  };
  ends.forEach(need);
  const steps = graph.nodes.filter(({ id }) => executed.has(id));
  const bytes = steps.map((step) => {
    const live = steps.filter(
      (map) =>
        map.id === step.id ||
        (map.id < step.id &&
          (ends.includes(map.id) || steps.some((reader) => reader.id >= step.id && reader.inputs.includes(map.id)))),
    );
    return live.reduce((sum, { shape }) => sum + 4 * shape.reduce((a, n) => a * n, 1), 0);
  });
  return Math.max(...bytes);
}
