/** Where the arrow keys lead: along the edges up and down, between branches left and right. */
import type { Box, CanvasNode } from '../../../canvas/document.ts';
import { isNode } from './selection.ts';
import { drawnAt, nodesIn, type SpatialIndex } from './spatial.ts';

export type Direction = 'up' | 'down' | 'left' | 'right';

/** Undefined where there is nothing on that side. */
export function neighbour(index: SpatialIndex, from: string, direction: Direction): string | undefined {
  const drawn = drawnAt(index, from);
  if (!drawn) return endOf(index, 'first');
  const node = isNode(drawn) ? drawn : firstIn(index, drawn.id);
  if (!node) return undefined;
  if (direction === 'left' || direction === 'right') return beside(index, drawn, direction);
  if (direction === 'down' && !isNode(drawn)) return node.id;
  return along(index, node, direction);
}

export function endOf({ document: { nodes } }: SpatialIndex, end: 'first' | 'last'): string | undefined {
  return nodes.at(end === 'first' ? 0 : -1)?.id;
}

/** The first card in a group, however deep. */
export function firstIn({ document: { nodes } }: SpatialIndex, group: string): CanvasNode | undefined {
  return nodes.find(({ id, parent }) => id.startsWith(group) || parent?.startsWith(group));
}

/** A line of the stack before one that comes from a label or goes past; then the nearest to the side. */
function along({ document, nodeById }: SpatialIndex, node: CanvasNode, direction: 'up' | 'down'): string | undefined {
  const middle = node.x + node.width / 2;
  let best: { readonly id: string; readonly rank: number } | undefined;
  for (const { from, to, role } of document.edges) {
    if ((direction === 'down' ? from : to) !== node.id) continue;
    const id = direction === 'down' ? to : from;
    const other = nodeById.get(id);
    if (!other) continue;
    const side = Math.abs(other.x + other.width / 2 - middle);
    const rank = side + (role === 'main' || role === 'branch' ? 0 : 1e6) + (other.x > node.x ? 0.5 : 0);
    if (!best || rank < best.rank) best = { id, rank };
  }
  return best?.id;
}

/** The nearest card on that side in about the same height. */
function beside(
  index: SpatialIndex,
  box: Box & { readonly id: string },
  direction: 'left' | 'right',
): string | undefined {
  const { width } = index.document;
  const reach = 240;
  const strip =
    direction === 'left'
      ? { x: 0, y: box.y - reach, width: Math.max(0, box.x - 1), height: box.height + 2 * reach }
      : { x: box.x + box.width + 1, y: box.y - reach, width, height: box.height + 2 * reach };
  let best: { readonly id: string; readonly distance: number } | undefined;
  for (const node of nodesIn(index, strip)) {
    const aside = direction === 'left' ? box.x - node.x - node.width : node.x - box.x - box.width;
    if (aside < 0) continue;
    const distance = aside + 2 * Math.abs(node.y + node.height / 2 - box.y - box.height / 2);
    if (!best || distance < best.distance) best = { id: node.id, distance };
  }
  return best?.id;
}
