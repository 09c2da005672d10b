import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextEdit } from '../../../src/diagnostics/diagnostic.ts';
import {
  change,
  isUnsaved,
  markSaved,
  type OpenDocument,
  openDocument,
  redo,
  undo,
} from '../../../src/studio/page/documents.ts';

const path = 'net.arch';

function edit(start: number, end: number, text: string): TextEdit {
  return { span: { file: path, start, end }, text };
}

function type(document: OpenDocument, offset: number, text: string, at: number): OpenDocument {
  const changed = change(document, [edit(offset, offset, text)], 'typing', at);
  if (!changed) throw new Error('the edit does not fit');
  return changed;
}

describe('a document', () => {
  it('takes letters typed in a row as one change', () => {
    let document = openDocument(path, 'conv()', 'v');
    [...'64, 3'].forEach((letter, index) => {
      document = type(document, 5 + index, letter, 1000 + 100 * index);
    });
    expect(document.text).toBe('conv(64, 3)');
    expect(document.undo).toHaveLength(1);
    const back = undo(document).document;
    expect(back.text).toBe('conv()');
    expect(redo(back).document.text).toBe('conv(64, 3)');
  });

  it('takes letters taken away in a row as one change, backwards and forwards', () => {
    const remove = (document: OpenDocument, start: number): OpenDocument =>
      change(document, [edit(start, start + 1, '')], 'typing', 0) ?? document;
    const backwards = [5, 4, 3].reduce(remove, openDocument(path, 'abcdef', 'v'));
    expect([backwards.text, backwards.undo.length]).toEqual(['abc', 1]);
    expect(undo(backwards).document.text).toBe('abcdef');
    const forwards = [2, 2, 2].reduce(remove, openDocument(path, 'abcdef', 'v'));
    expect([forwards.text, forwards.undo.length]).toEqual(['abf', 1]);
    expect(undo(forwards).document.text).toBe('abcdef');
    expect(redo(undo(forwards).document).document.text).toBe('abf');
    // Written, then taken away: two changes.
    expect(remove(type(openDocument(path, 'ab', 'v'), 2, 'c', 0), 2).undo).toHaveLength(2);
  });

  it('begins a new change after a pause, at another place, and at a line break', () => {
    const first = type(openDocument(path, 'ab', 'v'), 1, 'x', 0);
    expect(type(first, 2, 'y', 5000).undo).toHaveLength(2);
    expect(type(first, 0, 'y', 10).undo).toHaveLength(2);
    expect(type(first, 2, '\n', 10).undo).toHaveLength(2);
    expect(type(first, 2, 'y', 10).undo).toHaveLength(1);
  });

  it('does not go on with a change that was undone and made again', () => {
    const typed = type(openDocument(path, '', 'v'), 0, 'a', 0);
    const again = redo(undo(typed).document).document;
    expect(type(again, 1, 'b', 1).undo).toHaveLength(2);
  });

  it('forgets what could be redone when something else is done', () => {
    const typed = type(openDocument(path, '', 'v'), 0, 'a', 0);
    const back = undo(typed).document;
    expect(back.redo).toHaveLength(1);
    expect(type(back, 0, 'b', 1).redo).toHaveLength(0);
  });

  it('refuses edits that do not fit, and takes no notice of those that change nothing', () => {
    const document = openDocument(path, 'abc', 'v');
    expect(change(document, [edit(2, 9, '')], 'canvas', 0)).toBeUndefined();
    expect(change(document, [edit(0, 2, 'x'), edit(1, 3, 'y')], 'canvas', 0)).toBeUndefined();
    expect(change(document, [edit(0, 1, 'a')], 'canvas', 0)).toBe(document);
  });

  it('is unsaved until what is on disk is what it says', () => {
    const document = type(openDocument(path, 'a', 'v1'), 1, 'b', 0);
    expect(isUnsaved(document)).toBe(true);
    // The text that was written, not the one of now: letters may have been typed while it was.
    expect(isUnsaved(markSaved(type(document, 2, 'c', 9000), 'ab', 'v2'))).toBe(true);
    expect(isUnsaved(markSaved(document, 'ab', 'v2'))).toBe(false);
    expect(isUnsaved(openDocument('new.arch', '', undefined))).toBe(true);
  });

  it('comes back to the first text by undoing, and to the last by redoing, whatever was done', () => {
    const change1 = fc.record({
      from: fc.nat(60),
      length: fc.nat(6),
      text: fc.string({ maxLength: 4 }),
      typing: fc.boolean(),
      wait: fc.nat(1000),
    });
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.array(change1, { maxLength: 20 }), (text, changes) => {
        let document = openDocument(path, text, 'v');
        let at = 0;
        const revisions = [document.revision];
        for (const { from, length, text: put, typing, wait } of changes) {
          at += wait;
          const start = Math.min(from, document.text.length);
          const end = Math.min(start + length, document.text.length);
          document = change(document, [edit(start, end, put)], typing ? 'typing' : 'canvas', at) ?? document;
          revisions.push(document.revision);
        }
        const last = document.text;
        while (document.undo.length > 0) document = undo(document).document;
        expect(document.text).toBe(text);
        while (document.redo.length > 0) document = redo(document).document;
        expect(document.text).toBe(last);
        expect([...revisions].sort((a, b) => a - b)).toEqual(revisions);
      }),
      { seed: 7 },
    );
  });
});
