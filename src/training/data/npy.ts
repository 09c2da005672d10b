/** Arrays of NumPy, `.npy` (format versions 1 to 3 of numpy.lib.format). */
import { counted, type DataFile, type Decoded, looksLike, malformed, many, textOf } from './decoded.ts';

export interface NpyArray {
  readonly name: string;
  readonly shape: readonly number[];
  /** NumPy's kind and bytes of an element: `u1`, `f4`. */
  readonly type: NpyType;
  readonly littleEndian: boolean;
  /** A view of the file's bytes, row by row. */
  readonly data: DataView;
  /** Of the data in the file. */
  readonly offset: number;
}

const readers = {
  b1: (view: DataView, at: number) => view.getUint8(at),
  u1: (view: DataView, at: number) => view.getUint8(at),
  i1: (view: DataView, at: number) => view.getInt8(at),
  u2: (view: DataView, at: number, little: boolean) => view.getUint16(at, little),
  i2: (view: DataView, at: number, little: boolean) => view.getInt16(at, little),
  u4: (view: DataView, at: number, little: boolean) => view.getUint32(at, little),
  i4: (view: DataView, at: number, little: boolean) => view.getInt32(at, little),
  u8: (view: DataView, at: number, little: boolean) => Number(view.getBigUint64(at, little)),
  i8: (view: DataView, at: number, little: boolean) => Number(view.getBigInt64(at, little)),
  f4: (view: DataView, at: number, little: boolean) => view.getFloat32(at, little),
  f8: (view: DataView, at: number, little: boolean) => view.getFloat64(at, little),
};
export type NpyType = keyof typeof readers;

const magic = '\u0093NUMPY';

export function decodeNpy({ name, bytes }: DataFile): Decoded<NpyArray> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wanted = 'a NumPy array, which begins with \\x93NUMPY';
  if (bytes.length < 12 || !magic.split('').every((letter, index) => letter.charCodeAt(0) === bytes[index])) {
    return malformed({ file: name, offset: 0, found: looksLike(bytes), wanted });
  }
  const version = bytes[6] ?? 0;
  if (version < 1 || version > 3) {
    return malformed({ file: name, offset: 6, found: `format version ${version}`, wanted: 'version 1, 2 or 3' });
  }
  const start = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (start + length > bytes.length) {
    const found = `a header of ${many(length, 'byte')} in a file of ${counted(bytes.length)}`;
    return malformed({ file: name, offset: 8, found, wanted: 'a complete header' });
  }
  const header = textOf(bytes.subarray(start, start + length));
  const described = /['"]descr['"]\s*:\s*['"]([<>|=]?)([a-zA-Z]\d*)['"]/.exec(header);
  const extents = /['"]shape['"]\s*:\s*\(([\d\s,]*)\)/.exec(header);
  if (described === null || extents === null) {
    const found = `the header ${header.trim().slice(0, 60)}`;
    return malformed({ file: name, offset: start, found, wanted: 'descr and shape of a plain array of numbers' });
  }
  if (/['"]fortran_order['"]\s*:\s*True/.test(header)) {
    const fix = 'row by row: save numpy.ascontiguousarray(array)';
    return malformed({ file: name, offset: start, found: 'an array stored column by column', wanted: fix });
  }
  const [, order, type = ''] = described;
  if (!isNpyType(type)) {
    const known = Object.keys(readers).join(', ');
    return malformed({ file: name, offset: start, found: `elements of type ${type}`, wanted: `one of ${known}` });
  }
  const shape = (extents[1] ?? '').split(',').flatMap((part) => (part.trim() === '' ? [] : [Number(part)]));
  const offset = start + length;
  const size = shape.reduce((product, extent) => product * extent, Number(type.slice(1)));
  if (bytes.length - offset !== size) {
    const found = `${many(bytes.length - offset, 'byte')} of data`;
    const explained = `${counted(size)} for an array of ${shape.map(counted).join(' x ')} of type ${type}`;
    return malformed({ file: name, offset, found, wanted: explained });
  }
  const data = new DataView(bytes.buffer, bytes.byteOffset + offset, size);
  return { value: { name, shape, type, littleEndian: order !== '>', data, offset } };
}

function isNpyType(type: string): type is NpyType {
  return Object.hasOwn(readers, type);
}

/** One number for each element. */
export function npyValues({ type, data, littleEndian }: NpyArray): Float64Array {
  const read = readers[type];
  const bytes = Number(type.slice(1));
  const values = new Float64Array(data.byteLength / bytes);
  for (let index = 0; index < values.length; index++) values[index] = read(data, index * bytes, littleEndian);
  return values;
}

/** Whole numbers from 0, one for each image: [N] or [N, 1]. */
export function npyLabels(array: NpyArray): Decoded<Int32Array> {
  const [, ...rest] = array.shape;
  if (array.shape.length === 0 || rest.some((extent) => extent !== 1)) {
    const found = `an array of ${array.shape.map(counted).join(' x ')}`;
    return malformed({ file: array.name, found, wanted: 'labels: one whole number for each image' });
  }
  const values = npyValues(array);
  const wrong = values.findIndex((value) => !Number.isInteger(value) || value < 0 || value > 65_535);
  if (wrong < 0) return { value: Int32Array.from(values) };
  const found = `the label ${values[wrong]} for image ${counted(wrong)}`;
  const offset = array.offset + wrong * Number(array.type.slice(1));
  return malformed({ file: array.name, offset, found, wanted: 'a whole number from 0' });
}

/** 0 to 255. Numbers up to 1 are taken for 0 to 1, unless they are stored as bytes. */
export function npyPixels(array: NpyArray): Decoded<Uint8Array> {
  const { type, data, name } = array;
  if (type === 'u1') return { value: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
  const values = npyValues(array);
  const wrong = values.findIndex((value) => !(value >= 0 && value <= 255));
  if (wrong >= 0) {
    const offset = array.offset + wrong * Number(type.slice(1));
    const wanted = 'pixels from 0 to 1 or from 0 to 255, before any normalisation';
    return malformed({ file: name, offset, found: `the value ${values[wrong]}`, wanted });
  }
  const factor = values.every((value) => value <= 1) ? 255 : 1;
  return { value: Uint8Array.from(values, (value) => Math.round(value * factor)) };
}
