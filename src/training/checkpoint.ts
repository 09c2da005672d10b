/**
 * Checkpoints in safetensors: eight bytes with the length of a header, the header in JSON (name to type, shape and
 * place of each tensor, and text of our own under `__metadata__`), then the values, little-endian.
 */
import { strFromU8, strToU8 } from 'fflate';
import { count } from '../onnx/program.ts';
import type { StoredTensor, TrainingState } from './engine.ts';

export interface Checkpoint {
  readonly state: TrainingState;
  readonly metadata: Readonly<Record<string, string>>;
}

export type Decoded<T> = { readonly value: T } | { readonly problem: string };

/** Longer headers are refused, as the format's own library does. */
const largestHeader = 100_000_000;

/** The pieces of the file, in order; the tensors' memory is not copied. Tensors are sorted by name. */
export function encodeCheckpoint({ state, metadata }: Checkpoint): readonly Uint8Array[] {
  const tensors = [...state].sort(([a], [b]) => (a < b ? -1 : 1));
  let offset = 0;
  const entries = tensors.map(([name, { shape, data }]) => {
    const start = offset;
    offset += data.byteLength;
    return [name, { dtype: 'F32', shape, data_offsets: [start, offset] }] as const;
  });
  const header = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) });
  const bytes = strToU8(header);
  // Blanks at its end bring the values to a multiple of eight bytes.
  const length = Math.ceil(bytes.length / 8) * 8;
  const head = new Uint8Array(8 + length).fill(0x20);
  new DataView(head.buffer).setBigUint64(0, BigInt(length), true);
  head.set(bytes, 8);
  return [head, ...tensors.map(([, { data }]) => littleEndian(data))];
}

export function decodeCheckpoint(file: Uint8Array): Decoded<Checkpoint> {
  if (file.byteLength < 8) return { problem: `the file has ${file.byteLength} bytes: not even a header's length` };
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > largestHeader) return { problem: 'it does not begin with the length of a header: no safetensors file' };
  if (8 + length > file.byteLength) {
    return {
      problem: `the header should have ${length} bytes, and ${file.byteLength - 8} follow: the file is cut off`,
    };
  }
  const header = parseHeader(file.subarray(8, 8 + length));
  if (header === undefined) return { problem: 'the header is not a JSON object: no safetensors file' };
  return readTensors(header, file.subarray(8 + length));
}

function parseHeader(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const text = strFromU8(bytes);
    // What is no UTF-8 was replaced, and does not come back.
    const back = strToU8(text);
    if (back.length !== bytes.length || back.some((byte, index) => byte !== bytes[index])) return undefined;
    const header: unknown = JSON.parse(text);
    return isRecord(header) ? header : undefined;
  } catch {
    return undefined;
  }
}

function readTensors(header: Readonly<Record<string, unknown>>, values: Uint8Array): Decoded<Checkpoint> {
  const state = new Map<string, StoredTensor>();
  let covered = 0;
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const place = placeOf(entry);
    if (place === undefined) return { problem: `tensor '${name}': its entry in the header is not understood` };
    const { type, shape, start, end } = place;
    if (type !== 'F32') return { problem: `tensor '${name}' is of type ${type}; checkpoints hold F32` };
    if (end > values.byteLength) {
      return {
        problem: `tensor '${name}' ends at byte ${end} of the values, and there are ${values.byteLength}: the file is cut off`,
      };
    }
    if (end - start !== 4 * count(shape)) {
      const wanted = 4 * count(shape);
      return { problem: `tensor '${name}' [${shape.join(', ')}] needs ${wanted} bytes and has ${end - start}` };
    }
    covered += end - start;
    state.set(name, { shape, data: floats(values.subarray(start, end)) });
  }
  if (covered !== values.byteLength) {
    return { problem: `the tensors take ${covered} bytes, and the file has ${values.byteLength} of values` };
  }
  const metadata = isRecord(header.__metadata__) ? header.__metadata__ : {};
  const texts = Object.entries(metadata).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : []));
  return { value: { state, metadata: Object.fromEntries(texts) } };
}

function placeOf(entry: unknown): { type: string; shape: readonly number[]; start: number; end: number } | undefined {
  if (!isRecord(entry)) return undefined;
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== 'string' || !isCounts(shape) || !isCounts(offsets)) return undefined;
  const [start, end] = offsets;
  if (offsets.length !== 2 || start === undefined || end === undefined || start > end) return undefined;
  return { type: dtype, shape, start, end };
}

function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const hostIsLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function littleEndian(data: Float32Array): Uint8Array {
  if (hostIsLittleEndian) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const view = new DataView(new ArrayBuffer(data.byteLength));
  for (const [index, value] of data.entries()) view.setFloat32(4 * index, value, true);
  return new Uint8Array(view.buffer);
}

/** A copy: the file's memory may be given back, and its values need not start at a multiple of four. */
function floats(bytes: Uint8Array): Float32Array {
  // Not `slice`: that of Node's Buffer shares memory.
  const copy = new Uint8Array(bytes);
  if (hostIsLittleEndian) return new Float32Array(copy.buffer);
  const view = new DataView(copy.buffer);
  return Float32Array.from({ length: bytes.byteLength / 4 }, (_, index) => view.getFloat32(4 * index, true));
}
