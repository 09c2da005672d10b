/** The part of a text that a change of it can mean anew: whole items of one body. */
import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
import type { Body, BranchItem, Module, Step } from './ast.ts';
import { hasLineBreak, lineEndAt, lineStartAt } from './lex.ts';

/** What differs between two texts: `start` to `end` in the one, as much longer by `by` in the other. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly by: number;
}

export function changeBetween(before: string, after: string): Change {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let end = before.length;
  let other = after.length;
  while (Math.min(end, other) > start && before.charCodeAt(end - 1) === after.charCodeAt(other - 1)) {
    end -= 1;
    other -= 1;
  }
  return { start, end, by: other - end };
}

/** A body that holds all lines of a change between its braces. */
export interface Around {
  readonly body: Body;
  /** How many bodies in braces are around it. */
  readonly depth: number;
  /** Whether it belongs to a `repeat` or `if`: what it holds decides whether that is a step or holds branches. */
  readonly decides: boolean;
}

/** Whole lines, the line break behind them included. */
export interface Lines {
  readonly start: number;
  readonly end: number;
}

export function linesOf(text: string, { start, end }: Change): Lines {
  return { start: lineStartAt(text, start), end: lineEndAt(text, end) + 1 };
}

/** From the innermost to the outermost. */
export function bodiesAround({ blocks, network }: Module, lines: Lines): readonly Around[] {
  const found: Around[] = [];
  const definition = [...blocks, ...(network ? [network] : [])].find(({ body }) => isAround(body.span, lines));
  let next = definition && [definition.body];
  let decides = false;
  while (next !== undefined) {
    const body = next.find(({ span }) => isAround(span, lines));
    if (body === undefined) break;
    found.push({ body, depth: found.length, decides });
    const step = stepAround(body, lines);
    decides = step?.kind === 'repeat' || step?.kind === 'if';
    next = step && bracesOf(step);
  }
  return found.reverse();
}

/** Whether the lines lie between the first and the last character of a span. */
function isAround({ start, end }: Span, lines: Lines): boolean {
  return start < lines.start && lines.end < end;
}

function stepAround({ steps, branches }: Body, lines: Lines): Step | undefined {
  const items = branches ?? steps;
  const item = items[firstBehind(items, lines.start)];
  if (item?.kind !== 'branch') return item;
  return item.body.steps[firstBehind(item.body.steps, lines.start)];
}

/** Those in the arguments of a call are left to the body around it. */
function bracesOf(step: Step): Body[] {
  switch (step.kind) {
    case 'call':
      return step.trailing ? [step.trailing] : [];
    case 'repeat':
    case 'head':
      return [step.body];
    case 'if':
      return [...step.cases.map(({ body }) => body), ...(step.otherwise ? [step.otherwise] : [])];
    case 'let':
      return step.value.kind === 'body' ? [step.value] : [];
    default:
      return [];
  }
}

/** The index of the first item that ends behind an offset. */
function firstBehind(items: readonly (Step | BranchItem)[], offset: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.span.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Items `first` to `last` of a body, both included and, where the body has them, both outside of the changed lines. */
export interface Region {
  readonly around: Around;
  readonly items: readonly (Step | BranchItem)[];
  /** -1 where the region begins at the opening brace. */
  readonly first: number;
  /** The number of items where the region ends at the closing brace. */
  readonly last: number;
  readonly start: number;
  readonly end: number;
}

/**
 * One whole item is taken on both sides, since what is written may go on over the end of a line. Nothing but blanks and
 * comments stands between them and what is left outside, and nothing was reported there.
 */
export function regionIn(
  around: Around,
  text: string,
  lines: Lines,
  diagnostics: readonly Diagnostic[],
): Region | undefined {
  const { steps, branches, span } = around.body;
  const inner = { start: span.start + 1, end: span.end - 1 };
  // Steps beside branches are an error whose extent is not known here.
  if (branches && steps.length > 0) return undefined;
  const items = branches ?? steps;
  const isClean = (start: number, end: number): boolean =>
    isBlank(text, start, end) && !diagnostics.some((each) => each.span.start >= start && each.span.start <= end);
  const isApart = (start: number, end: number): boolean => isClean(start, end) && hasLineBreak(text, start, end);
  let first = firstBehind(items, lines.start) - 1;
  for (; first >= 0; first--) {
    const start = items[first]?.span.start ?? inner.start;
    const before = items[first - 1];
    if (before ? isApart(before.span.end, start) : isClean(inner.start, start)) break;
  }
  let last = firstBehind(items, lines.start);
  while ((items[last]?.span.start ?? lines.end) < lines.end) last += 1;
  for (; last < items.length; last++) {
    const { start, end } = items[last]?.span ?? inner;
    const behind = items[last + 1];
    const next = behind?.span.start ?? inner.end;
    const isReported = diagnostics.some((each) => each.span.start >= start && each.span.start <= next);
    if (!isReported && (behind ? isApart(end, next) : isBlank(text, end, next))) break;
  }
  if (last === items.length && hidesBehind(text, span.end, diagnostics)) return undefined;
  const start = items[first]?.span.start ?? inner.start;
  return { around, items, first, last, start, end: items[last]?.span.end ?? inner.end };
}

/** Whether something was reported before an offset that hides what is wrong behind it on the same line. */
function hidesBehind(text: string, offset: number, diagnostics: readonly Diagnostic[]): boolean {
  if (isBlank(text, offset, lineEndAt(text, offset))) return false;
  const line = lineStartAt(text, offset);
  return diagnostics.some(({ span }) => span.start >= line && span.start < offset);
}

/** Whether there is nothing but white space and comments. */
export function isBlank(text: string, start: number, end: number): boolean {
  let offset = start;
  while (offset < end) {
    if (text.startsWith('//', offset)) offset = lineEndAt(text, offset);
    else if (' \t\r\n\f\uFEFF'.includes(text.charAt(offset))) offset += 1;
    else return false;
  }
  return true;
}
