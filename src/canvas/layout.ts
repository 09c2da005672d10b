/**
 * Sizes from the inside out, then places from the outside in. Stacks run downward on one axis; a merge's branches stand
 * side by side in the order of the source with its layer below them; lanes run on the right of what they pass; heads
 * stand on the right of the network. Time is proportional to what is drawn, and what is in a group depends on nothing
 * outside of it, so an edit elsewhere can only move the group as a whole.
 */
import { frameTitleWidth, sizeCard } from './card.ts';
import type { Branch, Card, Frame, Head, Item, Lane, Merge, Stack, Turn } from './items.ts';

export const spacing = {
  /** Between the items of a stack: room for an arrow and a shape. */
  gap: 36,
  /** From a card to the first row of lines below it, and from row to row. */
  stub: 22,
  row: 9,
  /** From the last row to the card below. */
  landing: 14,
  lane: 14,
  branches: 22,
  /** Width of a branch that is a bare line. */
  skip: 24,
  /** From the top of a merge to the row where its lines fork, and from there to the branches. */
  fork: 6,
  below: 20,
  /** From the branches to the row where the lines join, and from there to the layer. */
  join: 24,
  landingJoin: 18,
  frame: 14,
  /** The frame's title, and room for the arrow below it. */
  header: 40,
  heads: 44,
  aside: 7,
} as const;

/** Iterations only arrange; the repeat around them has the frame. */
export function isFramed(group: Frame['group']): boolean {
  return group !== 'iteration';
}

function measure(item: Item): void {
  switch (item.kind) {
    case 'card':
      sizeCard(item);
      break;
    case 'frame':
      measureFrame(item);
      break;
    case 'merge':
      measureMerge(item);
      break;
  }
}

function measureFrame(frame: Frame): void {
  const { body } = frame;
  measureStack(body);
  const pad = isFramed(frame.group) ? spacing.frame : 0;
  const title = isFramed(frame.group) ? frameTitleWidth(frame) + spacing.frame : 0;
  frame.width = Math.max(body.width + 2 * pad, title);
  frame.height = body.height + (isFramed(frame.group) ? spacing.header + spacing.frame : 0);
  frame.axis = body.axis + pad;
}

function measureMerge(merge: Merge): void {
  const { branches, card } = merge;
  let right = 0;
  let tallest = 0;
  for (const branch of branches) {
    const { stack } = branch;
    measureStack(stack);
    if (stack.items.length === 0) {
      stack.width = spacing.skip;
      stack.axis = spacing.skip / 2;
    }
    Object.assign(branch, { x: right, width: stack.width, axis: stack.axis, height: stack.height });
    right += stack.width + spacing.branches;
    tallest = Math.max(tallest, stack.height);
  }
  // The main line goes straight on into the middle branch, if there is one; bare lines are no branches to the eye.
  const solid = branches.filter(({ stack }) => stack.items.length > 0);
  const shown = solid.length > 0 ? solid : branches;
  const first = shown[Math.floor((shown.length - 1) / 2)];
  const last = shown[Math.ceil((shown.length - 1) / 2)];
  const axis = first && last ? (first.x + first.axis + last.x + last.axis) / 2 : 0;
  if (card) sizeCard(card);
  const half = (card?.width ?? 0) / 2;
  const shift = Math.max(0, half - axis);
  for (const branch of branches) branch.x += shift;
  merge.axis = axis + shift;
  merge.width = Math.max(right - spacing.branches + shift, merge.axis + half);
  merge.fork = spacing.fork;
  const top = spacing.fork + (merge.forkRows?.size ?? 0) * spacing.row + spacing.below;
  for (const branch of branches) branch.y = top;
  merge.join = top + tallest + spacing.join;
  merge.height = card ? merge.join + spacing.landingJoin + card.height : merge.join;
}

/** Height of the gap above an item, or below the last. */
function gapHeight(stack: Stack, gap: number): number {
  const rows = stack.rows?.get(gap)?.size ?? 0;
  const inside = gap > 0 && gap < stack.items.length;
  if (rows === 0) return inside ? spacing.gap : 0;
  return Math.max(inside ? spacing.gap : 0, spacing.stub + rows * spacing.row + spacing.landing - spacing.row);
}

/** Items relative to the stack; `y` of each is set, `x` follows from the axis. */
function measureStack(stack: Stack): void {
  const { items, lanes } = stack;
  let y = 0;
  for (const item of items) {
    measure(item);
    item.y = y + gapHeight(stack, item.index);
    y = item.y + item.height;
  }
  stack.height = y + gapHeight(stack, items.length);
  let left = 0;
  let right = 0;
  for (const { axis, width } of items) {
    left = Math.max(left, axis);
    right = Math.max(right, width - axis);
  }
  if (lanes) right = placeLanes([...lanes.values()], items);
  stack.axis = left;
  stack.width = left + right;
  for (const item of items) item.x = left - item.axis;
  if (stack.heads.length > 0) measureHeads(stack);
}

/** Short lanes are near the cards, those that pass them outside: no two lie on each other. Returns how far they reach. */
function placeLanes(lanes: Lane[], items: readonly Item[]): number {
  const right = items.map((item) => item.width - item.axis);
  lanes.sort((a, b) => a.to - a.from - (b.to - b.from));
  for (const lane of lanes) {
    let most = 0;
    for (let index = lane.from; index <= lane.to; index++) most = Math.max(most, right[index] ?? 0);
    lane.x = most + spacing.lane;
    for (let index = lane.from; index <= lane.to; index++) right[index] = lane.x;
  }
  return right.reduce((most, each) => Math.max(most, each), 0);
}

/** One below the other, each no higher than the layer that it reads. */
function measureHeads(stack: Stack): void {
  const { heads } = stack;
  heads.forEach((head, position) => {
    head.channel = stack.width + spacing.lane * (position + 1);
  });
  const left = stack.width + spacing.lane * heads.length + spacing.heads;
  let free = 0;
  let right = 0;
  for (const { item, source } of [...heads].sort((a, b) => originOf(stack, a) - originOf(stack, b))) {
    measure(item);
    const origin = stack.items[topIndex(stack, source)];
    item.x = left;
    item.y = Math.max(free, (origin ? origin.y + origin.height : 0) + spacing.stub + spacing.gap);
    free = item.y + item.height + spacing.gap;
    right = Math.max(right, item.x + item.width);
  }
  stack.width = Math.max(stack.width, right);
  stack.height = Math.max(stack.height, free - spacing.gap);
}

function originOf(stack: Stack, { source }: Head): number {
  return topIndex(stack, source);
}

/** Index of the item of the network's own stack in which a card stands. */
function topIndex(stack: Stack, card: Card): number {
  let at: Stack | undefined = card.stack;
  let index = card.index;
  while (at && at !== stack) {
    index = at.around?.item.index ?? 0;
    at = at.around?.stack;
  }
  return index;
}

function place(item: Item, x: number, y: number): void {
  item.x += x;
  item.y += y;
  if (item.kind === 'frame') placeFrame(item);
  if (item.kind === 'merge') placeMerge(item);
}

function placeFrame({ group, body, x, y }: Frame): void {
  const framed = isFramed(group);
  placeStack(body, x + (framed ? spacing.frame : 0), y + (framed ? spacing.header : 0));
}

function placeMerge(merge: Merge): void {
  const { x, y, card, branches } = merge;
  for (const branch of branches) placeBranch(branch, x, y);
  if (!card) return;
  card.x = x + merge.axis - card.axis;
  card.y = y + merge.height - card.height;
}

function placeBranch(branch: Branch, x: number, y: number): void {
  branch.x += x;
  branch.y += y;
  placeStack(branch.stack, branch.x, branch.y);
}

function placeStack(stack: Stack, x: number, y: number): void {
  stack.x = x;
  stack.y = y;
  for (const item of stack.items) place(item, x, y);
  for (const { item } of stack.heads) place(item, x, y);
}

/** Room around the whole drawing. */
export const margin = 24;

export function layOut(stack: Stack): void {
  measureStack(stack);
  placeStack(stack, margin, margin);
}

/** The height at which a turn runs, when all is placed. */
export function rowOf({ stack, gap, row }: Turn): number {
  const above = stack.items[gap - 1];
  const top = above ? above.y + above.height : stack.y;
  return top + (gap === 0 ? spacing.landing : spacing.stub) + row * spacing.row;
}
