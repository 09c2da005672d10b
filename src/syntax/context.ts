/** What the builders of the tree share: the text, its tokens, and where to report. */
import type { CstElement, CstNode, IToken } from 'chevrotain';
import { Text } from '../../grammar/tokens.ts';
import { diagnose } from '../diagnostics/catalogue.ts';
import type { Diagnostic, Fix, Span } from '../diagnostics/diagnostic.ts';
import type { Missing, Name } from './ast.ts';
import { endOf } from './lex.ts';

export interface Context {
  /** The path of the file, as in its spans. */
  readonly path: string;
  readonly text: string;
  /** Balanced, so with some that are not written and some left out. */
  readonly tokens: readonly IToken[];
  readonly diagnostics: Diagnostic[];
}

export function spanOf(context: Context, start: number, end: number): Span {
  return { file: context.path, start, end };
}

export function tokenSpan(context: Context, token: IToken): Span {
  return spanOf(context, token.startOffset, endOf(token));
}

/** The first token that is written: a token that recovery has put in counts as missing. */
export function written(tokens: readonly IToken[] | undefined): IToken | undefined {
  const token = tokens?.[0];
  return token === undefined || token.isInsertedInRecovery === true ? undefined : token;
}

export function nameOf(context: Context, token: IToken): Name {
  return { text: token.image, span: tokenSpan(context, token) };
}

export function missing(context: Context, offset: number): Missing {
  return { kind: 'missing', span: spanOf(context, offset, offset) };
}

/** The offset where a node of the concrete tree begins, undefined where nothing of it is written. */
export function startOf(node: CstNode): number | undefined {
  // Children are kept in the order in which their kinds were first met.
  for (const key in node.children) {
    const child: CstElement | undefined = node.children[key]?.[0];
    if (child === undefined) continue;
    if ('children' in child) {
      const start = startOf(child);
      if (start !== undefined) return start;
    } else if (child.isInsertedInRecovery !== true) return child.startOffset;
  }
  return undefined;
}

/** The place in the list of the first written token at or behind an offset; the length of the list where none is. */
export function tokenIndexAt({ tokens }: Context, offset: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.startOffset ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  while (tokens[low]?.image === '') low += 1;
  return low;
}

/** A token as messages quote it. */
export function describeFound(token: IToken | undefined): string {
  if (token === undefined || token.tokenType.name === 'EOF') return 'the end of the file';
  const text = token.image.length > 32 ? `${token.image.slice(0, 29)}...` : token.image;
  return token.tokenType === Text ? `the string \`${text}\`` : `\`${text}\``;
}

/** Reports that something else was expected than the token at an offset. */
export function reportUnexpected(context: Context, offset: number, expected: string, fix?: Fix): void {
  const token = context.tokens[tokenIndexAt(context, offset)];
  const span = token === undefined ? spanOf(context, offset, offset) : tokenSpan(context, token);
  context.diagnostics.push(diagnose('unexpected-token', { found: describeFound(token), expected }, span, { fix }));
}
