/** What is under the pointer, and where something that is dragged there would go. */
import type { CanvasDocument, CanvasEdge, CanvasGap, CanvasNode, Point } from '../../../canvas/document.ts';
import type { ConnectionEnd } from '../../../canvas/edits/edit.ts';
import { type Drawn, isNode, type Steps, stepsAround } from './selection.ts';
import { contains, edgesIn, groupsIn, nodesIn, type SpatialIndex } from './spatial.ts';

export function nodeUnder(index: SpatialIndex, point: Point): CanvasNode | undefined {
  return nodesIn(index, { ...point, width: 0, height: 0 }).at(-1);
}

/** The innermost card or frame. */
export function drawnUnder(index: SpatialIndex, point: Point): Drawn | undefined {
  const node = nodeUnder(index, point);
  if (node) return node;
  return groupsIn(index, { ...point, width: 0, height: 0 })
    .filter((group) => group.framed && contains(group, point))
    .at(-1);
}

/** The nearest edge of those that are accepted. */
export function nearestEdge(
  index: SpatialIndex,
  point: Point,
  reach: number,
  accepted: (edge: CanvasEdge) => boolean,
): CanvasEdge | undefined {
  let best: { readonly edge: CanvasEdge; readonly distance: number } | undefined;
  const around = { x: point.x - reach, y: point.y - reach, width: 2 * reach, height: 2 * reach };
  for (const edge of edgesIn(index, around)) {
    if (!accepted(edge)) continue;
    const distance = distanceTo(edge.points, point);
    if (distance <= reach && (!best || distance < best.distance)) best = { edge, distance };
  }
  return best?.edge;
}

/** From a point to a line of horizontal and vertical pieces. */
export function distanceTo(points: readonly Point[], { x, y }: Point): number {
  let least = Infinity;
  points.forEach((end, at) => {
    const start = points[at - 1] ?? end;
    const dx = x - clamp(x, Math.min(start.x, end.x), Math.max(start.x, end.x));
    const dy = y - clamp(y, Math.min(start.y, end.y), Math.max(start.y, end.y));
    least = Math.min(least, Math.hypot(dx, dy));
  });
  return least;
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}

/** The point halfway along a line. */
export function middleOf(points: readonly Point[]): Point {
  const lengths = points.map((end, at) => {
    const start = points[at - 1] ?? end;
    return Math.abs(end.x - start.x) + Math.abs(end.y - start.y);
  });
  let left = lengths.reduce((sum, each) => sum + each, 0) / 2;
  for (const [at, length] of lengths.entries()) {
    const [start, end] = [points[at - 1], points[at]];
    if (start && end && length >= left && length > 0) {
      const part = left / length;
      return { x: start.x + (end.x - start.x) * part, y: start.y + (end.y - start.y) * part };
    }
    left -= length;
  }
  return points[0] ?? { x: 0, y: 0 };
}

/** A gap at which steps would stand elsewhere than they do: not beside themselves and not within. */
export function isElsewhere({ body, index }: CanvasGap, { span, before, after }: Steps): boolean {
  const isOwn = body.start === before.body.start && body.end === before.body.end;
  if (isOwn) return index < before.index || index > after.index;
  return !(span.start <= body.start && body.end <= span.end);
}

/** The step that would be wrapped: what is under the pointer, or the innermost around it that can be edited. */
export function wrapTarget(index: SpatialIndex, point: Point): Drawn | undefined {
  const under = drawnUnder(index, point);
  const drawn = under && stepsAround(index, under.id)[0]?.drawn;
  return drawn && (!isNode(drawn) || drawn.kind !== 'input') ? drawn : undefined;
}

export interface Connection {
  readonly id: string;
  readonly end: ConnectionEnd;
}

/**
 * What can read the map of a step: all that follows it in its own braces, or stands in braces of what follows. One
 * expansion of a step is enough.
 */
export function connectionsFrom({ document, groupById }: SpatialIndex, from: CanvasNode): readonly Connection[] {
  const { place, span } = from;
  if (!place) return [];
  const found: Connection[] = [];
  for (const node of document.nodes) {
    if (!node.place || node.kind === 'output' || node.kind === 'input' || node.span.start < span.end) continue;
    if (node.place.body.start < place.body.start || node.place.body.end > place.body.end) continue;
    const around = groupById.get(node.parent ?? '');
    const isMerge = node.group === 'merge' || (around?.kind === 'merge' && around.span.start === node.span.start);
    found.push({ id: node.id, end: { kind: isMerge ? 'merge' : 'step', step: node.span } });
  }
  return found;
}

/** At the end of the network's own stack, where a step goes when none is chosen. */
export function lastGap({ nodes, edges }: CanvasDocument): CanvasEdge | undefined {
  const outputs = new Set(
    nodes.filter(({ kind, parent }) => kind === 'output' && parent === undefined).map(({ id }) => id),
  );
  return edges.find(({ to, gap }) => gap !== undefined && outputs.has(to));
}
