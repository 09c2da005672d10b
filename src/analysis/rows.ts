/** The rows of the table: one for each part of the network's own level, or the whole tree. */
import type { SourceFile } from '../diagnostics/diagnostic.ts';
import type { Graph, Scope } from '../graph/graph.ts';
import type { Shape, Size } from '../operators/operator.ts';
import type { Analysis } from './analyse.ts';
import {
  describeGroup,
  describeLayer,
  type Hierarchy,
  hierarchyOf,
  isMergeOf,
  type Part,
  type Sum,
} from './hierarchy.ts';

export interface Figures {
  readonly output: Shape;
  readonly parameters: number;
  readonly macs: number;
  readonly receptiveField: Size;
}

export interface Row {
  /** Steps of indentation. */
  readonly level: number;
  readonly label: string | undefined;
  /** What it is: `conv(64, 3)`, `3 x Bottleneck(64)`. */
  readonly what: string;
  /** Absent in the heading of a group whose layers follow. */
  readonly figures: Figures | undefined;
  readonly trainingOnly: boolean;
}

export function rowsOf(
  graph: Graph,
  analysis: Analysis,
  options: { readonly unfold: boolean; readonly sources?: ReadonlyMap<string, SourceFile> | undefined },
): Row[] {
  const hierarchy = hierarchyOf(graph, analysis, options.sources);
  return options.unfold ? unfolded(hierarchy, analysis) : folded(hierarchy, analysis);
}

/** One row for each layer, block, merge, repetition or head of the network's own level; equal neighbours are one. */
function folded(hierarchy: Hierarchy, analysis: Analysis): Row[] {
  const rows: Row[] = [];
  let run = 1;
  let single: Row | undefined;
  let previous: Part | undefined;
  for (const part of hierarchy.parts[0] ?? []) {
    const joins = isMergeOf(previous, part);
    const branches = joins && previous?.kind === 'group' ? hierarchy.sums[previous.scope.id] : undefined;
    if (joins) {
      rows.pop();
      single = undefined;
    }
    const row = partRow(hierarchy, analysis, part, branches);
    const last = rows.at(-1);
    if (last?.figures && row.figures && single && alike(single, row)) {
      run += 1;
      rows[rows.length - 1] = { ...row, what: `${run} x ${row.what}`, figures: joined(last.figures, row.figures) };
    } else {
      run = 1;
      rows.push(row);
    }
    single = row;
    previous = part;
  }
  return rows;
}

function partRow(hierarchy: Hierarchy, analysis: Analysis, part: Part, branches: Sum | undefined): Row {
  if (part.kind === 'group') {
    const { scope } = part;
    const sum = hierarchy.sums[scope.id];
    return {
      level: 0,
      label: scope.label,
      what: describeGroup(hierarchy, scope),
      figures: sum && figuresOf(hierarchy.graph, analysis, sum),
      trainingOnly: sum?.trainingOnly ?? false,
    };
  }
  const row = layerRow(hierarchy, analysis, part, 0);
  if (branches === undefined || row.figures === undefined) return row;
  const { parameters, macs } = branches;
  const figures = {
    ...row.figures,
    parameters: row.figures.parameters + parameters,
    macs: row.figures.macs + macs,
  };
  return { ...row, figures };
}

function layerRow(hierarchy: Hierarchy, analysis: Analysis, part: Part & { kind: 'layer' }, level: number): Row {
  const { node } = part;
  const cost = analysis.layers[node.id];
  return {
    level,
    // The input's name does the work of a label.
    label: node.op === 'input' ? node.name : node.label,
    what: describeLayer(node),
    figures: cost && figuresOf(hierarchy.graph, analysis, { ...cost, last: node.id }),
    trainingOnly: cost?.trainingOnly ?? false,
  };
}

function figuresOf(graph: Graph, analysis: Analysis, sum: Readonly<Sum>): Figures {
  return {
    output: graph.nodes[sum.last]?.shape ?? graph.input.shape,
    parameters: sum.parameters,
    macs: sum.macs,
    receptiveField: analysis.layers[sum.last]?.receptiveField ?? [1, 1],
  };
}

function alike(a: Row, b: Row): boolean {
  if (a.label !== undefined || b.label !== undefined || a.what !== b.what || !a.figures || !b.figures) return false;
  const same = a.figures.parameters === b.figures.parameters && a.figures.macs === b.figures.macs;
  return same && a.trainingOnly === b.trainingOnly && a.figures.output.join() === b.figures.output.join();
}

function joined(sum: Figures, next: Figures): Figures {
  return { ...next, parameters: sum.parameters + next.parameters, macs: sum.macs + next.macs };
}

/** Every layer, below headings for the groups it stands in. An explicit stack: blocks may nest by the thousand. */
function unfolded(hierarchy: Hierarchy, analysis: Analysis): Row[] {
  const rows: Row[] = [];
  const stack = [{ parts: hierarchy.parts[0] ?? [], next: 0, level: 0 }];
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const part = frame.parts[frame.next];
    frame.next += 1;
    if (part === undefined) {
      stack.pop();
    } else if (part.kind === 'layer') {
      rows.push(layerRow(hierarchy, analysis, part, frame.level));
    } else if (part.scope.kind === 'merge') {
      // The branches come without a heading: the merge itself follows them and has the label.
      stack.push({ parts: hierarchy.parts[part.scope.id] ?? [], next: 0, level: frame.level });
    } else {
      const { titles, innermost, label } = lonely(hierarchy, part.scope);
      const parts = hierarchy.parts[innermost.id] ?? [];
      const [only] = parts;
      const isPlace = innermost.kind === 'branch' || innermost.kind === 'iteration';
      if (isPlace && parts.length === 1 && only?.kind === 'layer') {
        const row = layerRow(hierarchy, analysis, only, frame.level);
        rows.push({ ...row, label, what: [...titles, labelled(row)].join(' / ') });
      } else {
        const trainingOnly = hierarchy.sums[innermost.id]?.trainingOnly ?? false;
        rows.push({ level: frame.level, label, what: titles.join(' / '), figures: undefined, trainingOnly });
        stack.push({ parts, next: 0, level: frame.level + 1 });
      }
    }
  }
  return rows;
}

/** The label and what it is, as in the source. */
export function labelled({ label, what }: Pick<Row, 'label' | 'what'>): string {
  return label === undefined ? what : `${label}: ${what}`;
}

const joinedTitles = 3;

/** A group that holds one group and nothing else shares its row, and so on inwards. */
function lonely(hierarchy: Hierarchy, outermost: Scope): { titles: string[]; innermost: Scope; label?: string } {
  const titles = [describeGroup(hierarchy, outermost)];
  let innermost = outermost;
  for (;;) {
    const [only, more] = hierarchy.parts[innermost.id] ?? [];
    if (more !== undefined || only?.kind !== 'group' || only.scope.kind === 'merge') break;
    innermost = only.scope;
    if (titles.length < joinedTitles) {
      titles.push(labelled({ label: innermost.label, what: describeGroup(hierarchy, innermost) }));
    } else if (titles.length === joinedTitles) titles.push('...');
  }
  return { titles, innermost, ...(outermost.label !== undefined && { label: outermost.label }) };
}
