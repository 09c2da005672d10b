/**
 * Makes the brackets of a token list balanced, before it is parsed.
 *
 * A parser notices a missing `)` somewhere behind, and then speaks of something else. Here each bracket that is not
 * closed is reported where it opens, and closed at a place where the rest reads best; each closer without an opener is
 * reported and left out. The parser can then rely on balanced brackets, of bounded depth.
 */
import type { IToken, TokenType } from 'chevrotain';
import * as t from '../../grammar/tokens.ts';
import { diagnose } from '../diagnostics/catalogue.ts';
import type { Diagnostic, SourceFile } from '../diagnostics/diagnostic.ts';
import { endOf, hasLineBreak, lineEndAt, reportLimit } from './lex.ts';

/**
 * So deep may brackets, and the conditions of `if` within conditions, nest. The parser is recursive: measured without
 * any optimisation, the worst nesting (`f(a = 1 + f(...`) overflows a stack of 984 KB, Node's default, at 199 levels.
 */
export const nestingLimit = 128;

export interface Balanced {
  readonly tokens: IToken[];
  readonly diagnostics: readonly Diagnostic[];
  /** The greatest depth of brackets. */
  readonly deepest: number;
  /** How many heads of `if` there are: so many conditions nest at most, also where one does not come to its brace. */
  readonly conditions: number;
}

interface Opening {
  readonly token: IToken;
  /** Its index in the list of tokens. */
  readonly index: number;
  /** Heads of `if` that have begun directly in this bracket and not come to their brace. */
  conditions: number;
}

interface State {
  readonly file: SourceFile;
  readonly tokens: readonly IToken[];
  readonly stack: Opening[];
  /** For an opening bracket that has been closed, the index behind all that it holds; else 0. */
  readonly ends: Int32Array;
  /** The depth of brackets and conditions. */
  depth: number;
  deepest: number;
  /** Heads of `if` outside of all brackets. */
  conditions: number;
  allConditions: number;
  /** Tokens to put in, by the index before which they stand; those of one index in their order. */
  readonly inserted: Map<number, IToken[]>;
  readonly dropped: Set<number>;
  readonly diagnostics: Diagnostic[];
}

const closerOf: ReadonlyMap<TokenType, TokenType> = new Map([
  [t.LParen, t.RParen],
  [t.LSquare, t.RSquare],
  [t.LBrace, t.RBrace],
]);
const openerOf: ReadonlyMap<TokenType, TokenType> = new Map([...closerOf].map(([open, close]) => [close, open]));

/** These cannot stand in parentheses or square brackets, so such a bracket was to be closed before. */
const endsValue: ReadonlySet<TokenType> = new Set([
  ...[t.Arrow, t.Bar, t.Network, t.Block, t.Use, t.Input, t.Let],
  ...[t.Repeat, t.Head, t.From, t.Expect, t.Require, t.Train, t.Skip],
]);

/** Linear in the number of tokens: each token is visited at most once for each bracket around it. */
export function balance(file: SourceFile, tokens: readonly IToken[]): Balanced {
  const state: State = {
    file,
    tokens,
    stack: [],
    ends: new Int32Array(tokens.length),
    depth: 0,
    deepest: 0,
    conditions: 0,
    allConditions: 0,
    inserted: new Map(),
    dropped: new Set(),
    diagnostics: [],
  };
  let index = 0;
  while (index < tokens.length) index = visit(state, index);
  while (state.stack.length > 0) closeInnermost(state, tokens.length);
  const { diagnostics, deepest, allConditions } = state;
  return { tokens: result(state), diagnostics, deepest, conditions: allConditions };
}

/** Returns the index of the next token to visit. */
function visit(state: State, index: number): number {
  const { tokens, stack } = state;
  const token = tokens[index];
  if (token === undefined) return index + 1;
  const type = token.tokenType;
  if (closerOf.has(type)) return open(state, token, index);
  const opener = openerOf.get(type);
  if (opener !== undefined) {
    close(state, token, index, opener);
    return index + 1;
  }
  if (type === t.If) {
    if (state.depth >= nestingLimit) {
      reportDepth(state, token);
      state.dropped.add(index);
    } else addConditions(state, 1);
    state.allConditions += 1;
    return index + 1;
  }
  if (!endsValue.has(type) || stack.length === 0) return index + 1;
  const previous = tokens[index - 1];
  // In a list of parameters `block` is also a type.
  if (type === t.Block && previous?.tokenType === t.Colon) return index + 1;
  if ((type === t.Network || type === t.Block) && startsLine(state, index)) {
    while (stack.length > 0) closeInnermost(state, index);
    return index + 1;
  }
  while (stack.length > 0 && stack.at(-1)?.token.tokenType !== t.LBrace) closeInnermost(state, index);
  return index + 1;
}

function open(state: State, token: IToken, index: number): number {
  if (token.tokenType === t.LBrace) {
    const around = state.stack.at(-1);
    const waiting = around === undefined ? state.conditions : around.conditions;
    // The brace belongs to the nearest `if` that waits for one, unless it is that of an `else`.
    if (waiting > 0 && state.tokens[index - 1]?.tokenType !== t.Else) addConditions(state, -1);
  }
  if (state.depth >= nestingLimit) {
    reportDepth(state, token);
    return dropGroup(state, index);
  }
  state.stack.push({ token, index, conditions: 0 });
  state.depth += 1;
  state.deepest = Math.max(state.deepest, state.stack.length);
  return index + 1;
}

function close(state: State, token: IToken, index: number, opener: TokenType): void {
  const { stack, diagnostics, file } = state;
  const innermost = stack.at(-1);
  if (innermost?.token.tokenType === opener) {
    pop(state, index + 1);
    return;
  }
  let place = stack.length - 1;
  while (place >= 0 && canBeClosedBy(state, place, index, opener)) place -= 1;
  if (place >= 0 && stack[place]?.token.tokenType === opener) {
    while (stack.length - 1 > place) closeInnermost(state, index);
    pop(state, index + 1);
    return;
  }
  const span = { file: file.path, start: token.startOffset, end: endOf(token) };
  const bracket = token.image;
  state.dropped.add(index);
  // One of `)` and `]` where the other was meant closes what is open.
  const meant = innermost === undefined ? undefined : closerOf.get(innermost.token.tokenType);
  if (innermost !== undefined && meant !== undefined && meant !== t.RBrace && opener !== t.LBrace) {
    const text = String(meant.LABEL);
    const fix = { title: `replace it by \`${text}\``, edits: [{ span, text }] };
    if (diagnostics.length < reportLimit) diagnostics.push(diagnose('unmatched-bracket', { bracket }, span, { fix }));
    insert(state, index, virtual(meant, token.startOffset));
    pop(state, index + 1);
    return;
  }
  const fix = { title: `delete the \`${bracket}\``, edits: [{ span, text: '' }] };
  if (diagnostics.length < reportLimit) diagnostics.push(diagnose('unmatched-bracket', { bracket }, span, { fix }));
}

/** Whether a closer for `opener` may close, on its way out, the bracket at this place of the stack as well. */
function canBeClosedBy(state: State, place: number, index: number, opener: TokenType): boolean {
  const opening = state.stack[place];
  if (opening === undefined || opening.token.tokenType === opener) return false;
  if (opening.token.tokenType !== t.LBrace) return true;
  // A `)` ends braces of its own line alone: elsewhere it is the `)` that is one too many.
  const closer = state.tokens[index];
  return closer !== undefined && !hasLineBreak(state.file.text, opening.token.startOffset, closer.startOffset);
}

/** Reports the innermost bracket, and closes it at the end of its line or before the token at `noticed`. */
function closeInnermost(state: State, noticed: number): void {
  const { file, tokens, diagnostics, ends } = state;
  const opening = state.stack.at(-1);
  if (opening === undefined) return;
  const { token } = opening;
  const closer = closerOf.get(token.tokenType) ?? t.RParen;
  let at = noticed;
  if (closer !== t.RBrace) {
    at = opening.index + 1;
    // What is closed in itself is not cut in two.
    while (at < noticed && !startsLine(state, at)) at = Math.max(at + 1, ends[at] ?? 0);
  }
  pop(state, at);
  const offset = endOf(tokens[at - 1] ?? token);
  insert(state, at, virtual(closer, offset));
  if (diagnostics.length >= reportLimit) return;
  const span = { file: file.path, start: token.startOffset, end: endOf(token) };
  const edit = closer === t.RBrace ? closingBrace(state, offset, at) : { offset, text: String(closer.LABEL) };
  const edits = [{ span: { file: file.path, start: edit.offset, end: edit.offset }, text: edit.text }];
  const fix = { title: `insert \`${String(closer.LABEL)}\``, edits };
  const next = tokens[noticed];
  if (next === undefined) {
    diagnostics.push(diagnose('unclosed-bracket', { bracket: token.image }, span, { fix }));
    return;
  }
  const message = `noticed here: \`${next.image}\` cannot stand inside \`${token.image}\``;
  const related = [{ span: { file: file.path, start: next.startOffset, end: endOf(next) }, message }];
  diagnostics.push(diagnose('unclosed-bracket', { bracket: token.image }, span, { fix, related }));
}

/** A closing brace gets a line of its own, behind the comment that may end the line before. */
function closingBrace({ file, tokens }: State, offset: number, at: number): { offset: number; text: string } {
  const next = tokens[at];
  if (next !== undefined && !hasLineBreak(file.text, offset, next.startOffset)) return { offset, text: ' }' };
  return { offset: lineEndAt(file.text, offset), text: '\n}' };
}

function dropGroup(state: State, start: number): number {
  let open = 0;
  let index = start;
  for (; index < state.tokens.length; index++) {
    const type = state.tokens[index]?.tokenType;
    if (type === undefined) break;
    if ((type === t.Network || type === t.Block) && startsLine(state, index)) break;
    state.dropped.add(index);
    if (closerOf.has(type)) open += 1;
    else if (openerOf.has(type)) open -= 1;
    if (open === 0) return index + 1;
  }
  return index;
}

function pop(state: State, end: number): void {
  const opening = state.stack.pop();
  if (opening === undefined) return;
  state.depth -= 1 + opening.conditions;
  state.ends[opening.index] = end;
}

function addConditions(state: State, count: number): void {
  const around = state.stack.at(-1);
  if (around === undefined) state.conditions += count;
  else around.conditions += count;
  state.depth += count;
}

function reportDepth(state: State, token: IToken): void {
  if (state.diagnostics.length >= reportLimit) return;
  const span = { file: state.file.path, start: token.startOffset, end: endOf(token) };
  state.diagnostics.push(diagnose('nesting-too-deep', { limit: nestingLimit }, span));
}

function startsLine(state: State, index: number): boolean {
  const token = state.tokens[index];
  const previous = state.tokens[index - 1];
  if (token === undefined || previous === undefined) return true;
  return hasLineBreak(state.file.text, endOf(previous), token.startOffset);
}

/** A token that is not written: it has a place and no length. */
function virtual(type: TokenType, offset: number): IToken {
  return { image: '', startOffset: offset, tokenTypeIdx: type.tokenTypeIdx ?? 0, tokenType: type };
}

function insert(state: State, index: number, token: IToken): void {
  const there = state.inserted.get(index);
  if (there === undefined) state.inserted.set(index, [token]);
  else there.push(token);
}

function result({ tokens, inserted, dropped }: State): IToken[] {
  if (inserted.size === 0 && dropped.size === 0) return tokens.slice();
  const balanced: IToken[] = [];
  for (let index = 0; index <= tokens.length; index++) {
    balanced.push(...(inserted.get(index) ?? []));
    const token = tokens[index];
    if (token !== undefined && !dropped.has(index)) balanced.push(token);
  }
  return balanced;
}
