/** The outline of a file, and what can be folded in it. */

import { bodiesOf } from '../compiler/walk.ts';
import type { Span } from '../diagnostics/diagnostic.ts';
import { lineTable, positionAt } from '../diagnostics/lines.ts';
import type { BlockDefinition, Body, BranchItem, Module, NetworkDefinition, Step } from '../syntax/ast.ts';
import { lex } from '../syntax/lex.ts';
import { type Document, fileOf } from './document.ts';

export interface DocumentSymbol {
  readonly name: string;
  /** What is called, for a labelled call: `Bottleneck(64)`; the parameters of a block. */
  readonly detail: string;
  readonly kind: 'network' | 'block' | 'input' | 'label' | 'let' | 'head';
  readonly span: Span;
  /** The name alone. */
  readonly selection: Span;
  readonly children: readonly DocumentSymbol[];
}

/** Blocks and the network, in the order of the text, and below them what they name. */
export function documentSymbols(document: Document): readonly DocumentSymbol[] {
  const { text } = fileOf(document);
  return definitionsOf(document.module.syntax)
    .filter(({ name }) => name.text !== '')
    .map((definition) => ({
      name: definition.name.text,
      detail: definition.parameters.map(({ name }) => name.text).join(', '),
      kind: definition.kind,
      span: definition.span,
      selection: definition.name.span,
      children: symbolsIn(definition.body, text),
    }));
}

function definitionsOf({ blocks, network }: Module): readonly (BlockDefinition | NetworkDefinition)[] {
  return [...blocks, ...(network ? [network] : [])].sort((a, b) => a.span.start - b.span.start);
}

function symbolsIn(body: Body, text: string): readonly DocumentSymbol[] {
  return [...body.steps, ...(body.branches ?? [])].flatMap((step) => symbolOf(step, text));
}

/** A step with a name, with those in its braces below it; those of a step without one stand in its place. */
function symbolOf(step: Step | BranchItem, text: string): readonly DocumentSymbol[] {
  const children = bodiesOf(step).flatMap((body) => symbolsIn(body, text));
  const named = nameOf(step);
  if (!named || named.name.text === '') return children;
  const { name, kind } = named;
  const start = step.kind === 'let' || step.kind === 'input' ? name.span.end : name.span.end + 1;
  const detail = (text.slice(start, step.span.end).split(/[\r\n]/)[0] ?? '').trim().slice(0, 60);
  return [{ name: name.text, detail, kind, span: step.span, selection: name.span, children }];
}

function nameOf(step: Step | BranchItem) {
  if (step.kind === 'input') return step.name && { name: step.name, kind: 'input' as const };
  if (step.kind === 'let') return { name: step.name, kind: 'let' as const };
  if (step.kind === 'head') return { name: step.name, kind: 'head' as const };
  return 'label' in step && step.label ? { name: step.label, kind: 'label' as const } : undefined;
}

export interface FoldingRange {
  /** Lines from 0; the last one is what stays hidden. */
  readonly startLine: number;
  readonly endLine: number;
  readonly kind: 'region' | 'comment' | 'imports';
}

/** Brackets over several lines, rows of comments and of `use`, sorted by line. */
export function foldingRanges(document: Document): readonly FoldingRange[] {
  const file = fileOf(document);
  const table = lineTable(file.text);
  const lineOf = (offset: number): number => positionAt(table, offset).line - 1;
  const { tokens, comments } = lex(file);
  const ranges: FoldingRange[] = [];
  const open: number[] = [];
  for (const { tokenType, startOffset } of tokens) {
    if (['LBrace', 'LParen', 'LSquare'].includes(tokenType.name)) open.push(startOffset);
    else if (['RBrace', 'RParen', 'RSquare'].includes(tokenType.name)) {
      const start = open.pop();
      // The line of the closing bracket stays in sight.
      if (start !== undefined) add(lineOf(start), lineOf(startOffset) - 1, 'region');
    }
  }
  const lineStart = (offset: number): boolean =>
    file.text.slice(table.starts[lineOf(offset)] ?? 0, offset).trim() === '';
  rows(
    comments.filter(({ startOffset }) => lineStart(startOffset)).map(({ startOffset }) => lineOf(startOffset)),
    'comment',
  );
  rows(
    document.module.syntax.uses.map(({ span }) => lineOf(span.start)),
    'imports',
  );
  return ranges.sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine);

  function add(startLine: number, endLine: number, kind: FoldingRange['kind']): void {
    if (endLine > startLine) ranges.push({ startLine, endLine, kind });
  }

  function rows(lines: readonly number[], kind: FoldingRange['kind']): void {
    let first = 0;
    lines.forEach((line, index) => {
      if (lines[index + 1] === line + 1) return;
      add(lines[first] ?? line, line, kind);
      first = index + 1;
    });
  }
}
