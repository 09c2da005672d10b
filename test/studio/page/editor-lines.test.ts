import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextEdit } from '../../../src/diagnostics/diagnostic.ts';
import { applyEdits } from '../../../src/diagnostics/edits.ts';
import { readable } from '../../../src/studio/page/editor/colour.ts';
import { composeEdits } from '../../../src/studio/page/editor/compose.ts';
import { linesOf, offsetOf, placeOf, rangeOf, spanOf } from '../../../src/studio/page/editor/lines.ts';

const texts = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '\r', '\r\n', '\t'), maxLength: 30 });
const marked = fc.tuple(fc.constantFrom('', '\uFEFF'), texts).map((parts) => parts.join(''));

/** As Monaco divides a text. */
function divided(text: string): readonly string[] {
  return text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
}

describe('lines as Monaco has them', () => {
  it('are those of the text with any line ending and a byte order mark', () => {
    fc.assert(
      fc.property(marked, (text) => {
        const { starts, length } = linesOf(text);
        expect(starts.length).toBe(divided(text).length);
        expect(length).toBe(divided(text).join('\n').length);
      }),
    );
  });

  it('give each letter a place with that letter, and from there its offset', () => {
    fc.assert(
      fc.property(marked, (text) => {
        const lines = linesOf(text);
        for (let offset = 0; offset <= text.length; offset++) {
          const place = placeOf(lines, offset);
          const line = divided(text)[place.lineNumber - 1];
          expect(place.column).toBeLessThanOrEqual((line?.length ?? -1) + 1);
          const letter = text[offset];
          if (letter === undefined || '\r\n\uFEFF'.includes(letter)) continue;
          expect(line?.[place.column - 1]).toBe(letter);
          expect(offsetOf(lines, place)).toBe(offset);
        }
      }),
    );
  });

  it('put the ends of lines before their endings, whatever these are', () => {
    const lines = linesOf('\uFEFFab\r\nc\rd\n');
    expect(offsetOf(lines, { lineNumber: 1, column: 1 })).toBe(1);
    expect(offsetOf(lines, { lineNumber: 1, column: 3 })).toBe(3);
    expect(offsetOf(lines, { lineNumber: 2, column: 2 })).toBe(6);
    expect(placeOf(lines, 4)).toEqual({ lineNumber: 1, column: 3 });
    const range = rangeOf(lines, { start: 2, end: 6 });
    expect(range).toEqual({ startLineNumber: 1, startColumn: 2, endLineNumber: 2, endColumn: 2 });
    expect(spanOf('net.arch', lines, range)).toEqual({ file: 'net.arch', start: 2, end: 6 });
  });
});

describe('two changes as one', () => {
  const edit = (start: number, end: number, text: string): TextEdit => ({
    span: { file: 'net.arch', start, end },
    text,
  });

  it('give the same text as one after the other', () => {
    const edits = fc.array(fc.tuple(fc.nat(20), fc.nat(4), fc.string({ maxLength: 3 })), {
      minLength: 1,
      maxLength: 3,
    });
    let joined = 0;
    fc.assert(
      fc.property(fc.string({ minLength: 5, maxLength: 20 }), edits, edits, (text, one, other) => {
        const fitting = (list: typeof one, length: number): TextEdit[] =>
          list.map(([start, size, put]) => edit(Math.min(start, length), Math.min(start + size, length), put));
        const first = fitting(one, text.length);
        const between = applyEdits(text, first);
        if (between === undefined) return;
        const second = fitting(other, between.length);
        const after = applyEdits(between, second);
        const both = composeEdits(text, first, second);
        if (after === undefined || !both) return;
        joined += 1;
        expect(applyEdits(text, both)).toBe(after);
      }),
      { numRuns: 1000 },
    );
    expect(joined).toBeGreaterThan(50);
  });

  it('stay two where the second touches what the first wrote', () => {
    expect(composeEdits('abc', [edit(1, 1, 'xy')], [edit(2, 3, 'z')])).toBeUndefined();
    expect(composeEdits('abc', [edit(0, 0, 'use\n')], [edit(5, 7, 'z')])).toEqual([
      edit(0, 0, 'use\n'),
      edit(1, 3, 'z'),
    ]);
  });
});

describe('colours of words', () => {
  it('are taken as they are where they can be read, and drawn toward the text where they cannot', () => {
    expect(readable('#5a4a99', '#ffffff', '#1f2430')).toBe('#5a4a99');
    const mixed = readable('#d08a3e', '#fbfbfa', '#1f2430');
    expect(mixed).not.toBe('#d08a3e');
    expect(mixed).not.toBe('#1f2430');
    expect(readable('#ffffff', '#ffffff', '#aaaaaa')).toBe('#aaaaaa');
  });
});
