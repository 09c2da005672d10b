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

export function lex(file: SourceFile): Lexed {
  const { tokens, groups, errors } = lexer.tokenize(file.text);
  const diagnostics: Diagnostic[] = [];
  for (const { offset, length } of errors) {
    if (diagnostics.length === reportLimit) break;
    const span = { file: file.path, start: offset, end: offset + length };
    diagnostics.push(diagnose('unexpected-character', { character: file.text.slice(offset, span.end) }, span));
  }
  let unterminated = 0;
  for (const token of tokens) {
    if (token.tokenType !== Text || isClosed(token.image)) continue;
    unterminated += 1;
    if (unterminated > reportLimit) break;
    const span = { file: file.path, start: token.startOffset, end: endOf(token) };
    const edit = { span: { ...span, start: span.end }, text: '"' };
    diagnostics.push(diagnose('unterminated-string', {}, span, { fix: { title: 'close the string', edits: [edit] } }));
  }
  return { tokens, comments: groups.comments ?? [], diagnostics };
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
