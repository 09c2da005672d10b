/** The binary version of CIFAR-10 and CIFAR-100: records of labels and 3 x 32 x 32 bytes (Krizhevsky 2009). */
import type { Split } from './data-set.ts';
import { counted, type DataFile, type Decoded, looksLike, malformed, many, textOf } from './decoded.ts';
import { checkLabels } from './split.ts';

const pixelBytes = 3 * 32 * 32;

/** CIFAR-100 has two label bytes, the coarse class before the fine one; the fine one is taken. */
const variants = { 10: { labelBytes: 1, classes: 10 }, 100: { labelBytes: 2, classes: 100 } } as const;
export type Cifar = keyof typeof variants;

/** One or more files as one split, in their order. */
export function decodeCifar(files: readonly DataFile[], variant: Cifar): Decoded<Split> {
  const { labelBytes, classes } = variants[variant];
  const record = labelBytes + pixelBytes;
  for (const { name, bytes } of files) {
    const rest = bytes.length % record;
    if (rest === 0 && bytes.length > 0) continue;
    const offset = bytes.length - rest;
    const found =
      offset === 0
        ? `${looksLike(bytes)} (${many(bytes.length, 'byte')} in all)`
        : `${many(rest, 'byte')} after ${many(offset / record, 'complete image')}`;
    return malformed({ file: name, offset, found, wanted: `records of ${counted(record)} bytes` });
  }
  const count = files.reduce((sum, { bytes }) => sum + bytes.length / record, 0);
  const labels = new Int32Array(count);
  const pixels = new Uint8Array(count * pixelBytes);
  let image = 0;
  for (const { name, bytes } of files) {
    const first = image;
    for (let at = 0; at < bytes.length; at += record, image += 1) {
      labels[image] = bytes[at + labelBytes - 1] ?? 0;
      pixels.set(bytes.subarray(at + labelBytes, at + record), image * pixelBytes);
    }
    const wrong = checkLabels(labels.subarray(first, image), classes, name, (index) => index * record + labelBytes - 1);
    if (wrong) return wrong;
  }
  return { value: { count, labels, shape: [3, 32, 32], pixels } };
}

/** The class names beside the images, one a line. */
export function decodeClassNames({ name, bytes }: DataFile, classes: number): Decoded<readonly string[]> {
  const names = textOf(bytes)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (names.length === classes) return { value: names };
  return malformed({ file: name, found: many(names.length, 'class name'), wanted: counted(classes) });
}
