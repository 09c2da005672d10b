import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/training/checkpoint.ts';
import type { StoredTensor } from '../../src/training/engine.ts';
import { randomStream } from '../../src/training/random.ts';

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces));
}

const example = {
  state: new Map<string, StoredTensor>([
    ['fc.weight', { shape: [2, 3], data: Float32Array.of(1, -2, 3.5, Number.MIN_VALUE, -0, 1e30) }],
    ['fc.bias', { shape: [2], data: Float32Array.of(0.1, 0.2) }],
    ['scale', { shape: [], data: Float32Array.of(7) }],
  ]),
  metadata: { network: 'network N { input image [1, 2, 3] }\n', epoch: '3' },
};

const tensors = fc.dictionary(
  fc.string({ minLength: 1 }).filter((name) => name !== '__metadata__' && name !== '__proto__'),
  fc.array(fc.float({ noNaN: true }), { maxLength: 20 }),
);

describe('a checkpoint', () => {
  it('comes back to the bit', () => {
    fc.assert(
      fc.property(tensors, fc.dictionary(fc.string(), fc.string()), (values, texts) => {
        const metadata = Object.fromEntries(Object.entries(texts).filter(([key]) => key !== '__proto__'));
        const state = new Map(
          Object.entries(values).map(([name, data]): [string, StoredTensor] => [
            name,
            { shape: [data.length], data: Float32Array.from(data) },
          ]),
        );
        const result = decodeCheckpoint(joined(encodeCheckpoint({ state, metadata })));
        if ('problem' in result) throw new Error(result.problem);
        expect(result.value.metadata).toEqual(metadata);
        expect([...result.value.state].sort()).toEqual([...state].sort());
      }),
    );
  });

  it('has memory of its own for each tensor, also when read from a Buffer, whose slices share memory', () => {
    const result = decodeCheckpoint(Buffer.concat(encodeCheckpoint(example)));
    if ('problem' in result) throw new Error(result.problem);
    for (const { data } of result.value.state.values()) expect(data.buffer.byteLength).toBe(data.byteLength);
  });

  it('has the layout that safetensors prescribes', () => {
    const file = joined(encodeCheckpoint(example));
    const length = Number(new DataView(file.buffer).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
    expect(length % 8).toBe(0);
    expect(header['fc.bias']).toEqual({ dtype: 'F32', shape: [2], data_offsets: [0, 8] });
    expect(header['fc.weight']).toEqual({ dtype: 'F32', shape: [2, 3], data_offsets: [8, 32] });
    expect(header.__metadata__).toEqual(example.metadata);
    expect(file.length).toBe(8 + length + 36);
  });

  const file = joined(encodeCheckpoint(example));
  const decoded = (bytes: Uint8Array): string => {
    const result = decodeCheckpoint(bytes);
    return 'problem' in result ? result.problem : 'read';
  };

  it('says what is wrong with a file that is cut off', () => {
    expect(decoded(new Uint8Array())).toBe("the file has 0 bytes: not even a header's length");
    expect(decoded(file.subarray(0, 40))).toMatch(/the header should have \d+ bytes, and 32 follow/);
    expect(decoded(file.subarray(0, -4))).toBe(
      "tensor 'scale' ends at byte 36 of the values, and there are 32: the file is cut off",
    );
    for (let length = 0; length < file.length; length += 1) expect(decoded(file.subarray(0, length))).not.toBe('read');
  });

  it('says what is wrong with what is no checkpoint', () => {
    expect(decoded(new TextEncoder().encode('a text that somebody called .safetensors'))).toMatch(
      /no safetensors file/,
    );
    const double = new TextDecoder('latin1').decode(file).replace('"F32"', '"F64"');
    expect(decoded(Uint8Array.from(double, (c) => c.charCodeAt(0)))).toMatch(/is of type F64; checkpoints hold F32/);
    expect(decoded(joined([file, Uint8Array.of(0, 0, 0, 0)]))).toBe(
      'the tensors take 36 bytes, and the file has 40 of values',
    );
  });

  it('is never read wrongly, nor with an exception, from mutated bytes', () => {
    const random = randomStream(1);
    for (let round = 0; round < 3000; round += 1) {
      const bytes = file.slice();
      for (let change = 0; change < 1 + random() * 4; change += 1) {
        bytes[Math.floor(random() * bytes.length * (round % 2 === 0 ? 1 : 0.2))] = Math.floor(random() * 256);
      }
      expect(typeof decoded(bytes)).toBe('string');
    }
  });
});
