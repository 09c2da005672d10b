import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { depthOf } from '../../src/analysis/depth.ts';
import { receptiveFields } from '../../src/analysis/receptive-field.ts';
import { type Builder, builder } from '../support/graph.ts';

function fields(b: Builder): ReturnType<typeof receptiveFields> {
  return receptiveFields(b.graph(), b.at());
}

describe('receptive field', () => {
  it('grows by (k - 1) jumps, along each axis for itself', () => {
    const b = builder([1, 64, 64]);
    b.layer('conv', { channels: 1, kernel: [7, 1], stride: [2, 1] });
    b.layer('conv', { channels: 1, kernel: [3, 5], dilation: [2, 1] });
    const { layers, total } = fields(b);
    expect(layers.slice(1)).toMatchObject([
      { field: [7, 1], jump: [2, 1] },
      { field: [15, 5], jump: [2, 1] },
    ]);
    expect(total).toEqual([15, 5]);
  });

  it('is the largest of the branches at a merge', () => {
    const b = builder([4, 32, 32]);
    b.layer('maxpool', { kernel: 2 });
    b.merge('concat', [
      () => b.layer('conv', { channels: 1, kernel: 1 }),
      () => b.layer('conv', { channels: 1, kernel: [3, 5], pad: 'same' }),
      () => b.layer('conv', { channels: 1, kernel: [5, 1], pad: 'same' }),
    ]);
    expect(fields(b).total).toEqual([2 + 4 * 2, 2 + 4 * 2]);
  });

  it('is that of the gated map at a scale', () => {
    const b = builder([4, 32, 32]);
    b.layer('conv', { channels: 4, kernel: 3, pad: 1 });
    b.merge('scale', [
      () => {},
      () => {
        b.layer('global_avgpool');
        b.layer('dense', { units: 4 });
        b.layer('sigmoid');
      },
    ]);
    b.layer('conv', { channels: 4, kernel: 3, pad: 1 });
    const { layers, total } = fields(b);
    expect(total).toEqual([5, 5]);
    // The pooling itself sees all of its 32x32 input: 3 + 31.
    expect(layers[2]).toMatchObject({ field: [34, 34], jump: [1, 1] });
  });

  it('leaves the global context of a branch out where another branch is local', () => {
    const b = builder([4, 32, 32]);
    b.layer('conv', { channels: 4, kernel: 3, pad: 1 });
    b.merge('concat', [
      () => b.layer('conv', { channels: 4, kernel: 5, pad: 2 }),
      () => {
        b.layer('global_avgpool');
        b.layer('resize', { size: 32 });
      },
    ]);
    b.layer('conv', { channels: 4, kernel: 3, pad: 1 });
    b.layer('global_avgpool');
    b.layer('dense', { units: 10 });
    const { layers, total } = fields(b);
    expect(total).toEqual([9, 9]);
    expect(layers.at(-1)).toMatchObject({ field: [9 + 31, 9 + 31] });
  });

  it('of the network is that of the last map before it is flattened', () => {
    const b = builder([1, 12, 12]);
    b.layer('conv', { channels: 2, kernel: 3 });
    b.layer('maxpool', { kernel: 2 });
    b.layer('flatten');
    b.layer('dense', { units: 3 });
    const { layers, total } = fields(b);
    expect(total).toEqual([4, 4]);
    // Flatten covers all 5x5 places, two pixels apart.
    expect(layers.at(-1)?.field).toEqual([12, 12]);
  });

  it('is the largest before a global step where every branch has one', () => {
    const b = builder([4, 16, 16]);
    b.merge('concat', [
      () => b.layer('global_avgpool'),
      () => {
        b.layer('conv', { channels: 4, kernel: 3 });
        b.layer('global_maxpool');
      },
    ]);
    expect(fields(b).total).toEqual([3, 3]);
  });

  it('agrees with tracing the rows that one value depends on', () => {
    const layer = fc.record({
      op: fc.constantFrom('conv', 'maxpool', 'avgpool', 'depthwise'),
      kernel: fc.integer({ min: 1, max: 5 }),
      stride: fc.integer({ min: 1, max: 3 }),
      dilation: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(layer, { minLength: 1, maxLength: 4 }), (stack) => {
        const b = builder([1, 2000, 2000]);
        for (const { op, kernel, stride, dilation } of stack) {
          const pooling = op.endsWith('pool');
          b.layer(op, { ...(op === 'conv' && { channels: 1 }), kernel, stride, ...(!pooling && { dilation }) });
        }
        const rowsOf = (row: number): [first: number, last: number] =>
          stack.reduceRight<[number, number]>(
            ([first, last], { op, kernel, stride, dilation }) => [
              first * stride,
              last * stride + (op.endsWith('pool') ? 1 : dilation) * (kernel - 1),
            ],
            [row, row],
          );
        const [first, last] = rowsOf(0);
        const end = fields(b).layers.at(-1);
        expect(end?.field).toEqual([last - first + 1, last - first + 1]);
        expect(end?.jump[0]).toBe(rowsOf(1)[0] - first);
      }),
      { seed: 2019 },
    );
  });
});

describe('depth', () => {
  it('follows the branch with the most weighted layers', () => {
    const b = builder([4, 8, 8]);
    b.layer('conv', { channels: 4, kernel: 1 });
    b.layer('batchnorm');
    b.merge('concat', [
      () => b.layer('conv', { channels: 4, kernel: 1 }),
      () => {
        b.layer('depthwise', { kernel: 3, pad: 1 });
        b.layer('relu');
        b.layer('conv', { channels: 4, kernel: 1 });
      },
      () => b.layer('maxpool', { kernel: 3, stride: 1, pad: 1 }),
    ]);
    b.layer('flatten');
    b.layer('dense', { units: 10 });
    expect(depthOf(b.graph(), b.at())).toBe(4);
  });

  it('is that of the given end: a deeper head does not count', () => {
    const b = builder([4, 8, 8]);
    const stem = b.layer('conv', { channels: 4, kernel: 1 });
    b.head('aux', stem, true, () => {
      b.layer('conv', { channels: 4, kernel: 1 });
      b.layer('conv', { channels: 4, kernel: 1 });
    });
    expect(depthOf(b.graph(), b.at())).toBe(1);
  });

  it('does not count the layers of a gate, and counts those of the gated map', () => {
    const b = builder([4, 8, 8]);
    b.merge('scale', [
      () => b.layer('conv', { channels: 4, kernel: 3, pad: 1 }),
      () => {
        b.layer('conv', { channels: 4, kernel: 1 });
        b.layer('conv', { channels: 4, kernel: 1 });
      },
    ]);
    expect(depthOf(b.graph(), b.at())).toBe(1);
  });
});
