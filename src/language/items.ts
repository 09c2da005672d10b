/** What a completion offers, and how it is written in: one form for names of every kind. */
import type { TextEdit } from '../diagnostics/diagnostic.ts';
import type { BlockDefinition, Module } from '../syntax/ast.ts';
import type { Callee, CalleeParameter } from './callee.ts';
import { describeKeyword, paragraphs } from './describe.ts';
import type { Keyword } from './keywords.ts';
import type { Declared } from './meanings.ts';
import { literal, place } from './snippet.ts';

export interface CompletionItem {
  readonly label: string;
  readonly kind:
    | 'operator'
    | 'block'
    | 'argument'
    | 'parameter'
    | 'name'
    | 'label'
    | 'function'
    | 'word'
    | 'figure'
    | 'keyword'
    | 'setting'
    | 'module'
    | 'property'
    | 'type';
  /** One line. */
  readonly detail: string;
  /** Markdown. */
  readonly doc: string;
  /** A snippet. */
  readonly insert: string;
  /** Lower ones go first; within a rank, in alphabetical order. */
  readonly rank: number;
  /** Edits elsewhere in the file: the `use` that a block of the library needs. */
  readonly edits: readonly TextEdit[];
}

export function item(
  kind: CompletionItem['kind'],
  label: string,
  rank: number,
  more: Partial<Omit<CompletionItem, 'kind' | 'label' | 'rank'>> = {},
): CompletionItem {
  return { kind, label, rank, detail: '', doc: '', insert: literal(label), edits: [], ...more };
}

/** What stands behind the word already. */
export interface Following {
  readonly parenthesis: boolean;
  readonly brace: boolean;
}

/** A call with its required arguments as places to fill in, and its braces. */
export function calleeItem(callee: Callee, rank: number, following: Following, asStep: boolean): CompletionItem {
  const { kind, name, signature, doc } = callee;
  return item(kind === 'record' ? 'setting' : kind, name, rank, {
    detail: signature,
    doc,
    insert: callSnippet(callee, following, asStep),
  });
}

function callSnippet({ name, kind, parameters, braces }: Callee, following: Following, asStep: boolean): string {
  if (following.parenthesis) return literal(name);
  const required = parameters.filter((parameter) => parameter.required);
  const places = required.map(({ name: parameter, positional }, index) =>
    positional ? place(index + 1, parameter) : `${literal(parameter)} = ${place(index + 1, parameter)}`,
  );
  const call = places.length > 0 || kind === 'function' ? `${literal(name)}(${places.join(', ')})` : literal(name);
  if (braces === 'none' || following.brace || !asStep) return call;
  const next = places.length + 1;
  if (braces === 'stack') return `${call} { ${place(next, 'skip')} }`;
  return `${call} {\n  | ${place(next, 'skip')}\n  | ${place(next + 1, 'skip')}\n}`;
}

/** `stride = ` with the default to be changed. */
export function argumentItem(
  { name, text, doc, preset }: CalleeParameter,
  rank: number,
  kind: 'argument' | 'setting',
): CompletionItem {
  return item(kind, name, rank, { detail: text, doc, insert: `${literal(name)} = ${place(1, preset ?? name)}` });
}

export function keywordItem(keyword: Keyword, rank: number): CompletionItem {
  const { name, form, snippet } = keyword;
  return item('keyword', name, rank, { detail: form, doc: describeKeyword(keyword), insert: snippet });
}

export function declaredItem(declared: Declared, rank: number, detail: string): CompletionItem {
  const { name, kind } = declared;
  const shown = kind === 'label' || kind === 'input' ? 'label' : kind === 'parameter' ? 'parameter' : 'name';
  return item(shown, name.text, rank, { detail: paragraphs(kind, detail).replace('\n\n', ': ') });
}

/** The `use` line for a block of the library, behind those that are there, else above the first definition. */
export function editThatUses(
  { file, uses, blocks, network }: Module,
  module: string,
  block: BlockDefinition,
): TextEdit {
  const line = `use ${module}.${block.name.text}\n`;
  const at = (start: number): TextEdit['span'] => ({ file: file.path, start, end: start });
  const last = uses.at(-1);
  if (last) {
    const lineEnd = file.text.indexOf('\n', last.span.end);
    return lineEnd < 0
      ? { span: at(file.text.length), text: `\n${line.trimEnd()}` }
      : { span: at(lineEnd + 1), text: line };
  }
  const first = [...blocks, ...(network ? [network] : [])].sort((a, b) => a.span.start - b.span.start)[0];
  let start = first?.span.start ?? 0;
  // A definition's comment stays with it, unless it is the comment at the top of the file.
  const above = first ? first.doc.split('\n').length * (first.doc === '' ? 0 : 1) : 0;
  for (let lines = 0; lines < above; lines++) start = file.text.lastIndexOf('\n', start - 2) + 1;
  if (start === 0 && first) start = first.span.start;
  return { span: at(start), text: `${line}\n` };
}
