/** Shapes at the ends of lines: what leaves the last step of each line. */

import { bodiesOf } from '../compiler/walk.ts';
import { formatShape } from '../operators/operator.ts';
import type { Body, BranchItem, Step } from '../syntax/ast.ts';
import { type Document, fileOf } from './document.ts';
import { factsOf, type InstanceIndex, instanceIndex, shapesOf } from './steps.ts';

export interface InlayHint {
  /** The end of a line's text, before a comment. */
  readonly offset: number;
  /** "256x56x56", or "varies". */
  readonly label: string;
  /** The different shapes, for a step that stands in several places; empty where there is one. */
  readonly shapes: readonly string[];
}

/** In the order of the text. Steps that were not expanded, and guesses behind an error, have none. */
export function inlayHints(document: Document): readonly InlayHint[] {
  const { blocks, network } = document.module.syntax;
  const { text } = fileOf(document);
  const index = instanceIndex(document);
  /** The last step that ends in each line, by the offset of the line's end. */
  const lines = new Map<number, InlayHint>();
  const visit = (body: Body): void => {
    for (const step of [...body.steps, ...(body.branches ?? [])]) {
      for (const inner of bodiesOf(step)) visit(inner);
      if (step.kind === 'branch') continue;
      const offset = hintOffset(text, step.span.end);
      const hint = offset === undefined ? undefined : hintOf(document, step, offset, index);
      if (hint) lines.set(hint.offset, hint);
    }
  };
  for (const { body } of [...blocks, ...(network ? [network] : [])]) visit(body);
  return [...lines.values()].sort((a, b) => a.offset - b.offset);
}

/** Where a step is the last of its line, the line's end; closing brackets of braces around it may follow. */
function hintOffset(text: string, end: number): number | undefined {
  const lineEnd = text.slice(end).search(/[\r\n]|$/) + end;
  const rest = text.slice(end, lineEnd).replace(/\/\/.*/, '');
  return /^[\s})]*$/.test(rest) ? end + rest.trimEnd().length : undefined;
}

function hintOf(
  document: Document,
  step: Exclude<Step | BranchItem, { kind: 'branch' }>,
  offset: number,
  index: InstanceIndex,
): InlayHint | undefined {
  if (step.kind === 'head' || !index.has(step.span.start)) return undefined;
  const { instances } = factsOf(document, step, index);
  if (instances.length === 0 || !instances.every(({ certain, leaving }) => certain && leaving)) return undefined;
  const shapes = shapesOf(instances.map(({ leaving }) => leaving)).map(formatShape);
  const [first = ''] = shapes;
  return shapes.length === 1 ? { offset, label: first, shapes: [] } : { offset, label: 'varies', shapes };
}
