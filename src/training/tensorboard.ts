/**
 * Event files as TensorBoard reads them: records of a protocol-buffer message each, framed by its length and by
 * masked CRC-32C sums of length and message (TensorFlow's record format).
 */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

export interface Scalar {
  /** As TensorBoard groups them: `loss/train`. */
  readonly tag: string;
  readonly value: number;
}

/** The record with which a file begins. Time is in seconds since 1970. */
export function versionRecord(seconds: number): Uint8Array {
  return record(event(seconds, 0).tag(3, WireType.LengthDelimited).string('brain.Event:2').finish());
}

/** The values of one step. */
export function scalarsRecord(seconds: number, step: number, scalars: readonly Scalar[]): Uint8Array {
  const summary = new BinaryWriter();
  for (const { tag, value } of scalars) {
    summary.tag(1, WireType.LengthDelimited).fork();
    summary.tag(1, WireType.LengthDelimited).string(tag).tag(2, WireType.Bit32).float(value).join();
  }
  return record(event(seconds, step).tag(5, WireType.LengthDelimited).bytes(summary.finish()).finish());
}

function event(seconds: number, step: number): BinaryWriter {
  return new BinaryWriter().tag(1, WireType.Bit64).double(seconds).tag(2, WireType.Varint).int64(step);
}

function record(message: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + message.length + 4);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(message.length), true);
  view.setUint32(8, masked(crc32c(bytes.subarray(0, 8))), true);
  bytes.set(message, 12);
  view.setUint32(12 + message.length, masked(crc32c(message)), true);
  return bytes;
}

/** A sum of data that holds sums itself would be weak: TensorFlow rotates it and adds a constant. */
function masked(sum: number): number {
  return (((sum >>> 15) | (sum << 17)) + 0xa282ead8) >>> 0;
}

/** Castagnoli's polynomial, reflected. */
const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

export function crc32c(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (sum >>> 8) ^ (table[(sum ^ byte) & 0xff] ?? 0);
  return (sum ^ 0xffffffff) >>> 0;
}
