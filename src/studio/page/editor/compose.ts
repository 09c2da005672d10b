/** Two changes, one after the other, as one. */
import type { TextEdit } from '../../../diagnostics/diagnostic.ts';
import { placeEdits } from '../../../diagnostics/edits.ts';

/** For the text before both; undefined where the second touches what the first wrote. */
export function composeEdits(
  text: string,
  first: readonly TextEdit[],
  second: readonly TextEdit[],
): readonly TextEdit[] | undefined {
  const placed = placeEdits(text, first)?.edits;
  if (!placed) return undefined;
  const moved: TextEdit[] = [];
  for (const edit of second) {
    const { start, end } = edit.span;
    if (placed.some((each) => each.start <= end && start <= each.end)) return undefined;
    let shift = 0;
    for (const each of placed) {
      if (each.end < start) shift += each.edit.text.length - (each.edit.span.end - each.edit.span.start);
    }
    moved.push({ ...edit, span: { ...edit.span, start: start - shift, end: end - shift } });
  }
  return [...first, ...moved];
}
