/** What does not change must not jump: how far the view follows when a drawing is replaced by the next. */
import type { Box, CanvasNode, Point } from '../../../canvas/document.ts';
import { drawnAt, nodesIn, type SpatialIndex } from './spatial.ts';

/**
 * How far what the reader looks at has moved: what is held, or is selected and in view, or else the highest card in
 * view that is in both drawings. What is selected does not count where it alone was moved. Undefined where there is
 * none.
 */
export function shiftBetween(
  before: SpatialIndex,
  after: SpatialIndex,
  view: Box,
  selected: readonly string[],
  held: string | undefined = undefined,
): Point | undefined {
  const kept = nodesIn(before, view)
    .filter(({ id }) => after.nodeById.has(id))
    .sort((a, b) => a.y - b.y || a.x - b.x);
  const [highest] = kept;
  const isShown = (id: string): boolean => {
    const [old, now] = [drawnAt(before, id), drawnAt(after, id)];
    return old?.id === id && now?.id === id && inView(old, view);
  };
  const chosen =
    held !== undefined && isShown(held)
      ? held
      : selected.find((id) => isShown(id) && movedWithOthers(kept, id, before, after));
  const card = kept.find(({ id }) => id === chosen) ?? highest;
  const moved = card && acrossAndDown(card, after.nodeById.get(card.id));
  const [old, now] = chosen === undefined ? [] : [drawnAt(before, chosen), drawnAt(after, chosen)];
  if (!old || !now) return moved;
  // A group that was folded or opened has another width, but its upper edge is where the reader clicked.
  return { x: moved?.x ?? now.x + now.width / 2 - old.x - old.width / 2, y: now.y - old.y };
}

/** As far down or up as some other card in view. */
function movedWithOthers(kept: readonly CanvasNode[], id: string, before: SpatialIndex, after: SpatialIndex): boolean {
  const fall = (other: string): number => (drawnAt(after, other)?.y ?? 0) - (drawnAt(before, other)?.y ?? 0);
  const own = fall(id);
  const others = kept.filter((other) => other.id !== id);
  return others.length === 0 || others.some((other) => Math.abs(fall(other.id) - own) < 0.5);
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
