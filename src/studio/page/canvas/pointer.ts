/** What pointer and keyboard do on the canvas. Where they are is looked up in the drawing, not in the page. */
import { type KeyboardEvent, type MouseEvent, type PointerEvent, useRef, useState } from 'react';
import type { Box, CanvasEdge, Point } from '../../../canvas/document.ts';
import { useStudio, useWords } from '../context.tsx';
import { chosenIn, selectDrawn } from './chosen.ts';
import { canvasCommands, pasteAt, toggleFold } from './commands.ts';
import { startDrag } from './drag.ts';
import { goToInspector } from './go.ts';
import { keyName } from './keys.ts';
import type { MenuAbout } from './Menu.tsx';
import { type Drawn, isNode, stepsAround, stepsBetween, stepsOf } from './selection.ts';
import { drawnAt, nodesIn } from './spatial.ts';
import { ask, type CanvasHandle, viewOf } from './store.ts';
import { drawnUnder, nearestEdge, nodeUnder } from './targets.ts';
import { type Direction, endOf, neighbour } from './walk.ts';
import { words } from './words.ts';

/** In pixels of the window. */
const near = { edge: 10, click: 4 } as const;

/** Buttons, fields and popovers mind themselves. */
function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('button, input, .canvas-popover, .canvas-toolbar') !== null;
}

function isHandle(target: EventTarget): boolean {
  return target instanceof Element && target.closest('.canvas-toggle, .canvas-plus') !== null;
}

function pointOf(view: CanvasHandle, { clientX, clientY }: { readonly clientX: number; readonly clientY: number }) {
  return view.toDrawing(clientX, clientY);
}

/** A card, or a frame by its title. */
function heldAt(view: CanvasHandle, point: Point, target: EventTarget): Drawn | undefined {
  const node = nodeUnder(view.index(), point);
  if (node) return node;
  const title = target instanceof Element ? target.closest<HTMLElement>('[data-frame]') : null;
  return title ? view.index().groupById.get(title.dataset.frame ?? '') : undefined;
}

export function useSelecting(path: string) {
  const studio = useStudio();
  const said = useWords(words);

  const select = (view: CanvasHandle, ids: readonly string[]): void => selectDrawn(studio, path, view.index(), ids);
  /** From what was chosen first to here, in one stack. */
  const extend = (view: CanvasHandle, id: string): void => {
    const [first] = view.selected();
    const ids = first === undefined ? [id] : stepsBetween(view.index(), first, id);
    if (ids) select(view, ids);
    else studio.notify(said.notOneStack);
  };
  return { select, extend };
}

export function usePointer(path: string) {
  const studio = useStudio();
  const { select, extend } = useSelecting(path);
  const said = useWords(words);
  const [hovered, setHovered] = useState<CanvasEdge>();
  const [box, setBox] = useState<Box>();
  const [about, setAbout] = useState<MenuAbout>({ kind: 'pane' });
  const down = useRef<{ readonly x: number; readonly y: number }>(undefined);

  const clicked = (view: CanvasHandle, drawn: Drawn | undefined, isExtending: boolean): void => {
    ask(undefined);
    if (!drawn) select(view, []);
    else if (isExtending) extend(view, drawn.id);
    else select(view, [drawn.id]);
  };

  const onPointerDown = (event: PointerEvent): void => {
    const view = viewOf(path);
    const point = view && pointOf(view, event);
    if (event.button !== 0 || !view || !point || isControl(event.target)) return;
    view.focus();
    const held = heldAt(view, point, event.target);
    if (!held) {
      down.current = { x: event.clientX, y: event.clientY };
      if (event.shiftKey) selectBox(view, event);
      return;
    }
    const { shiftKey } = event;
    const index = view.index();
    const chosen = view.selected().includes(held.id) ? stepsOf(index, view.selected()) : undefined;
    const steps = chosen ?? stepsOf(index, [stepsAround(index, held.id)[0]?.drawn.id ?? '']);
    const click = (): void => clicked(view, held, shiftKey);
    if (steps) startDrag(studio, path, { kind: 'steps', steps, title: held.title }, event, click);
    else click();
  };

  /** Over the canvas, whatever the view does not do itself. */
  const onClick = (event: MouseEvent): void => {
    const view = viewOf(path);
    const point = view && pointOf(view, event);
    const from = down.current;
    down.current = undefined;
    if (!view || !point || !from || event.shiftKey) return;
    if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > near.click) return;
    clicked(view, drawnUnder(view.index(), point), false);
  };

  const selectBox = (view: CanvasHandle, from: PointerEvent): void => {
    const [startX, startY] = [from.clientX, from.clientY];
    const { left, top } = view.box();
    const boxTo = (event: globalThis.PointerEvent): Box => ({
      x: Math.min(startX, event.clientX) - left,
      y: Math.min(startY, event.clientY) - top,
      width: Math.abs(event.clientX - startX),
      height: Math.abs(event.clientY - startY),
    });
    const moved = (event: globalThis.PointerEvent): void => setBox(boxTo(event));
    const ended = (event: globalThis.PointerEvent): void => {
      window.removeEventListener('pointermove', moved);
      window.removeEventListener('pointerup', ended);
      window.removeEventListener('pointercancel', ended);
      setBox(undefined);
      const { x, y, width, height } = boxTo(event);
      const start = view.toDrawing(x + left, y + top);
      if (!start || event.type === 'pointercancel' || width + height < near.click) return;
      const zoom = view.zoom();
      chooseIn(view, { ...start, width: width / zoom, height: height / zoom });
    };
    window.addEventListener('pointermove', moved);
    window.addEventListener('pointerup', ended);
    window.addEventListener('pointercancel', ended);
  };

  const chooseIn = (view: CanvasHandle, area: Box): void => {
    const inside = nodesIn(view.index(), area).filter(({ kind }) => kind !== 'output');
    const [first] = inside;
    const last = inside.at(-1);
    const ids = first && last ? stepsBetween(view.index(), first.id, last.id) : [];
    if (ids) select(view, ids);
    else studio.notify(said.notOneStack);
  };

  const onPointerMove = (event: PointerEvent): void => {
    const view = viewOf(path);
    const point = view && event.buttons === 0 && !isPopover(event.target) ? pointOf(view, event) : undefined;
    const isOver = view && point && nodeUnder(view.index(), point) !== undefined;
    const edge =
      view && point && !isOver
        ? nearestEdge(view.index(), point, near.edge / view.zoom(), ({ gap }) => gap !== undefined)
        : undefined;
    if (edge !== hovered) setHovered(edge);
  };

  const onDoubleClick = (event: MouseEvent): void => {
    const view = viewOf(path);
    const point = view && pointOf(view, event);
    if (!view || !point || isControl(event.target)) return;
    const held = heldAt(view, point, event.target);
    const chosen = chosenIn(path);
    if (held && chosen) toggleFold(studio, path, { ...chosen, active: held });
  };

  /** From the keyboard it is about what is chosen; by the pointer about what is under it. */
  const onContextMenu = (event: MouseEvent): void => {
    const view = viewOf(path);
    const point = view && pointOf(view, event);
    if (!view) return;
    if (event.button !== 2 || !point) {
      setAbout(view.selected().length > 0 ? { kind: 'chosen' } : { kind: 'pane' });
      return;
    }
    const held = heldAt(view, point, event.target);
    const edge = held ? undefined : nearestEdge(view.index(), point, near.edge / view.zoom(), () => true);
    const drawn = held ?? (edge ? undefined : drawnUnder(view.index(), point));
    if (drawn && !view.selected().includes(drawn.id)) select(view, [drawn.id]);
    setAbout(drawn ? { kind: 'chosen' } : edge ? { kind: 'edge', edge } : { kind: 'pane' });
  };

  return {
    hovered,
    box,
    about,
    handlers: {
      onPointerDown,
      onPointerMove,
      onPointerLeave: () => setHovered(undefined),
      onClick,
      onDoubleClick,
      onContextMenu,
      onMouseDownCapture: (event: MouseEvent) => {
        // A box is drawn where the view would else be moved.
        if (event.shiftKey && !isControl(event.target)) event.stopPropagation();
        // The keyboard stays with the canvas, not with its small buttons.
        if (isHandle(event.target)) {
          event.preventDefault();
          viewOf(path)?.focus();
        }
      },
    },
  };
}

function isPopover(target: EventTarget): boolean {
  return target instanceof Element && target.closest('.canvas-popover, .canvas-toolbar') !== null;
}

const arrows: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

export function useKeyboard(path: string) {
  const studio = useStudio();
  const { select, extend } = useSelecting(path);

  const onKeyDown = (event: KeyboardEvent): void => {
    const view = viewOf(path);
    if (!view || event.target !== event.currentTarget) return;
    const keys = keyName(event);
    const isDone = walk(view, keys) || enter(view, keys) || command(keys);
    if (!isDone) return;
    event.preventDefault();
    event.stopPropagation();
  };

  const walk = (view: CanvasHandle, keys: string): boolean => {
    const isExtending = keys.startsWith('Shift+');
    const direction = arrows[isExtending ? keys.slice(6) : keys];
    const index = view.index();
    const at = view.selected().at(-1);
    const end = keys === 'Home' ? 'first' : keys === 'End' ? 'last' : undefined;
    if (!direction && !end) return false;
    const to = end ? endOf(index, end) : direction && neighbour(index, at ?? '', direction);
    if (to === undefined) return true;
    if (isExtending) extend(view, to);
    else select(view, [to]);
    view.reveal(to);
    return true;
  };

  const enter = (view: CanvasHandle, keys: string): boolean => {
    const chosen = chosenIn(path);
    if (keys === 'Enter') {
      const isGroup = chosen?.active && (!isNode(chosen.active) || chosen.active.kind === 'folded');
      if (!isGroup || !toggleFold(studio, path, chosen)) goToInspector();
      return true;
    }
    if (keys !== 'Escape') return false;
    const around = chosen?.active && groupAround(view, chosen.active);
    select(view, around ? [around] : []);
    if (around) view.reveal(around);
    return true;
  };

  const command = (keys: string): boolean => {
    const found = canvasCommands.find((each) => each.keys?.includes(keys));
    found?.run(studio, path);
    return found !== undefined;
  };

  return {
    onKeyDown,
    onPaste: (event: React.ClipboardEvent): void => {
      const after = event.target === event.currentTarget ? chosenIn(path)?.steps?.after : undefined;
      if (!after) return;
      event.preventDefault();
      pasteAt(studio, path, after, event.clipboardData.getData('text/plain'));
    },
  };
}

/** The frame around, which can be chosen like a card. */
function groupAround(view: CanvasHandle, drawn: Drawn): string | undefined {
  const index = view.index();
  for (let at = drawnAt(index, drawn.parent ?? ''); at; at = drawnAt(index, at.parent ?? '')) {
    if (!isNode(at) && at.framed) return at.id;
  }
  return undefined;
}
