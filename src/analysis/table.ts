/** The table for a terminal: the layers, the totals, and the rule of each total beside it. */
import type { SourceFile } from '../diagnostics/diagnostic.ts';
import type { Graph } from '../graph/graph.ts';
import { formatShape } from '../operators/operator.ts';
import type { Analysis } from './analyse.ts';
import { formatCount, formatMebibytes, formatShort, formatSize } from './format.ts';
import { labelled, type Row, rowsOf } from './rows.ts';
import { shortRule } from './rules.ts';

export interface TableOptions {
  /** Every layer, indented by the hierarchy; else one row for each part of the network's own level. */
  readonly unfold: boolean;
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** With the sources at hand, blocks are shown with their arguments. */
  readonly sources?: ReadonlyMap<string, SourceFile>;
}

/** Plain ASCII, lines of at most `width` columns (but no narrower than about 60), ending with a newline. */
export function renderTable(graph: Graph, analysis: Analysis, options: TableOptions): string {
  const style = options.color ? ansi : plain;
  const rows = rowsOf(graph, analysis, options);
  const foot = rows.some((row) => row.trainingOnly) ? [style.faint(footnote)] : [];
  const layers = [...layerLines(rows, options, style), ...foot];
  return [title(graph, style), '', ...layers, '', ...totalLines(analysis, style), ''].join('\n');
}

interface Style {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

const plain: Style = { strong: (text) => text, faint: (text) => text };
const ansi: Style = {
  strong: (text) => `\u001b[1m${text}\u001b[0m`,
  faint: (text) => (text === '' ? '' : `\u001b[2m${text}\u001b[0m`),
};

const footnote = '* not in the deployed network: outside the totals';
const mark = ' *';
const gap = '  ';
const narrowestLayer = 20;

function title(graph: Graph, style: Style): string {
  const end = graph.nodes[graph.outputs[0]?.node ?? -1]?.shape ?? graph.input.shape;
  const flow = `${graph.input.name} ${formatShape(graph.input.shape)} -> ${formatShape(end)}`;
  return `${style.strong(graph.name)}${gap}${flow}`;
}

type Cells = readonly [output: string, parameters: string, macs: string, field: string];

const headings: readonly Cells[] = [
  ['', '', '', 'receptive'],
  ['output', 'parameters', 'MACs', 'field'],
];
const noCells: Cells = ['', '', '', ''];

function layerLines(rows: readonly Row[], options: TableOptions, style: Style): string[] {
  const cells = rows.map(cellsOf);
  const widths = noCells.map((_, column) =>
    [...headings, ...cells].reduce((widest, row) => Math.max(widest, row[column]?.length ?? 0), 0),
  );
  const taken = widths.reduce((sum, width) => sum + gap.length + width, 0);
  const room = Math.max(narrowestLayer, options.width - taken);
  const names = options.unfold ? indented(rows, room) : columned(rows, room);
  const layerWidth = names.reduce((widest, name) => Math.max(widest, name.length), 'layer'.length);
  const line = (name: string, row: Cells): string =>
    [name.padEnd(layerWidth), ...row.map((cell, column) => cell.padStart(widths[column] ?? 0))].join(gap).trimEnd();
  return [
    ...headings.map((row, index) => style.strong(line(index === 0 ? '' : 'layer', row))),
    style.faint('-'.repeat(layerWidth + taken)),
    ...names.map((name, index) => line(name, cells[index] ?? noCells)),
  ];
}

function cellsOf({ figures }: Row): Cells {
  if (figures === undefined) return noCells;
  const count = (n: number, format: (n: number) => string): string => (n === 0 ? '-' : format(n));
  return [
    formatShape(figures.output),
    count(figures.parameters, formatCount),
    count(figures.macs, formatShort),
    formatSize(figures.receptiveField),
  ];
}

const widestLabels = 16;

/** Labels in a column of their own, so that what they name lines up. */
function columned(rows: readonly Row[], room: number): string[] {
  const lengths = rows.map(({ label }) => label?.length ?? 0);
  const widest = Math.min(
    widestLabels,
    lengths.reduce((a, b) => Math.max(a, b), 0),
  );
  return rows.map((row) => {
    const label = (row.label ?? '').padEnd(widest);
    return fitted(widest === 0 ? row.what : `${label}${gap}${row.what}`, row, room);
  });
}

/** Indentation takes at most half of the room: a name must stay readable at any depth. */
function indented(rows: readonly Row[], room: number): string[] {
  const most = Math.floor(room / 2);
  return rows.map((row) => fitted(' '.repeat(Math.min(most, 2 * row.level)) + labelled(row), row, room));
}

function fitted(text: string, { trainingOnly }: Row, room: number): string {
  const space = trainingOnly ? room - mark.length : room;
  const short = text.length <= space ? text : `${text.slice(0, space - 3)}...`;
  return trainingOnly ? short + mark : short;
}

function totalLines({ totals }: Analysis, style: Style): string[] {
  const { parameters, trainable, training } = totals;
  const lines: [name: string, figure: string, rule: string][] = [
    ['parameters', formatCount(parameters), shortRule('parameters')],
  ];
  if (trainable !== parameters) lines.push(['  trainable', formatCount(trainable), shortRule('trainable')]);
  if (totals.buffers > 0) lines.push(['  buffers', formatCount(totals.buffers), shortRule('buffers')]);
  lines.push(
    ['MACs', formatCount(totals.macs), shortRule('macs')],
    ['FLOPs', formatCount(totals.flops), shortRule('flops')],
    ['memory', formatMebibytes(totals.activationBytes), shortRule('activation_bytes')],
    ['  in training', formatMebibytes(totals.trainingBytes), shortRule('training_bytes')],
    ['depth', formatCount(totals.depth), shortRule('depth')],
    ['receptive field', formatSize(totals.receptiveField), shortRule('receptive_field')],
  );
  if (training.parameters !== parameters || training.macs !== totals.macs) {
    const extra = (all: number, deployed: number): [figure: string, rule: string] => [
      `+ ${formatCount(all - deployed)}`,
      `with training-only heads: ${formatCount(all)}`,
    ];
    lines.push(
      ['heads: parameters', ...extra(training.parameters, parameters)],
      ['heads: MACs', ...extra(training.macs, totals.macs)],
    );
  }
  const names = lines.reduce((widest, [name]) => Math.max(widest, name.length), 0);
  const figures = lines.reduce((widest, [, figure]) => Math.max(widest, figure.length), 0);
  return lines.map(
    ([name, figure, rule]) => `${name.padEnd(names)}${gap}${figure.padStart(figures)}${gap}${style.faint(rule)}`,
  );
}
