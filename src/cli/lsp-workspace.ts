/** The files an editor has open, and the way from its addresses to the compiler's paths and back. */

import { dirname, isAbsolute, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { examine } from '../analysis/examine.ts';
import type { Host, ParseCache } from '../compiler/modules.ts';
import type { SourceFile } from '../diagnostics/diagnostic.ts';
import { type Document, documentOf } from '../language/document.ts';
import { readText } from '../machine/files.ts';
import { nodeHost } from './host.ts';
import { isLibraryPath, ownPath } from './package.ts';

export interface Workspace {
  /** By address. */
  readonly open: ReadonlyMap<string, TextDocument>;
  readonly host: Host;
  readonly cache: ParseCache;
  /** What was made of the open files, until one of them changes. */
  readonly documents: Map<string, Document>;
}

export function workspace(open: ReadonlyMap<string, TextDocument>): Workspace {
  const library = nodeHost();
  const host: Host = {
    ...library,
    // The library stays the same while the server runs.
    library: remembered((name) => library.library(name)),
    file: (path, from) => {
      const target = resolve(dirname(from.path), path);
      const shown = shownAt(open, target);
      if (shown) return sourceOf(shown);
      const reading = readText(target);
      return reading.kind === 'text' ? { path: target, text: reading.text, library: false } : undefined;
    },
  };
  return { open, host, cache: new Map(), documents: new Map() };
}

/** By path: editors write one address in several ways. */
function shownAt(open: ReadonlyMap<string, TextDocument>, path: string): TextDocument | undefined {
  return [...open.values()].find(({ uri }) => pathOf(uri) === path);
}

function remembered<T>(make: (name: string) => T): (name: string) => T {
  const made = new Map<string, T>();
  return (name) => {
    const known = made.get(name);
    if (known !== undefined) return known;
    const value = make(name);
    made.set(name, value);
    return value;
  };
}

/** Of an open file; made when it is first asked for. */
export function documentAt({ open, host, cache, documents }: Workspace, uri: string): Document | undefined {
  const known = documents.get(uri);
  if (known) return known;
  const shown = open.get(uri);
  if (!shown) return undefined;
  const others = [...open.values()].filter((each) => each !== shown).map(sourceOf);
  const document = documentOf(examine(sourceOf(shown), host, { cache }), host, cache, others);
  documents.set(uri, document);
  return document;
}

/** Where a file is new, or its text is: every file may use it, so all are looked at anew when they are asked for. */
export function forget({ documents }: Workspace): void {
  documents.clear();
}

export function sourceOf(shown: TextDocument): SourceFile {
  return { path: pathOf(shown.uri), text: shown.getText(), library: false };
}

/** The path of a file; the address itself for a text that is in no file yet. */
export function pathOf(uri: string): string {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : uri;
  } catch {
    return uri;
  }
}

/** The address of a path of the compiler: its own for a file of the library. */
export function uriOf(path: string): string {
  if (isLibraryPath(path)) return pathToFileURL(ownPath(path)).href;
  return isAbsolute(path) ? pathToFileURL(path).href : path;
}

/** The text of any file that the compiler read, as the protocol counts its lines. */
export function textOf({ open }: Workspace, document: Document, path: string): TextDocument {
  const shown = shownAt(open, path);
  if (shown) return shown;
  const text = document.examined.compilation.sources.get(path)?.text ?? otherText(document, path);
  return TextDocument.create(uriOf(path), 'arch', 0, text);
}

/** A file of the library that is named but not used. */
function otherText({ host }: Document, path: string): string {
  for (const name of host.libraryNames) {
    const file = host.library(name);
    if (file?.path === path) return file.text;
  }
  const reading = readText(path);
  return reading.kind === 'text' ? reading.text : '';
}
