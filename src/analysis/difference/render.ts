/** A difference for a terminal: what is the same in few words, what differs in a line or two each. */
import { formatCount, formatShort } from '../format.ts';
import type { Difference, DifferenceItem, Mark } from './difference.ts';
import type { TreePart } from './tree.ts';

export interface DifferenceTextOptions {
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

const signs: Readonly<Record<Mark, string>> = { same: '=', changed: '~', 'only in a': '-', 'only in b': '+' };
const colors: Readonly<Record<Mark, string>> = {
  same: '\u001b[2m',
  changed: '\u001b[33m',
  'only in a': '\u001b[31m',
  'only in b': '\u001b[32m',
};

interface Line {
  readonly mark: Mark;
  readonly text: string;
  readonly parameters: string;
  readonly macs: string;
}

/** Signs tell the kinds of lines apart without colour. */
export function renderDifference(difference: Difference, { color, width }: DifferenceTextOptions): string {
  const { a, b, totals } = difference;
  const lines = linesOf(difference.items);
  const heads = { parameters: 'parameters', macs: 'MACs' };
  const parametersWidth = longest([heads.parameters, ...lines.map(({ parameters }) => parameters)]);
  const macsWidth = longest([heads.macs, ...lines.map(({ macs }) => macs)]);
  const room = Math.max(30, width - parametersWidth - macsWidth - 4);
  const textWidth = Math.min(room, longest(lines.map(({ text }) => text)));
  const row = ({ text, parameters, macs }: Omit<Line, 'mark'>): string => {
    const [first = '', ...more] = wrapped(text, textWidth);
    const line = [first.padEnd(textWidth), parameters.padStart(parametersWidth), macs.padStart(macsWidth)].join('  ');
    return [line.trimEnd(), ...more].join('\n');
  };
  const painted = (line: Line): string => {
    const text = row(line);
    return color ? text.replace(/^.+$/gm, (each) => `${colors[line.mark]}${each}\u001b[0m`) : text;
  };
  const [left, right] = [a.analysis.totals, b.analysis.totals];
  const change = (from: number, to: number): string =>
    `${formatCount(from)} -> ${formatCount(to)}  (${signed(to - from)})`;
  const counts = [
    [totals.same, 'the same'],
    [totals.changed, 'changed'],
    [totals.onlyInA, `only in ${a.title}`],
    [totals.onlyInB, `only in ${b.title}`],
  ] as const;
  return [
    `--- ${a.title}`,
    `+++ ${b.title}`,
    '',
    ...(lines.length === 0 ? [] : [row({ text: '', ...heads }), ...lines.map(painted), '']),
    `parameters  ${change(left.parameters, right.parameters)}`,
    `MACs        ${change(left.macs, right.macs)}`,
    `layers      ${counts.map(([count, what]) => `${formatCount(count)} ${what}`).join(', ')}`,
    '',
  ].join('\n');
}

/** Runs of siblings that differ in the same way are one entry. */
function linesOf(items: readonly DifferenceItem[]): Line[] {
  const lines: Line[] = [];
  const stack = [{ runs: runsOf(items), next: 0, level: 0 }];
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const run = frame.runs[frame.next];
    frame.next += 1;
    if (run === undefined) {
      stack.pop();
      continue;
    }
    const indent = '  '.repeat(Math.min(frame.level, deepestIndent));
    const [first] = run;
    if (first === undefined) continue;
    if (first.mark === 'same') {
      lines.push({ mark: 'same', text: `${indent}= ${sameText(run)}`, parameters: '', macs: '' });
      continue;
    }
    const { titles, details, innermost } = lonely(run, first);
    const text = `${indent}${signs[first.mark]} ${titles.join(' / ')}`;
    lines.push({ mark: first.mark, text, ...figuresOf(first) });
    for (const detail of details) {
      lines.push({ mark: first.mark, text: `${indent}    ${detail}`, parameters: '', macs: '' });
    }
    if (innermost.children.length > 0) {
      stack.push({ runs: runsOf(innermost.children), next: 0, level: frame.level + 1 });
    }
  }
  return lines;
}

/** A changed group that holds one changed group and nothing else shares its line, and so on inwards. */
function lonely(run: readonly DifferenceItem[], first: DifferenceItem) {
  const titles = [titleOf(run)];
  const details = detailsOf(first);
  let innermost = first;
  for (;;) {
    const [only, more] = innermost.children;
    if (only?.mark !== 'changed' || more !== undefined || only.b?.node !== undefined || details.length > 0) break;
    innermost = only;
    titles.push(titleOf([only]));
    details.push(...detailsOf(only));
  }
  return { titles, details, innermost };
}

const deepestIndent = 12;

function runsOf(items: readonly DifferenceItem[]): DifferenceItem[][] {
  const runs: DifferenceItem[][] = [];
  for (const item of items) {
    const last = runs.at(-1);
    if (last?.[0] !== undefined && alike(last[0], item)) last.push(item);
    else runs.push([item]);
  }
  return runs;
}

function alike(a: DifferenceItem, b: DifferenceItem): boolean {
  if (a.mark !== b.mark) return false;
  if (a.mark === 'same') return true;
  const labelled = (a.a ?? a.b)?.label !== undefined || (b.a ?? b.b)?.label !== undefined;
  return !labelled && a.a?.digest === b.a?.digest && a.b?.digest === b.b?.digest && a.rewired === b.rewired;
}

const namedParts = 4;

function sameText(run: readonly DifferenceItem[]): string {
  const layers = run.reduce((sum, { a }) => sum + (a?.layers ?? 0), 0);
  const names = run.map(({ b }) => nameOf(b));
  const shown = names.length > namedParts ? [...names.slice(0, namedParts - 1), '...', names.at(-1) ?? ''] : names;
  return `${shown.join(', ')}${layers > run.length ? ` (${layers} layers)` : ''}`;
}

function nameOf(part: TreePart | undefined): string {
  return part === undefined ? '' : (part.label ?? part.block ?? part.name);
}

function titleOf(run: readonly DifferenceItem[]): string {
  const { a, b, mark } = run[0] as DifferenceItem;
  const part = mark === 'only in a' ? a : b;
  if (part === undefined) return '';
  const what = mark === 'changed' && a !== undefined && a.node !== undefined ? (a.what ?? '') : part.what;
  const last = run.at(-1);
  const numbered = part.kind === 'iteration' && last !== undefined && run.length > 1;
  const range = numbered ? `${part.name} to ${((mark === 'only in a' ? last.a : last.b) ?? part).name}` : what;
  const label = part.label === undefined || part.label === what ? '' : `${part.label}: `;
  const layers = mark !== 'changed' && part.layers > 1 ? ` (${part.layers} layers${numbered ? ' each' : ''})` : '';
  const outside = part.trainingOnly && part.label !== undefined ? ', training only' : '';
  const count = run.length === 1 ? '' : numbered ? ', alike' : `, ${run.length} times`;
  return `${label}${range}${layers}${count}${outside}`;
}

function detailsOf({ a, b, mark, wrapper, rewired }: DifferenceItem): string[] {
  if (mark !== 'changed' || a === undefined || b === undefined) return [];
  const details: string[] = [];
  if (wrapper === 'b') details.push(`around ${a.what}, which stood alone`);
  else if (wrapper === 'a') details.push(`in place of ${a.what}, which stood around it`);
  else if (a.node !== undefined && a.what !== b.what) details.push(`-> ${b.what}`);
  else if (a.block !== b.block) details.push(`in place of ${a.what}`);
  if (a.output !== b.output) details.push(`output ${a.output} -> ${b.output}`);
  if (rewired) details.push('reads other layers than before');
  return details;
}

function figuresOf({ a, b }: DifferenceItem): Pick<Line, 'parameters' | 'macs'> {
  const parameters = (b?.parameters ?? 0) - (a?.parameters ?? 0);
  const macs = (b?.macs ?? 0) - (a?.macs ?? 0);
  const short = (count: number): string => `${count < 0 ? '-' : '+'}${formatShort(Math.abs(count))}`;
  return { parameters: parameters === 0 ? '' : signed(parameters), macs: macs === 0 ? '' : short(macs) };
}

function signed(count: number): string {
  return `${count < 0 ? '-' : '+'}${formatCount(Math.abs(count))}`;
}

function longest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, text.length), 0);
}

/** Broken at blanks where possible; what follows is indented further. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  const indent = `${/^ */.exec(text)?.[0] ?? ''}    `;
  let rest = text;
  while (rest.length > width) {
    const blank = rest.lastIndexOf(' ', width);
    const at = blank > indent.length ? blank : width;
    lines.push(rest.slice(0, at));
    rest = indent + rest.slice(at).trimStart();
  }
  return [...lines, rest];
}
