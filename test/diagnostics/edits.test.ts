import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextEdit } from '../../src/diagnostics/diagnostic.ts';
import { applyEdits, editsByFile, invert, placeEdits } from '../../src/diagnostics/edits.ts';

function edit(start: number, end: number, text: string, file = 'model.arch'): TextEdit {
  return { span: { file, start, end }, text };
}

describe('edits', () => {
  it('applies edits in any order, by the offsets of the text before', () => {
    expect(applyEdits('conv(8) relu', [edit(7, 7, ' ->'), edit(5, 6, '64')])).toBe('conv(64) -> relu');
    expect(applyEdits('abc', [])).toBe('abc');
  });

  it('keeps the order of insertions at one place, and puts them before a replacement there', () => {
    expect(applyEdits('ab', [edit(1, 2, 'X'), edit(1, 1, '1'), edit(1, 1, '2')])).toBe('a12X');
  });

  it('refuses edits that overlap or reach outside', () => {
    expect(applyEdits('abcdef', [edit(0, 3, 'x'), edit(2, 4, 'y')])).toBeUndefined();
    expect(applyEdits('abcdef', [edit(0, 3, 'x'), edit(1, 1, 'y')])).toBeUndefined();
    expect(applyEdits('abcdef', [edit(0, 3, 'x'), edit(0, 3, 'x')])).toBeUndefined();
    expect(applyEdits('abc', [edit(2, 4, '')])).toBeUndefined();
    expect(applyEdits('abc', [edit(2, 1, '')])).toBeUndefined();
    expect(applyEdits('abc', [edit(-1, 1, '')])).toBeUndefined();
    expect(applyEdits('abcdef', [edit(0, 3, 'x'), edit(3, 6, 'y')])).toBe('xy');
  });

  it('undoes insertions and deletions that meet', () => {
    const edits = [edit(1, 1, '1'), edit(1, 1, '2'), edit(1, 3, ''), edit(3, 3, '3'), edit(3, 4, '')];
    expect(applyEdits('abcde', edits)).toBe('a123e');
    expect(applyEdits('a123e', invert('abcde', edits) ?? [])).toBe('abcde');
    expect(invert('abc', [edit(2, 4, '')])).toBeUndefined();
  });

  it('groups edits by file', () => {
    const edits = [edit(0, 1, 'x', 'b.arch'), edit(0, 1, 'y', 'a.arch'), edit(2, 3, 'z', 'b.arch')];
    expect([...editsByFile(edits)].map(([file, list]) => [file, list.length])).toEqual([
      ['b.arch', 2],
      ['a.arch', 1],
    ]);
  });

  it('keeps every untouched piece and tells where each new text went', () => {
    // A text cut into pieces, some of them replaced: the result must be the pieces joined again.
    const piece = fc.record({ kept: fc.string(), removed: fc.string({ minLength: 1 }), put: fc.string() });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.string(), fc.nat(), (pieces, tail, seed) => {
        let before = '';
        let after = '';
        const edits: TextEdit[] = [];
        for (const { kept, removed, put } of pieces) {
          before += kept;
          edits.push(edit(before.length, before.length + removed.length, put));
          before += removed;
          after += kept + put;
        }
        const turned = [...edits.slice(seed % (edits.length + 1)), ...edits.slice(0, seed % (edits.length + 1))];
        const result = placeEdits(before + tail, turned);
        expect(result?.text).toBe(after + tail);
        for (const placed of result?.edits ?? []) {
          expect(result?.text.slice(placed.start, placed.end)).toBe(placed.edit.text);
        }
        expect(applyEdits(after + tail, invert(before + tail, turned) ?? [])).toBe(before + tail);
      }),
    );
  });
});
