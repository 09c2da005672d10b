/** Renaming: all places of a name at once, and only where everything else keeps its meaning. */
import { type Host, type LoadedModule, load } from '../compiler/modules.ts';
import type { SourceFile, Span, TextEdit } from '../diagnostics/diagnostic.ts';
import { applyEdits } from '../diagnostics/edits.ts';
import { lineTable, positionAt } from '../diagnostics/lines.ts';
import { lex } from '../syntax/lex.ts';
import type { Document } from './document.ts';
import { keyOf, meaningInWords, type Occurrence } from './meanings.ts';
import { occurrenceAt, references, relatedModules } from './occurrences.ts';
import { resolveNames } from './resolve.ts';

export type Renaming =
  /** Of every file that has the name. */
  | { readonly kind: 'edits'; readonly edits: readonly TextEdit[] }
  /** Why not, in a sentence. */
  | { readonly kind: 'refusal'; readonly reason: string };

/** The name that would be renamed, or why none can be; undefined where there is no name. */
export function renameable(
  document: Document,
  offset: number,
): { readonly span: Span; readonly text: string } | string | undefined {
  const occurrence = occurrenceAt(document, offset);
  if (!occurrence) return undefined;
  const { meaning, span, text } = occurrence;
  if (meaning.kind !== 'declared') {
    return meaning.kind === 'unknown'
      ? `\`${text}\` is declared nowhere, so there is nothing to rename.`
      : `\`${text}\` is ${meaningInWords(meaning)}, which belongs to the language.`;
  }
  const { file } = meaning.declared.name.span;
  if (isLibrary(document, file)) return `\`${text}\` is declared in the library, in ${file}, which cannot be changed.`;
  return { span, text };
}

function isLibrary(document: Document, path: string): boolean {
  return relatedModules(document).find(({ file }) => file.path === path)?.file.library ?? false;
}

/** Refuses what is no name, and what would change the meaning of any name. */
export function rename(document: Document, offset: number, name: string): Renaming {
  const target = renameable(document, offset);
  if (target === undefined) return refusal('There is no name here.');
  if (typeof target === 'string') return refusal(target);
  if (name === target.text) return { kind: 'edits', edits: [] };
  const problem = problemOfName(name);
  if (problem) return refusal(problem);
  const places = references(document, offset).filter(({ file }) => !file.library);
  const edits = places.flatMap(({ occurrences }) => occurrences.map(({ span }) => ({ span, text: name })));
  const clash = firstClash(document, target.text, name, edits);
  return clash ? refusal(clash) : { kind: 'edits', edits };
}

function refusal(reason: string): Renaming {
  return { kind: 'refusal', reason };
}

/** Undefined for a word that can be a name. */
function problemOfName(name: string): string | undefined {
  const { tokens, comments, diagnostics } = lex({ path: '', text: name, library: false });
  const [token] = tokens;
  const isWord = tokens.length === 1 && token?.image === name && comments.length === 0 && diagnostics.length === 0;
  if (isWord && token.tokenType.name === 'Identifier') return undefined;
  if (isWord && /^[a-z]+$/.test(name)) return `\`${name}\` is a word of the language and cannot be a name.`;
  return `\`${name}\` is no name: letters, digits and underscores, the first no digit.`;
}

/** Makes the edits on copies and looks whether every name still means what it meant. */
function firstClash(document: Document, from: string, to: string, edits: readonly TextEdit[]): string | undefined {
  const before = relatedModules(document).filter(({ file }) => !file.library);
  const changed = new Map<string, SourceFile>();
  for (const { file } of before) {
    const own = edits.filter(({ span }) => span.file === file.path);
    const text = applyEdits(file.text, own);
    if (text === undefined) return `The places of \`${from}\` overlap.`;
    if (own.length > 0) changed.set(file.path, { ...file, text });
  }
  const current = (file: SourceFile): SourceFile => changed.get(file.path) ?? file;
  const host: Host = {
    ...document.host,
    file: (path, around) => {
      const file = document.host.file(path, around);
      return file && current(file);
    },
  };
  const cache = new Map(document.cache);
  for (const module of before) {
    const after = load(current(module.file), host, cache).main;
    const clash = compare(module, after, from, to, edits);
    if (clash) return clash;
  }
  return undefined;
}

function compare(
  before: LoadedModule,
  after: LoadedModule,
  from: string,
  to: string,
  edits: readonly TextEdit[],
): string | undefined {
  const [old, now] = [resolveNames(before).occurrences, resolveNames(after).occurrences];
  const table = lineTable(before.file.text);
  const moved = (key: string): string => movedKey(key, edits, to.length - from.length);
  for (const [index, was] of old.entries()) {
    const is = now[index];
    const where = `${before.file.path}, line ${positionAt(table, was.span.start).line}`;
    if (!is) return `\`${to}\` cannot be the new name: it breaks the text at ${where}.`;
    if (moved(keyOf(was.meaning)) !== keyOf(is.meaning)) return mismatch(was, is, to, where);
    if (is.duplicate && !was.duplicate)
      return `\`${to}\` is taken: another name in the same braces is called so (${where}).`;
  }
  return duplicateBlock(after, before, to);
}

function mismatch(was: Occurrence, is: Occurrence, to: string, where: string): string {
  return (
    `\`${to}\` cannot be the new name: at ${where} \`${is.text}\` would mean ${meaningInWords(is.meaning)}, ` +
    `and not ${was.meaning.kind === 'declared' ? `the ${was.meaning.declared.kind} that is meant` : meaningInWords(was.meaning)}.`
  );
}

/** Two blocks of one name in a file, its own or brought by `use`. */
function duplicateBlock(after: LoadedModule, before: LoadedModule, to: string): string | undefined {
  if (after.blocks.size >= before.blocks.size) return undefined;
  return `\`${to}\` is taken: ${after.file.path} has another block of that name.`;
}

/** A declaration's key after the edits: its offset has moved by those before it. */
function movedKey(key: string, edits: readonly TextEdit[], by: number): string {
  const [, file, start] = /^(.*) (\d+)$/s.exec(key) ?? [];
  if (file === undefined || start === undefined) return key;
  const before = edits.filter(({ span }) => span.file === file && span.start < Number(start)).length;
  return `${file} ${Number(start) + before * by}`;
}
