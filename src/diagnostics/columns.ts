/** How a line of source looks in a terminal: tabs, wide and invisible characters, and lines that are too long. */

const TAB = 4;
const CUT = '...';

/** A line as shown. `marks` are the given ranges in terminal columns from 0; those out of sight are left out. */
export interface View {
  readonly text: string;
  readonly marks: readonly Columns[];
  readonly cut: boolean;
}

/** A range of the line's text, in UTF-16 units. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

interface Columns {
  readonly from: number;
  readonly to: number;
}

/**
 * Lays out a line in at most `width` columns. Where it is longer, the part around `focus` is shown.
 * Each range gets at least one column, also an empty one and one behind the end of the line.
 */
export function view(line: string, ranges: readonly Range[], width: number, focus: Range): View {
  // Only the surroundings of the range are measured, so that a line of megabytes costs no more than a short one.
  const first = whole(line, Math.max(0, focus.start - width));
  const last = whole(line, Math.min(line.length, Math.max(first, Math.min(focus.end, focus.start + width) + width)));
  const cells = layOut(line.slice(first, last));
  const total = cells.edges[cells.edges.length - 1] ?? 0;
  const columns = ranges
    .filter((range) => range.end >= first && range.start <= last)
    .map((range) => columnsOf(range, first, cells.edges));
  const fits = first === 0 && last === line.length && total <= width;
  if (fits) return { text: cells.shown.join('').trimEnd(), marks: columns, cut: false };
  return cutOut(cells, columns, columnsOf(focus, first, cells.edges), width, {
    before: first > 0,
    behind: last < line.length,
  });
}

interface Cells {
  /** What is shown for each code point. */
  readonly shown: readonly string[];
  /** The column at which each UTF-16 unit begins, and the one behind the last. */
  readonly edges: readonly number[];
}

function layOut(text: string): Cells {
  const shown: string[] = [];
  const edges: number[] = [];
  let column = 0;
  for (const character of text) {
    const width = character === '\t' ? TAB - (column % TAB) : widthOf(character);
    shown.push(character === '\t' ? ' '.repeat(width) : isControl(character) ? '\ufffd' : character);
    for (let unit = 0; unit < character.length; unit++) edges.push(column);
    column += width;
  }
  edges.push(column);
  return { shown, edges };
}

function columnsOf(range: Range, first: number, edges: readonly number[]): Columns {
  const total = edges[edges.length - 1] ?? 0;
  const from = edges[Math.max(0, range.start - first)] ?? total;
  const to = edges[Math.max(0, range.end - first)] ?? total;
  return { from, to: Math.max(to, from + 1) };
}

function cutOut(
  cells: Cells,
  columns: readonly Columns[],
  focus: Columns,
  width: number,
  more: { readonly before: boolean; readonly behind: boolean },
): View {
  const total = cells.edges[cells.edges.length - 1] ?? 0;
  // A third of the room is context before the range, more where the text behind it does not need the rest.
  const room = Math.max(1, width - 2 * CUT.length);
  const context = focus.to <= room && !more.before ? 0 : Math.max(0, focus.from - Math.floor(room / 3));
  const begin = more.behind ? context : Math.min(context, Math.max(0, total - room));
  const before = more.before || begin > 0;
  const end = begin + room;
  let text = before ? CUT : '';
  let column = 0;
  for (const shown of cells.shown) {
    const size = sizeOf(shown);
    const kept = column >= begin && column + size <= end;
    const torn = column < end && column + size > begin && !kept;
    // Half a wide character or tab at the edge leaves blanks, so that the marks stay in line.
    if (kept) text += shown;
    else if (torn) text += ' '.repeat(Math.min(column + size, end) - Math.max(column, begin));
    column += size;
  }
  const shift = (before ? CUT.length : 0) - begin;
  const marks = columns
    .filter((mark) => mark.from < end && mark.to > begin)
    .map((mark) => ({ from: Math.max(mark.from, begin) + shift, to: Math.min(mark.to, end) + shift }));
  return { text: more.behind || end < total ? text + CUT : text.trimEnd(), marks, cut: true };
}

function sizeOf(shown: string): number {
  return shown.startsWith(' ') ? shown.length : widthOf(shown);
}

/** Not between the halves of a surrogate pair. */
function whole(text: string, offset: number): number {
  const code = text.charCodeAt(offset);
  return code >= 0xdc00 && code <= 0xdfff && offset > 0 ? offset - 1 : offset;
}

/** Escape sequences and marks that turn the direction of text must not reach the terminal. */
function isControl(character: string): boolean {
  return /^[\p{Cc}\u202a-\u202e\u2066-\u2069]$/u.test(character);
}

/** Ranges that Unicode's East Asian Width calls wide or full-width, joined where only unassigned points part them. */
const wide: readonly (readonly [from: number, to: number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];

/** Columns of one code point: 0 for combining marks, 2 for wide characters. */
export function widthOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (/^[\p{M}\u200b-\u200d]$/u.test(character)) return 0;
  return wide.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}
