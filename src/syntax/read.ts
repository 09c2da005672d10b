/** From a list of tokens to the concrete tree, and from all that was found wrong to what is reported. */
import { type CstNode, EOF, type IRecognitionException, type IToken } from 'chevrotain';
import { ArchParser } from '../../grammar/parser.ts';
import { tooManyErrors } from '../../grammar/phrases.ts';
import { RBrace } from '../../grammar/tokens.ts';
import { type Code, diagnose } from '../diagnostics/catalogue.ts';
import type { Diagnostic, SourceFile } from '../diagnostics/diagnostic.ts';
import { type Balanced, balance } from './brackets.ts';
import { buildBody } from './build-body.ts';
import type { Builder } from './build-expression.ts';
import { reportUnexpected, spanOf, tokenIndexAt } from './context.ts';
import { endOf, hasLineBreak, type Lexed, lineEndAt, reportLimit } from './lex.ts';

/** Made once: analysing the grammar takes some milliseconds. It keeps nothing from one text to the next. */
const parser = new ArchParser();

/** The rules that a text, or a part of one, is read as. */
export type Rule = 'file' | 'expression' | 'body';

export interface Read {
  readonly builder: Builder;
  /** Absent where nothing could be read. */
  readonly tree: CstNode | undefined;
  /** How many errors the parser met. */
  readonly errors: number;
}

export function read(file: SourceFile, lexed: Lexed, balanced: Balanced, rule: Rule): Read {
  const diagnostics: Diagnostic[] = [...lexed.diagnostics, ...balanced.diagnostics];
  const { tokens } = balanced;
  const builder: Builder = { path: file.path, text: file.text, tokens, diagnostics, body: buildBody };
  const { tree, errors } = parseTokens(file, tokens, rule);
  for (const { token, message } of errors) {
    // A bracket that is not written has been reported where it is missing.
    if (token.image === '' && token.tokenType !== EOF) continue;
    const offset = Number.isNaN(token.startOffset) ? file.text.length : token.startOffset;
    const end = lineEndBefore(builder, offset);
    if (end === undefined) reportUnexpected(builder, offset, message);
    else {
      const data = { found: 'the end of the line', expected: message };
      diagnostics.push(diagnose('unexpected-token', data, spanOf(builder, end, end)));
    }
  }
  return { builder, tree, errors: errors.length };
}

/** Where something is missing at the end of a line, the word that begins the next is not to blame. */
function lineEndBefore(builder: Builder, offset: number): number | undefined {
  const { tokens, text } = builder;
  const index = tokenIndexAt(builder, offset);
  const [previous, token] = [tokens[index - 1], tokens[index]];
  if (previous === undefined || token === undefined) return undefined;
  if (token.tokenType !== RBrace && !/^\w/.test(token.image)) return undefined;
  const end = endOf(previous);
  return hasLineBreak(text, end, token.startOffset) ? end : undefined;
}

interface Parsed {
  readonly tree: CstNode | undefined;
  /** Of the whole list of tokens, as far as the parser got. */
  readonly errors: readonly IRecognitionException[];
}

/**
 * Where the errors are too many, the text is read as far as half of them. Each turn has fewer written tokens than the
 * one before; those that only close a bracket come and go.
 */
function parseTokens(file: SourceFile, all: readonly IToken[], rule: Rule): Parsed {
  let tokens = [...all];
  let errors: readonly IRecognitionException[] | undefined;
  try {
    do {
      parser.input = tokens;
      try {
        const tree = parser[rule]();
        return { tree, errors: errors ?? parser.errors };
      } catch (error) {
        if (error !== tooManyErrors) throw error;
      }
      const found: readonly IRecognitionException[] = parser.errors;
      errors ??= found;
      const until = found[found.length >> 1]?.token.startOffset ?? 0;
      const real = tokens.filter(({ image }) => image !== '');
      const before = real.filter(({ startOffset }) => startOffset < until);
      tokens = balance(file, before.length < real.length ? before : real.slice(0, real.length >> 1)).tokens;
    } while (tokens.length > 0);
    return { tree: undefined, errors: errors ?? [] };
  } finally {
    parser.input = [];
  }
}

/** Errors after which the rest of their line is not as its author meant it. */
const breaking: ReadonlySet<string> = new Set<Code>([
  ...(['unexpected-token', 'unexpected-character', 'unterminated-string'] as const),
  ...(['unclosed-bracket', 'unmatched-bracket', 'nesting-too-deep'] as const),
]);
/** Errors that are dropped behind one of those on their line. */
const following: ReadonlySet<string> = new Set<Code>(['unexpected-token', 'missing-arrow', 'misplaced-arrow']);

/** By position, without those that only follow from another, and no more than anyone reads. */
export function inOrder(text: string, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const kept: Diagnostic[] = [];
  // A string that runs to the end of its line takes the closing brackets with it.
  const strings = diagnostics.filter(({ code }) => code === 'unterminated-string').map(({ span }) => span.start);
  let brokenUntil = -1;
  for (const diagnostic of [...diagnostics].sort((a, b) => a.span.start - b.span.start)) {
    const { code, span } = diagnostic;
    if (following.has(code) && span.start < brokenUntil) continue;
    if (kept.at(-1)?.span.start === span.start) continue;
    const lineEnd = lineEndAt(text, span.start);
    if (code === 'unclosed-bracket' && strings.some((start) => start > span.start && start < lineEnd)) continue;
    if (breaking.has(code)) brokenUntil = lineEnd;
    kept.push(diagnostic);
    if (kept.length === reportLimit) break;
  }
  return kept;
}
