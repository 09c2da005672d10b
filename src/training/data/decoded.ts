/** What decoders give: the value, or the place and the reason why there is none. None throws on malformed bytes. */

import { strFromU8 } from 'fflate';

export interface DataProblem {
  readonly file: string;
  /** Bytes from the start of the file, after decompression. */
  readonly offset?: number;
  /** From 1, in text. */
  readonly line?: number;
  readonly found: string;
  readonly wanted: string;
}

export type Decoded<T> =
  | { readonly value: T; readonly problem?: undefined }
  | { readonly value?: undefined; readonly problem: DataProblem };

/** Bytes of a file, with the name that messages show. */
export interface DataFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** UTF-8; what is none becomes U+FFFD. The language alone has no decoder of it. */
export function textOf(bytes: Uint8Array): string {
  return strFromU8(bytes);
}

export function malformed(problem: DataProblem): { readonly problem: DataProblem } {
  return { problem };
}

/** "train-labels, byte 4: 60,000 labels; wanted 59,999, one for each image of train-images". */
export function describeProblem({ file, offset, line, found, wanted }: DataProblem): string {
  const place =
    offset !== undefined ? `, byte ${counted(offset)}` : line !== undefined ? `, line ${counted(line)}` : '';
  return `${file}${place}: ${found}; wanted ${wanted}`;
}

/** 60000 as 60,000. */
export function counted(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** "1 image", "2 images". */
export function many(count: number, thing: string): string {
  return `${counted(count)} ${count === 1 ? thing : `${thing}s`}`;
}

/** Why bytes are not what they should be, where they are something known: web pages and archives under a wrong name. */
export function looksLike(bytes: Uint8Array): string {
  const start = String.fromCharCode(...bytes.subarray(0, 64));
  if (bytes.length === 0) return 'the file is empty';
  if (start.startsWith('\u001f\u008b')) return 'the bytes of a gzip file, not unpacked';
  if (start.startsWith('PK\u0003\u0004')) return 'the bytes of a zip archive';
  if (start.startsWith('\u0089PNG')) return 'the bytes of a PNG image';
  if (start.startsWith('\u00ff\u00d8\u00ff')) return 'the bytes of a JPEG image';
  if (/^\s*<(!doctype|html|\?xml)/i.test(start)) return 'a web page (HTML or XML)';
  if (/^version https:\/\/git-lfs/.test(start)) return 'a Git LFS pointer, not the file itself';
  if (/^[\t\n\r\x20-\x7e]+$/.test(start)) return `text, "${start.slice(0, 24).trim().replace(/\s+/g, ' ')}..."`;
  const hex = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0'));
  return `the bytes ${hex.join(' ')}`;
}
