/** What commands and menus are about: the selection as it is drawn, and as steps. */
import type { CanvasGroup, Point } from '../../../canvas/document.ts';
import type { Shape } from '../../../operators/operator.ts';
import { type Studio, type Tab, tabOf } from '../studio.ts';
import { type Drawn, drawnIds, drawnOfText, isNode, type Steps, stepsAround, stepsOf } from './selection.ts';
import { drawnAt, type SpatialIndex } from './spatial.ts';
import { type CanvasHandle, viewOf } from './store.ts';

export interface Chosen {
  readonly view: CanvasHandle;
  readonly index: SpatialIndex;
  readonly ids: readonly string[];
  /** Where the keyboard stands. */
  readonly active: Drawn | undefined;
  /** Undefined where they are not neighbours in one stack of the main file. */
  readonly steps: Steps | undefined;
}

export function chosenIn(path: string | undefined): Chosen | undefined {
  const view = viewOf(path);
  if (!view) return undefined;
  const index = view.index();
  const ids = view.selected();
  const last = ids.at(-1);
  return {
    view,
    index,
    ids,
    active: last === undefined ? undefined : drawnAt(index, last),
    steps: stepsOf(index, ids),
  };
}

/** As the selection names it, or as the text at the caret is drawn. */
export function idsOfSelection({ selection, document }: Tab, index: SpatialIndex): readonly string[] {
  const { nodes, start, end } = selection;
  return nodes.length > 0 ? drawnIds(index, nodes) : drawnOfText(index.document, document.path, start, end);
}

/**
 * In the text the steps themselves, or the call by which a block of the library was drawn. With nothing chosen it is
 * the network as a whole: its name.
 */
export function selectDrawn(studio: Studio, path: string, index: SpatialIndex, ids: readonly string[]): void {
  const last = ids.at(-1);
  const around = last === undefined ? undefined : stepsAround(index, last)[0]?.drawn;
  const drawn = last === undefined ? undefined : drawnAt(index, last);
  const span = stepsOf(index, ids)?.span ?? (drawn?.editable ? drawn.span : around?.span);
  const text = tabOf(studio.store.getState(), path)?.document.text ?? '';
  const header = Math.max(0, text.search(/(?<=\bnetwork\s+)\w/));
  const { start, end } = span ?? { start: header, end: header };
  studio.select(path, { start, end, nodes: ids, by: 'canvas' });
}

/** Beside a card, or beside a frame's title. */
export function besideOf({ x, y, width }: Drawn): Point {
  return { x: x + width, y };
}

/** Of the map that enters the steps: what their first card reads. */
export function shapeBefore({ document }: SpatialIndex, drawn: Drawn | undefined): Shape | undefined {
  if (!drawn) return undefined;
  const isInside = (id: string): boolean => (isNode(drawn) ? id === drawn.id : id.startsWith(drawn.id));
  return document.edges.find(({ from, to }) => isInside(to) && !isInside(from))?.shape;
}

/** The branch of an open merge in which something stands, innermost. */
export function branchAround(index: SpatialIndex, drawn: Drawn | undefined): CanvasGroup | undefined {
  for (let at = index.groupById.get(drawn?.parent ?? ''); at; at = index.groupById.get(at.parent ?? '')) {
    if (at.kind === 'branch' && at.branches) return at;
  }
  return undefined;
}

/** The open merge that a card joins, or that is chosen itself. */
export function mergeOf(index: SpatialIndex, drawn: Drawn | undefined): CanvasGroup | undefined {
  if (!drawn) return undefined;
  const group = isNode(drawn) ? index.groupById.get(drawn.parent ?? '') : drawn;
  return group?.kind === 'merge' && group.span.start === drawn.span.start ? group : undefined;
}

/** How a group is repeated, where what is chosen is a `repeat`. */
export function repeatOf(drawn: Drawn | undefined): Drawn | undefined {
  const kind = drawn && (isNode(drawn) ? drawn.group : drawn.kind);
  return kind === 'repeat' && drawn?.place ? drawn : undefined;
}
