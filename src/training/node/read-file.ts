/** Reads files of data into memory, unpacked where they are compressed. */

import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { reasonOf } from '../../machine/files.ts';
import type { DataFile } from '../data/decoded.ts';
import type { Outcome } from './outcome.ts';

const unpack = promisify(gunzip);
/** Guards against archives that unpack to more than any machine holds. */
const maximumBytes = 2 ** 32;

export async function readData(path: string): Promise<Outcome<DataFile>> {
  let bytes: Uint8Array;
  try {
    const { size } = await stat(path);
    if (size > maximumBytes) return { problem: `cannot read ${path}: it has ${(size / 2 ** 30).toFixed(1)} GiB` };
    bytes = await readFile(path);
  } catch (error) {
    return { problem: `cannot read ${path}: ${reasonOf(error)}` };
  }
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return { value: { name: path, bytes } };
  try {
    return { value: { name: path, bytes: await unpack(bytes, { maxOutputLength: maximumBytes }) } };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'Z_BUF_ERROR' ? `it is cut off (${bytes.length} bytes are there)` : reasonOf(error);
    return { problem: `cannot unpack ${path}: ${reason}` };
  }
}

/** All of them, or the first problem. */
export async function readAll(paths: readonly string[]): Promise<Outcome<readonly DataFile[]>> {
  const files: DataFile[] = [];
  for (const path of paths) {
    const file = await readData(path);
    if (file.problem !== undefined) return file;
    files.push(file.value);
  }
  return { value: files };
}

export async function exists(path: string): Promise<'file' | 'folder' | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found === undefined ? undefined : found.isDirectory() ? 'folder' : 'file';
}
