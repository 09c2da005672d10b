/** From an examined source and what is folded to the drawing. */
import type { Examined } from '../analysis/examine.ts';
import { build, groupIds } from './build.ts';
import type {
  CanvasDocument,
  CanvasEdge,
  CanvasGroup,
  CanvasNode,
  CanvasView,
  EdgeProblem,
  Point,
} from './document.ts';
import { inputProblems } from './findings.ts';
import type { Branch, Card, Frame, Merge, Stack, Wire } from './items.ts';
import { isFramed, layOut, margin } from './layout.ts';
import type { Built } from './legend.ts';
import { route } from './route.ts';
import { wire } from './wires.ts';

/** Never throws on bad source: what has a graph is drawn. Without a graph there is nothing but the diagnostics. */
export function drawing(examined: Examined, view: CanvasView): CanvasDocument {
  const { graph } = examined.compilation;
  if (!graph) {
    const elsewhere = examined.diagnostics.map((_, index) => index);
    return { nodes: [], groups: [], edges: [], width: 0, height: 0, totals: { parameters: 0, macs: 0 }, elsewhere };
  }
  const built = build(examined, graph, view);
  const wires = wire(built);
  layOut(built.stack);
  const parts: Parts = { nodes: [], groups: [] };
  collect(parts, built.stack);
  return {
    ...parts,
    edges: edgesOf(wires, built, examined),
    width: built.stack.width + 2 * margin,
    height: built.stack.height + 2 * margin,
    totals: built.totals,
    elsewhere: built.found.elsewhere,
  };
}

/** A view in which every group is folded, or every one is open, as far as it is drawn at all. */
export function foldAll(examined: Examined, folded: boolean): CanvasView {
  const { graph } = examined.compilation;
  return { folded: new Map((graph ? groupIds(graph) : []).filter((id) => id !== '').map((id) => [id, folded])) };
}

interface Parts {
  readonly nodes: CanvasNode[];
  readonly groups: CanvasGroup[];
}

function collect(parts: Parts, stack: Stack): void {
  for (const item of stack.heads.length === 0
    ? stack.items
    : [...stack.items, ...stack.heads.map((head) => head.item)]) {
    switch (item.kind) {
      case 'card':
        parts.nodes.push(nodeOf(item));
        break;
      case 'frame':
        parts.groups.push(groupOf(item, item.group, item.parent, isFramed(item.group)));
        collect(parts, item.body);
        break;
      case 'merge':
        collectMerge(parts, item);
        break;
    }
  }
}

function collectMerge(parts: Parts, merge: Merge): void {
  parts.groups.push(groupOf(merge, 'merge', merge.parent, false));
  for (const branch of merge.branches) {
    if (!branch.folded) parts.groups.push(groupOf(branch, 'branch', merge.legend.id, false));
    collect(parts, branch.stack);
  }
  if (merge.card) parts.nodes.push(nodeOf(merge.card));
}

// Written out: a spread of so many properties is several times slower, and there may be tens of thousands.
function nodeOf({ node, group, category, legend, parent, x, y, width, height }: Card): CanvasNode {
  return {
    id: legend.id,
    kind: node,
    group,
    title: legend.title,
    label: legend.label,
    arguments: legend.arguments,
    category,
    shape: legend.shape,
    figures: legend.figures,
    share: legend.share,
    count: legend.count,
    parent,
    span: legend.span,
    editable: legend.editable,
    place: legend.place,
    diagnostics: legend.diagnostics,
    certain: legend.certain,
    x,
    y,
    width,
    height,
  };
}

function groupOf(
  { legend, hasError, x, y, width, height }: Frame | Merge | Branch,
  kind: CanvasGroup['kind'],
  parent: string | undefined,
  framed: boolean,
): CanvasGroup {
  return {
    id: legend.id,
    kind,
    title: legend.title,
    label: legend.label,
    arguments: legend.arguments,
    count: legend.count,
    framed,
    parent,
    shape: legend.shape,
    figures: legend.figures,
    share: legend.share,
    span: legend.span,
    editable: legend.editable,
    place: legend.place,
    branches: legend.branches,
    diagnostics: legend.diagnostics,
    hasError,
    x,
    y,
    width,
    height,
  };
}

function edgesOf(wires: readonly Wire[], built: Built, { diagnostics }: Examined): readonly CanvasEdge[] {
  const { graph } = built.tree;
  const problems = new Map<Card, ReadonlyMap<number, EdgeProblem>>();
  for (const [card, node] of built.nodeOfCard) {
    const own = card.legend.diagnostics;
    if (own.length > 0) problems.set(card, inputProblems(node, own, graph.nodes, diagnostics));
  }
  const times = new Map<string, number>();
  const labelled = new Set<Card>();
  return wires.map((each): CanvasEdge => {
    const { from, to, role, input, gap, certain } = each;
    const id = `${from.legend.id}>${to.legend.id}`;
    const time = (times.get(id) ?? 0) + 1;
    times.set(id, time);
    const isFirst = !labelled.has(from);
    labelled.add(from);
    return {
      id: time === 1 ? id : `${id}>${time}`,
      from: from.legend.id,
      to: to.legend.id,
      role,
      shape: from.legend.shape,
      labelAt: isFirst && from.legend.shape && from.node !== 'input' ? labelPlace(from) : undefined,
      certain,
      problem: problems.get(to)?.get(input),
      points: route(each),
      gap,
    };
  });
}

/** Beside the line's first piece, below the card that it leaves, or the lowest of a pile. */
function labelPlace(card: Card): Point {
  const pile = card.legend.count === undefined ? 0 : 5;
  return { x: card.x + card.axis + 6, y: card.y + card.height + 14 + pile };
}
