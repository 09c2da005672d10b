/** The canvas in front as commands and drags see it. */
import { type ReactFlowInstance, useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { Box } from '../../../canvas/document.ts';
import { useStudio } from '../context.tsx';
import { tabOf } from '../studio.ts';
import { idsOfSelection } from './chosen.ts';
import { isMotionReduced } from './motion.ts';
import { type Viewport, viewBox } from './overview.ts';
import { drawnAt, type SpatialIndex } from './spatial.ts';
import { type CanvasHandle, canvasUi } from './store.ts';

/** Where each file was looked at, for when its tab comes to the front again. */
const viewports = new Map<string, Viewport>();

export const zooms = { most: 2.5, least: 0.1 } as const;

const margin = 24;

/** As large as can be read at once: from the input on, in the middle. */
export function firstViewport(path: string, { document }: SpatialIndex, width: number): Viewport {
  const known = viewports.get(path);
  if (known) return known;
  const [first] = document.nodes;
  const zoom = Math.max(0.6, Math.min(1, (width - 2 * margin) / document.width));
  const middle = first ? first.x + first.width / 2 : document.width / 2;
  const fits = document.width * zoom <= width - 2 * margin;
  return { x: width / 2 - (fits ? document.width / 2 : middle) * zoom, y: margin / 2, zoom };
}

/** A long network is small as a whole. */
export function leastZoom({ document }: SpatialIndex, width: number, height: number): number {
  const whole = Math.min(width / document.width, height / document.height);
  return Math.min(zooms.least, whole * 0.9);
}

interface Screen {
  readonly view: Box;
  readonly zoom: number;
  readonly width: number;
  readonly height: number;
}

/** Registers the view while it is mounted, and gives it. */
export function useHandle(path: string, index: SpatialIndex, hold: (id: string) => void): CanvasHandle {
  const studio = useStudio();
  const flow = useReactFlow();
  const store = useStoreApi();
  const latest = useRef({ index, hold });
  useLayoutEffect(() => {
    latest.current = { index, hold };
  }, [index, hold]);
  const made = useRef<CanvasHandle>(undefined);
  const screen = (): Screen => {
    const { transform, width, height } = store.getState();
    const [x, y, zoom] = transform;
    return { view: viewBox({ x, y, zoom }, width, height), zoom, width, height };
  };
  const root = (): HTMLElement | null => store.getState().domNode;
  made.current ??= {
    path,
    index: () => latest.current.index,
    selected: () => {
      const tab = tabOf(studio.store.getState(), path);
      return tab ? idsOfSelection(tab, latest.current.index) : [];
    },
    hold: (id) => latest.current.hold(id),
    showAll: () => showAll(flow, latest.current.index, screen()),
    zoomBy: (factor) => void flow.zoomTo(screen().zoom * factor, { duration: moved(120) }),
    reveal: (id) => reveal(flow, latest.current.index, id, screen()),
    focus: () => root()?.focus({ preventScroll: true }),
    toDrawing: (x, y) => {
      const box = root()?.getBoundingClientRect();
      const isInside = box && x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
      return isInside ? flow.screenToFlowPosition({ x, y }) : undefined;
    },
    zoom: () => screen().zoom,
    panBy: (x, y) => {
      const at = flow.getViewport();
      void flow.setViewport({ ...at, x: at.x + x, y: at.y + y });
    },
    box: () => root()?.getBoundingClientRect() ?? { left: 0, top: 0, right: 0, bottom: 0 },
  };
  const handle = made.current;
  useEffect(() => {
    canvasUi.setState({ view: handle });
    return () => {
      if (canvasUi.getState().view === handle) canvasUi.setState({ view: undefined, question: undefined });
    };
  }, [handle]);
  // Before React Flow forgets it.
  useLayoutEffect(
    () => () => {
      viewports.set(path, flow.getViewport());
    },
    [path, flow],
  );
  return handle;
}

/** Milliseconds of a movement; none where the reader wants none. */
function moved(duration: number): number {
  return isMotionReduced() ? 0 : duration;
}

function showAll(flow: ReactFlowInstance, { document }: SpatialIndex, { width, height }: Screen): void {
  const { width: wide, height: high } = document;
  const zoom = Math.min(1.25, (width - margin) / wide, (height - margin) / high);
  const view = { x: (width - wide * zoom) / 2, y: (height - high * zoom) / 2, zoom };
  void flow.setViewport(view, { duration: moved(240), interpolate: 'linear' });
}

/** Moves no more than is needed to see it, or its upper part where it is larger than the view. */
function reveal(flow: ReactFlowInstance, index: SpatialIndex, id: string, { view, zoom }: Screen): void {
  const drawn = drawnAt(index, id);
  if (!drawn) return;
  const by = {
    x: needed(drawn.x, drawn.width, view.x, view.width),
    y: needed(drawn.y, drawn.height, view.y, view.height),
  };
  if (by.x === 0 && by.y === 0) return;
  const at = { x: -(view.x + by.x) * zoom, y: -(view.y + by.y) * zoom, zoom };
  void flow.setViewport(at, { duration: moved(200), interpolate: 'linear' });
}

/** Along one axis; a part of the view is left free on the side that it comes from. */
function needed(start: number, length: number, from: number, size: number): number {
  const free = size / 5;
  const shown = Math.min(length, size - 2 * free);
  if (start < from + Math.min(free, size / 20)) return start - from - free;
  const end = from + size - Math.min(free, size / 20);
  return start + shown > end ? start + shown - from - size + free : 0;
}

export function isInView(index: SpatialIndex, id: string, view: Box): boolean {
  const drawn = drawnAt(index, id);
  if (!drawn) return false;
  const { x, y, width } = drawn;
  return x + width > view.x && x < view.x + view.width && y >= view.y && y + 12 <= view.y + view.height;
}
