/** A place in a text that is being edited. */
import type { Span, TextEdit } from '../../../diagnostics/diagnostic.ts';

/** What is written at either end stays outside; of what is replaced the rest remains. */
export function followSpan(span: Span, edits: readonly TextEdit[]): Span {
  let { start, end } = span;
  for (const edit of edits) {
    if (edit.span.file !== span.file) continue;
    const grown = edit.text.length - (edit.span.end - edit.span.start);
    const isInsertion = edit.span.end === edit.span.start;
    if (edit.span.end <= span.start) start += grown;
    else if (edit.span.start < span.start) start += edit.span.start - span.start;
    if (edit.span.end <= span.end && !(isInsertion && edit.span.end === span.end && span.end > span.start))
      end += grown;
    else if (edit.span.start < span.end) end += edit.span.start - span.end;
  }
  return { ...span, start, end: Math.max(start, end) };
}
