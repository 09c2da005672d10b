/** What the table of a comparison shows, on a terminal and on a page: columns, their texts and the rules of each. */
import { formatMebibytes, formatShort, formatSize } from '../format.ts';
import { shortRule } from '../rules.ts';
import type { Accuracy, Terms } from './accuracy.ts';
import type { ComparedRow, Comparison } from './comparison.ts';

export interface Column {
  readonly name: string;
  /** Two lines, the upper one may be empty. */
  readonly heading: readonly [string, string];
  readonly align: 'left' | 'right';
  /** The rule in a few words, for the foot of the table. */
  readonly rule: string;
  /** One for each row. */
  readonly cells: readonly string[];
}

const none = '-';

/** All columns behind the network's name. A column without any figure is left out. */
export function columnsOf({ rows, baseline }: Comparison, notes: Notes): Column[] {
  const totals = rows.map(({ candidate }) => candidate.analysis.totals);
  const error = (figure: number | undefined): string => (figure === undefined ? none : formatPercent(figure));
  const top1 = rows.map(({ accuracy }) => error(accuracy?.top1Error));
  const top5 = rows.map(({ accuracy }) => error(accuracy?.top5Error));
  const over = `over that of ${baseline.title}`;
  const right = { align: 'right' } as const;
  const columns: Column[] = [
    {
      ...right,
      name: 'parameters',
      heading: ['', 'parameters'],
      rule: shortRule('parameters'),
      cells: totals.map(({ parameters }) => formatShort(parameters)),
    },
    {
      ...right,
      name: 'ratio of parameters',
      heading: ['', 'ratio'],
      rule: over,
      cells: rows.map(({ ratio }) => formatRatio(ratio.parameters)),
    },
    {
      ...right,
      name: 'MACs',
      heading: ['', 'MACs'],
      rule: shortRule('macs'),
      cells: totals.map(({ macs }) => formatShort(macs)),
    },
    {
      ...right,
      name: 'ratio of MACs',
      heading: ['', 'ratio'],
      rule: over,
      cells: rows.map(({ ratio }) => formatRatio(ratio.macs)),
    },
    {
      ...right,
      name: 'memory',
      heading: ['', 'memory'],
      rule: shortRule('activation_bytes'),
      cells: totals.map(({ activationBytes }) => formatMebibytes(activationBytes)),
    },
    {
      ...right,
      name: 'depth',
      heading: ['', 'depth'],
      rule: shortRule('depth'),
      cells: totals.map(({ depth }) => String(depth)),
    },
    {
      ...right,
      name: 'receptive field',
      heading: ['rec.', 'field'],
      rule: shortRule('receptive_field'),
      cells: totals.map(({ receptiveField }) => formatSize(receptiveField)),
    },
    { ...right, name: 'top-1 error', heading: ['top-1', 'error'], rule: 'per cent', cells: top1 },
    { ...right, name: 'top-5 error', heading: ['top-5', 'error'], rule: 'per cent', cells: top5 },
    { name: 'marks', heading: ['', ''], align: 'left', rule: '', cells: rows.map(notes.marks) },
    {
      ...right,
      name: 'density',
      heading: ['', 'density'],
      rule: 'top-1 accuracy in per cent / million parameters',
      cells: rows.map(({ density }) => formatDensity(density)),
    },
    {
      name: 'Pareto',
      heading: ['', 'Pareto'],
      align: 'left',
      rule: 'M, P: none here beats it in error and MACs, or parameters',
      cells: rows.map(({ pareto }) => `${pareto.macs ? 'M' : ' '}${pareto.parameters ? 'P' : ' '}`.trimEnd()),
    },
  ];
  return columns.filter(({ cells }) => cells.some((cell) => cell !== '' && cell !== none));
}

/** As published: no digits are added. */
function formatPercent(figure: number): string {
  return String(Number(figure.toFixed(2)));
}

/** At least two digits that mean something: "1.00", "0.042", "138". */
export function formatRatio(ratio: number | undefined): string {
  if (ratio === undefined) return none;
  if (ratio >= 100 || ratio === 0) return ratio.toFixed(0);
  if (ratio >= 10) return ratio.toFixed(1);
  return ratio >= 0.1 ? ratio.toFixed(2) : ratio.toPrecision(2);
}

function formatDensity(density: number | undefined): string {
  if (density === undefined) return none;
  return density >= 100 ? density.toFixed(0) : density >= 10 ? density.toFixed(1) : density.toFixed(2);
}

export interface Notes {
  /** Behind the errors of a row: `*` measured, `?` unverified, a letter for a protocol or data set. */
  readonly marks: (row: ComparedRow) => string;
  readonly legend: readonly (readonly [mark: string, meaning: string])[];
}

/** Letters in the order of the rows. Under one protocol, only figures that are not ranked have one. */
export function notesOf({ rows, terms }: Comparison): Notes {
  const letters = new Map<string, { letter: string; ranked: boolean }>();
  for (const { accuracy } of rows) {
    if (accuracy === undefined || !lettered(accuracy, terms) || letters.has(protocolOf(accuracy, terms))) continue;
    const letter = String.fromCharCode(97 + (letters.size % 26));
    letters.set(protocolOf(accuracy, terms), { letter, ranked: accuracy.dataSet === terms.dataSet && isAny(terms) });
  }
  const marks = ({ accuracy }: ComparedRow): string => {
    if (accuracy === undefined) return '';
    const letter = lettered(accuracy, terms) ? (letters.get(protocolOf(accuracy, terms))?.letter ?? '') : '';
    return `${letter}${accuracy.origin === 'measured' ? '*' : ''}${accuracy.verified ? '' : '?'}`;
  };
  const legend = [...letters].map(
    ([text, { letter, ranked }]) => [letter, ranked ? text : `${text}: not ranked with the others`] as const,
  );
  const some = (test: (accuracy: Accuracy) => boolean): boolean =>
    rows.some(({ accuracy }) => accuracy !== undefined && test(accuracy));
  return {
    marks,
    legend: [
      ...legend,
      ...(some(({ origin }) => origin === 'measured') ? [['*', 'measured, from your file of results'] as const] : []),
      ...(some(({ verified }) => !verified) ? [['?', 'published, but not checked against its source'] as const] : []),
    ],
  };
}

function isAny({ protocol }: Terms): boolean {
  return protocol === 'any';
}

function lettered(accuracy: Accuracy, terms: Terms): boolean {
  return isAny(terms) || accuracy.dataSet !== terms.dataSet || accuracy.protocol !== terms.protocol;
}

function protocolOf({ protocol, dataSet }: Accuracy, terms: Terms): string {
  return dataSet === terms.dataSet ? protocol : `${dataSetTitle(dataSet)}, ${protocol}`;
}

const dataSetTitles: ReadonlyMap<string, string> = new Map([
  ['imagenet', 'ImageNet'],
  ['mnist', 'MNIST'],
  ['cifar-10', 'CIFAR-10'],
  ['cifar-100', 'CIFAR-100'],
  ['svhn', 'SVHN'],
]);

export function dataSetTitle(dataSet: string): string {
  return dataSetTitles.get(dataSet) ?? dataSet;
}

/** "ImageNet, single crop": what the errors that are ranked have in common. */
export function termsTitle({ protocol, dataSet }: Terms): string {
  return `${dataSetTitle(dataSet)}, ${protocol === 'any' ? 'any protocol, as marked' : protocol}`;
}
