/** Takes steps and branches out of the text, with the arrow, the lines and the comments that were theirs. */
import type { TextEdit } from '../../diagnostics/diagnostic.ts';
import { fillsLines } from './chunk.ts';
import {
  before,
  begins,
  commentsIn,
  ends,
  hasBreak,
  lineStart,
  nextLine,
  type Page,
  replacing,
  withComments,
  withoutComments,
} from './lines.ts';
import { itemsOf, type Selection, type Stack } from './locate.ts';

/** Where a stack would be empty, `skip` stands in it. */
export function removeSteps(page: Page, selection: Selection): readonly TextEdit[] {
  const { text } = page;
  const { body, first, last, span } = selection;
  const { start, end } = span;
  const previous = body.steps[first - 1];
  const next = body.steps[last + 1];
  if (!previous && !next) return [replacing(page, start, end, 'skip')];
  if (fillsLines(page, selection)) return [removeLines(page, start, end)];
  const leads = /^[ \t]*(->[ \t]*)?$/.test(before(text, start));
  if (next && (leads || !previous)) return [replacing(page, start, behindSeparator(text, end, next.span.start), '')];
  if (previous) {
    const gap = text.slice(previous.span.end, start);
    const from = commentsIn(gap).length === 0 ? previous.span.end : start - arrowLength(gap);
    return [replacing(page, from, end, '')];
  }
  return [replacing(page, start, end, '')];
}

/** To the next step; comments between that are not on the removed step's line are the next one's. */
function behindSeparator(text: string, end: number, next: number): number {
  const gap = text.slice(end, next);
  const line = hasBreak(gap) ? nextLine(text, end) - end : gap.length;
  const own = gap.slice(line).search(/\/\//);
  if (own < 0 || withoutComments(gap.slice(line)).includes('->')) return next;
  return end + line + own;
}

/** From the arrow to the end of the gap. */
function arrowLength(gap: string): number {
  return /->\s*$/.exec(gap)?.[0].length ?? 0;
}

/** A branch, or the `repeat` or `if` around branches. There must be another beside it. */
export function removeItem(page: Page, { body }: Stack, index: number): readonly TextEdit[] {
  const { text } = page;
  const items = itemsOf(body);
  const item = items[index];
  if (!item) return [];
  const { start, end } = item.span;
  if (begins(text, start) && ends(text, end)) return [removeLines(page, start, end)];
  const previous = items[index - 1];
  const next = items[index + 1];
  if (next && (begins(text, start) || !previous)) return [replacing(page, start, next.span.start, '')];
  if (previous && commentsIn(text.slice(previous.span.end, start)).length === 0) {
    return [replacing(page, previous.span.end, end, '')];
  }
  return [replacing(page, start, end, '')];
}

/** Whole lines with the comments above them; of two blank lines that would meet, one. */
function removeLines(page: Page, start: number, end: number): TextEdit {
  const { text } = page;
  let from = withComments(text, start);
  let to = nextLine(text, end);
  const blankAbove = /(^|\n)[ \t]*\r?\n$/.test(text.slice(0, from));
  const opensAbove = /[{|]\s*$/.test(text.slice(0, from));
  const closesBelow = /^\s*\}/.test(text.slice(to));
  const blank = /^([ \t]*\r?\n)+/.exec(text.slice(to));
  if (blank && (blankAbove || opensAbove || closesBelow)) to += blank[0].length;
  if (closesBelow && blankAbove) {
    while (from > 0 && text.slice(lineStart(text, from - 1), from).trim() === '') from = lineStart(text, from - 1);
  }
  return replacing(page, from, to, '');
}
