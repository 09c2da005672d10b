/** What differs between two networks, layer by layer, on the hierarchy of their blocks. */
import type { Graph } from '../../graph/graph.ts';
import type { Candidate } from '../compare/candidate.ts';
import { alignParts, type Pair } from './align.ts';
import { interner, type TreePart, treeOf } from './tree.ts';

export type Mark = 'same' | 'changed' | 'only in a' | 'only in b';

export interface DifferenceItem {
  /** A group is `changed` where anything in it is. */
  readonly mark: Mark;
  /** One of the two is there. */
  readonly a: TreePart | undefined;
  readonly b: TreePart | undefined;
  /** Path from below the network, of `b` where it is there. */
  readonly path: string;
  /** A block that was put around the other one, or taken away from around it. */
  readonly wrapper: 'a' | 'b' | undefined;
  /** The layer reads other layers than its counterpart does, among those that both networks have. */
  readonly rewired: boolean;
  /** Empty in a group that is the same, or in one network alone. */
  readonly children: readonly DifferenceItem[];
}

/** Of layers; groups are sums of them. */
export interface DifferenceTotals {
  readonly same: number;
  readonly changed: number;
  readonly onlyInA: number;
  readonly onlyInB: number;
}

export interface Difference {
  readonly a: Candidate;
  readonly b: Candidate;
  readonly totals: DifferenceTotals;
  /** The parts of the networks' own level. */
  readonly items: readonly DifferenceItem[];
}

interface Draft {
  mark: Mark;
  readonly a: TreePart | undefined;
  readonly b: TreePart | undefined;
  readonly path: string;
  readonly wrapper: DifferenceItem['wrapper'];
  rewired: boolean;
  readonly children: Draft[];
}

/** Time proportional to the layers, but for the table of each two scopes that answer to each other and differ. */
export function differenceOf(a: Candidate, b: Candidate): Difference {
  const intern = interner();
  const root = draft({ a: treeOf(a, intern), b: treeOf(b, intern) }, '');
  // Children stand behind their parents: read backwards, the list has every group after what is in it.
  const drafts = [root];
  for (let next = 0; next < drafts.length; next++) {
    const parent = drafts[next] as Draft;
    const prefix = parent === root ? '' : `${parent.path}/`;
    parent.children.push(...childPairs(parent).map((pair) => draft(pair, prefix)));
    drafts.push(...parent.children);
  }
  markRewired(drafts, a.graph, b.graph);
  for (const each of drafts.reverse()) each.mark = markOf(each);
  const totals = totalsOf(drafts);
  for (const each of drafts) if (each.mark !== 'changed') each.children.length = 0;
  return { a, b, totals, items: root.children };
}

function draft({ a, b }: Pair, prefix: string): Draft {
  const path = prefix + ((b ?? a)?.name ?? '');
  return { mark: 'same', a, b, path, wrapper: wrapperOf(a, b), rewired: false, children: [] };
}

/** One of two blocks of different names stands around a block that answers to the other. */
function wrapperOf(a: TreePart | undefined, b: TreePart | undefined): DifferenceItem['wrapper'] {
  if (a?.block === undefined || b?.block === undefined || a.block === b.block) return undefined;
  if (a.outline === b.outline) return undefined;
  if (heldBy(b, a) >= 0) return 'b';
  return heldBy(a, b) >= 0 ? 'a' : undefined;
}

/** Which child of `outer` answers to `inner`: one of its name, or a block that is all there is; -1 for none. */
function heldBy(outer: TreePart, inner: TreePart): number {
  const named = outer.children.findIndex(({ block }) => block === inner.block);
  if (named >= 0) return named;
  const [only, more] = outer.children;
  const alone = only?.block !== undefined && more === undefined;
  return alone && !inner.children.some(({ block }) => block !== undefined) ? 0 : -1;
}

function childPairs({ a, b, wrapper }: Draft): Pair[] {
  if (a === undefined) return (b?.children ?? []).map((child) => ({ a: undefined, b: child }));
  if (b === undefined) return a.children.map((child) => ({ a: child, b: undefined }));
  if (wrapper === 'b') return within(b, a).map(([child, inner]) => ({ a: inner, b: child }));
  if (wrapper === 'a') return within(a, b).map(([child, inner]) => ({ a: child, b: inner }));
  return alignParts(a.children, b.children);
}

/** The children of the outer block, the inner one beside the child that answers to it. */
function within(outer: TreePart, inner: TreePart): (readonly [TreePart, TreePart | undefined])[] {
  const at = heldBy(outer, inner);
  return outer.children.map((child, index) => [child, index === at ? inner : undefined]);
}

/** Layers may be equal in themselves and yet be connected in another way. */
function markRewired(drafts: readonly Draft[], a: Graph, b: Graph): void {
  const toB = new Map<number, number>();
  const toA = new Map<number, number>();
  for (const { a: left, b: right } of drafts) {
    if (left?.node === undefined || right?.node === undefined) continue;
    toB.set(left.node, right.node);
    toA.set(right.node, left.node);
  }
  for (const each of drafts) {
    if (each.a?.node === undefined || each.b?.node === undefined) continue;
    const left = a.nodes[each.a.node]?.inputs ?? [];
    const right = b.nodes[each.b.node]?.inputs ?? [];
    // What a new layer in between explains is no change of its own.
    each.rewired = left.some((input, index) => {
      const [wanted, found] = [toB.get(input), right[index]];
      return wanted !== undefined && found !== undefined && toA.has(found) && wanted !== found;
    });
  }
}

function markOf({ a, b, children, rewired, wrapper }: Draft): Mark {
  if (a === undefined) return 'only in b';
  if (b === undefined) return 'only in a';
  if (a.node !== undefined) return a.digest === b.digest && !rewired ? 'same' : 'changed';
  return wrapper !== undefined || children.some(({ mark }) => mark !== 'same') ? 'changed' : 'same';
}

function totalsOf(drafts: readonly Draft[]): DifferenceTotals {
  const count = (mark: Mark): number =>
    drafts.filter((each) => each.mark === mark && (each.b ?? each.a)?.node !== undefined).length;
  return {
    same: count('same'),
    changed: count('changed'),
    onlyInA: count('only in a'),
    onlyInB: count('only in b'),
  };
}
