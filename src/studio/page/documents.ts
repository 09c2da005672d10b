/**
 * The texts that are open and how they are changed: the one place where the page's truth is kept. Every change, typed or
 * drawn, is a list of text edits with its inverse, so there is one undo for both sides.
 */
import type { TextEdit } from '../../diagnostics/diagnostic.ts';
import { applyEdits, invert } from '../../diagnostics/edits.ts';
import type { FileVersion } from '../host.ts';

export interface OpenDocument {
  readonly path: string;
  readonly text: string;
  /** Grows by one with every change of the text, undoing included. */
  readonly revision: number;
  /** The file as it was last read or written; undefined for one that was never saved. */
  readonly saved: { readonly text: string; readonly version: FileVersion } | undefined;
  readonly undo: readonly Change[];
  readonly redo: readonly Change[];
}

/** What made a change; neighbouring letters that are typed become one. */
export type Origin = 'typing' | 'canvas' | 'inspector' | 'fix' | 'rename' | 'format' | 'file';

export interface Change {
  readonly origin: Origin;
  /** For the text before. */
  readonly edits: readonly TextEdit[];
  /** For the text after. */
  readonly inverse: readonly TextEdit[];
  /** Milliseconds; typing within `pause` of the last letter goes on with its change. */
  readonly at: number;
}

const pause = 700;
const longestUndo = 500;

export function openDocument(path: string, text: string, version: FileVersion | undefined): OpenDocument {
  return {
    path,
    text,
    revision: 1,
    saved: version === undefined ? undefined : { text, version },
    undo: [],
    redo: [],
  };
}

export function isUnsaved({ text, saved }: OpenDocument): boolean {
  return saved === undefined || saved.text !== text;
}

/** Undefined where the edits do not fit the text: then nothing is changed. */
export function change(
  document: OpenDocument,
  edits: readonly TextEdit[],
  origin: Origin,
  at: number,
): OpenDocument | undefined {
  const { text, revision, undo } = document;
  const after = applyEdits(text, edits);
  const inverse = invert(text, edits);
  if (after === undefined || inverse === undefined) return undefined;
  if (after === text) return document;
  const made: Change = { origin, edits, inverse, at };
  const last = undo.at(-1);
  const joined = last && joinTyping(last, made);
  const history = joined ? [...undo.slice(0, -1), joined] : [...undo, made].slice(-longestUndo);
  return { ...document, text: after, revision: revision + 1, undo: history, redo: [] };
}

/** Letters typed one behind the other, or taken away one before the other, without a pause and within a line. */
function joinTyping(last: Change, next: Change): Change | undefined {
  const [before] = last.edits;
  const [after] = next.edits;
  const [written] = last.inverse;
  const [removed] = next.inverse;
  if (last.origin !== 'typing' || next.origin !== 'typing' || next.at - last.at > pause) return undefined;
  if (!before || !after || !written || !removed || last.edits.length > 1 || next.edits.length > 1) return undefined;
  if (`${before.text}${after.text}${written.text}${removed.text}`.includes('\n')) return undefined;
  const { at } = next;
  if (after.span.start === after.span.end && after.span.start === written.span.end && before.text !== '') {
    const end = written.span.end + after.text.length;
    return {
      origin: 'typing',
      edits: [{ span: before.span, text: before.text + after.text }],
      inverse: [{ span: { ...written.span, end }, text: written.text }],
      at,
    };
  }
  if (before.text !== '' || after.text !== '') return undefined;
  const { start } = after.span;
  const end = before.span.end - before.span.start + after.span.end;
  // Backspace takes what is before the place, Delete what is behind it.
  const isBackwards = after.span.end === before.span.start;
  if (!isBackwards && start !== before.span.start) return undefined;
  const text = isBackwards ? removed.text + written.text : written.text + removed.text;
  return {
    origin: 'typing',
    edits: [{ span: { ...before.span, start, end }, text: '' }],
    inverse: [{ span: { ...written.span, start, end: start }, text }],
    at,
  };
}

export function undo(document: OpenDocument): { readonly document: OpenDocument; readonly edits: readonly TextEdit[] } {
  return step(document, 'undo');
}

export function redo(document: OpenDocument): { readonly document: OpenDocument; readonly edits: readonly TextEdit[] } {
  return step(document, 'redo');
}

/** The edits are those that were made to the text now, for views that follow along. */
function step(
  document: OpenDocument,
  direction: 'undo' | 'redo',
): { readonly document: OpenDocument; readonly edits: readonly TextEdit[] } {
  const taken = document[direction].at(-1);
  const edits = taken && (direction === 'undo' ? taken.inverse : taken.edits);
  const text = edits && applyEdits(document.text, edits);
  if (!taken || !edits || text === undefined) return { document, edits: [] };
  const rest = document[direction].slice(0, -1);
  const closed = { ...taken, at: Number.NEGATIVE_INFINITY };
  const changed = { ...document, text, revision: document.revision + 1 };
  return {
    document:
      direction === 'undo'
        ? { ...changed, undo: rest, redo: [...document.redo, closed] }
        : { ...changed, redo: rest, undo: [...document.undo, closed] },
    edits,
  };
}

export function markSaved(document: OpenDocument, text: string, version: FileVersion): OpenDocument {
  return { ...document, saved: { text, version } };
}
