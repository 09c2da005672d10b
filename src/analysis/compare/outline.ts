/** A comparison for other programs: JSON and CSV. Names are added, never changed or taken away. */
import type { ComparedRow, Comparison } from './comparison.ts';

export const comparisonVersion = 1;

interface Row {
  readonly network: string;
  readonly title: string;
  readonly file: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly parameters: number;
  readonly macs: number;
  readonly activationBytes: number;
  readonly depth: number;
  /** Height and width in input pixels. */
  readonly receptiveField: readonly [number, number];
  /** Null where no error is known. */
  readonly accuracy: {
    readonly origin: 'published' | 'measured';
    readonly dataSet: string;
    readonly protocol: string;
    readonly top1Error: number | null;
    readonly top5Error: number | null;
    readonly source: string | null;
    readonly verified: boolean;
    /** False where the error is of another protocol or data set than asked for: it is not ranked. */
    readonly comparable: boolean;
  } | null;
  /** Top-1 accuracy in per cent per million parameters. */
  readonly density: number | null;
  readonly pareto: { readonly macs: boolean; readonly parameters: boolean };
  readonly ratio: { readonly parameters: number | null; readonly macs: number | null };
  readonly parametersByKind: ComparedRow['byKind'];
}

export interface ComparisonOutline {
  readonly version: number;
  readonly protocol: string;
  readonly dataSet: string;
  /** Name of the network that ratios refer to. */
  readonly baseline: string;
  readonly networks: readonly Row[];
}

export function comparisonJson({ terms, baseline, rows }: Comparison): ComparisonOutline {
  return {
    version: comparisonVersion,
    protocol: terms.protocol,
    dataSet: terms.dataSet,
    baseline: baseline.name,
    networks: rows.map(rowOf),
  };
}

function rowOf({ candidate, accuracy, byKind, density, pareto, ratio }: ComparedRow): Row {
  const { parameters, macs, activationBytes, depth, receptiveField } = candidate.analysis.totals;
  return {
    network: candidate.name,
    title: candidate.title,
    file: candidate.file,
    settings: candidate.settings,
    parameters,
    macs,
    activationBytes,
    depth,
    receptiveField,
    accuracy:
      accuracy === undefined
        ? null
        : {
            origin: accuracy.origin,
            dataSet: accuracy.dataSet,
            protocol: accuracy.protocol,
            top1Error: accuracy.top1Error ?? null,
            top5Error: accuracy.top5Error ?? null,
            source: accuracy.source ?? null,
            verified: accuracy.verified,
            comparable: accuracy.comparable,
          },
    density: density ?? null,
    pareto,
    ratio: { parameters: ratio.parameters ?? null, macs: ratio.macs ?? null },
    parametersByKind: byKind,
  };
}

type Cell = string | number | boolean | null | undefined;

const columns: readonly (readonly [heading: string, cell: (row: Row) => Cell])[] = [
  ['network', (row) => row.network],
  ['title', (row) => row.title],
  ['file', (row) => row.file],
  ['parameters', (row) => row.parameters],
  ['macs', (row) => row.macs],
  ['activation_bytes', (row) => row.activationBytes],
  ['depth', (row) => row.depth],
  ['receptive_field_height', (row) => row.receptiveField[0]],
  ['receptive_field_width', (row) => row.receptiveField[1]],
  ['data_set', (row) => row.accuracy?.dataSet],
  ['protocol', (row) => row.accuracy?.protocol],
  ['top1_error', (row) => row.accuracy?.top1Error],
  ['top5_error', (row) => row.accuracy?.top5Error],
  ['comparable', (row) => row.accuracy?.comparable],
  ['origin', (row) => row.accuracy?.origin],
  ['verified', (row) => row.accuracy?.verified],
  ['source', (row) => row.accuracy?.source],
  ['density', (row) => row.density],
  ['pareto_macs', (row) => row.pareto.macs],
  ['pareto_parameters', (row) => row.pareto.parameters],
  ['parameters_ratio', (row) => row.ratio.parameters],
  ['macs_ratio', (row) => row.ratio.macs],
  ['convolution_parameters', (row) => row.parametersByKind.convolution],
  ['depthwise_parameters', (row) => row.parametersByKind.depthwise],
  ['dense_parameters', (row) => row.parametersByKind.dense],
  ['normalisation_parameters', (row) => row.parametersByKind.normalisation],
  ['other_parameters', (row) => row.parametersByKind.other],
];

/** RFC 4180: a header, lines that end with CR LF. What is not known is empty. */
export function comparisonCsv(comparison: Comparison): string {
  const rows = comparison.rows.map(rowOf);
  const lines = [
    columns.map(([heading]) => heading),
    ...rows.map((row) => columns.map(([, cell]) => field(cell(row)))),
  ];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

function field(cell: Cell): string {
  const text = String(cell ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
