/** Short movements that show what became of what, when one drawing replaces another. */
import type { Box, CanvasEdge, Point } from '../../../canvas/document.ts';
import { movesBetween } from './anchor.ts';
import { edgesIn, groupsIn, nodesIn, type SpatialIndex } from './spatial.ts';

const glide = { duration: 180, easing: 'cubic-bezier(0.2, 0, 0, 1)' } as const;

/** With more things in view nobody could follow them. */
const most = 160;

export function isMotionReduced(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** Cards and lines that moved glide from where they were, new ones appear; `shift` is how far the view has followed. */
export function animateChange(
  root: HTMLElement,
  before: SpatialIndex,
  after: SpatialIndex,
  view: Box,
  shift: Point,
): void {
  const now = { ...view, x: view.x + shift.x, y: view.y + shift.y };
  const nodes = nodesIn(after, now);
  if (isMotionReduced() || nodes.length > most) return;
  const old = new Map(nodesIn(before, view).map((node) => [node.id, node]));
  const moves = movesBetween(old, nodes, shift);
  const groups = groupsIn(after, now);
  const edges = edgesIn(after, now);
  // The cards are in the page when this drawing's changes are, which is before it is painted.
  queueMicrotask(() => {
    for (const { id } of nodes) {
      const by = moves.get(id);
      if (by) play(root, `.react-flow__node[data-id="${CSS.escape(id)}"]`, gliding(by));
      else if (!before.nodeById.has(id)) play(root, `.react-flow__node[data-id="${CSS.escape(id)}"]`, appearing);
    }
    const earlier = new Map(before.document.edges.map((edge) => [edge.id, edge]));
    for (const edge of edges) {
      const by = rigidMove(earlier.get(edge.id), edge, shift);
      if (by !== 'none') play(root, `[data-piece="${CSS.escape(edge.id)}"]`, by ? gliding(by) : appearing);
    }
    for (const group of groups) {
      const was = before.groupById.get(group.id);
      const isSame = was && was.width === group.width && was.height === group.height;
      const by = was && { x: was.x - group.x + shift.x, y: was.y - group.y + shift.y };
      if (!isSame) play(root, `[data-piece="${CSS.escape(group.id)}"]`, appearing);
      else if (by && (by.x !== 0 || by.y !== 0)) play(root, `[data-piece="${CSS.escape(group.id)}"]`, gliding(by));
    }
  });
}

/** Undefined where the line has another shape than before, or is new. */
function rigidMove(before: CanvasEdge | undefined, after: CanvasEdge, shift: Point): Point | 'none' | undefined {
  const [start] = after.points;
  const [was] = before?.points ?? [];
  if (!before || !start || !was || before.points.length !== after.points.length) return undefined;
  const by = { x: was.x - start.x, y: was.y - start.y };
  const isRigid = before.points.every(({ x, y }, at) => {
    const point = after.points[at];
    return point && Math.abs(x - point.x - by.x) < 0.5 && Math.abs(y - point.y - by.y) < 0.5;
  });
  if (!isRigid) return undefined;
  const move = { x: by.x + shift.x, y: by.y + shift.y };
  return Math.abs(move.x) < 0.5 && Math.abs(move.y) < 0.5 ? 'none' : move;
}

const appearing: readonly Keyframe[] = [{ opacity: 0 }, { opacity: 1 }];

function gliding({ x, y }: Point): readonly Keyframe[] {
  return [{ translate: `${x}px ${y}px` }, { translate: '0 0' }];
}

function play(root: HTMLElement, selector: string, frames: readonly Keyframe[]): void {
  for (const element of root.querySelectorAll(selector)) element.animate([...frames], glide);
}
