/** The formatter's changes as edits: one a run of lines that differ, so that carets elsewhere stay where they are. */
import type { TextEdit } from '../diagnostics/diagnostic.ts';
import { format } from '../syntax/format.ts';
import { type Document, fileOf } from './document.ts';

/** None where the text has syntax errors, or its standard form already. */
export function formatEdits(document: Document): readonly TextEdit[] {
  const file = fileOf(document);
  const { value } = format(file);
  if (value === file.text) return [];
  const [before, after] = [linesOf(file.text), linesOf(value)];
  const edits: TextEdit[] = [];
  let offset = 0;
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (before[i] === after[j]) {
      offset += before[i]?.length ?? 0;
      i += 1;
      j += 1;
      continue;
    }
    const [nextI, nextJ] = resumption(before, after, i, j);
    const end = offset + before.slice(i, nextI).reduce((sum, line) => sum + line.length, 0);
    edits.push({ span: { file: file.path, start: offset, end }, text: after.slice(j, nextJ).join('') });
    offset = end;
    [i, j] = [nextI, nextJ];
  }
  return edits;
}

/** With their ends. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** How far to look for a line that both have: the formatter takes away blank lines and adds none. */
const window = 40;

/** The nearest pair of equal lines ahead; the ends where there is none near. */
function resumption(
  before: readonly string[],
  after: readonly string[],
  i: number,
  j: number,
): readonly [number, number] {
  for (let distance = 1; distance <= window; distance++) {
    for (let taken = 0; taken <= distance; taken++) {
      const [a, b] = [i + taken, j + distance - taken];
      const line = before[a];
      if (line !== undefined && line === after[b] && line.trim() !== '') return [a, b];
    }
  }
  const rest = Math.min(before.length - i, after.length - j, window);
  return rest < window ? [before.length, after.length] : [i + rest, j + rest];
}
