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
import { Block, LBrace, Network, RBrace } from '../../grammar/tokens.ts';
import type { Diagnostic, Outcome, SourceFile } from '../diagnostics/diagnostic.ts';
import type { BlockDefinition, Body, BranchItem, Comment, Module, NetworkDefinition, Step } from './ast.ts';
import { balance, nestingLimit } from './brackets.ts';
import { buildBody } from './build-body.ts';
import { lex, lineEndAt, lineStartAt, reportLimit } from './lex.ts';
import { type Move, movedComments, movedDefinition, movedDiagnostic, movedItems, movedUses } from './move.ts';
import { commentsOf, docAbove, type Parsed, parseWhole } from './parse.ts';
import { inOrder, read } from './read.ts';
import { bodiesAround, type Change, changeBetween, linesOf, type Region, regionIn } from './region.ts';

/** The same as parsing the file anew. `previous` is what came of an earlier text at the same path. */
export function reparse(previous: Parsed | undefined, file: SourceFile): Parsed {
  return (previous && changed(previous, file)) ?? parseWhole(file);
}

/** Undefined where the whole has to be parsed. */
export function changed(previous: Parsed, file: SourceFile): Parsed | undefined {
  const { value: module, diagnostics } = previous.outcome;
  const { path, text, library } = module.file;
  if (previous.errors === undefined || path !== file.path || library !== file.library) return undefined;
  if (text === file.text) return previous;
  const change = changeBetween(text, file.text);
  const lines = linesOf(text, change);
  for (const around of bodiesAround(module, text, lines)) {
    const region = regionIn(around, text, lines, diagnostics);
    if (!region) continue;
    // Regions only grow from here, and moving the rest is not free.
    if (2 * (region.end - region.start) > text.length) return undefined;
    const parsed = spliced(previous.outcome, previous.errors, file, change, region);
    if (parsed) return parsed;
  }
  return undefined;
}

function spliced(
  previous: Outcome<Module>,
  errorsBefore: number,
  file: SourceFile,
  { by }: Change,
  region: Region,
): Parsed | undefined {
  const part = readRegion(file, region, by);
  if (!part || errorsBefore + part.errors >= errorLimit) return undefined;
  const body = bodyWith(region, part, by);
  if (!body) return undefined;
  const { value: module, diagnostics: reported } = previous;
  if (sharesLine(file.text, region, by, reported, part.diagnostics)) return undefined;
  const move: Move = { from: region.end, by, replaced: { body: region.around.body, with: body } };
  const before = reported.filter(({ span }) => span.start < region.start);
  const behind = reported.filter(({ span }) => span.start > region.end).map((each) => movedDiagnostic(move, each));
  const diagnostics = inOrder(file.text, [...before, ...part.diagnostics, ...behind]);
  if (diagnostics.length >= reportLimit) return undefined;
  const value: Module = {
    file,
    uses: movedUses(move, module.uses),
    blocks: module.blocks.map((block) => withDoc(file, move, movedDefinition(move, block))),
    network: module.network && withDoc(file, move, movedDefinition(move, module.network)),
    comments: [
      ...module.comments.filter(({ span }) => span.start < region.start),
      ...part.comments,
      ...movedComments(
        move,
        module.comments.filter(({ span }) => span.start >= region.end),
      ),
    ],
  };
  return { outcome: { value, diagnostics }, errors: errorsBefore + part.errors };
}

interface Part {
  readonly body: Body;
  readonly comments: readonly Comment[];
  /** All that was found, in no order. */
  readonly diagnostics: readonly Diagnostic[];
  readonly errors: number;
}

/** The region between the braces of its body; undefined where brackets or a definition go beyond it. */
function readRegion(file: SourceFile, { around, start, end }: Region, by: number): Part | undefined {
  const lexed = lex(file, start, end + by);
  if (lexed.tokens.some(({ tokenType }) => tokenType === Network || tokenType === Block)) return undefined;
  const { span } = around.body;
  const tokens = [brace(LBrace, '{', span.start), ...lexed.tokens, brace(RBrace, '}', span.end - 1 + by)];
  const balanced = balance(file, tokens);
  if (balanced.diagnostics.length > 0 || balanced.waits || closesBefore(tokens)) return undefined;
  if (around.depth + balanced.deepest > nestingLimit) return undefined;
  const { builder, tree, errors } = read(file, lexed, balanced, 'body');
  if (!tree) return undefined;
  const body = buildBody(builder, tree as BodyCstNode, span.start);
  return { body, comments: commentsOf(file, lexed.comments), diagnostics: builder.diagnostics, errors };
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
function bodyWith({ around, items, first, last, start, end }: Region, part: Part, by: number): Body | undefined {
  const { body, decides } = around;
  const { steps, branches } = part.body;
  if (first < 0 && last === items.length && !decides) return part.body;
  if ((branches === undefined) !== (body.branches === undefined)) return undefined;
  if (branches && steps.length > 0) return undefined;
  const read: readonly (Step | BranchItem)[] = branches ?? steps;
  if (first >= 0 && read[0]?.span.start !== start) return undefined;
  const next = items[last];
  if (next) {
    const at = next.span.start + by;
    if (read.at(-1)?.span.start !== at || part.diagnostics.some(({ span }) => span.start >= at)) return undefined;
  }
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

/** Whether something was, or is, reported on a line that the region shares with other code: one hides another. */
function sharesLine(
  text: string,
  { start, end, sharesStart, sharesEnd }: Region,
  by: number,
  reported: readonly Diagnostic[],
  found: readonly Diagnostic[],
): boolean {
  const isOn = (offset: number, shift: number, diagnostics: readonly Diagnostic[]): boolean => {
    const [from, to] = [lineStartAt(text, offset) - shift, lineEndAt(text, offset) - shift];
    return diagnostics.some(({ span }) => span.start >= from && span.start <= to);
  };
  // The change is on neither of the two lines: they are the same in both texts.
  return (
    (sharesStart && (isOn(start, 0, reported) || isOn(start, 0, found))) ||
    (sharesEnd && (isOn(end + by, by, reported) || isOn(end + by, 0, found)))
  );
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
