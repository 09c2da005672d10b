/**
 * Where lines begin for Monaco, which breaks them at a lone \r too, gives all of a text's lines one ending and hides a
 * byte order mark. The document's text keeps what it has; places go back and forth by line and column, which are the
 * same on both sides.
 */
import { type LineTable, lineTable, lineText, offsetAt, positionAt } from '../../../diagnostics/lines.ts';

export interface Lines extends LineTable {
  /** Of Monaco's copy with \n as every line's ending. */
  readonly length: number;
}

/** As Monaco has it: both from 1. */
export interface Place {
  readonly lineNumber: number;
  readonly column: number;
}

export interface Range {
  readonly startLineNumber: number;
  readonly startColumn: number;
  readonly endLineNumber: number;
  readonly endColumn: number;
}

export function linesOf(text: string): Lines {
  const mark = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  if (mark === 0 && !text.includes('\r')) return { ...lineTable(text), length: text.length };
  const starts = [mark];
  let length = text.length - mark;
  for (const { 0: ending, index } of text.matchAll(/\r\n|\r|\n/g)) {
    starts.push(index + ending.length);
    length -= ending.length - 1;
  }
  return { text, starts, length };
}

export function placeOf(lines: Lines, offset: number): Place {
  const { line, column } = positionAt(lines, offset);
  return { lineNumber: line, column: Math.max(1, Math.min(column, lineText(lines, line).length + 1)) };
}

export function offsetOf(lines: Lines, { lineNumber, column }: Place): number {
  return offsetAt(lines, { line: lineNumber, column });
}

export function rangeOf(lines: Lines, { start, end }: { readonly start: number; readonly end: number }): Range {
  const from = placeOf(lines, start);
  const to = placeOf(lines, end);
  return {
    startLineNumber: from.lineNumber,
    startColumn: from.column,
    endLineNumber: to.lineNumber,
    endColumn: to.column,
  };
}

export function spanOf(file: string, lines: Lines, range: Range): { file: string; start: number; end: number } {
  const { startLineNumber, startColumn, endLineNumber, endColumn } = range;
  return {
    file,
    start: offsetOf(lines, { lineNumber: startLineNumber, column: startColumn }),
    end: offsetOf(lines, { lineNumber: endLineNumber, column: endColumn }),
  };
}
