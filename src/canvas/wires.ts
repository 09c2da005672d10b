/**
 * Which lines there are and past what they go, before anything has a place. Where a layer reads the one before it, the
 * line follows the stacks; where it reads a label's map, the line takes a lane beside what stands between.
 */

import type { CanvasGap, EdgeRole } from './document.ts';
import {
  type Branch,
  type Card,
  type Head,
  type Item,
  type Merge,
  type Stack,
  turn,
  type Waypoint,
  type Wire,
} from './items.ts';
import type { Built } from './legend.ts';
import { gapAfter, type StepPlace } from './places.ts';

/** What a walk down the stacks carries: from which card it comes, and by which forks and joins. */
interface Pen {
  /** The card last passed, which may be a step that made no layer. */
  readonly shown: Card | undefined;
  /** The card whose map it is. */
  readonly real: Card | undefined;
  readonly path: readonly Waypoint[];
  readonly gap: CanvasGap | undefined;
}

interface Wiring {
  readonly wires: Wire[];
  readonly places: ReadonlyMap<number, StepPlace>;
}

export function wire({ stack, places }: Built): readonly Wire[] {
  const w: Wiring = { wires: [], places };
  walk(w, stack, { shown: undefined, real: undefined, path: [], gap: undefined });
  for (const head of stack.heads) addHead(w, stack, head);
  return w.wires;
}

function walk(w: Wiring, stack: Stack, start: Pen): Pen {
  return stack.items.reduce((pen, item) => pass(w, item, pen), start);
}

function pass(w: Wiring, item: Item, pen: Pen): Pen {
  switch (item.kind) {
    case 'card':
      enter(w, item, pen);
      // After a step that made no layer the map is still the one before it.
      return { shown: item, real: item.node === 'unbuilt' ? pen.real : item, path: [], gap: after(w, item) };
    case 'frame': {
      const end = walk(w, item.body, pen);
      return { ...end, gap: after(w, item) ?? end.gap };
    }
    case 'merge': {
      const ends = item.branches.map((branch) => passBranch(w, item, branch, pen));
      const { card } = item;
      if (!card) return pen;
      item.branches.forEach((branch, index) => {
        const source = card.inputs[index];
        const end = ends[index];
        if (!end) return;
        if (source === end.real || source === undefined) addStructural(w, card, end, index);
        else addJump(w, source, card, { merge: item, branch }, index);
      });
      return { shown: card, real: card, path: [], gap: after(w, item) };
    }
  }
}

function passBranch(w: Wiring, merge: Merge, branch: Branch, pen: Pen): Pen {
  const forked: Waypoint = { kind: 'fork', merge, branch };
  const end = walk(w, branch.stack, { ...pen, path: [...pen.path, forked], gap: branch.gap ?? pen.gap });
  return { ...end, path: [...end.path, { kind: 'join', merge, branch }] };
}

function after(w: Wiring, { legend }: Item): CanvasGap | undefined {
  const place = legend.editable ? w.places.get(legend.span.start) : undefined;
  return place && gapAfter(place);
}

function enter(w: Wiring, card: Card, pen: Pen): void {
  if (card.node === 'unbuilt') {
    addStructural(w, card, pen, 0);
    return;
  }
  card.inputs.forEach((source, index) => {
    if (source === pen.real) addStructural(w, card, pen, index);
    else addJump(w, source, card, undefined, index);
  });
}

function addStructural(w: Wiring, to: Card, { shown, path, gap }: Pen, input: number): void {
  if (!shown) return;
  w.wires.push({ from: shown, to, role: roleOf(path), input, path, gap, certain: shown.legend.certain });
}

/** A branch without a layer is a fork and, as last, the join of the same merge. */
function roleOf(path: readonly Waypoint[]): EdgeRole {
  const last = path.at(-1);
  if (path.some(({ kind }) => kind === 'head')) return 'head';
  if (last === undefined) return 'main';
  const past = last.kind === 'join' && path.some((each) => each.kind === 'fork' && each.branch === last.branch);
  return past ? 'skip' : 'branch';
}

/** Stacks and places in them from the network's own down to an item. */
interface Step {
  readonly stack: Stack;
  readonly index: number;
  /** The branch by which the next stack is entered, where the item is a merge. */
  readonly branch: Branch | undefined;
}

function way(stack: Stack | undefined, index: number): readonly Step[] {
  const steps: Step[] = [];
  let branch: Branch | undefined;
  for (let at = stack, position = index; at; ) {
    steps.push({ stack: at, index: position, branch });
    const { around }: Stack = at;
    if (!around) break;
    branch = around.branch;
    position = around.item.index;
    at = around.stack;
  }
  return steps.reverse();
}

/** Where a card that is a merge's layer, or another, stands. */
function wayTo(card: Card): readonly Step[] {
  return way(card.stack, card.index);
}

/**
 * From a label to where its map is read: out of the frames that end with the label's step, past what stands between in
 * a lane on its right, and into the frames and forks around the reader.
 */
function addJump(
  w: Wiring,
  from: Card,
  to: Card,
  end: { readonly merge: Merge; readonly branch: Branch } | undefined,
  input: number,
): void {
  const source = wayTo(from);
  const target = end ? way(end.branch.stack, end.branch.stack.items.length) : wayTo(to);
  let common = 0;
  while (source[common + 1] && source[common + 1]?.stack === target[common + 1]?.stack) common += 1;
  const key = from.legend.id;
  const path: Waypoint[] = [];
  for (let level = source.length - 1; level > common; level--) {
    const at = source[level];
    if (at) addLane(path, at.stack, at.index, at.stack.items.length, key);
  }
  const meeting = source[common];
  const head = meeting?.stack.heads.find(({ item }) => item.index === target[common]?.index);
  if (meeting && head) path.push(headPoint(meeting.stack, meeting.index, head, from));
  for (let level = head ? common + 1 : common; level < target.length; level++) {
    const at = target[level];
    if (!at) continue;
    const passed = level === common && meeting ? meeting.index : -1;
    addLane(path, at.stack, passed, at.index, key);
    const next = target[level + 1];
    const item = at.stack.items[at.index];
    if (next && item?.kind === 'merge' && at.branch) {
      item.forkRows ??= new Map();
      const row = item.forkRows.get(from) ?? item.forkRows.size;
      item.forkRows.set(from, row);
      path.push({ kind: 'fork-aside', merge: item, branch: at.branch, row });
    }
  }
  if (end) path.push({ kind: 'join', merge: end.merge, branch: end.branch });
  w.wires.push({ from, to, role: 'from', input, path, gap: undefined, certain: from.legend.certain });
}

/** From below item `passed` to above item `index`: a lane where items stand between, else a step aside. */
function addLane(path: Waypoint[], stack: Stack, passed: number, index: number, key: string): void {
  const [from, to] = [passed + 1, index - 1];
  if (from > to) {
    if (passed >= 0 && index < stack.items.length) path.push({ kind: 'aside', row: turn(stack, index, key) });
    return;
  }
  const laneKey = `${key} ${from}-${to}`;
  stack.lanes ??= new Map();
  const lane = stack.lanes.get(laneKey) ?? { from, to, x: 0 };
  stack.lanes.set(laneKey, lane);
  path.push({ kind: 'lane', stack, lane, out: turn(stack, from, key), back: turn(stack, index, `${key} back`) });
}

function addHead(w: Wiring, stack: Stack, head: Head): void {
  const { item, source } = head;
  const [at] = wayTo(source);
  if (!at) return;
  const start: Pen = { shown: source, real: source, path: [headPoint(stack, at.index, head, source)], gap: undefined };
  if (item.kind === 'card') pass(w, item, start);
  else walk(w, item.body, start);
}

/** From below an item of the network's own stack to a head. */
function headPoint(stack: Stack, index: number, head: Head, from: Card): Waypoint {
  return { kind: 'head', head, from, row: turn(stack, index + 1, `${from.legend.id} head`) };
}
