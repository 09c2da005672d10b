/**
 * The working form of a drawing: a tree of stacks of cards, frames and merges, as the source nests them. Layout and
 * routing fill in the coordinates; the document is read off at the end.
 */
import type { Span } from '../diagnostics/diagnostic.ts';
import type { Shape } from '../operators/operator.ts';
import type { CanvasBranches, CanvasGap, CardCategory, EdgeRole, Figures, GroupKind, NodeKind } from './document.ts';

/** Width, height and the line on which a stack's items stand, relative to the left edge; then the place. */
export interface Extent {
  x: number;
  y: number;
  width: number;
  height: number;
  axis: number;
}

export type Item = Card | Frame | Merge;

interface Placed extends Extent {
  /** The stack that the item stands in, and its place in it; -1, -2 and so on for the heads beside it. */
  stack: Stack | undefined;
  index: number;
}

/** What a card and a frame say. */
export interface Legend {
  readonly id: string;
  readonly title: string;
  readonly label: string | undefined;
  readonly arguments: string;
  readonly count: number | undefined;
  readonly shape: Shape | undefined;
  readonly figures: Figures;
  readonly share: Figures;
  readonly span: Span;
  readonly editable: boolean;
  readonly place: CanvasGap | undefined;
  readonly branches: CanvasBranches | undefined;
  readonly diagnostics: readonly number[];
  readonly certain: boolean;
}

export interface Card extends Placed {
  readonly kind: 'card';
  readonly node: NodeKind;
  readonly group: GroupKind | undefined;
  readonly category: CardCategory;
  readonly legend: Legend;
  readonly parent: string | undefined;
  /** The cards that the layer reads: by position for a merge, each once for a folded group. */
  readonly inputs: Card[];
}

/** A block, repeat, iteration or head that is open. */
export interface Frame extends Placed {
  readonly kind: 'frame';
  readonly group: Exclude<GroupKind, 'merge' | 'branch'>;
  readonly legend: Legend;
  readonly parent: string | undefined;
  readonly hasError: boolean;
  readonly body: Stack;
}

/** An open merge: its branches side by side and the layer below them. */
export interface Merge extends Placed {
  readonly kind: 'merge';
  readonly legend: Legend;
  readonly parent: string | undefined;
  readonly hasError: boolean;
  readonly branches: readonly Branch[];
  /** Absent where an error ended the expansion within the branches. */
  card: Card | undefined;
  /** Lines from labels that pass the fork above the branches, by their source: each has a row of its own. */
  forkRows: Map<Card, number> | undefined;
  /** Heights of the row from which the lines fork and of that in which they join, from the top. */
  fork: number;
  join: number;
}

export interface Branch extends Extent {
  readonly legend: Legend;
  readonly hasError: boolean;
  /** Open: its steps, none for a `skip`. Folded: the one card. */
  readonly stack: Stack;
  /** Where a step that is put first into the branch goes. */
  readonly gap: CanvasGap | undefined;
  readonly folded: boolean;
}

/** Items one below the other. */
export interface Stack extends Extent {
  readonly items: Item[];
  /** Beside the network's own stack. */
  readonly heads: Head[];
  /** What it is the inside of; undefined for the network's own. */
  around: { readonly stack: Stack; readonly item: Frame | Merge; readonly branch: Branch | undefined } | undefined;
  /** Vertical lines beside the items, by their source and the items they pass: lines from one label share one. */
  lanes: Map<string, Lane> | undefined;
  /** Horizontal lines above each item, and below the last, by what they are for, numbered as they were asked for. */
  rows: Map<number, Map<string, number>> | undefined;
}

export interface Head {
  readonly item: Frame | Card;
  readonly source: Card;
  /** Where the line to it turns down: the way between the stack and the heads. */
  channel: number;
}

/** Passes `from` to `to` (indices of items, both included) on their right; `x` is from the stack's axis. */
export interface Lane {
  readonly from: number;
  readonly to: number;
  x: number;
}

/** A line between cards that goes where the stacks lead, or jumps from a label. */
export interface Wire {
  readonly from: Card;
  readonly to: Card;
  readonly role: EdgeRole;
  /** Which input of a merge it is; 0 for others. */
  readonly input: number;
  readonly path: readonly Waypoint[];
  readonly gap: CanvasGap | undefined;
  readonly certain: boolean;
}

export type Waypoint =
  | { readonly kind: 'fork' | 'join'; readonly merge: Merge; readonly branch: Branch }
  /** Out to a row, along it to the head's channel, down, and over to the head. */
  | { readonly kind: 'head'; readonly head: Head; readonly from: Card; readonly row: Turn }
  | { readonly kind: 'lane'; readonly stack: Stack; readonly lane: Lane; readonly out: Turn; readonly back: Turn }
  /** From the card's middle to a line of its own beside the axis. */
  | { readonly kind: 'aside'; readonly row: Turn }
  | { readonly kind: 'fork-aside'; readonly merge: Merge; readonly branch: Branch; readonly row: number };

/** A row in the gap above item `gap` of a stack. */
export interface Turn {
  readonly stack: Stack;
  readonly gap: number;
  readonly row: number;
}

/** What a new item has before the layout. */
export const unplaced = { stack: undefined, index: 0, x: 0, y: 0, width: 0, height: 0, axis: 0 };

export function newStack(): Stack {
  return {
    items: [],
    heads: [],
    around: undefined,
    lanes: undefined,
    rows: undefined,
    x: 0,
    y: 0,
    width: 0,
    height: 0,
    axis: 0,
  };
}

export function put(stack: Stack, item: Item): void {
  item.stack = stack;
  item.index = stack.items.length;
  stack.items.push(item);
}

export function putHead(stack: Stack, item: Frame | Card, source: Card): void {
  item.stack = stack;
  item.index = -1 - stack.heads.length;
  stack.heads.push({ item, source, channel: 0 });
}

/** The row of a line in a gap; lines of one key share it. */
export function turn(stack: Stack, gap: number, key: string): Turn {
  stack.rows ??= new Map();
  const rows = stack.rows.get(gap) ?? new Map<string, number>();
  stack.rows.set(gap, rows);
  const row = rows.get(key) ?? rows.size;
  rows.set(key, row);
  return { stack, gap, row };
}
