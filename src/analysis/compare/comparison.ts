/** Networks side by side: figures, errors under the same terms, ratios to a baseline, Pareto-optimal designs. */
import { type Accuracy, accuraciesOf, type Terms } from './accuracy.ts';
import { type Candidate, type ParametersByKind, parametersByKind } from './candidate.ts';
import type { MeasuredResult } from './results.ts';
import type { SortKey } from './sort.ts';

/** No other design of the comparison is at least as good in both figures and better in one. */
export interface Pareto {
  /** Of top-1 error and MACs. */
  readonly macs: boolean;
  /** Of top-1 error and parameters. */
  readonly parameters: boolean;
}

/** One network with one error: a network with a published and a measured error has two rows. */
export interface ComparedRow {
  readonly candidate: Candidate;
  readonly byKind: ParametersByKind;
  readonly accuracy: Accuracy | undefined;
  /** Top-1 accuracy in per cent per million parameters; of comparable errors alone. */
  readonly density: number | undefined;
  readonly pareto: Pareto;
  /** This network's figure over the baseline's; undefined where the baseline's is 0. */
  readonly ratio: { readonly parameters: number | undefined; readonly macs: number | undefined };
}

export interface Comparison {
  readonly terms: Terms;
  readonly baseline: Candidate;
  readonly rows: readonly ComparedRow[];
}

export interface CompareOptions {
  readonly terms: Terms;
  /** One of the candidates. */
  readonly baseline: Candidate;
  /** By the candidate's name. */
  readonly measured: ReadonlyMap<string, readonly MeasuredResult[]>;
  /** Without it, in the order given. */
  readonly sort?: SortKey | undefined;
}

export function compareNetworks(candidates: readonly Candidate[], options: CompareOptions): Comparison {
  const { terms, baseline, measured, sort } = options;
  const found = candidates.flatMap((candidate) => {
    const accuracies = accuraciesOf(candidate, measured.get(candidate.name) ?? [], terms);
    const byKind = parametersByKind(candidate);
    const each = accuracies.length === 0 ? [undefined] : accuracies;
    return each.map((accuracy) => ({ candidate, byKind, accuracy }));
  });
  const optimal = {
    macs: paretoOptimal(found, (candidate) => candidate.analysis.totals.macs),
    parameters: paretoOptimal(found, (candidate) => candidate.analysis.totals.parameters),
  };
  const base = baseline.analysis.totals;
  const rows = found.map((row): ComparedRow => {
    const { parameters, macs } = row.candidate.analysis.totals;
    return {
      ...row,
      density: densityOf(parameters, row.accuracy),
      pareto: { macs: optimal.macs.has(row), parameters: optimal.parameters.has(row) },
      ratio: { parameters: over(parameters, base.parameters), macs: over(macs, base.macs) },
    };
  });
  return { terms, baseline, rows: sort === undefined ? rows : sorted(rows, sort) };
}

function over(figure: number, base: number): number | undefined {
  return base === 0 ? undefined : figure / base;
}

/** Canziani et al. 2016, figure 10: how well a network uses its parameters. */
function densityOf(parameters: number, accuracy: Accuracy | undefined): number | undefined {
  if (accuracy?.top1Error === undefined || !accuracy.comparable || parameters === 0) return undefined;
  return (100 - accuracy.top1Error) / (parameters / 1e6);
}

interface Found {
  readonly candidate: Candidate;
  readonly accuracy: Accuracy | undefined;
}

/** By rising cost, the rows whose error is lower than that of all cheaper ones; equals in both stand together. */
function paretoOptimal(rows: readonly Found[], costOf: (candidate: Candidate) => number): ReadonlySet<Found> {
  const ranked = rows
    .flatMap((row) => {
      const error = row.accuracy?.comparable ? row.accuracy.top1Error : undefined;
      return error === undefined ? [] : [{ row, error, cost: costOf(row.candidate) }];
    })
    .sort((a, b) => a.cost - b.cost || a.error - b.error);
  const optimal = new Set<Found>();
  let best: (typeof ranked)[number] | undefined;
  for (const each of ranked) {
    const equal = best !== undefined && each.error === best.error && each.cost === best.cost;
    if (best !== undefined && each.error >= best.error && !equal) continue;
    optimal.add(each.row);
    best = each;
  }
  return optimal;
}

const sortFigures: Readonly<Record<SortKey, (row: ComparedRow) => number | undefined>> = {
  parameters: ({ candidate }) => candidate.analysis.totals.parameters,
  macs: ({ candidate }) => candidate.analysis.totals.macs,
  memory: ({ candidate }) => candidate.analysis.totals.activationBytes,
  depth: ({ candidate }) => candidate.analysis.totals.depth,
  field: ({ candidate }) => {
    const [height, width] = candidate.analysis.totals.receptiveField;
    return height * width;
  },
  error: ({ accuracy }) => (accuracy?.comparable ? accuracy.top1Error : undefined),
  density: ({ density }) => (density === undefined ? undefined : -density),
};

/** The smallest first; of density the highest. Rows without the figure come last, equals stay in order. */
function sorted(rows: readonly ComparedRow[], key: SortKey): readonly ComparedRow[] {
  const figure = sortFigures[key];
  return [...rows].sort((a, b) => {
    const [x, y] = [figure(a), figure(b)];
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
    return x - y;
  });
}
