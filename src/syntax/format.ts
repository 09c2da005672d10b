/**
 * The formatter. It works on tokens: only the white space between them changes, and a line break stays a line break,
 * so the meaning cannot. Indentation follows the brackets; blank lines shrink to one; trailing comments of
 * neighbouring lines are aligned.
 */
import type { IToken, TokenType } from 'chevrotain';
import * as t from '../../grammar/tokens.ts';
import type { Outcome, SourceFile } from '../diagnostics/diagnostic.ts';
import { endOf, lex } from './lex.ts';
import { parse } from './parse.ts';

/** The text in its standard form; unchanged, with the diagnostics, where it has syntax errors. */
export function format(file: SourceFile): Outcome<string> {
  const { diagnostics } = parse(file);
  if (diagnostics.some(({ severity }) => severity === 'error')) return { value: file.text, diagnostics };
  return { value: print(file), diagnostics };
}

interface Line {
  readonly indent: number;
  readonly code: string;
  /** A comment behind code. */
  comment: string;
  /** Whether a blank line stands above. */
  readonly blank: boolean;
}

/** An open bracket. */
interface Level {
  /** Indentation of the line on which it was opened. */
  readonly indent: number;
  /** Set when a branch has begun in it: lines of a branch that do not begin with its bar stand one deeper. */
  inBranch: boolean;
  /** What its latest line began with, continuations apart. */
  begun: TokenType | undefined;
}

const openers: ReadonlySet<TokenType> = new Set([t.LBrace, t.LParen, t.LSquare]);
const closers: ReadonlySet<TokenType> = new Set([t.RBrace, t.RParen, t.RSquare]);
const continuations: ReadonlySet<TokenType> = new Set([
  t.Arrow,
  t.Plus,
  t.Minus,
  t.Multiplicative,
  t.Comparison,
  t.And,
  t.Or,
]);

function print(file: SourceFile): string {
  const { tokens, comments } = lex(file);
  const all = [...tokens, ...comments].sort((a, b) => a.startOffset - b.startOffset);
  const lines: Line[] = [];
  const levels: Level[] = [];
  let code = '';
  let indent = 0;
  let blank = false;
  let comment = '';
  const flush = (): void => {
    if (code !== '' || comment !== '') lines.push({ indent, code, comment, blank });
    code = '';
    comment = '';
  };
  const tokenAfter = nextCode(all);
  let previous: IToken | undefined;
  let beforePrevious: IToken | undefined;
  let end = 0;
  all.forEach((token, index) => {
    const breaks = countBreaks(file.text, end, token.startOffset);
    const isComment = token.tokenType === t.Comment;
    if (breaks > 0 || index === 0) {
      flush();
      const next = isComment ? tokenAfter[index] : token;
      indent = indentOf(levels, next, previous, isComment);
      const level = levels.at(-1);
      if (level && !isComment && !continues(token, level, previous)) level.begun = token.tokenType;
      if (level?.inBranch && !isComment && beginsBranches(all, index)) indent -= 1;
      // No blank line at the start of a file, behind an opening brace, or before a closing one.
      const closing = next !== undefined && !isComment && closers.has(next.tokenType);
      blank =
        breaks > 1 &&
        lines.length > 0 &&
        !closing &&
        !(previous && openers.has(previous.tokenType) && !isLastComment(lines));
    }
    end = endOf(token);
    if (isComment) {
      const text = token.image.trimEnd();
      if (code === '') code = text;
      else comment = text;
      return;
    }
    const atStart = code === '';
    code += (atStart ? '' : space(beforePrevious, previous, token)) + token.image;
    if (openers.has(token.tokenType)) levels.push({ indent, inBranch: false, begun: undefined });
    else if (closers.has(token.tokenType)) levels.pop();
    else if (token.tokenType === t.Bar) {
      const level = levels.at(-1);
      if (level) level.inBranch = true;
    }
    beforePrevious = previous;
    previous = token;
  });
  flush();
  return render(lines);
}

function isLastComment(lines: readonly Line[]): boolean {
  return lines.at(-1)?.code.startsWith('//') ?? false;
}

/** For each place in the list, the first token at or behind it that is no comment. */
function nextCode(all: readonly IToken[]): readonly (IToken | undefined)[] {
  const next: (IToken | undefined)[] = new Array(all.length);
  let found: IToken | undefined;
  for (let index = all.length - 1; index >= 0; index--) {
    if (all[index]?.tokenType !== t.Comment) found = all[index];
    next[index] = found;
  }
  return next;
}

function countBreaks(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 10 || (unit === 13 && text.charCodeAt(at + 1) !== 10)) count += 1;
  }
  return count;
}

/** Levels of indentation of a line that begins with `first`, or with a comment above it. */
function indentOf(
  levels: readonly Level[],
  first: IToken | undefined,
  previous: IToken | undefined,
  isComment: boolean,
): number {
  const level = levels.at(-1);
  const type = first?.tokenType;
  if (!level) return type && continuations.has(type) ? 1 : 0;
  // A comment above a closing bracket still speaks of what is inside.
  if (type && closers.has(type)) return level.indent + (isComment ? 1 : 0);
  if (type === t.Bar) return level.indent + 1;
  const deeper = level.inBranch || (first && continues(first, level, previous)) ? 1 : 0;
  return level.indent + 1 + deeper;
}

const takeValues: ReadonlySet<TokenType> = new Set([t.Let, t.Expect, t.Require]);

/** Whether a line that begins with `first` goes on with what the line above began. */
function continues(first: IToken, level: Level, previous: IToken | undefined): boolean {
  const type = first.tokenType;
  const inValue = level.begun !== undefined && takeValues.has(level.begun);
  if (type === t.Minus) return previous !== undefined && operandEnds.has(previous.tokenType);
  if (continuations.has(type) || (type === t.Else && inValue)) return true;
  if (previous && previous.tokenType !== t.Arrow && continuations.has(previous.tokenType)) return true;
  return inValue && previous !== undefined && (previous.tokenType === t.Comma || previous.tokenType === t.Equals);
}

/** Whether the `repeat`, `if` or `else` at this place stands around branches, so is itself no part of the branch above it. */
function beginsBranches(all: readonly IToken[], index: number): boolean {
  const label = all[index + 1]?.tokenType === t.Colon ? 2 : 0;
  let at = index + label;
  while ([t.Repeat, t.If, t.Else].some((type) => all[at]?.tokenType === type)) {
    let depth = 0;
    // Past the values of its head, to its brace.
    for (at += 1; at < all.length; at++) {
      const type = all[at]?.tokenType;
      if (type === t.LBrace && depth === 0) break;
      if (type && openers.has(type)) depth += 1;
      else if (type && closers.has(type)) depth -= 1;
    }
    do at += 1;
    while (all[at]?.tokenType === t.Comment);
    if (all[at]?.tokenType === t.Bar) return true;
  }
  return false;
}

const tightAfter: ReadonlySet<TokenType> = new Set([t.LParen, t.LSquare, t.Dot, t.DotDot]);
const tightBefore: ReadonlySet<TokenType> = new Set([t.RParen, t.RSquare, t.Dot, t.DotDot, t.Comma, t.Colon]);
/** Behind these a `-` is a difference and a `[` an index. `in` alone is a map, which takes neither. */
const operandEnds: ReadonlySet<TokenType> = new Set([
  ...[t.Identifier, t.Numeral, t.Size, t.Text, t.True, t.False, t.RParen, t.RSquare, t.RBrace],
]);

/** What stands between two tokens of a line. */
function space(beforePrevious: IToken | undefined, previous: IToken | undefined, token: IToken): '' | ' ' {
  const before = previous?.tokenType;
  const type = token.tokenType;
  // In `repeat i in ...` the word is no operand.
  const isSeparator = before === t.In && beforePrevious?.tokenType === t.Identifier;
  if (!before || tightAfter.has(before) || tightBefore.has(type)) return '';
  if (before === t.LBrace && type === t.RBrace) return '';
  if (before === t.Minus && !(beforePrevious && operandEnds.has(beforePrevious.tokenType))) return '';
  if (type === t.LParen) return before === t.Identifier || (before === t.In && !isSeparator) ? '' : ' ';
  if (type === t.LSquare) {
    const isShape = before === t.Identifier && beforePrevious?.tokenType === t.Input;
    return !isShape && operandEnds.has(before) && before !== t.RBrace ? '' : ' ';
  }
  return ' ';
}

function render(lines: readonly Line[]): string {
  const out: string[] = [];
  for (let index = 0; index < lines.length; ) {
    let after = index;
    while (lines[after]?.comment && (after === index || !lines[after]?.blank)) after += 1;
    const run = lines.slice(index, Math.max(after, index + 1));
    const width = run.reduce((widest, line) => Math.max(widest, widthOf(line)), 0);
    for (const line of run) {
      if (line.blank) out.push('');
      const text = '  '.repeat(line.indent) + line.code;
      out.push(line.comment ? `${text}${' '.repeat(width - text.length + 2)}${line.comment}` : text);
    }
    index += run.length;
  }
  return out.length === 0 ? '' : `${out.join('\n')}\n`;
}

function widthOf({ indent, code }: Line): number {
  return 2 * indent + code.length;
}
