/** Hosts and shortcuts for tests: files from the tree or from memory, the real standard library. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Examined, examine } from '../../src/analysis/examine.ts';
import type { CompileOptions } from '../../src/compiler/compile.ts';
import type { Host, ParseCache } from '../../src/compiler/modules.ts';
import type { SourceFile } from '../../src/diagnostics/diagnostic.ts';

export const root = join(import.meta.dirname, '../..');

const libraryNames = readdirSync(join(root, 'blocks')).map((file) => file.replace(/\.arch$/, ''));

/** Parsed library files, once for all tests of a run. */
export const cache: ParseCache = new Map();

/** Reads `use "path"` from `files` (by path), else from the disk relative to the tree's root. */
export function testHost(files: Readonly<Record<string, string>> = {}): Host {
  return {
    libraryNames,
    library: (name) => (libraryNames.includes(name) ? read(`blocks/${name}.arch`, true) : undefined),
    file(path, from) {
      const target = join(dirname(from.path), path);
      const text = files[target];
      if (text !== undefined) return { path: target, text, library: false };
      return existsSync(join(root, target)) ? read(target, false) : undefined;
    },
  };
}

/** A file of the tree by its path from the root. */
export function read(path: string, library = false): SourceFile {
  return { path, text: readFileSync(join(root, path), 'utf8'), library };
}

export function examineFile(path: string, options: CompileOptions = {}): Examined {
  return examine(read(path), testHost(), { cache, ...options });
}

export function examineText(text: string, options: CompileOptions = {}, files: Record<string, string> = {}): Examined {
  return examine({ path: 'test.arch', text, library: false }, testHost(files), { cache, ...options });
}

/** A network around some steps, on a map of 64 x 32 x 32. */
export function network(steps: string, input = '[64, 32, 32]'): string {
  return `network Test {\n  input image ${input}\n  ${steps}\n}\n`;
}
