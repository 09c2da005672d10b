/** From text to tokens and comments. What is no token is reported and left out. */
import type { IToken } from 'chevrotain';
import { lexer, Text } from '../../grammar/tokens.ts';
import { diagnose } from '../diagnostics/catalogue.ts';
import type { Diagnostic, SourceFile } from '../diagnostics/diagnostic.ts';

/** No stage reports more than this many syntax errors: behind so many, what is said is mostly noise. */
export const reportLimit = 20;

export interface Lexed {
  readonly tokens: readonly IToken[];
  readonly comments: readonly IToken[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Of the whole text or of a part that begins and ends where tokens do. Offsets are those of the whole. */
export function lex({ path, text }: SourceFile, start = 0, end = text.length): Lexed {
  const { tokens, groups, errors } = lexer.tokenize(text.slice(start, end));
  const { comments = [] } = groups;
  if (start > 0) for (const token of [...tokens, ...comments]) token.startOffset += start;
  const diagnostics: Diagnostic[] = [];
  for (const { offset, length } of errors) {
    if (diagnostics.length === reportLimit) break;
    const span = { file: path, start: start + offset, end: start + offset + length };
    diagnostics.push(diagnose('unexpected-character', { character: text.slice(span.start, span.end) }, span));
  }
  let unterminated = 0;
  for (const token of tokens) {
    if (token.tokenType !== Text || isClosed(token.image)) continue;
    unterminated += 1;
    if (unterminated > reportLimit) break;
    const span = { file: path, start: token.startOffset, end: endOf(token) };
    const edit = { span: { ...span, start: span.end }, text: '"' };
    diagnostics.push(diagnose('unterminated-string', {}, span, { fix: { title: 'close the string', edits: [edit] } }));
  }
  return { tokens, comments, diagnostics };
}

/** Whether a string's text ends with its quote, and not with an escaped one. */
export function isClosed(image: string): boolean {
  if (image.length < 2 || !image.endsWith('"')) return false;
  let backslashes = 0;
  while (image.charAt(image.length - 2 - backslashes) === '\\') backslashes += 1;
  return backslashes % 2 === 0;
}

/** The offset behind a token. The lexer keeps starts alone; a token that was put in has no text and no length. */
export function endOf(token: IToken): number {
  return token.startOffset + token.image.length;
}

/** Whether a line ends between two offsets. */
export function hasLineBreak(text: string, start: number, end: number): boolean {
  for (let offset = start; offset < end; offset++) {
    const unit = text.charCodeAt(offset);
    if (unit === 10 || unit === 13) return true;
  }
  return false;
}

export function lineEndAt(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && !hasLineBreak(text, end, end + 1)) end += 1;
  return end;
}

export function lineStartAt(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && !hasLineBreak(text, start - 1, start)) start -= 1;
  return start;
}
