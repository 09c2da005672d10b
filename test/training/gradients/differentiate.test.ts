/** What differentiation emits, and what it leaves out. */
import { describe, expect, it } from 'vitest';
import {
  add,
  type Builder,
  concat,
  createBuilder,
  emit,
  input,
  multiply,
  scalar,
  slice,
  sum,
} from '../../../src/onnx/builder.ts';
import { lowerForward } from '../../../src/onnx/forward.ts';
import { differentiate, pullBack } from '../../../src/training/gradients/differentiate.ts';
import { rules } from '../../../src/training/gradients/rules.ts';
import { graphOf } from '../../support/gradients.ts';
import { operatorCases } from '../../support/operator-cases.ts';

function matrix(b: Builder, name: string, rows = 4, columns = 6): string {
  return input(b, name, { element: 'float32', shape: [rows, columns] });
}

/** How often each operator was emitted by `make`. */
function emitted(b: Builder, make: () => void): Readonly<Record<string, number>> {
  const before = b.nodes.length;
  make();
  const counts: Record<string, number> = {};
  for (const { op } of b.nodes.slice(before)) counts[op] = (counts[op] ?? 0) + 1;
  return counts;
}

describe('the table of rules', () => {
  it('has a rule for every operator that layers are lowered to in training', () => {
    const used = operatorCases.flatMap(([shape, ...all]) =>
      all.flatMap((steps) => {
        const options = { mode: 'training', batch: 2, includeHeads: true } as const;
        return lowerForward(graphOf(steps, shape), options).builder.nodes.map(({ op }) => op);
      }),
    );
    expect([...new Set(used)].filter((op) => rules[op] === undefined)).toEqual([]);
  });
});

describe('differentiation', () => {
  it('computes only what was asked for', () => {
    const b = createBuilder();
    const [x, w] = [matrix(b, 'x'), matrix(b, 'w')];
    const loss = sum(b, multiply(b, multiply(b, x, x), w), [0, 1]);
    const counts = emitted(b, () => {
      expect([...differentiate(b, loss, [w]).keys()]).toEqual([w]);
    });
    expect(counts).toEqual({ Reshape: 1, Expand: 1, Mul: 1 });
  });

  it('makes no gradient of the input of a first convolution', () => {
    const graph = graphOf('conv(4, 3) -> relu -> conv(4, 3)', '[3, 9, 9]');
    const { builder: b, logits, state } = lowerForward(graph, { mode: 'training', batch: 2, includeHeads: true });
    const loss = sum(b, logits[0]?.value ?? '', [0, 1, 2, 3]);
    const names = state.map(({ name }) => name);
    const counts = emitted(b, () => {
      differentiate(b, loss, names);
    });
    expect(counts).toMatchObject({ ConvGradientWeight: 2, ConvGradientInput: 1, ReluGradient: 1 });
  });

  it('gives nothing for a value on which the loss does not depend', () => {
    const b = createBuilder();
    const [x, apart] = [matrix(b, 'x'), matrix(b, 'apart')];
    const loss = sum(b, multiply(b, x, x), [0, 1]);
    multiply(b, apart, x);
    expect([...differentiate(b, loss, [apart, x]).keys()]).toEqual([x]);
  });

  it('gives the seed itself for the value it belongs to', () => {
    const b = createBuilder();
    const [x, seed] = [matrix(b, 'x'), matrix(b, 'seed')];
    expect(pullBack(b, new Map([[x, seed]]), [x])).toEqual(new Map([[x, seed]]));
  });

  it('lays the gradients of slices side by side', () => {
    const b = createBuilder();
    const x = matrix(b, 'x', 4, 64);
    const parts = Array.from({ length: 32 }, (_, index) => {
      const part = slice(b, x, [1], [2 * index], [2 * index + 2]);
      return multiply(b, part, scalar(b, index));
    });
    const loss = sum(b, concat(b, parts, 1), [0, 1]);
    const counts = emitted(b, () => {
      differentiate(b, loss, [x]);
    });
    expect(counts).toMatchObject({ Concat: 1, Slice: 32, Mul: 32 });
    expect(counts.Add).toBeUndefined();
    expect(counts.Pad).toBeUndefined();
  });

  it('is linear in the number of layers and of branches', () => {
    const nodesAdded = (layers: number): number => {
      const b = createBuilder();
      const x = matrix(b, 'x');
      const stem = multiply(b, x, x);
      let value = stem;
      for (let layer = 0; layer < layers; layer += 1) value = add(b, emit(b, 'Relu', [value]), stem);
      const wide = Array.from({ length: layers }, () => emit(b, 'Tanh', [value]));
      const loss = sum(b, concat(b, wide, 1), [0, 1]);
      const before = b.nodes.length;
      differentiate(b, loss, [x]);
      return b.nodes.length - before;
    };
    expect(nodesAdded(16_000) / nodesAdded(2000)).toBeLessThan(8.1);
    expect(nodesAdded(16_000) / 16_000).toBeLessThan(12);
  });

  it('says which operator has no gradient', () => {
    const b = createBuilder();
    const x = matrix(b, 'x');
    const gathered = emit(b, 'GatherElements', [x, x], {});
    expect(() => differentiate(b, sum(b, gathered, [0, 1]), [x])).toThrow(
      'there is no gradient of the operator GatherElements',
    );
  });
});
