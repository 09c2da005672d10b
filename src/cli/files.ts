/** The sources that a command line names, with plain words for what goes wrong. */
import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { cwd, stdin } from 'node:process';
import type { SourceFile } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import {
  decodeText,
  failure,
  maximumBytes,
  noSuchFile,
  type Reading,
  readText,
  reasonOf,
  tooLarge,
} from '../machine/files.ts';
import { isSkipped, isSourceName } from '../machine/sources.ts';
import { isLibraryPath, ownPath } from './package.ts';

/** The name of standard input on the command line, and in messages. */
export const stdinArgument = '-';
export const stdinPath = '<stdin>';

/** What was read, by absolute path; undefined for what could not be. */
export type Reads = ReadonlyMap<string, string | undefined>;
export type ReadLog = Map<string, string | undefined>;

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
  return decodeText(Buffer.concat(chunks));
}

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
        if (entry.isDirectory()) {
          if (!isSkipped(entry.name)) open.push(path);
        } else if (isSourceName(entry.name)) paths.push(path);
      }
    }
  } catch (error) {
    return { kind: 'failure', reason: reasonOf(error) };
  }
  return { kind: 'paths', paths: paths.sort() };
}

/** "; did you mean resnet50.arch?", from the names in the folder. */
function suggestion(path: string, reason: string): string {
  if (reason !== noSuchFile) return '';
  try {
    const folder = dirname(path);
    const names = readdirSync(folder).filter(isSourceName);
    const name = basename(path);
    const close = names.includes(`${name}.arch`) ? `${name}.arch` : nearest(name, names);
    return close === undefined ? '' : `; did you mean ${displayPath(join(folder, close))}?`;
  } catch {
    return '';
  }
}
