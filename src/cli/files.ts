/** Reading and writing source files, with plain words for what goes wrong. */
import {
  chmodSync,
  closeSync,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { cwd, pid, stdin } from 'node:process';
import type { SourceFile } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { isLibraryPath, ownPath } from './package.ts';

/** A source of more bytes than this is no source: a weight file, an archive. */
const maximumBytes = 16 * 1024 * 1024;
const chunkBytes = 64 * 1024;
/** The name of standard input on the command line, and in messages. */
export const stdinArgument = '-';
export const stdinPath = '<stdin>';

/** What was read, by absolute path; undefined for what could not be. */
export type Reads = ReadonlyMap<string, string | undefined>;
export type ReadLog = Map<string, string | undefined>;

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
    return decode(readBytes(descriptor));
  } catch (error) {
    return failure(reasonOf(error));
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** All of standard input. */
export async function readStdin(): Promise<Reading> {
  const chunks: Buffer[] = [];
  let total = 0;
  try {
    for await (const chunk of stdin) {
      const bytes = Buffer.from(chunk);
      chunks.push(bytes);
      total += bytes.length;
      if (total > maximumBytes) return tooLarge();
    }
  } catch (error) {
    return failure(reasonOf(error));
  }
  return decode(Buffer.concat(chunks));
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

function decode(bytes: Buffer): Reading {
  if (bytes.length > maximumBytes) return tooLarge();
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? failure('it is a binary file, not text') : { kind: 'text', text };
  } catch {
    return failure('it is not UTF-8 text');
  }
}

function tooLarge(): Reading {
  return failure(`it is larger than ${maximumBytes / 1024 / 1024} MiB, the most that is read`);
}

function failure(reason: string): Reading {
  return { kind: 'failure', reason };
}

/** "no such file", from an error of the file system. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return reasons.get(code ?? '') ?? message;
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'no such file'],
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
]);

/**
 * The name that messages show: relative to the current folder, absolute where that is shorter. One file has one
 * such path, however it was written. A user's `blocks/residual.arch` is told from the library's.
 */
export function displayPath(path: string): string {
  const absolute = resolve(path);
  const short = relative(cwd(), absolute);
  const shown = short === '' || (short.startsWith('..') && short.length > absolute.length) ? absolute : short;
  const portable = shown.split(sep).join('/');
  return isLibraryPath(portable) && absolute !== ownPath(portable) ? `./${portable}` : portable;
}

export interface Gathered {
  readonly files: readonly SourceFile[];
  /** One line each for what could not be read. */
  readonly failures: readonly string[];
  /** Folders that were given; their files may change while one watches. */
  readonly folders: readonly string[];
}

/** As `readText`, and notes in `reads` what was found. */
export function readNoted(path: string, reads: ReadLog): Reading {
  const reading = readText(path);
  reads.set(resolve(path), reading.kind === 'text' ? reading.text : undefined);
  return reading;
}

/** The sources that a command line names: files, folders (with all `.arch` files in them), `-`. */
export async function gather(names: readonly string[], reads: ReadLog = new Map()): Promise<Gathered> {
  const files: SourceFile[] = [];
  const failures: string[] = [];
  const folders: string[] = [];
  const take = (path: string, reading: Reading, written: string): void => {
    if (reading.kind === 'text') files.push({ path, text: reading.text, library: false });
    else failures.push(`cannot read ${written}: ${reading.reason}${suggestion(written, reading.reason)}`);
  };
  for (const name of names) {
    if (name === stdinArgument) take(stdinPath, await readStdin(), 'standard input');
    else if (isFolder(name)) {
      folders.push(name);
      const found = sourcesUnder(name);
      if (found.kind === 'failure') failures.push(`cannot read ${name}: ${found.reason}`);
      else if (found.paths.length === 0) failures.push(`no .arch file in ${name}`);
      else for (const path of found.paths) take(displayPath(path), readNoted(path, reads), displayPath(path));
    } else take(displayPath(name), readNoted(name, reads), name);
  }
  return { files, failures, folders };
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false; // The reading that follows says why.
  }
}

type Listing =
  | { readonly kind: 'paths'; readonly paths: readonly string[] }
  | { readonly kind: 'failure'; readonly reason: string };

/** All `.arch` files in a folder and those below it, sorted; hidden folders and installed packages left out. */
function sourcesUnder(folder: string): Listing {
  const paths: string[] = [];
  const open = [folder];
  try {
    for (let current = open.pop(); current !== undefined; current = open.pop()) {
      for (const entry of readdirSync(current, { withFileTypes: true })) {
        const path = join(current, entry.name);
        const hidden = entry.name.startsWith('.') || entry.name === 'node_modules';
        if (entry.isDirectory()) {
          if (!hidden) open.push(path);
        } else if (entry.name.endsWith('.arch')) paths.push(path);
      }
    }
  } catch (error) {
    return { kind: 'failure', reason: reasonOf(error) };
  }
  return { kind: 'paths', paths: paths.sort() };
}

/** "; did you mean resnet50.arch?", from the names in the folder. */
function suggestion(path: string, reason: string): string {
  if (reason !== reasons.get('ENOENT')) return '';
  try {
    const folder = dirname(path);
    const names = readdirSync(folder).filter((name) => name.endsWith('.arch'));
    const name = basename(path);
    const close = names.includes(`${name}.arch`) ? `${name}.arch` : nearest(name, names);
    return close === undefined ? '' : `; did you mean ${displayPath(join(folder, close))}?`;
  } catch {
    return '';
  }
}

/**
 * Replaces a file's text in one step: whoever reads it sees the old text or the new one. Keeps its permissions;
 * a symbolic link stays one, and the file that it leads to is replaced. Gives the reason where it fails.
 */
export function replaceText(path: string, text: string): string | undefined {
  let temporary: string | undefined;
  try {
    const real = realpathSync(path);
    const { mode } = statSync(real);
    const unfinished = join(dirname(real), `.${basename(real)}.${pid}.tmp`);
    writeFileSync(unfinished, text, { flag: 'wx', mode });
    temporary = unfinished;
    // The mode of a new file is cut by the umask.
    chmodSync(unfinished, mode & 0o7777);
    renameSync(unfinished, real);
    return undefined;
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { force: true });
    return reasonOf(error);
  }
}
