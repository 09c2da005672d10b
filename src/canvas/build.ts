/** From an examined source and the folding to the tree of cards and frames, without coordinates. */
import type { Examined } from '../analysis/examine.ts';
import type { Graph, Scope } from '../graph/graph.ts';
import type { CanvasView, GroupKind } from './document.ts';
import { findings } from './findings.ts';
import { scopeTree } from './hierarchy.ts';
import {
  type Branch,
  type Card,
  type Frame,
  type Merge,
  newStack,
  put,
  putHead,
  type Stack,
  unplaced,
} from './items.ts';
import { type Building, type Built, foldedCard, layerCard, openLegend, outputCard, unbuiltCard } from './legend.ts';
import { bodiesIn, branchPlaces, stepPlaces } from './places.ts';

/** Frames within frames: deeper ones stay folded, which also bounds the recursion here. */
const deepest = 100;

/** Repeats and heads, and blocks that stand in other groups: what is left is a network on one page. */
export function foldedByDefault(kind: GroupKind, level: number): boolean {
  return kind === 'repeat' || kind === 'head' || (kind === 'block' && level > 0);
}

export function build(examined: Examined, graph: Graph, view: CanvasView): Built {
  const { compilation, analysis } = examined;
  const totals = { parameters: analysis?.totals.parameters ?? 0, macs: analysis?.totals.macs ?? 0 };
  const tree = scopeTree(graph, analysis);
  const bodies = bodiesIn(compilation.module);
  const places = stepPlaces(bodies);
  const b: Building = {
    examined,
    graph,
    view,
    tree,
    places,
    branches: branchPlaces(bodies),
    totals,
    found: findings(examined, tree, places),
    paths: groupIds(graph),
    stack: newStack(),
    cardOf: [],
    nodeOfCard: new Map(),
  };
  fill(b, b.stack, graph.scopes[0], undefined, { level: 0, depth: 0 });
  const [end] = graph.outputs;
  for (const scope of tree.heads) addHead(b, scope);
  if (end) put(b.stack, outputCard(b, end, undefined));
  connect(b);
  return b;
}

/** By scope: the path with a slash behind it, empty for the network. */
export function groupIds(graph: Graph): string[] {
  const ids: string[] = [];
  for (const { parent, name } of graph.scopes) ids.push(parent === undefined ? '' : `${ids[parent] ?? ''}${name}/`);
  return ids;
}

/** `level` counts the blocks, repeats and heads around, `depth` all scopes. */
interface Level {
  readonly level: number;
  readonly depth: number;
}

function fill(b: Building, stack: Stack, scope: Scope | undefined, parent: string | undefined, at: Level): void {
  if (!scope) return;
  const missing = b.found.unbuilt.get(scope.id) ?? [];
  const parts = b.tree.parts[scope.id] ?? [];
  parts.forEach((part, position) => {
    for (const each of missing) if (each.before === position) put(stack, unbuiltCard(b, each, parent));
    if (part.kind === 'layer') put(stack, layerCard(b, part.node, parent));
    else addGroup(b, stack, part.scope, parent, at);
  });
  for (const each of missing) if (each.before >= parts.length) put(stack, unbuiltCard(b, each, parent));
}

function addGroup(b: Building, stack: Stack, scope: Scope, parent: string | undefined, at: Level): void {
  const { kind } = scope;
  if (kind === 'network') return;
  if (isFolded(b, scope, at)) put(stack, foldedCard(b, scope, parent));
  else if (kind === 'merge') addMerge(b, stack, scope, parent, at);
  else if (kind !== 'branch') put(stack, frameOf(b, stack, scope, kind, parent, at));
}

function isFolded(b: Building, { kind, id }: Scope, { level, depth }: Level): boolean {
  if (kind === 'network') return false;
  return depth >= deepest || (b.view.folded.get(b.paths[id] ?? '') ?? foldedByDefault(kind, level));
}

function frameOf(
  b: Building,
  around: Stack,
  scope: Scope,
  group: Frame['group'],
  parent: string | undefined,
  { level, depth }: Level,
): Frame {
  const legend = openLegend(b, scope);
  const hasError = errorWithin(b, scope);
  const body = newStack();
  const frame: Frame = {
    kind: 'frame',
    group,
    legend,
    parent,
    hasError,
    body,
    ...unplaced,
  };
  body.around = { stack: around, item: frame, branch: undefined };
  fill(b, body, scope, legend.id, { level: group === 'iteration' ? level : level + 1, depth: depth + 1 });
  return frame;
}

function addMerge(b: Building, around: Stack, scope: Scope, parent: string | undefined, at: Level): void {
  const legend = openLegend(b, scope);
  const branches: Branch[] = [];
  const merge: Merge = {
    kind: 'merge',
    legend,
    parent,
    hasError: errorWithin(b, scope),
    branches,
    card: undefined,
    forkRows: undefined,
    fork: 0,
    join: 0,
    ...unplaced,
  };
  for (const part of b.tree.parts[scope.id] ?? []) {
    if (part.kind === 'scope') branches.push(branchOf(b, around, merge, part.scope, { ...at, depth: at.depth + 1 }));
  }
  const node = b.tree.mergeOf.get(scope.id);
  if (node) {
    const card = layerCard(b, node, legend.id);
    card.stack = around;
    card.index = around.items.length;
    merge.card = card;
  }
  put(around, merge);
}

function branchOf(b: Building, around: Stack, merge: Merge, scope: Scope, at: Level): Branch {
  const legend = openLegend(b, scope);
  const { span, editable } = legend;
  const first = { body: { start: span.start, end: span.end }, index: 0 };
  const folded = isFolded(b, scope, at) && (b.tree.sums[scope.id]?.first ?? -1) >= 0;
  const stack = newStack();
  const gap = editable ? first : undefined;
  const branch: Branch = {
    legend,
    hasError: errorWithin(b, scope),
    folded,
    gap,
    stack,
    x: 0,
    y: 0,
    width: 0,
    height: 0,
    axis: 0,
  };
  stack.around = { stack: around, item: merge, branch };
  if (folded) put(stack, foldedCard(b, scope, merge.legend.id));
  else fill(b, stack, scope, legend.id, { ...at, depth: at.depth + 1 });
  return branch;
}

function addHead(b: Building, scope: Scope): void {
  const first = b.graph.nodes[b.tree.sums[scope.id]?.first ?? -1];
  const output = b.graph.outputs.slice(1).find((each) => each.name === scope.label);
  const source = b.cardOf[first?.inputs[0] ?? output?.node ?? -1];
  if (!source) return;
  if (first && isFolded(b, scope, { level: 0, depth: 0 })) {
    putHead(b.stack, foldedCard(b, scope, undefined), source);
    return;
  }
  const item = frameOf(b, b.stack, scope, 'head', undefined, { level: 0, depth: 0 });
  if (output) put(item.body, outputCard(b, output, item.legend.id));
  putHead(b.stack, item, source);
}

function errorWithin(b: Building, scope: Scope): boolean {
  return (b.found.within.get(scope.id) ?? []).some((index) => b.examined.diagnostics[index]?.severity === 'error');
}

/** Each card's inputs, from the graph's edges. */
function connect(b: Building): void {
  const seen = new Map<Card, Set<Card>>();
  for (const node of b.graph.nodes) {
    const card = b.cardOf[node.id];
    if (!card) continue;
    for (const input of node.inputs) {
      const source = b.cardOf[input];
      if (!source || source === card) continue;
      if (card.node === 'folded') {
        const known = seen.get(card) ?? new Set<Card>();
        seen.set(card, known);
        if (known.has(source)) continue;
        known.add(source);
      }
      card.inputs.push(source);
    }
  }
}
