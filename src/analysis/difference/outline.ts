/** A difference for other programs. Names are added, never changed or taken away. */
import type { Candidate } from '../compare/candidate.ts';
import type { Difference, DifferenceItem, DifferenceTotals, Mark } from './difference.ts';
import type { TreePart } from './tree.ts';

export const differenceVersion = 1;

interface Side {
  readonly what: string;
  readonly output: string;
  readonly parameters: number;
  readonly macs: number;
  readonly layers: number;
}

interface ItemOutline {
  readonly mark: Mark;
  readonly path: string;
  readonly a: Side | null;
  readonly b: Side | null;
  /** `a` or `b` where that block is put around the other. */
  readonly wrapper: 'a' | 'b' | null;
  readonly rewired: boolean;
  /** Of a group that is changed. */
  readonly children: readonly ItemOutline[];
}

interface NetworkOutline {
  readonly network: string;
  readonly title: string;
  readonly file: string;
  readonly parameters: number;
  readonly macs: number;
}

export interface DifferenceOutline {
  readonly version: number;
  readonly a: NetworkOutline;
  readonly b: NetworkOutline;
  /** Numbers of layers. */
  readonly layers: DifferenceTotals;
  readonly parts: readonly ItemOutline[];
}

export function differenceJson({ a, b, totals, items }: Difference): DifferenceOutline {
  return { version: differenceVersion, a: network(a), b: network(b), layers: totals, parts: items.map(item) };
}

function network({ name, title, file, analysis }: Candidate): NetworkOutline {
  const { parameters, macs } = analysis.totals;
  return { network: name, title, file, parameters, macs };
}

function item({ mark, path, a, b, wrapper, rewired, children }: DifferenceItem): ItemOutline {
  return {
    mark,
    path,
    a: side(a),
    b: side(b),
    wrapper: wrapper ?? null,
    rewired,
    children: children.map(item),
  };
}

function side(part: TreePart | undefined): Side | null {
  if (part === undefined) return null;
  const { what, output, parameters, macs, layers } = part;
  return { what, output, parameters, macs, layers };
}
