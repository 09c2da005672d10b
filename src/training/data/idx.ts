/** IDX, the format of MNIST: a big-endian header, then bytes (LeCun, "The MNIST database of handwritten digits"). */
import type { Split } from './data-set.ts';
import { counted, type DataFile, type Decoded, looksLike, malformed, many } from './decoded.ts';
import { checkLabels } from './split.ts';

export interface IdxArray {
  readonly shape: readonly number[];
  /** A view of the file's bytes. */
  readonly data: Uint8Array;
}

const unsignedByte = 0x08;
const otherTypes: ReadonlyMap<number, string> = new Map([
  [0x09, 'signed bytes'],
  [0x0b, '16-bit integers'],
  [0x0c, '32-bit integers'],
  [0x0d, '32-bit floats'],
  [0x0e, '64-bit floats'],
]);

/** Unsigned bytes of 1 to 4 dimensions. */
export function decodeIdx({ name, bytes }: DataFile): Decoded<IdxArray> {
  const [zero, none, type = 0, rank = 0] = bytes;
  if (bytes.length < 4 || zero !== 0 || none !== 0) {
    return malformed({
      file: name,
      offset: 0,
      found: looksLike(bytes),
      wanted: 'an IDX file, which begins with 00 00 08',
    });
  }
  if (type !== unsignedByte) {
    const found = otherTypes.get(type) ?? `the element type ${type}`;
    return malformed({ file: name, offset: 2, found, wanted: 'unsigned bytes (type 8)' });
  }
  if (rank < 1 || rank > 4) {
    return malformed({ file: name, offset: 3, found: many(rank, 'dimension'), wanted: '1 (labels), 3 or 4 (images)' });
  }
  const start = 4 + 4 * rank;
  if (bytes.length < start) {
    const found = `the file ends after ${many(bytes.length, 'byte')}`;
    return malformed({ file: name, offset: bytes.length, found, wanted: `a header of ${start} bytes` });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: rank }, (_, index) => view.getUint32(4 + 4 * index));
  const size = shape.reduce((product, extent) => product * extent, 1);
  const data = bytes.subarray(start);
  if (data.length !== size) {
    const found = `${many(data.length, 'byte')} of data`;
    const wanted = `${counted(size)}, as the header says (${shape.map(counted).join(' x ')})`;
    return malformed({ file: name, offset: start, found, wanted });
  }
  return { value: { shape, data } };
}

/** A pair of files; `classes` is how many the labels may name, any number up to 256 without it. */
export function decodeIdxSplit(images: DataFile, labels: DataFile, classes = 256): Decoded<Split> {
  const pixels = decodeIdx(images);
  if (pixels.problem) return pixels;
  const [count = 0, ...size] = pixels.value.shape;
  const [height = 0, width = 0] = size.slice(-2);
  const channels = size.length === 3 ? (size[0] ?? 0) : 1;
  if (size.length < 2 || count === 0 || height === 0 || width === 0 || (channels !== 1 && channels !== 3)) {
    const found = `an array of ${pixels.value.shape.map(counted).join(' x ')}`;
    return malformed({ file: images.name, offset: 4, found, wanted: 'images: count x height x width' });
  }
  const classOf = decodeIdx(labels);
  if (classOf.problem) return classOf;
  if (classOf.value.shape.length !== 1) {
    const found = `an array of ${classOf.value.shape.map(counted).join(' x ')}`;
    return malformed({ file: labels.name, offset: 4, found, wanted: 'labels: one number for each image' });
  }
  if (classOf.value.data.length !== count) {
    const found = many(classOf.value.data.length, 'label');
    const wanted = `${counted(count)}, one for each image of ${images.name}`;
    return malformed({ file: labels.name, offset: 4, found, wanted });
  }
  const split: Split = {
    count,
    labels: Int32Array.from(classOf.value.data),
    shape: [channels, height, width],
    pixels: pixels.value.data,
  };
  return checkLabels(split.labels, classes, labels.name, (image) => 8 + image) ?? { value: split };
}
