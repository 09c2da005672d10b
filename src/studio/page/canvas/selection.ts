/** What is selected on the canvas, from the text and to it: cards and frames are steps, and steps have spans. */
import type { CanvasDocument, CanvasGap, CanvasGroup, CanvasNode } from '../../../canvas/document.ts';
import type { Span } from '../../../diagnostics/diagnostic.ts';
import { drawnAt, type SpatialIndex } from './spatial.ts';

export type Drawn = CanvasNode | CanvasGroup;

export function isNode(drawn: Drawn): drawn is CanvasNode {
  return !('framed' in drawn);
}

/** Cards, and frames that are seen. An output is no step of its own. */
function shown({ nodes, groups }: CanvasDocument): readonly Drawn[] {
  return [...nodes.filter(({ kind }) => kind !== 'output'), ...groups.filter(({ framed }) => framed)];
}

/**
 * What is drawn of a place in the text: around a caret the innermost step; in a range the steps that lie in it, or
 * else the innermost around it. A step that was expanded several times is drawn several times.
 */
export function drawnOfText(document: CanvasDocument, path: string, start: number, end: number): readonly string[] {
  const own = shown(document).filter(({ span }) => span.file === path);
  if (end > start) {
    const inside = own.filter(({ span }) => start <= span.start && span.end <= end);
    const outermost = inside.filter(({ span }) => !inside.some((other) => isWithin(span, other.span)));
    if (outermost.length > 0) return outermost.map(({ id }) => id);
  }
  let best: Span | undefined;
  for (const { span } of own) {
    if (span.start > start || span.end < end) continue;
    if (!best || span.end - span.start < best.end - best.start) best = span;
  }
  return own.filter(({ span }) => span.start === best?.start && span.end === best.end).map(({ id }) => id);
}

/** Ids of what is drawn; those that are folded away are seen as the group that they are in. */
export function drawnIds(index: SpatialIndex, ids: readonly string[]): readonly string[] {
  return [...new Set(ids.flatMap((id) => drawnAt(index, id)?.id ?? []))];
}

/** The group in which a step's stack is drawn: a merge's layer stands for the whole merge. */
function stackOf({ groupById }: SpatialIndex, drawn: Drawn): string {
  const around = groupById.get(drawn.parent ?? '');
  const isMerged = isNode(drawn) && around?.kind === 'merge' && around.span.start === drawn.span.start;
  return (isMerged ? around.parent : drawn.parent) ?? '';
}

function isWithin(inner: Span, outer: Span): boolean {
  const isSmaller = inner.end - inner.start < outer.end - outer.start;
  return isSmaller && outer.start <= inner.start && inner.end <= outer.end;
}

interface Placed {
  readonly drawn: Drawn;
  readonly place: CanvasGap;
}

/** The step itself and those around it, innermost first, as far as they can be edited. */
export function stepsAround(index: SpatialIndex, id: string): readonly Placed[] {
  const found: Placed[] = [];
  for (let at = drawnAt(index, id); at; at = index.groupById.get(at.parent ?? '')) {
    const { place } = at;
    if (place) found.push({ drawn: at, place });
  }
  return found;
}

function isSameBody(a: CanvasGap, b: CanvasGap): boolean {
  return a.body.start === b.body.start && a.body.end === b.body.end;
}

/**
 * Steps of one stack from one to another, the nearest stack that holds both or what is around them. Undefined where
 * there is none: then they stand in blocks that are written elsewhere.
 */
export function stepsBetween(index: SpatialIndex, first: string, last: string): readonly string[] | undefined {
  const others = stepsAround(index, last);
  for (const one of stepsAround(index, first)) {
    const stack = stackOf(index, one.drawn);
    const other = others.find((each) => isSameBody(each.place, one.place) && stackOf(index, each.drawn) === stack);
    if (!other) continue;
    const [from, to] = [one.place.index, other.place.index].sort((a, b) => a - b) as [number, number];
    const chosen = shown(index.document).filter(
      (each) =>
        each.place &&
        isSameBody(each.place, one.place) &&
        each.place.index >= from &&
        each.place.index <= to &&
        stackOf(index, each) === stack,
    );
    return chosen.map(({ id }) => id);
  }
  return undefined;
}

/** The step above in the same stack, as it is drawn. */
export function stepAbove(index: SpatialIndex, id: string): string | undefined {
  const [own] = stepsAround(index, id);
  if (!own) return undefined;
  const stack = stackOf(index, own.drawn);
  let best: Drawn | undefined;
  for (const each of shown(index.document)) {
    if (!each.place || !isSameBody(each.place, own.place) || each.place.index >= own.place.index) continue;
    if (stackOf(index, each) === stack && each.place.index >= (best?.place?.index ?? 0)) best = each;
  }
  return best?.id;
}

export interface Steps {
  /** From the first to the last. */
  readonly span: Span;
  readonly before: CanvasGap;
  readonly after: CanvasGap;
  readonly count: number;
}

/** The steps that are selected, where they are neighbours in one stack of the main file. */
export function stepsOf(index: SpatialIndex, ids: readonly string[]): Steps | undefined {
  const drawn = ids.flatMap((id) => drawnAt(index, id) ?? []);
  const [some] = drawn;
  if (!some?.place) return undefined;
  let [first, last] = [some, some];
  const steps = new Set<number>();
  for (const each of drawn) {
    if (!each.place || !isSameBody(each.place, some.place)) return undefined;
    steps.add(each.place.index);
    if (each.place.index < (first.place?.index ?? 0)) first = each;
    if (each.place.index > (last.place?.index ?? 0)) last = each;
  }
  const before = first.place ?? some.place;
  const behind = last.place ?? some.place;
  return {
    span: { file: some.span.file, start: first.span.start, end: last.span.end },
    before,
    after: { ...behind, index: behind.index + 1 },
    count: steps.size,
  };
}
