/** Definition, references and highlights: what the resolved names of one file, or several, tell. */
import type { Host, LoadedModule } from '../compiler/modules.ts';
import { load } from '../compiler/modules.ts';
import type { SourceFile, Span } from '../diagnostics/diagnostic.ts';
import type { Document } from './document.ts';
import { keyOf, type Occurrence } from './meanings.ts';
import { resolveNames } from './resolve.ts';

export function occurrenceAt({ names }: Document, offset: number): Occurrence | undefined {
  const touching = names.occurrences.filter(({ span }) => span.start <= offset && offset <= span.end);
  // Between two names that touch, as in `in.channels`, the one that begins here.
  return touching.at(-1);
}

/** Where the name at an offset is declared; for a file behind `use`, its beginning. */
export function definition(document: Document, offset: number): Span | undefined {
  const occurrence = occurrenceAt(document, offset);
  const meaning = occurrence?.meaning;
  switch (meaning?.kind) {
    case 'declared':
      return meaning.declared.name.span;
    case 'module':
      return beginning(document.host.library(meaning.module));
    case 'path':
      return beginning(document.host.file(meaning.path, document.module.file));
    default:
      return undefined;
  }
}

function beginning(file: SourceFile | undefined): Span | undefined {
  return file && { file: file.path, start: 0, end: 0 };
}

export interface FileOccurrences {
  readonly file: SourceFile;
  /** In the order of the text. */
  readonly occurrences: readonly Occurrence[];
}

/** The files that can speak of the names of this one: itself, those it uses, and the others that are given. */
export function relatedModules({ module, host, cache, others }: Document): readonly LoadedModule[] {
  const found = new Map<string, LoadedModule>([[module.file.path, module]]);
  const queue: LoadedModule[] = [module];
  for (const other of others) {
    if (found.has(other.path)) continue;
    const loaded = load(other, host, cache).main;
    found.set(other.path, loaded);
    queue.push(loaded);
  }
  for (let at = queue.pop(); at; at = queue.pop()) {
    for (const used of usedModules(at, host)) {
      if (found.has(used.path)) continue;
      const loaded = load(used, host, cache).main;
      found.set(used.path, loaded);
      queue.push(loaded);
    }
  }
  return [...found.values()];
}

function usedModules({ file, syntax }: LoadedModule, host: Host): readonly SourceFile[] {
  return syntax.uses.flatMap(({ source }) => {
    const used = source.kind === 'path' ? host.file(source.path, file) : host.library(source.name.text);
    return used ? [used] : [];
  });
}

/** All places of the name at an offset, file by file; the declaration among them. Files without any are left out. */
export function references(document: Document, offset: number): readonly FileOccurrences[] {
  const occurrence = occurrenceAt(document, offset);
  if (!occurrence || occurrence.meaning.kind === 'unknown') return [];
  const { meaning } = occurrence;
  // `in`, `channels` and words mean something anew at each place.
  if (meaning.kind === 'in' || meaning.kind === 'property') return [];
  const modules = meaning.kind === 'declared' ? relatedModules(document) : [document.module];
  const key = keyOf(meaning);
  return modules.flatMap((module) => {
    const resolved = module === document.module ? document.names : resolveNames(module);
    const occurrences = resolved.occurrences.filter((each) => keyOf(each.meaning) === key);
    return occurrences.length === 0 ? [] : [{ file: module.file, occurrences }];
  });
}

/** The places within the file alone. */
export function highlights(document: Document, offset: number): readonly Occurrence[] {
  const { path } = document.module.file;
  return references(document, offset).find(({ file }) => file.path === path)?.occurrences ?? [];
}
