/** What the services look at: one file as the core understood it, and the way to others. */
import type { Examined } from '../analysis/examine.ts';
import { type Host, type LoadedModule, load, type ParseCache } from '../compiler/modules.ts';
import type { SourceFile } from '../diagnostics/diagnostic.ts';
import { type Resolution, resolveNames } from './resolve.ts';

export interface Document {
  readonly examined: Examined;
  /** The file with the blocks that `use` brings. */
  readonly module: LoadedModule;
  /** What its names mean. */
  readonly names: Resolution;
  readonly host: Host;
  /** The caller's, as in `examine`: files of the library are parsed once. */
  readonly cache: ParseCache;
  /** Other files of the user that may use blocks of this one: references are looked for in them too. */
  readonly others: readonly SourceFile[];
}

/** `examined` was made with the same host and cache. */
export function documentOf(
  examined: Examined,
  host: Host,
  cache: ParseCache,
  others: readonly SourceFile[] = [],
): Document {
  const module = load(examined.compilation.file, host, cache).main;
  return { examined, module, names: resolveNames(module), host, cache, others };
}

export function fileOf({ examined }: Document): SourceFile {
  return examined.compilation.file;
}

/** A file of the library as the services see it: its blocks by name, and what it uses itself. */
export function libraryModule({ host, cache }: Document, name: string): LoadedModule | undefined {
  const file = host.library(name);
  return file && load(file, host, cache).main;
}
