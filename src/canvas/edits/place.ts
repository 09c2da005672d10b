/** Puts steps at a gap, in the manner of what stands beside it: a line of their own or a link of a chain. */
import type { TextEdit } from '../../diagnostics/diagnostic.ts';
import type { Body, Step } from '../../syntax/ast.ts';
import type { Chunk } from './chunk.ts';
import {
  begins,
  ends,
  hasBreak,
  laidOut,
  lineEnd,
  lineStart,
  marginAt,
  measure,
  type Page,
  replacing,
  withComments,
  withoutComments,
} from './lines.ts';
import { isLayerStep } from './locate.ts';

export function placeSteps(page: Page, body: Body, index: number, chunk: Chunk): readonly TextEdit[] {
  const { steps } = body;
  const [only, second] = steps;
  // A branch that only passed its map on does something now.
  if (only?.kind === 'skip' && !only.label && !second && isLayerChunk(chunk)) return instead(page, only, chunk);
  const previous = steps[index - 1];
  const next = steps[index];
  if (previous && next) return between(page, body, previous, next, chunk);
  if (next) return first(page, next, chunk);
  if (previous) return last(page, body, previous, chunk);
  return into(page, body, chunk);
}

function isLayerChunk({ steps }: Chunk): boolean {
  return steps.some((text) => !/^(let|require|expect|train)\b/.test(text));
}

function between(page: Page, body: Body, previous: Step, next: Step, chunk: Chunk): readonly TextEdit[] {
  const { text, eol } = page;
  const gap = text.slice(previous.span.end, next.span.start);
  const code = withoutComments(gap);
  const arrow = code.indexOf('->');
  if (arrow >= 0 && !hasBreak(gap)) return chained(page, previous.span.end, ' -> ', chunk, '');
  if (arrow >= 0 && hasBreak(code.slice(0, arrow))) {
    const at = previous.span.end + code.lastIndexOf('->');
    return chained(page, at, '-> ', chunk, eol + marginAt(text, at));
  }
  if (arrow >= 0) return chained(page, next.span.start, '', chunk, ` ->${eol}${marginAt(text, next.span.start)}`);
  const nextBegins = begins(text, next.span.start);
  const groupsWithNext = nextBegins && !isLayerStep(previous) && isLayerStep(next);
  if (groupsWithNext) return above(page, next, chunk);
  const margin = nextBegins ? marginAt(text, next.span.start) : marginOf(page, body);
  return below(page, previous.span.end, margin, chunk);
}

function first(page: Page, next: Step, chunk: Chunk): readonly TextEdit[] {
  const { text } = page;
  return begins(text, next.span.start) ? above(page, next, chunk) : chained(page, next.span.start, '', chunk, ' -> ');
}

function last(page: Page, body: Body, previous: Step, chunk: Chunk): readonly TextEdit[] {
  const { text } = page;
  const start = body.steps[0]?.span.start ?? previous.span.start;
  const ownLines = begins(text, start) || lineStart(text, start) !== lineStart(text, previous.span.start);
  if (!ownLines || !ends(text, previous.span.end)) return chained(page, previous.span.end, ' -> ', chunk, '');
  return below(page, previous.span.end, marginOf(page, body), chunk);
}

function into(page: Page, body: Body, chunk: Chunk): readonly TextEdit[] {
  const { text, unit, eol } = page;
  const { start, end } = body.span;
  // A branch of which only the bar is written.
  if (text.charAt(start) !== '{' || start === end) return chained(page, start, ' ', chunk, '');
  const inside = text.slice(start + 1, end - 1);
  if (!hasBreak(inside)) return [replacing(page, start + 1, end - 1, ` ${chain(page, chunk, start)} `)];
  const margin = marginAt(text, start) + unit;
  const at = begins(text, end - 1) ? lineStart(text, end - 1) : end - 1;
  return [replacing(page, at, at, margin + lines(page, chunk, margin) + eol)];
}

function instead(page: Page, skip: Step, chunk: Chunk): readonly TextEdit[] {
  const { text } = page;
  const { start, end } = skip.span;
  if (!begins(text, start)) return chainedOver(page, start, end, '', chunk, '');
  const margin = marginAt(text, start);
  return [replacing(page, start, end, lines(page, chunk, margin, ends(text, end)))];
}

function chained(page: Page, at: number, lead: string, chunk: Chunk, tail: string): readonly TextEdit[] {
  return chainedOver(page, at, at, lead, chunk, tail);
}

/** Comments cannot stand in a chain: they go above its line. */
function chainedOver(
  page: Page,
  start: number,
  end: number,
  lead: string,
  chunk: Chunk,
  tail: string,
): readonly TextEdit[] {
  const { text, eol } = page;
  const comments = [...chunk.above, ...chunk.between, ...(chunk.trailing === undefined ? [] : [chunk.trailing])];
  const line = lineStart(text, start);
  const hoisted = comments.map((comment) => marginAt(text, start) + comment + eol).join('');
  const edit = replacing(page, start, end, lead + chain(page, chunk, start) + tail);
  return hoisted === '' ? [edit] : [replacing(page, line, line, hoisted), edit];
}

function chain(page: Page, chunk: Chunk, at: number): string {
  const margin = marginAt(page.text, at);
  return chunk.steps.map((step) => laidOut(measure('steps', step), margin, page)).join(' -> ');
}

function above(page: Page, next: Step, chunk: Chunk): readonly TextEdit[] {
  const { text, eol } = page;
  const at = withComments(text, next.span.start);
  const margin = marginAt(text, next.span.start);
  return [replacing(page, at, at, margin + lines(page, chunk, margin) + eol)];
}

/** Below the line on which something ends. */
function below(page: Page, end: number, margin: string, chunk: Chunk): readonly TextEdit[] {
  const at = lineEnd(page.text, end);
  return [replacing(page, at, at, page.eol + margin + lines(page, chunk, margin))];
}

/** On lines of their own, the first without its margin. */
function lines(page: Page, chunk: Chunk, margin: string, withTrailing = true): string {
  const { eol } = page;
  const trailing = withTrailing && chunk.trailing !== undefined ? `  ${chunk.trailing}` : '';
  const code = laidOut(measure('steps', chunk.text), margin, page) + trailing;
  return [...chunk.above, code].join(eol + margin);
}

/** The margin of a stack's own lines. */
function marginOf(page: Page, { steps, span }: Body): string {
  const { text, unit } = page;
  const own = steps.find((step) => begins(text, step.span.start));
  if (own) return marginAt(text, own.span.start);
  const start = steps[0]?.span.start ?? span.start;
  return marginAt(text, start) + unit;
}
