/** Offsets to lines and columns, for people and editors: both from 1, columns in UTF-16 units. */
import type { SourceFile, Span } from './diagnostic.ts';

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The offset at which each line begins. Lines end with \n or \r\n. */
export interface LineTable {
  readonly text: string;
  readonly starts: readonly number[];
}

export function lineTable(text: string): LineTable {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return { text, starts };
}

/** What is written at a span; empty where its file is not among the sources. */
export function textAt(sources: ReadonlyMap<string, SourceFile>, { file, start, end }: Span): string {
  return sources.get(file)?.text.slice(start, end) ?? '';
}

/** Offsets outside the text are moved to its ends. */
export function positionAt(table: LineTable, offset: number): Position {
  const at = Math.max(0, Math.min(offset, table.text.length));
  let low = 0;
  let high = table.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((table.starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: at - (table.starts[low] ?? 0) + 1 };
}

/** The offset of a position; one outside the text is moved to the end of its line, or of the text. */
export function offsetAt(table: LineTable, position: Position): number {
  const line = Math.max(1, position.line);
  const start = table.starts[line - 1];
  if (start === undefined) return table.text.length;
  return Math.min(start + Math.max(0, position.column - 1), start + lineText(table, line).length);
}

/** The text of a line, counted from 1, without its end; empty for a line that does not exist. */
export function lineText(table: LineTable, line: number): string {
  const start = table.starts[line - 1];
  if (start === undefined) return '';
  const next = table.starts[line];
  if (next === undefined) return table.text.slice(start);
  const end = table.text.charCodeAt(next - 2) === 13 ? next - 2 : next - 1;
  return table.text.slice(start, Math.max(start, end));
}

/** Finds the table of a file by its path; undefined for a file that is not there. Each is made once. */
export type LineIndex = (file: string) => LineTable | undefined;

export function lineIndex(sources: ReadonlyMap<string, SourceFile>): LineIndex {
  const tables = new Map<string, LineTable>();
  return (file) => {
    const known = tables.get(file);
    if (known !== undefined) return known;
    const source = sources.get(file);
    if (source === undefined) return undefined;
    const table = lineTable(source.text);
    tables.set(file, table);
    return table;
  };
}
