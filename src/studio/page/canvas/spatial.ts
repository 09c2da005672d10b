/**
 * Where things are in a drawing, by bands of its height: networks run downward, so a view meets few bands however long
 * the network is. Only what a view meets is given to the page to draw.
 */
import type { Box, CanvasDocument, CanvasEdge, CanvasGroup, CanvasNode, Point } from '../../../canvas/document.ts';

export interface SpatialIndex {
  readonly document: CanvasDocument;
  readonly nodeById: ReadonlyMap<string, CanvasNode>;
  readonly groupById: ReadonlyMap<string, CanvasGroup>;
  readonly bands: { readonly nodes: Bands; readonly groups: Bands; readonly edges: Bands };
  readonly edgeBoxes: readonly Box[];
}

/** Indices of what reaches into each band, in the order of the document. */
type Bands = readonly (readonly number[])[];

export interface Seen {
  readonly nodes: readonly CanvasNode[];
  readonly groups: readonly CanvasGroup[];
  readonly edges: readonly CanvasEdge[];
}

const band = 512;

export function indexOf(document: CanvasDocument): SpatialIndex {
  const { nodes, groups, edges, height } = document;
  const edgeBoxes = edges.map(({ points }) => boxAround(points));
  return {
    document,
    nodeById: new Map(nodes.map((node) => [node.id, node])),
    groupById: new Map(groups.map((group) => [group.id, group])),
    bands: { nodes: bandsOf(nodes, height), groups: bandsOf(groups, height), edges: bandsOf(edgeBoxes, height) },
    edgeBoxes,
  };
}

function bandsOf(boxes: readonly Box[], height: number): Bands {
  const bands: number[][] = Array.from({ length: Math.floor(height / band) + 1 }, () => []);
  boxes.forEach((box, index) => {
    const last = bandAt(box.y + box.height, bands);
    for (let at = bandAt(box.y, bands); at <= last; at++) bands[at]?.push(index);
  });
  return bands;
}

function bandAt(y: number, bands: Bands): number {
  return Math.max(0, Math.min(bands.length - 1, Math.floor(y / band)));
}

/** The corners' box. */
export function boxAround(points: readonly Point[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return points.length === 0
    ? { x: 0, y: 0, width: 0, height: 0 }
    : { x: left, y: top, width: right - left, height: bottom - top };
}

export function meets(a: Box, b: Box): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}

export function contains({ x, y, width, height }: Box, point: Point): boolean {
  return x <= point.x && point.x <= x + width && y <= point.y && point.y <= y + height;
}

function meeting<T>(all: readonly T[], boxes: readonly Box[], bands: Bands, view: Box): readonly T[] {
  const found = new Set<number>();
  const last = bandAt(view.y + view.height, bands);
  for (let at = bandAt(view.y, bands); at <= last; at++) {
    for (const index of bands[at] ?? []) {
      const box = boxes[index];
      if (box && meets(box, view)) found.add(index);
    }
  }
  return [...found].sort((a, b) => a - b).flatMap((index) => all[index] ?? []);
}

export function nodesIn({ document: { nodes }, bands }: SpatialIndex, view: Box): readonly CanvasNode[] {
  return meeting(nodes, nodes, bands.nodes, view);
}

/** Outer ones first. */
export function groupsIn({ document: { groups }, bands }: SpatialIndex, view: Box): readonly CanvasGroup[] {
  return meeting(groups, groups, bands.groups, view);
}

export function edgesIn({ document: { edges }, bands, edgeBoxes }: SpatialIndex, view: Box): readonly CanvasEdge[] {
  return meeting(edges, edgeBoxes, bands.edges, view);
}

export function seenIn(index: SpatialIndex, view: Box): Seen {
  return { nodes: nodesIn(index, view), groups: groupsIn(index, view), edges: edgesIn(index, view) };
}

/** A card or a frame, or one that is drawn in its place: the innermost folded group around it. */
export function drawnAt(index: SpatialIndex, id: string): CanvasNode | CanvasGroup | undefined {
  const own = index.nodeById.get(id) ?? index.groupById.get(id);
  if (own) return own;
  for (let at = id.lastIndexOf('/', id.length - 2); at >= 0; at = id.lastIndexOf('/', at - 1)) {
    const around = index.nodeById.get(id.slice(0, at + 1)) ?? index.groupById.get(id.slice(0, at + 1));
    if (around) return around;
  }
  return undefined;
}

export function grown({ x, y, width, height }: Box, by: number): Box {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

/**
 * What is kept drawn around a view, so that most movements draw nothing anew: the same until the view leaves it, or
 * sees much less of it.
 */
export function coverOf(view: Box, before: Box | undefined): Box {
  if (before && holds(before, view) && before.width <= view.width * 4) return before;
  const { width, height } = view;
  return { x: view.x - width / 2, y: view.y - height / 2, width: width * 2, height: height * 2 };
}

function holds(outer: Box, inner: Box): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    outer.x + outer.width >= inner.x + inner.width &&
    outer.y + outer.height >= inner.y + inner.height
  );
}
