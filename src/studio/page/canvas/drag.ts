/** What is dragged by hand: an item of the palette, steps of the drawing, the end of a new edge. */
import type { CanvasEdge } from '../../../canvas/document.ts';
import type { CanvasEdit } from '../../../canvas/edits/edit.ts';
import type { Studio } from '../studio.ts';
import { act, insertion, wrapping } from './act.ts';
import { shapeBefore } from './chosen.ts';
import { isNode } from './selection.ts';
import { type CanvasHandle, canvasUi, type Dragged, type DropTarget, viewOf } from './store.ts';
import { drawnUnder, isElsewhere, nearestEdge, nodeUnder, wrapTarget } from './targets.ts';

/** In pixels of the window, however far the canvas is zoomed. */
const reach = { start: 4, gap: 40, sure: 12, edge: 28 } as const;

/** Of a frame, as far as it can be taken hold of. */
export const titleHeight = 28;

/** How far the canvas moves in each frame while something is held at its rim. */
const autoPan = 9;

/**
 * Follows a pointer that is down until it goes up. Nothing is dragged before it has moved a little, and Escape ends it
 * without an edit. `clicked`: it went up where it went down.
 */
export function startDrag(
  studio: Studio,
  path: string,
  what: Dragged,
  from: { readonly clientX: number; readonly clientY: number; readonly pointerId: number },
  clicked?: () => void,
): void {
  let isDragging = false;
  let frame = 0;
  let [x, y] = [from.clientX, from.clientY];

  const show = (): void => {
    const view = viewOf(path);
    canvasUi.setState({ drag: { what, x, y, target: view && targetAt(view, what, x, y) } });
  };
  const pan = (): void => {
    const view = viewOf(path);
    const step = view && panStep(view, x, y);
    if (view && step && (step.x !== 0 || step.y !== 0)) {
      view.panBy(step.x, step.y);
      show();
    }
    frame = requestAnimationFrame(pan);
  };
  const moved = (event: PointerEvent): void => {
    if (event.pointerId !== from.pointerId) return;
    [x, y] = [event.clientX, event.clientY];
    if (!isDragging && Math.hypot(x - from.clientX, y - from.clientY) < reach.start) return;
    if (!isDragging) {
      isDragging = true;
      frame = requestAnimationFrame(pan);
    }
    show();
  };
  const ended = (): void => {
    cancelAnimationFrame(frame);
    window.removeEventListener('pointermove', moved);
    window.removeEventListener('pointerup', dropped);
    window.removeEventListener('pointercancel', ended);
    window.removeEventListener('keydown', pressed, true);
    canvasUi.setState({ drag: undefined });
  };
  const dropped = (event: PointerEvent): void => {
    if (event.pointerId !== from.pointerId) return;
    const { drag } = canvasUi.getState();
    ended();
    if (!isDragging) clicked?.();
    else if (drag?.target) {
      drop(studio, path, what, drag.target);
      viewOf(path)?.focus();
    }
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    event.preventDefault();
    ended();
  };
  window.addEventListener('pointermove', moved);
  window.addEventListener('pointerup', dropped);
  window.addEventListener('pointercancel', ended);
  window.addEventListener('keydown', pressed, true);
}

function panStep(view: CanvasHandle, x: number, y: number): { readonly x: number; readonly y: number } {
  const { left, top, right, bottom } = view.box();
  if (x < left || x > right || y < top || y > bottom) return { x: 0, y: 0 };
  const towards = (at: number, low: number, high: number): number =>
    at < low + reach.edge ? autoPan : at > high - reach.edge ? -autoPan : 0;
  return { x: towards(x, left, right), y: towards(y, top, bottom) };
}

/** Where it would go from a point of the window. */
function targetAt(view: CanvasHandle, what: Dragged, x: number, y: number): DropTarget | undefined {
  const point = view.toDrawing(x, y);
  if (!point) return undefined;
  const index = view.index();
  const near = (pixels: number, accepted: (edge: CanvasEdge) => boolean): DropTarget | undefined => {
    const edge = nearestEdge(index, point, pixels / view.zoom(), accepted);
    return edge?.gap && { kind: 'gap', edge, gap: edge.gap };
  };
  const isGap = ({ gap }: CanvasEdge): boolean => gap !== undefined;
  switch (what.kind) {
    case 'steps':
      return near(reach.gap, ({ gap }) => gap !== undefined && isElsewhere(gap, what.steps));
    case 'edge': {
      const id = nodeUnder(index, point)?.id;
      const connection = what.targets.find((each) => each.id === id);
      return connection && { kind: 'connect', connection };
    }
    case 'item': {
      if (!what.item.wraps) return near(reach.gap, isGap);
      // On a line it is put there; on a card, a frame's title or the ground of a frame it goes around that.
      const under = drawnUnder(index, point);
      const isHeld = under && (isNode(under) || point.y <= under.y + titleHeight);
      const sure = isHeld ? undefined : near(reach.sure, isGap);
      if (sure) return sure;
      const drawn = wrapTarget(index, point);
      if (!drawn) return near(reach.gap, isGap);
      return { kind: 'wrap', id: drawn.id, steps: drawn.span, shape: shapeBefore(index, drawn) };
    }
  }
}

function drop(studio: Studio, path: string, what: Dragged, target: DropTarget): void {
  const edit = editOf(path, what, target);
  if (edit) void act(studio, path, edit);
}

function editOf(path: string, what: Dragged, target: DropTarget): CanvasEdit | undefined {
  switch (what.kind) {
    case 'steps':
      return target.kind === 'gap' ? { kind: 'move', steps: what.steps.span, to: target.gap } : undefined;
    case 'item': {
      const { callee } = what.item;
      if (target.kind === 'gap') return insertion(callee, target.gap, target.edge.shape);
      return target.kind === 'wrap' ? wrapping(callee, target.steps, target.shape) : undefined;
    }
    case 'edge': {
      const from = viewOf(path)?.index().nodeById.get(what.from);
      return from && target.kind === 'connect'
        ? { kind: 'connect', from: from.span, to: target.connection.end }
        : undefined;
    }
  }
}
