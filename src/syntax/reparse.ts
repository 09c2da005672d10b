/**
 * Parsing after a change: what the change can mean anew is parsed, and put into the tree of the text before. The result
 * is that of parsing the whole, always; where that is not certain, the whole is parsed.
 *
 * It rests on four properties of the language. No token goes over the end of a line, so a few lines make the same
 * tokens alone. A step begins with what no step goes on with, so reading a body arrives at each step in the same state,
 * whatever stood before; that it does arrive there is seen from the item that is read once more behind the change.
 * Recovery never leaves a pair of brackets. What is reported depends on its line alone.
 */
import type { IToken, TokenType } from 'chevrotain';
import type { BodyCstNode } from '../../grammar/cst.d.ts';
import { errorLimit } from '../../grammar/phrases.ts';
import { LBrace, RBrace } from '../../grammar/tokens.ts';
import type { Diagnostic, Outcome, SourceFile } from '../diagnostics/diagnostic.ts';
import type { BlockDefinition, Body, BranchItem, Comment, Module, NetworkDefinition, Step } from './ast.ts';
import { balance, nestingLimit } from './brackets.ts';
import { buildBody } from './build-body.ts';
import { lex, reportLimit } from './lex.ts';
import { type Move, movedComments, movedDefinition, movedDiagnostic, movedItems, movedUses } from './move.ts';
import { type Bounds, commentsOf, docAbove, type Parsed, parseWhole } from './parse.ts';
import { inOrder, read } from './read.ts';
import {
  bodiesAround,
  type Change,
  changeBetween,
  isBlank,
  type Lines,
  linesOf,
  type Region,
  regionIn,
} from './region.ts';

/** The same as parsing the file anew. `previous` is what came of an earlier text at the same path. */
export function reparse(previous: Parsed | undefined, file: SourceFile): Parsed {
  return (previous && changed(previous, file)) ?? parseWhole(file);
}

/** Undefined where the whole has to be parsed. */
export function changed(previous: Parsed, file: SourceFile): Parsed | undefined {
  const { outcome, bounds } = previous;
  const { path, text, library } = outcome.value.file;
  if (bounds === undefined || path !== file.path || library !== file.library) return undefined;
  if (text === file.text) return previous;
  const change = changeBetween(text, file.text);
  const lines = linesOf(text, change);
  const { start, end } = lines;
  if (end <= text.length && isBlank(text, start, end) && isBlank(file.text, start, end + change.by)) {
    return { outcome: aroundBlank(outcome, file, change, lines), bounds };
  }
  for (const around of bodiesAround(outcome.value, lines)) {
    const region = regionIn(around, text, lines, outcome.diagnostics);
    if (!region) continue;
    // Regions only grow from here, and moving the rest is not free.
    if (2 * (region.end - region.start) > text.length) return undefined;
    const parsed = spliced(outcome, bounds, file, change, region);
    if (parsed) return parsed;
  }
  return undefined;
}

/** Nothing but white space and comments has changed, on lines that hold nothing else. */
function aroundBlank(
  { value, diagnostics }: Outcome<Module>,
  file: SourceFile,
  { by }: Change,
  lines: Lines,
): Outcome<Module> {
  const move: Move = { from: lines.end, by };
  const comments = commentsOf(file, lex(file, lines.start, lines.end + by).comments);
  return {
    value: moduleWith(value, file, move, lines.start, comments),
    diagnostics: diagnostics.map((each) => movedDiagnostic(move, each)),
  };
}

function spliced(
  { value, diagnostics: reported }: Outcome<Module>,
  known: Bounds,
  file: SourceFile,
  { by }: Change,
  region: Region,
): Parsed | undefined {
  const { start, end, around } = region;
  const part = readRegion(file, region, by);
  if (!part) return undefined;
  const body = bodyWith(region, part, by);
  if (!body) return undefined;
  const move: Move = { from: end, by, replaced: { body: around.body, with: body } };
  const before = reported.filter(({ span }) => span.start < start);
  const behind = reported.filter(({ span }) => span.start > end).map((each) => movedDiagnostic(move, each));
  const diagnostics = inOrder(file.text, [...before, ...part.diagnostics, ...behind]);
  if (diagnostics.length >= reportLimit) return undefined;
  const bounds = {
    errors: known.errors + part.bounds.errors,
    deepest: Math.max(known.deepest, part.bounds.deepest),
    conditions: known.conditions + part.bounds.conditions,
  };
  if (bounds.errors >= errorLimit) return undefined;
  // An `if` without its braces counts in the depth of what follows it.
  if (diagnostics.length > 0 && bounds.deepest + bounds.conditions > nestingLimit) return undefined;
  return { outcome: { value: moduleWith(value, file, move, start, part.comments), diagnostics }, bounds };
}

/** With these comments between `start` and the place from which the rest moves. */
function moduleWith(
  { uses, blocks, network, comments }: Module,
  file: SourceFile,
  move: Move,
  start: number,
  put: readonly Comment[],
): Module {
  const before = comments.filter(({ span }) => span.start < start);
  const behind = comments.filter(({ span }) => span.start >= move.from);
  return {
    file,
    uses: movedUses(move, uses),
    blocks: blocks.map((block) => withDoc(file, move, movedDefinition(move, block))),
    network: network && withDoc(file, move, movedDefinition(move, network)),
    comments: [...before, ...put, ...movedComments(move, behind)],
  };
}

interface Part {
  readonly body: Body;
  readonly comments: readonly Comment[];
  /** All that was found, in no order. */
  readonly diagnostics: readonly Diagnostic[];
  readonly bounds: Bounds;
}

/** The region between the braces of its body; undefined where brackets or a definition go beyond it. */
function readRegion(file: SourceFile, { around, start, end }: Region, by: number): Part | undefined {
  const lexed = lex(file, start, end + by);
  const { span } = around.body;
  const tokens = [brace(LBrace, '{', span.start), ...lexed.tokens, brace(RBrace, '}', span.end - 1 + by)];
  const balanced = balance(file, tokens);
  if (balanced.diagnostics.length > 0 || closesBefore(tokens)) return undefined;
  const { conditions } = balanced;
  const deepest = around.depth + balanced.deepest;
  if (deepest + conditions > nestingLimit) return undefined;
  const { builder, tree, errors } = read(file, lexed, balanced, 'body');
  if (!tree) return undefined;
  const body = buildBody(builder, tree as BodyCstNode, span.start);
  const comments = commentsOf(file, lexed.comments);
  return { body, comments, diagnostics: builder.diagnostics, bounds: { errors, deepest, conditions } };
}

function brace(type: TokenType, image: string, offset: number): IToken {
  return { image, startOffset: offset, tokenTypeIdx: type.tokenTypeIdx ?? 0, tokenType: type };
}

/** Whether the first brace is closed by another than the last. */
function closesBefore(tokens: readonly IToken[]): boolean {
  let open = 0;
  return tokens.some(({ tokenType }, index) => {
    if (tokenType === LBrace) open += 1;
    else if (tokenType === RBrace) open -= 1;
    return open === 0 && index < tokens.length - 1;
  });
}

/** Undefined where it is not certain that what is left outside is read as it was. */
function bodyWith({ around, items, first, last, end }: Region, part: Part, by: number): Body | undefined {
  const { body, decides } = around;
  const { steps, branches } = part.body;
  if (first < 0 && last === items.length && !decides) return part.body;
  if ((branches === undefined) !== (body.branches === undefined)) return undefined;
  if (branches && steps.length > 0) return undefined;
  const read: readonly (Step | BranchItem)[] = branches ?? steps;
  const next = items[last];
  if (next && read.at(-1)?.span.start !== next.span.start + by) return undefined;
  const between = <T extends Step | BranchItem>(all: readonly T[], put: readonly T[]): readonly T[] => [
    ...all.slice(0, Math.max(first, 0)),
    ...put,
    ...movedItems({ from: end, by }, all.slice(last + 1)),
  ];
  return {
    kind: 'body',
    steps: branches ? [] : between(body.steps, steps),
    branches: body.branches && branches && between(body.branches, branches),
    span: { ...body.span, end: body.span.end + by },
  };
}

/** The comment above a definition may reach back into the region, where lines end in an unusual way. */
function withDoc<T extends BlockDefinition | NetworkDefinition>(
  { text }: SourceFile,
  { from, by }: Move,
  definition: T,
): T {
  const { span, doc } = definition;
  if (span.start < from + by) return definition;
  const above = docAbove(text, span.start);
  return above === doc ? definition : { ...definition, doc: above };
}
