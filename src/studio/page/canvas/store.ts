/** What the canvas and the palette share beside the tab: what is dragged, which question is open, the view in front. */
import { createStore } from 'zustand/vanilla';
import type { CanvasEdge, CanvasGap, Point } from '../../../canvas/document.ts';
import type { Span } from '../../../diagnostics/diagnostic.ts';
import type { Shape } from '../../../operators/operator.ts';
import type { PaletteItem } from '../../protocol.ts';
import type { Steps } from './selection.ts';
import type { SpatialIndex } from './spatial.ts';
import type { Connection } from './targets.ts';

/** The canvas that is in front, for commands and for what is dragged onto it. */
export interface CanvasHandle {
  readonly path: string;
  readonly index: () => SpatialIndex;
  /** Ids of what is selected as it is drawn; the last is where the keyboard stands. */
  readonly selected: () => readonly string[];
  readonly showAll: () => void;
  readonly zoomBy: (factor: number) => void;
  readonly reveal: (id: string) => void;
  readonly focus: () => void;
  /** In the drawing; undefined where the point of the window is not on the canvas. */
  readonly toDrawing: (x: number, y: number) => Point | undefined;
  readonly zoom: () => number;
  /** Keeps a group's upper edge where it is when the next drawing comes. */
  readonly hold: (id: string) => void;
  readonly panBy: (x: number, y: number) => void;
  /** Of the window. */
  readonly box: () => { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
}

/** A question that is asked beside what it is about. */
export type Question =
  | { readonly kind: 'insert'; readonly at: CanvasGap; readonly shape: Shape | undefined; readonly near: Point }
  | { readonly kind: 'wrap'; readonly steps: Span; readonly shape: Shape | undefined; readonly near: Point }
  | {
      readonly kind: 'label' | 'extract' | 'count' | 'repeat';
      readonly steps: Span;
      readonly value: string;
      readonly near: Point;
    };

export type Dragged =
  | { readonly kind: 'item'; readonly item: PaletteItem }
  | { readonly kind: 'steps'; readonly steps: Steps; readonly title: string }
  | { readonly kind: 'edge'; readonly from: string; readonly targets: readonly Connection[] };

export type DropTarget =
  | { readonly kind: 'gap'; readonly edge: CanvasEdge; readonly gap: CanvasGap }
  | { readonly kind: 'wrap'; readonly id: string; readonly steps: Span; readonly shape: Shape | undefined }
  | { readonly kind: 'connect'; readonly connection: Connection };

export interface Drag {
  readonly what: Dragged;
  /** Of the pointer, in the window. */
  readonly x: number;
  readonly y: number;
  readonly target: DropTarget | undefined;
}

export interface CanvasUi {
  readonly view: CanvasHandle | undefined;
  readonly question: Question | undefined;
  readonly drag: Drag | undefined;
  /** The steps that were copied last, where the system's clipboard cannot be read. */
  readonly copied: string;
}

export const canvasUi = createStore<CanvasUi>(() => ({
  view: undefined,
  question: undefined,
  drag: undefined,
  copied: '',
}));

/** The view of a file, if it is the one in front. */
export function viewOf(path: string | undefined): CanvasHandle | undefined {
  const { view } = canvasUi.getState();
  return view?.path === path ? view : undefined;
}

export function ask(question: Question | undefined): void {
  canvasUi.setState({ question });
}
