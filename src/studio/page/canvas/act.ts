/** Makes the canvas's edits, and selects what they made. */
import type { CanvasGap } from '../../../canvas/document.ts';
import type { CanvasEdit } from '../../../canvas/edits/edit.ts';
import type { Fix, Span, TextEdit } from '../../../diagnostics/diagnostic.ts';
import type { Shape } from '../../../operators/operator.ts';
import { type Studio, tabOf } from '../studio.ts';

/** The drawing is of the text as it is: its spans are places in it. */
function isCurrent(studio: Studio, path: string): boolean {
  const tab = tabOf(studio.store.getState(), path);
  return tab !== undefined && !tab.isStale && tab.stateRevision === tab.document.revision;
}

export function applyFix(studio: Studio, path: string, { edits }: Fix): void {
  if (isCurrent(studio, path)) studio.edit(path, edits, 'fix');
}

/** False where nothing was changed: a notice then says why, or the drawing is behind the text, and the next will do. */
export async function act(studio: Studio, path: string, edit: CanvasEdit): Promise<boolean> {
  if (!isCurrent(studio, path)) return false;
  let made: readonly TextEdit[] = [];
  const stop = studio.onEdits((where, edits) => {
    if (where === path) made = edits;
  });
  try {
    if (!(await studio.canvasEdit(path, edit))) return false;
  } finally {
    stop();
  }
  if (edit.kind !== 'delete') {
    const range = writtenRange(made, edit.kind === 'extract' ? 'first' : 'all');
    if (range) studio.select(path, { ...range, nodes: [], by: 'canvas' });
  }
  return true;
}

/**
 * Where the new text has what was written, without blanks, arrows and `use` lines; the place of the first edit where
 * nothing was. Of several pieces the first, or from the first to the last.
 */
export function writtenRange(
  edits: readonly TextEdit[],
  which: 'first' | 'all',
): { readonly start: number; readonly end: number } | undefined {
  let shift = 0;
  const pieces: { readonly start: number; readonly end: number }[] = [];
  for (const { span, text } of [...edits].sort((a, b) => a.span.start - b.span.start)) {
    const at = span.start + shift;
    shift += text.length - (span.end - span.start);
    const lead = /^(?:\s|->)*/.exec(text)?.[0].length ?? 0;
    const tail = /(?:\s|->)*$/.exec(text.slice(lead))?.[0].length ?? 0;
    const isUse = text.slice(lead).startsWith('use ');
    if (!isUse && lead < text.length) pieces.push({ start: at + lead, end: at + text.length - tail });
  }
  const [first] = pieces;
  const last = which === 'first' ? first : pieces.at(-1);
  if (first && last) return { start: first.start, end: last.end };
  const place = Math.min(...edits.map(({ span }) => span.start));
  return Number.isFinite(place) ? { start: place, end: place } : undefined;
}

/** Puts an item of the palette at a gap. A `repeat` is no call: it is written with its braces. */
export function insertion(callee: string, at: CanvasGap, shape: Shape | undefined): CanvasEdit {
  if (/^repeat\b/.test(callee)) return { kind: 'paste', text: `${callee} { skip }`, at };
  return { kind: 'insert', callee, at, ...(shape ? { shape } : {}) };
}

export function wrapping(callee: string, steps: Span, shape: Shape | undefined): CanvasEdit {
  return { kind: 'wrap', callee, steps, ...(shape ? { shape } : {}) };
}
