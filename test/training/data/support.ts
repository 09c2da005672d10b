/** Data files made byte by byte. */
import { deflateRawSync } from 'node:zlib';

export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

export function idxBytes(shape: readonly number[], data: Uint8Array): Uint8Array {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header[2] = 8;
  header[3] = shape.length;
  shape.forEach((extent, index) => {
    header.writeUInt32BE(extent, 4 + 4 * index);
  });
  return joined(header, data);
}

/** 0, 1, 2, ... up to 255, and again. */
export function ramp(length: number, step = 1): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * step) % 256);
}

export function npyBytes(type: string, shape: readonly number[], data: Uint8Array, fortran = false): Uint8Array {
  const order = fortran ? 'True' : 'False';
  const extents = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${type}', 'fortran_order': ${order}, 'shape': (${extents}), }`;
  const padded = `${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`;
  return joined(
    ascii('\u0093NUMPY'),
    Uint8Array.of(1, 0, padded.length % 256, padded.length >> 8),
    ascii(padded),
    data,
  );
}

/** One image, all of one value, after its labels. */
export function cifarRecord(labels: readonly number[], value: number): Uint8Array {
  return joined(Uint8Array.from(labels), new Uint8Array(3072).fill(value));
}

export function tarBytes(files: Readonly<Record<string, Uint8Array | string>>): Uint8Array {
  const parts = Object.entries(files).flatMap(([name, content]) => {
    const bytes = typeof content === 'string' ? ascii(content) : content;
    const header = Buffer.alloc(512);
    header.write(name.slice(0, 100), 0, 'latin1');
    header.write('0000644\0', 100);
    header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('        0', 148);
    header.write('ustar\u000000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return joined(...parts, Buffer.alloc(1024));
}

/** A zip archive with one deflated file, as far as a reader looks at it. */
export function zipBytes(name: string, content: Uint8Array): Uint8Array {
  const data = deflateRawSync(content);
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(8, 4);
  fields.writeUInt32LE(data.length, 14);
  fields.writeUInt32LE(content.length, 18);
  fields.writeUInt16LE(name.length, 22);
  const local = joined(ascii('PK\u0003\u0004'), fields, ascii(name), data);
  const central = joined(ascii('PK\u0001\u0002'), Uint8Array.of(20, 0), fields, Buffer.alloc(14), ascii(name));
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return joined(local, central, ascii('PK\u0005\u0006'), end);
}
