/** What does not change must not jump: how far the view follows when a drawing is replaced by the next. */
import type { Box, CanvasNode, Point } from '../../../canvas/document.ts';
import { drawnAt, nodesIn, type SpatialIndex } from './spatial.ts';

/**
 * How far what the reader looks at has moved: what is selected, as far as it is in view, or else the highest card in
 * view that is in both drawings. Undefined where there is none.
 */
export function shiftBetween(
  before: SpatialIndex,
  after: SpatialIndex,
  view: Box,
  selected: readonly string[],
): Point | undefined {
  const kept = nodesIn(before, view)
    .filter(({ id }) => after.nodeById.has(id))
    .sort((a, b) => a.y - b.y || a.x - b.x);
  const held = selected.find((id) => {
    const [old, now] = [drawnAt(before, id), drawnAt(after, id)];
    return old?.id === id && now?.id === id && inView(old, view);
  });
  const card = kept.find(({ id }) => id === held) ?? kept[0];
  const moved = card && acrossAndDown(card, after.nodeById.get(card.id));
  const [old, now] = held === undefined ? [] : [drawnAt(before, held), drawnAt(after, held)];
  if (!old || !now) return moved;
  // A group that was folded or opened has another width, but its upper edge is where the reader clicked.
  return { x: moved?.x ?? now.x + now.width / 2 - old.x - old.width / 2, y: now.y - old.y };
}

function acrossAndDown(old: CanvasNode, now: CanvasNode | undefined): Point | undefined {
  return now && { x: now.x + now.width / 2 - old.x - old.width / 2, y: now.y - old.y };
}

/** Its upper left part at least. */
function inView({ x, y, width }: Box, view: Box): boolean {
  return y >= view.y && y <= view.y + view.height && x <= view.x + view.width && x + width >= view.x;
}

/** How far each thing in view has moved beside what the view followed; those that are new are not in it. */
export function movesBetween(
  before: ReadonlyMap<string, Box>,
  after: readonly (Box & { readonly id: string })[],
  shift: Point,
): ReadonlyMap<string, Point> {
  const moves = new Map<string, Point>();
  for (const { id, x, y, width } of after) {
    const old = before.get(id);
    if (!old) continue;
    const by = { x: old.x + old.width / 2 - x - width / 2 + shift.x, y: old.y - y + shift.y };
    if (Math.abs(by.x) > 0.5 || Math.abs(by.y) > 0.5) moves.set(id, by);
  }
  return moves;
}
