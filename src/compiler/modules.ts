/** Files and what `use` brings from one into another. */
import { diagnose } from '../diagnostics/catalogue.ts';
import type { Diagnostic, Outcome, SourceFile } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { BlockDefinition, Module, Use } from '../syntax/ast.ts';
import type { Parsed } from '../syntax/parse.ts';
import { reparse } from '../syntax/reparse.ts';

/** How the compiler reaches other files; the shells (command line, browser, desktop) each give one. */
export interface Host {
  /** Names of the modules of the standard library. */
  readonly libraryNames: readonly string[];
  library(name: string): SourceFile | undefined;
  /** The file at `path`, relative to the file that says `use "path"`. */
  file(path: string, from: SourceFile): SourceFile | undefined;
}

/** Parsed files by path, kept by the caller between compilations. */
export type ParseCache = Map<string, ParsedText>;

/** Serves while the text is the same; a later text is parsed from what is known of an earlier one. */
export interface ParsedText {
  readonly text: string;
  readonly outcome: Outcome<Module>;
  /** Of this text, or of the latest before it whose tree tells all of its text. */
  readonly known?: Parsed | undefined;
}

export interface LoadedModule {
  readonly file: SourceFile;
  readonly syntax: Module;
  /** Blocks by the name they have in this file: its own, then those that `use` brings. */
  readonly blocks: ReadonlyMap<string, BlockReference>;
}

export interface BlockReference {
  readonly definition: BlockDefinition;
  readonly home: LoadedModule;
}

export interface Loaded {
  readonly main: LoadedModule;
  readonly sources: ReadonlyMap<string, SourceFile>;
  readonly diagnostics: readonly Diagnostic[];
}

interface Loading {
  readonly host: Host;
  readonly cache: ParseCache | undefined;
  readonly modules: Map<string, LoadedModule>;
  readonly sources: Map<string, SourceFile>;
  /** Files being loaded now, outermost first: meeting one again is a cycle. */
  readonly open: string[];
  readonly diagnostics: Diagnostic[];
}

export function load(main: SourceFile, host: Host, cache?: ParseCache): Loaded {
  const loading: Loading = { host, cache, modules: new Map(), sources: new Map(), open: [], diagnostics: [] };
  const module = loadFile(main, loading);
  return { main: module, sources: loading.sources, diagnostics: loading.diagnostics };
}

function loadFile(file: SourceFile, loading: Loading): LoadedModule {
  const known = loading.modules.get(file.path);
  if (known) return known;
  const { value: syntax, diagnostics } = parseCached(file, loading.cache);
  loading.sources.set(file.path, file);
  loading.diagnostics.push(...diagnostics);
  const blocks = new Map<string, BlockReference>();
  const module: LoadedModule = { file, syntax, blocks };
  loading.modules.set(file.path, module);
  loading.open.push(file.path);
  for (const definition of syntax.blocks) {
    declare(definition.name.text, { definition, home: module }, definition.name.span);
  }
  for (const use of syntax.uses) {
    for (const reference of brought(use, file, loading)) {
      declare(reference.definition.name.text, reference, use.block?.span ?? use.span);
    }
  }
  loading.open.pop();
  return module;

  function declare(name: string, reference: BlockReference, span: Use['span']): void {
    const earlier = blocks.get(name);
    if (!earlier) blocks.set(name, reference);
    else if (earlier.definition !== reference.definition) {
      const related = [{ span: earlier.definition.name.span, message: 'the first one is here' }];
      loading.diagnostics.push(diagnose('duplicate-name', { name, what: 'block' }, span, { related }));
    }
  }
}

export function parseCached(file: SourceFile, cache: ParseCache | undefined): Outcome<Module> {
  const entry = cache?.get(file.path);
  if (entry?.text === file.text) return entry.outcome;
  const parsed = reparse(entry?.known, file);
  const known = parsed.bounds === undefined ? entry?.known : parsed;
  cache?.set(file.path, { text: file.text, outcome: parsed.outcome, known });
  return parsed.outcome;
}

function brought(use: Use, from: SourceFile, loading: Loading): readonly BlockReference[] {
  const file = fileOf(use, from, loading);
  if (!file) return [];
  if (loading.open.includes(file.path)) {
    const chain = [...loading.open.slice(loading.open.indexOf(file.path)), file.path];
    loading.diagnostics.push(diagnose('import-cycle', { chain }, use.span));
    return [];
  }
  const module = loadFile(file, loading);
  const own = module.syntax.blocks.map((definition) => ({ definition, home: module }));
  if (!use.block) return own;
  const wanted = use.block.text;
  const found = own.find((reference) => reference.definition.name.text === wanted);
  if (found) return [found];
  const names = own.map((reference) => reference.definition.name.text);
  const close = nearest(wanted, names);
  const data = { module: moduleName(use), block: wanted, nearest: close };
  loading.diagnostics.push(diagnose('unknown-block', data, use.block.span));
  return [];
}

function fileOf(use: Use, from: SourceFile, loading: Loading): SourceFile | undefined {
  const { source } = use;
  if (source.kind === 'path') {
    const file = loading.host.file(source.path, from);
    if (!file) loading.diagnostics.push(diagnose('missing-file', { path: source.path }, source.span));
    return file;
  }
  const name = source.name.text;
  const file = loading.host.library(name);
  if (!file) {
    const known = loading.host.libraryNames;
    const close = nearest(name, known);
    const data = { name, known: [...known], nearest: close };
    loading.diagnostics.push(diagnose('unknown-module', data, source.name.span));
  }
  return file;
}

function moduleName(use: Use): string {
  return use.source.kind === 'path' ? use.source.path : use.source.name.text;
}
