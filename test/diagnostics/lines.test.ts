import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineIndex, lineTable, lineText, offsetAt, positionAt } from '../../src/diagnostics/lines.ts';

describe('lines', () => {
  it('counts lines and columns from 1', () => {
    const table = lineTable('ab\ncd\n');
    expect(positionAt(table, 0)).toEqual({ line: 1, column: 1 });
    expect(positionAt(table, 2)).toEqual({ line: 1, column: 3 });
    expect(positionAt(table, 3)).toEqual({ line: 2, column: 1 });
    expect(positionAt(table, 6)).toEqual({ line: 3, column: 1 });
  });

  it('takes \\r\\n as one end of line and keeps it out of the text of the line', () => {
    const table = lineTable('ab\r\n\r\ncd\nef');
    expect([1, 2, 3, 4, 5].map((line) => lineText(table, line))).toEqual(['ab', '', 'cd', 'ef', '']);
    expect(positionAt(table, 4)).toEqual({ line: 2, column: 1 });
    expect(positionAt(table, 6)).toEqual({ line: 3, column: 1 });
  });

  it('moves what lies outside to the ends', () => {
    const table = lineTable('ab\ncd');
    expect(positionAt(table, -3)).toEqual({ line: 1, column: 1 });
    expect(positionAt(table, 99)).toEqual({ line: 2, column: 3 });
    expect(offsetAt(table, { line: 1, column: 99 })).toBe(2);
    expect(offsetAt(table, { line: 9, column: 1 })).toBe(5);
    expect(positionAt(lineTable(''), 0)).toEqual({ line: 1, column: 1 });
  });

  it('agrees with counting, and offsetAt undoes positionAt', () => {
    const pieces = fc.constantFrom('a', 'bc', '\n', '\r\n', '\t', '界');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), fc.nat(80), (parts, at) => {
        const text = parts.join('');
        const offset = Math.min(at, text.length);
        const before = text.slice(0, offset).split('\n');
        const table = lineTable(text);
        const position = positionAt(table, offset);
        expect(position).toEqual({ line: before.length, column: (before.at(-1) ?? '').length + 1 });
        const insideEnd = text.slice(offset - 1, offset + 1) === '\r\n';
        expect(offsetAt(table, position)).toBe(insideEnd ? offset - 1 : offset);
      }),
    );
  });

  it('finds the tables of several files, each made once', () => {
    const index = lineIndex(new Map([['a.arch', { path: 'a.arch', text: 'x\ny', library: false }]]));
    expect(index('a.arch')?.starts).toEqual([0, 2]);
    expect(index('a.arch')).toBe(index('a.arch'));
    expect(index('b.arch')).toBeUndefined();
  });
});
