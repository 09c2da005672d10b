/** The tables of the papers beside what the compiler counts: docs/paper-tables.md. */
import type { Analysis } from '../analysis/analyse.ts';
import { type Examined, examine } from '../analysis/examine.ts';
import { formatCount } from '../analysis/format.ts';
import type { ParseCache } from '../compiler/modules.ts';
import type { SourceFile } from '../diagnostics/diagnostic.ts';
import { applyEdits } from '../diagnostics/edits.ts';
import type { Graph } from '../graph/graph.ts';
import { parse } from '../syntax/parse.ts';
import { findNetwork, sourceOf } from '../zoo/lookup.ts';
import { type PaperTable, type PrintedFigure, paperTables, type Recount, type Subject } from '../zoo/tables.ts';
import { variants } from '../zoo/variants.ts';
import type { ZooNetwork } from '../zoo/zoo.ts';
import { nodeHost } from './host.ts';
import { ownText } from './zoo-networks.ts';

export interface Compared {
  readonly figure: PrintedFigure;
  /** Ours, by our rule. */
  readonly counted: number;
  readonly agrees: boolean;
  /** By the explanation's rule and of its subject. */
  readonly recounted: number | undefined;
  /** Rounded (or cut) to the printed digits, less what is printed, in units of the last digit. */
  readonly recountOff: number | undefined;
}

export interface ComparedTable {
  readonly table: PaperTable;
  readonly rows: readonly Compared[];
}

interface Counted {
  readonly graph: Graph;
  readonly analysis: Analysis;
}

export function comparePaperTables(): readonly ComparedTable[] {
  const cache: ParseCache = new Map();
  const host = nodeHost();
  const done = new Map<string, Counted>();
  const count = (subject: Subject): Counted => {
    const key = JSON.stringify(subject);
    const known = done.get(key);
    if (known !== undefined) return known;
    const made = countedOf(examine(sourceFor(subject), host, { cache }), key);
    done.set(key, made);
    return made;
  };
  return paperTables.map((table) => ({ table, rows: table.figures.map((each) => compare(each, table, count)) }));
}

function countedOf({ compilation, analysis }: Examined, what: string): Counted {
  const broken = compilation.diagnostics.some(({ severity }) => severity === 'error');
  if (compilation.graph === undefined || analysis === undefined || broken) throw new Error(`${what} does not compile`);
  return { graph: compilation.graph, analysis };
}

function sourceFor(subject: Subject): SourceFile {
  if ('variant' in subject) return { path: `${subject.variant}.arch`, text: variants[subject.variant], library: false };
  const network = findNetwork(subject.network);
  if (network === undefined) throw new Error(`the zoo has no network '${subject.network}'`);
  const file: SourceFile = { path: `${network.name}.arch`, text: ownText(network), library: false };
  return subject.input === undefined ? file : onInput(network, file, subject.input);
}

/** The same network on an image of another shape; what the file expects of itself is not asked. */
function onInput(network: ZooNetwork, file: SourceFile, shape: string): SourceFile {
  const steps = parse(file).value.network?.body.steps ?? [];
  const edits = steps.flatMap((step) => (step.kind === 'input' ? [{ span: step.shape.span, text: shape }] : []));
  const text = applyEdits(file.text, edits);
  if (text === undefined || edits.length === 0) throw new Error(`${network.name} has no input that can be replaced`);
  return { ...file, text };
}

function compare(figure: PrintedFigure, table: PaperTable, count: (subject: Subject) => Counted): Compared {
  const { quantity, subject, explanation } = figure;
  const unit = table.units[quantity];
  const step = stepOf(figure);
  const printed = Number(figure.printed);
  /** In units of the last digit that means something. */
  const off = (value: number, round: (n: number) => number): number =>
    round(value / unit / step) - Math.round(printed / step);
  const counted = count(subject).analysis.totals[quantity];
  const agrees = off(counted, Math.round) === 0;
  const { recount, of } = explanation ?? {};
  if (recount === undefined && of === undefined) {
    return { figure, counted, agrees, recounted: undefined, recountOff: undefined };
  }
  const recounted = recountedBy(recount, figure, count(of ?? subject));
  return {
    figure,
    counted,
    agrees,
    recounted,
    recountOff: off(recounted, recount === 'cut' ? Math.floor : Math.round),
  };
}

function stepOf({ printed, step }: PrintedFigure): number {
  return step ?? 10 ** -(printed.split('.')[1]?.length ?? 0);
}

function recountedBy(rule: Recount | undefined, { quantity }: PrintedFigure, { graph, analysis }: Counted): number {
  const total = analysis.totals[quantity];
  const sum = (value: (node: Graph['nodes'][number], cost: Analysis['layers'][number]) => number): number =>
    analysis.layers.reduce((all, cost) => {
      const node = graph.nodes[cost.node];
      return node === undefined || cost.trainingOnly ? all : all + value(node, cost);
    }, 0);
  switch (rule) {
    case 'without dense':
      return total - sum(({ op }, cost) => (op === 'dense' ? cost[quantity] : 0));
    case 'without normalisation':
      return total - sum(({ op }, cost) => (op === 'batchnorm' ? cost[quantity] : 0));
    case 'element-wise':
      return total + sum((node) => elementWise(node, graph));
    case 'twice':
      return 2 * total;
    default:
      return total;
  }
}

/** Values that are added or scaled; for a global pooling, those that are averaged. */
function elementWise({ op, shape, inputs }: Graph['nodes'][number], graph: Graph): number {
  if (op === 'add' || op === 'scale') return sizeOf(shape);
  if (op !== 'global_avgpool') return 0;
  return sizeOf(graph.nodes[inputs[0] ?? -1]?.shape ?? []);
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

const introduction = `# The papers' tables beside our counts

Made by \`npm run tables -- --write\` from the networks in examples/, each counted by the compiler when the page is
made. Figures agree when ours, rounded to the digits printed, is what the paper prints. A disagreement is explained;
where the explanation is another way of counting, its result stands in the column "recounted".`;

export function paperTablesMarkdown(compared: readonly ComparedTable[] = comparePaperTables()): string {
  return `${[introduction, ...compared.map(section)].join('\n\n')}\n`;
}

function section({ table, rows }: ComparedTable): string {
  const { citation, locator } = sourceOf(table.source);
  const quantities = new Set(rows.map(({ figure }) => figure.quantity));
  const shown = rows.map((row) => [
    row.figure.row,
    ...(quantities.size > 1 ? [quantityTitles[row.figure.quantity]] : []),
    row.figure.printed,
    formatCount(row.counted),
    row.agrees ? 'yes' : 'no',
    row.recounted === undefined ? '' : formatCount(row.recounted),
    row.figure.explanation?.text ?? '',
  ]);
  const head = ['row', ...(quantities.size > 1 ? ['figure'] : []), 'printed', 'ours', 'agrees', 'recounted', ''];
  const numbers = new Set(['printed', 'ours', 'recounted']);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const units = [...quantities].map(
    (quantity) => `${quantityTitles[quantity]} in ${table.units[quantity] === 1e6 ? 'millions' : 'billions'}`,
  );
  return [
    `## ${table.title}`,
    '',
    `${citation}, ${locator}. Printed: ${units.join(', ')}.`,
    '',
    line(head),
    line(head.map((name) => (numbers.has(name) ? '---:' : '---'))),
    ...shown.map(line),
    ...(table.omitted === undefined ? [] : ['', `Left out: ${table.omitted}`]),
  ].join('\n');
}

const quantityTitles = { parameters: 'parameters', macs: 'MACs' } as const;
