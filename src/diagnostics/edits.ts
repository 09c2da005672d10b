/** Text edits applied to a text. */
import type { TextEdit } from './diagnostic.ts';

/** An edit and the range of its text in the result. */
export interface PlacedEdit {
  readonly edit: TextEdit;
  readonly start: number;
  readonly end: number;
}

export interface Edited {
  readonly text: string;
  readonly edits: readonly PlacedEdit[];
}

/**
 * The text after all edits, whose offsets are those of the text before any. Insertions at one offset keep their
 * order and come before a replacement that begins there. Undefined where edits overlap or reach outside the text:
 * then none is applied. All edits must be of the one file.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string | undefined {
  return placeEdits(text, edits)?.text;
}

/** As `applyEdits`, and tells where each edit's text went. */
export function placeEdits(text: string, edits: readonly TextEdit[]): Edited | undefined {
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const pieces: string[] = [];
  const placed: PlacedEdit[] = [];
  let done = 0;
  let length = 0;
  for (const edit of sorted) {
    const { start, end } = edit.span;
    if (start < done || end < start || end > text.length) return undefined;
    pieces.push(text.slice(done, start), edit.text);
    length += start - done;
    placed.push({ edit, start: length, end: length + edit.text.length });
    length += edit.text.length;
    done = end;
  }
  pieces.push(text.slice(done));
  return { text: pieces.join(''), edits: placed };
}

/**
 * The edits that undo `edits`, for the text after them. Undefined where `edits` cannot be applied.
 */
export function invert(text: string, edits: readonly TextEdit[]): readonly TextEdit[] | undefined {
  return placeEdits(text, edits)?.edits.map(({ edit, start, end }) => ({
    span: { ...edit.span, start, end },
    text: text.slice(edit.span.start, edit.span.end),
  }));
}

/** The edits of each file, files in order of their first edit. */
export function editsByFile(edits: readonly TextEdit[]): ReadonlyMap<string, readonly TextEdit[]> {
  const files = new Map<string, TextEdit[]>();
  for (const edit of edits) {
    const list = files.get(edit.span.file);
    if (list === undefined) files.set(edit.span.file, [edit]);
    else list.push(edit);
  }
  return files;
}
