/** The list of equivalents for a terminal. */
import { formatShape } from '../../operators/operator.ts';
import { formatCount, formatShort, formatSize } from '../format.ts';
import type { Candidate, Factorisation, Weighted } from './factorise.ts';

type Cells = readonly string[];

const headings: readonly Cells[] = [
  ['', 'per', 'parame-', '', '', '', 'activ-', 'non-'],
  ['   equivalent', 'pair', 'ters', 'ratio', 'MACs', 'ratio', 'ations', 'lin.'],
];

/** Lines of at most `width` columns where it is 80 or more; the lines of the table are as long as they must be. */
export function renderFactorisation(factorisation: Factorisation, width: number): string {
  const { original, candidates } = factorisation;
  const rows = [
    ...headings,
    cellsOf('   (original)', original, undefined),
    ...candidates.map((each) => cellsOf(`${numbered(each)} ${each.form.name}`, each, each)),
  ];
  const table = aligned(rows);
  table.splice(headings.length, 0, '-'.repeat(Math.max(...table.map((line) => line.length))));
  const { output, receptiveField, jump, macs } = original.figures;
  const [text = ''] = original.lines;
  const head =
    `${text}: ${formatShape(output)}, receptive field ${formatSize(receptiveField)}, jump ${formatSize(jump)}, ` +
    `${formatCount(macs)} MACs`;
  const parts = [
    wrapped(head, width, ''),
    table.join('\n'),
    ...candidates.map((candidate) => candidateText(candidate, width)),
    ...notesText(candidates, width),
    ...leftOutText(factorisation, width),
    wrapped(legend(factorisation), width, ''),
  ];
  return `${parts.join('\n\n')}\n`;
}

function cellsOf(name: string, weighted: Weighted, candidate: Candidate | undefined): Cells {
  const { parameters, macs, activations, nonLinearities } = weighted.figures;
  const ratio = (value: number | undefined): string => (value === undefined ? '1' : ratioText(value));
  return [
    name,
    pairText(weighted.weightsPerPair),
    formatShort(parameters),
    ratio(candidate?.ratios.parameters),
    formatShort(macs),
    ratio(candidate?.ratios.macs),
    formatShort(activations),
    String(nonLinearities),
  ];
}

function numbered({ number }: Candidate): string {
  return String(number).padStart(2);
}

/** "8.05", "0.551", "0.0096" */
export function ratioText(ratio: number): string {
  if (ratio >= 100) return String(Math.round(ratio));
  return ratio >= 0.1 ? ratio.toPrecision(3) : ratio.toFixed(4);
}

/** "49", "1.77": the classic figures are whole. */
function pairText(weights: number): string {
  return Number.isInteger(weights) ? String(weights) : ratioText(weights);
}

function aligned(rows: readonly Cells[]): string[] {
  const widths = (headings[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

const indent = '    ';

function candidateText(candidate: Candidate, width: number): string {
  const { form, lines } = candidate;
  const head = wrapped(`${numbered(candidate)}  ${form.name}: ${form.title}`, width, indent);
  const steps = wrapped(lines.join(' -> '), width - indent.length, '  ', ' -> ').replaceAll(/^/gm, indent);
  return [head, steps, wrapped(`${indent}${form.papers.join('; ')}`, width, indent)].join('\n');
}

/** Each note once, with the numbers of those that it is about. */
function notesText(candidates: readonly Candidate[], width: number): readonly string[] {
  const about = new Map<string, number[]>();
  for (const { notes, number } of candidates) {
    for (const note of notes) about.set(note, [...(about.get(note) ?? []), number]);
  }
  if (about.size === 0) return [];
  const lines = [...about].map(([note, numbers]) => wrapped(`${indent}${rangesText(numbers)}: ${note}`, width, indent));
  return [['Notes', ...lines].join('\n')];
}

/** "1-3, 5" */
export function rangesText(numbers: readonly number[]): string {
  const ranges: [first: number, last: number][] = [];
  for (const number of numbers) {
    const range = ranges.at(-1);
    if (range && range[1] + 1 === number) range[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(', ');
}

function leftOutText({ leftOut }: Factorisation, width: number): readonly string[] {
  if (leftOut.length === 0) return [];
  const lines = leftOut.map(({ what, reason }) => wrapped(`${indent}${what}: ${reason}`, width, indent));
  return [['No equivalents', ...lines].join('\n')];
}

function legend({ between, original }: Factorisation): string {
  const map = formatShape(original.figures.output);
  return (
    `All have the receptive field, the jump and the output shape of the original (${map}); they keep the geometry, not ` +
    'the function, so their weights are trained anew. Per pair: weights for each pair of an input and an ' +
    `output channel. Between factors: ${between.text}; its parameters and maps are counted. Activations: values of all ` +
    'maps that are left for one image. Non-linearities: with the one that follows the convolution.'
  );
}

/** Broken at blanks, or before `separator`; lines behind the first begin with `hang`. */
function wrapped(text: string, width: number, hang: string, separator = ' '): string {
  const lines: string[] = [];
  let line = '';
  for (const [index, part] of text.split(separator).entries()) {
    if (index === 0) line = part;
    else if (line.length + separator.length + part.length <= width) line += separator + part;
    else {
      lines.push(line);
      line = hang + (separator === ' ' ? '' : separator.trimStart()) + part;
    }
  }
  return [...lines, line].join('\n');
}
