import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { count } from '../../../src/onnx/program.ts';
import { pack, unpack } from '../../../src/training/lower/packing.ts';

const packings = fc
  .record({
    block: fc.constantFrom(4, 8, 16),
    outputs: fc.integer({ min: 1, max: 3 }),
    inputs: fc.integer({ min: 1, max: 3 }),
    height: fc.integer({ min: 1, max: 4 }),
    width: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ block, outputs, inputs, height, width }) => ({
    block,
    shape: [outputs * block, inputs * block, height, width],
  }));

describe('packing', () => {
  it('is undone by unpacking, and loses nothing', () => {
    fc.assert(
      fc.property(packings, (packing) => {
        const plain = Float32Array.from({ length: count(packing.shape) }, (_, index) => index);
        const packed = pack(plain, packing);
        expect(unpack(packed, packing)).toEqual(plain);
        expect([...packed].sort((a, b) => a - b)).toEqual([...plain]);
      }),
    );
  });

  it('puts blocks of outputs outermost and the outputs of a block innermost', () => {
    const packing = { shape: [8, 8, 1, 2], block: 4 };
    const packed = pack(
      Float32Array.from({ length: 128 }, (_, index) => index),
      packing,
    );
    // Outputs 0 to 3 of input 0 at place 0, then of input 1; place 1 follows after 16, blocks of inputs after 32.
    expect([...packed.subarray(0, 5)]).toEqual([0, 16, 32, 48, 2]);
    expect([packed[16], packed[32], packed[64]]).toEqual([1, 8, 64]);
  });
});
