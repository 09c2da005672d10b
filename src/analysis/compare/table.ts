/** The comparison as a table for a terminal, with the rules of its figures and the meaning of its marks below. */
import { type Column, columnsOf, notesOf, termsTitle } from './columns.ts';
import type { Comparison } from './comparison.ts';

export interface ComparisonTableOptions {
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

const gap = '  ';
const narrowestName = 16;
/** A longer name is cut before a column goes. */
const comfortableName = 22;
const widestName = 32;
/** The first to go where there is no room. */
const dispensable = [
  'top-5 error',
  'receptive field',
  'memory',
  'depth',
  'ratio of MACs',
  'ratio of parameters',
  'Pareto',
  'density',
];

/** Plain ASCII but for titles. What has no room is named in the foot. */
export function renderComparison(comparison: Comparison, { color, width }: ComparisonTableOptions): string {
  const strong = (text: string): string => (color ? `\u001b[1m${text}\u001b[0m` : text);
  const faint = (text: string): string => (color && text !== '' ? `\u001b[2m${text}\u001b[0m` : text);
  const notes = notesOf(comparison);
  const titles = comparison.rows.map(({ candidate }) => candidate.title);
  const wanted = Math.min(widestName, longest(['network', ...titles]));
  const { shown, dropped } = fitting(columnsOf(comparison, notes), Math.min(wanted, comfortableName), width);
  const widths = shown.map(({ heading, cells }) => longest([...heading, ...cells]));
  const taken = widths.reduce((sum, each) => sum + gap.length + each, 0);
  const nameWidth = Math.min(wanted, Math.max(narrowestName, width - taken));
  const line = (name: string, cells: readonly string[]): string => {
    const texts = shown.map(({ align }, index) => {
      const cell = cells[index] ?? '';
      return align === 'left' ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0);
    });
    return [shortened(name, nameWidth).padEnd(nameWidth), ...texts].join(gap).trimEnd();
  };
  const upper = line(
    '',
    shown.map(({ heading }) => heading[0]),
  );
  const headings = [
    ...(upper === '' ? [] : [upper]),
    line(
      'network',
      shown.map(({ heading }) => heading[1]),
    ),
  ];
  const body = titles.map((title, row) =>
    line(
      title,
      shown.map(({ cells }) => cells[row] ?? ''),
    ),
  );
  return [
    ...headings.map(strong),
    faint('-'.repeat(Math.min(width, nameWidth + taken))),
    ...body,
    '',
    ...footer(comparison, shown, notes.legend).map(([name, text]) => `${name}${gap}${faint(text)}`),
    ...(dropped.length === 0
      ? []
      : wrapped(`no room for: ${dropped.join(', ')}; --json and --csv have all`, width).map(faint)),
    '',
  ].join('\n');
}

function fitting(columns: readonly Column[], name: number, width: number): { shown: Column[]; dropped: string[] } {
  const shown = [...columns];
  const dropped: string[] = [];
  const total = (): number =>
    shown.reduce((sum, { heading, cells }) => sum + gap.length + longest([...heading, ...cells]), name);
  for (const candidate of dispensable) {
    if (total() <= width) break;
    const at = shown.findIndex((column) => column.name === candidate);
    if (at < 0) continue;
    shown.splice(at, 1);
    dropped.push(candidate);
  }
  return { shown, dropped };
}

/** Names padded to one width. */
function footer(
  { terms, rows }: Comparison,
  shown: readonly Column[],
  legend: readonly (readonly [string, string])[],
): (readonly [string, string])[] {
  const errors = shown.some(({ name }) => name === 'top-1 error');
  const rules = shown.flatMap(({ name, rule }): (readonly [string, string])[] => {
    if (name === 'ratio of MACs' && shown.some((column) => column.name === 'ratio of parameters')) return [];
    if (name.startsWith('ratio of')) return [['ratio', rule]];
    if (name === 'top-1 error') return [[name, `${rule}; ${termsTitle(terms)}`]];
    return rule === '' || name === 'top-5 error' ? [] : [[name, rule]];
  });
  const none = errors || rows.length === 0 ? [] : ([['errors', 'none is known for these networks']] as const);
  const all = [...rules, ...none, ...(errors ? legend : [])];
  const widest = longest(all.map(([name]) => name));
  return all.map(([name, text]) => [name.padEnd(widest), text]);
}

function longest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, text.length), 0);
}

function shortened(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, room - 3)}...`;
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
