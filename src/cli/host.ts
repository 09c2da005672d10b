/** The compiler's host on Node: the standard library from the package, other files from the disk. */
import { dirname, resolve } from 'node:path';
import type { Host } from '../compiler/modules.ts';
import type { SourceFile } from '../diagnostics/diagnostic.ts';
import { displayPath, type ReadLog, readNoted } from './files.ts';
import { libraryNames, libraryPath, ownPath } from './package.ts';

/** Notes in `reads` what it reads, and what it could not: a watcher looks at both. */
export function nodeHost(reads: ReadLog = new Map()): Host {
  const names = libraryNames();
  const read = (target: string, path: string, library: boolean): SourceFile | undefined => {
    const reading = readNoted(target, reads);
    return reading.kind === 'text' ? { path, text: reading.text, library } : undefined;
  };
  return {
    libraryNames: names,
    library: (name) => (names.includes(name) ? read(ownPath(libraryPath(name)), libraryPath(name), true) : undefined),
    file: (path, from) => {
      // Paths of sources are relative to the current folder; standard input counts as a file in it.
      const target = resolve(dirname(from.path), path);
      return read(target, displayPath(target), false);
    },
  };
}
