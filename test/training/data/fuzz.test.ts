/** Mutated files: no decoder throws, and what it accepts is consistent. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeArraySplit, decodeNpz } from '../../../src/training/data/arrays.ts';
import { decodeCifar } from '../../../src/training/data/cifar.ts';
import { decodeImageList } from '../../../src/training/data/csv.ts';
import type { Split } from '../../../src/training/data/data-set.ts';
import type { DataFile, Decoded } from '../../../src/training/data/decoded.ts';
import { decodeDigits } from '../../../src/training/data/digits.ts';
import { decodeIdxSplit } from '../../../src/training/data/idx.ts';
import { edgeBytes, judgeImage } from '../../../src/training/data/image-bytes.ts';
import { decodeNpy } from '../../../src/training/data/npy.ts';
import { decodeTar } from '../../../src/training/data/tar.ts';
import { ascii, cifarRecord, idxBytes, joined, npyBytes, ramp, tarBytes, zipBytes } from './support.ts';

type Edit =
  | { readonly kind: 'set' | 'insert'; readonly at: number; readonly byte: number }
  | { readonly kind: 'cut'; readonly at: number };

/** Places as fractions: most edits hit the header, where they matter. */
const place = fc.oneof(fc.double({ min: 0, max: 0.05, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }));
const edits = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constantFrom('set' as const, 'insert' as const),
      at: place,
      byte: fc.oneof(fc.nat(255), fc.constantFrom(0, 255, 128)),
    }),
    fc.record({ kind: fc.constant('cut' as const), at: place }),
  ),
  { minLength: 1, maxLength: 4 },
);

function edited(bytes: Uint8Array, changes: readonly Edit[]): Uint8Array {
  return changes.reduce((text, change) => {
    const at = Math.floor(change.at * text.length);
    if (change.kind === 'cut') return text.slice(0, at);
    const rest = text.slice(change.kind === 'set' ? at + 1 : at);
    return joined(text.slice(0, at), Uint8Array.of(change.byte), rest);
  }, bytes);
}

function checkSplit(decoded: Decoded<Split>): void {
  if (decoded.problem !== undefined) {
    expect(decoded.problem.found).not.toBe('');
    return;
  }
  const { count, labels, shape, pixels } = decoded.value;
  expect(labels).toHaveLength(count);
  expect(pixels).toHaveLength(count * (shape ?? []).reduce((size, extent) => size * extent, 1));
}

const file = (bytes: Uint8Array): DataFile => ({ name: 'file', bytes });
const idxLabels = file(idxBytes([6], ramp(6)));
const labels = decodeNpy(file(npyBytes('|u1', [6], ramp(6))));
const npy = npyBytes('<f4', [6, 2, 2], new Uint8Array(Float32Array.from(ramp(24)).buffer));

const decoders: Readonly<Record<string, readonly [bytes: Uint8Array, check: (bytes: Uint8Array) => void]>> = {
  idx: [idxBytes([6, 4, 4], ramp(96)), (bytes) => checkSplit(decodeIdxSplit(file(bytes), idxLabels, 10))],
  'idx labels': [
    idxLabels.bytes,
    (bytes) => checkSplit(decodeIdxSplit(file(idxBytes([6, 2, 2], ramp(24))), file(bytes))),
  ],
  'cifar-10': [joined(cifarRecord([1], 5), cifarRecord([2], 6)), (bytes) => checkSplit(decodeCifar([file(bytes)], 10))],
  'cifar-100': [cifarRecord([1, 99], 5), (bytes) => checkSplit(decodeCifar([file(bytes)], 100))],
  npy: [npy, (bytes) => checkSplit(decodeArraySplit(decodeNpy(file(bytes)), labels))],
  npz: [
    zipBytes('images.npy', npyBytes('|u1', [6, 2, 2], ramp(24))),
    (bytes) => {
      const decoded = decodeNpz(file(bytes));
      if (decoded.problem === undefined) checkSplit({ value: decoded.value.train });
    },
  ],
  list: [
    ascii('path,label,split\n"a ""b"".png",cat,train\nc.png,dog,test\nd/e.png,cat,train\n'),
    (bytes) => {
      const decoded = decodeImageList(file(bytes));
      if (decoded.problem !== undefined) return;
      const { paths, classes, labels: numbers, isTest } = decoded.value;
      expect(numbers).toHaveLength(paths.length);
      expect(isTest ?? paths).toHaveLength(paths.length);
      expect(numbers.every((label) => label >= 0 && label < classes.length)).toBe(true);
    },
  ],
  digits: [
    ascii(JSON.stringify({ data: new Array(784).fill(0.5) })),
    (bytes) => checkSplit(decodeDigits([file(bytes)])),
  ],
  tar: [
    tarBytes({ 'a/b.bin': ramp(700), 'c.txt': 'text' }),
    (bytes) => {
      const decoded = decodeTar(file(bytes));
      for (const { name } of decoded.value ?? []) expect(typeof name).toBe('string');
    },
  ],
  image: [
    joined(ascii('\u0089PNG\r\n\u001a\n'), ramp(90), ascii('IEND')),
    (bytes) => {
      const verdict = judgeImage(bytes.subarray(0, edgeBytes), bytes.subarray(-edgeBytes), bytes.length);
      expect(['whole', 'unsure', 'problem']).toContain(verdict.kind);
    },
  ],
};

describe('malformed files', () => {
  for (const [name, [bytes, check]] of Object.entries(decoders)) {
    it(`as ${name} are refused or read, never a crash`, () => {
      check(bytes);
      fc.assert(
        fc.property(edits, (changes) => check(edited(bytes, changes))),
        { seed: 11, numRuns: 600 },
      );
    });
  }
});
