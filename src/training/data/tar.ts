/** Files in a tar archive: ustar, with the long names of GNU and of POSIX. */
import { counted, type DataFile, type Decoded, looksLike, malformed, textOf } from './decoded.ts';

const block = 512;

/** All plain files, in order; folders and links are left out. Bytes are views of the archive's. */
export function decodeTar({ name, bytes }: DataFile): Decoded<readonly DataFile[]> {
  const files: DataFile[] = [];
  let longName: string | undefined;
  for (let at = 0; ; ) {
    const header = bytes.subarray(at, at + block);
    if (header.length < block) {
      // Two blocks of zeros end an archive; some writers leave them out.
      if (header.length === 0 && files.length > 0) return { value: files };
      const found = at === 0 ? looksLike(bytes) : 'the archive ends within a header';
      return malformed({ file: name, offset: at, found, wanted: 'a whole tar archive' });
    }
    if (header.every((byte) => byte === 0)) return { value: files };
    if (!hasRightSum(header)) {
      const found = at === 0 ? looksLike(bytes) : 'a header whose sum is wrong';
      return malformed({ file: name, offset: at, found, wanted: 'a header of a tar archive' });
    }
    const size = numberAt(header, 124, 12);
    const data = bytes.subarray(at + block, at + block + size);
    if (!Number.isSafeInteger(size) || data.length < size) {
      const found = `${counted(data.length)} bytes of ${textAt(header, 0, 100)}`;
      return malformed({ file: name, offset: at + block, found, wanted: counted(size) });
    }
    const type = String.fromCharCode(header[156] ?? 0);
    if (type === 'L') longName = textAt(data, 0, size);
    else if (type === 'x') longName = pathOf(data) ?? longName;
    else if (type !== 'g') {
      const prefix = textAt(header, 257, 5) === 'ustar' ? textAt(header, 345, 155) : '';
      const short = textAt(header, 0, 100);
      const path = longName ?? (prefix === '' ? short : `${prefix}/${short}`);
      if (type === '0' || type === '\0') files.push({ name: path, bytes: data });
      longName = undefined;
    }
    at += block + Math.ceil(size / block) * block;
  }
}

function textAt(bytes: Uint8Array, start: number, length: number): string {
  const field = bytes.subarray(start, start + length);
  const end = field.indexOf(0);
  return textOf(end < 0 ? field : field.subarray(0, end));
}

/** Octal digits, or base 256 where the first bit is set. */
function numberAt(bytes: Uint8Array, start: number, length: number): number {
  const first = bytes[start] ?? 0;
  if (first < 0x80) return Number.parseInt(textAt(bytes, start, length).trim() || '0', 8);
  return bytes.subarray(start + 1, start + length).reduce((value, byte) => value * 256 + byte, first & 0x7f);
}

/** The sum of all bytes, those of the sum itself counted as blanks. */
function hasRightSum(header: Uint8Array): boolean {
  const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
  return sum === numberAt(header, 148, 8);
}

/** The path in the records of a POSIX header: "LENGTH path=VALUE\n". */
function pathOf(data: Uint8Array): string | undefined {
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(textOf(data))?.[1];
}
