/** Reading sources and writing files on the user's machine, with plain words for what goes wrong. */
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** A source of more bytes than this is no source: a weight file, an archive. */
export const maximumBytes = 16 * 1024 * 1024;
const chunkBytes = 64 * 1024;

export type Reading =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'failure'; readonly reason: string };

/** A file's text, byte order mark included, so that offsets are those of the file. */
export function readText(path: string): Reading {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const stat = fstatSync(descriptor);
    if (stat.isDirectory()) return failure('it is a folder');
    if (stat.size > maximumBytes) return tooLarge();
    return decodeText(readBytes(descriptor));
  } catch (error) {
    return failure(reasonOf(error));
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Up to one chunk more than allowed: pipes and devices do not tell their size, and some have no end. */
function readBytes(descriptor: number): Buffer {
  const chunks: Buffer[] = [];
  let total = 0;
  while (total <= maximumBytes) {
    const chunk = Buffer.alloc(chunkBytes);
    const count = readSync(descriptor, chunk);
    if (count === 0) break;
    chunks.push(chunk.subarray(0, count));
    total += count;
  }
  return Buffer.concat(chunks);
}

export function decodeText(bytes: Uint8Array): Reading {
  if (bytes.length > maximumBytes) return tooLarge();
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? failure('it is a binary file, not text') : { kind: 'text', text };
  } catch {
    return failure('it is not UTF-8 text');
  }
}

export function tooLarge(): Reading & { readonly kind: 'failure' } {
  return failure(`it is larger than ${maximumBytes / 1024 / 1024} MiB, the most that is read`);
}

export function failure(reason: string): Reading & { readonly kind: 'failure' } {
  return { kind: 'failure', reason };
}

export interface Replacing {
  /** On the disk itself when this returns, so that a loss of power leaves the old file or the new one too. */
  readonly durable?: boolean;
}

/**
 * A new file, or the whole of an old one: whoever reads it sees the old content or the new. An old file's permissions
 * stay; a symbolic link stays one, and the file that it leads to is replaced. Throws what the file system throws.
 */
export function replaceFile(path: string, pieces: readonly Uint8Array[], { durable = false }: Replacing = {}): void {
  const before = statOf(path);
  const target = before ? realpathSync(path) : path;
  // Short, as the target's name may be as long as names can be; hidden, for whoever lists the folder meanwhile.
  const unfinished = join(dirname(target), `.netwright-${randomUUID()}.tmp`);
  const descriptor = openSync(unfinished, 'wx', before?.mode);
  try {
    try {
      for (const piece of pieces) writeAll(descriptor, piece);
      if (durable) fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    // The mode of a new file is cut by the umask.
    if (before) chmodSync(unfinished, before.mode & 0o7777);
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

function writeAll(descriptor: number, piece: Uint8Array): void {
  for (let done = 0; done < piece.length; ) done += writeSync(descriptor, piece, done);
}

/** As `replaceFile`; gives the reason where it fails. */
export function writeWhole(path: string, content: string | Uint8Array, how: Replacing = {}): string | undefined {
  try {
    replaceFile(path, [typeof content === 'string' ? new TextEncoder().encode(content) : content], how);
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

/** Undefined where there is nothing, or a link that leads to nothing. */
export function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

/** In plain words ("no such file"), from an error of the file system or of a transfer. */
export function reasonOf(error: unknown): string {
  const { code, message, cause } = error as NodeJS.ErrnoException & { readonly cause?: unknown };
  const known = reasons.get(code ?? '');
  if (known !== undefined) return known;
  return cause instanceof Error ? reasonOf(cause) : (message ?? String(error));
}

export const noSuchFile = 'no such file';

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', noSuchFile],
  ['ENOTDIR', 'a part of its path is not a folder'],
  ['EISDIR', 'it is a folder'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'no space is left'],
  ['ELOOP', 'its symbolic links lead in a circle'],
  ['ENAMETOOLONG', 'its name is too long'],
  ['EMFILE', 'too many files are open'],
  ['ENXIO', 'it is a socket or a device'],
  ['ENOTFOUND', 'its name could not be resolved; is there a network?'],
  ['EAI_AGAIN', 'its name could not be resolved; is there a network?'],
  ['ECONNREFUSED', 'it refused the connection'],
  ['ECONNRESET', 'the connection broke'],
  ['ETIMEDOUT', 'it did not answer'],
  ['UND_ERR_CONNECT_TIMEOUT', 'it did not answer'],
  ['UND_ERR_SOCKET', 'the connection broke'],
]);
