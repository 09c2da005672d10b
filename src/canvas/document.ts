/**
 * The drawing as data: cards, frames and lines with their coordinates, made from an examined source and from what the
 * reader has folded. Nothing here is kept anywhere: the text and the folding give it again.
 *
 * Coordinates are CSS pixels from the drawing's top left corner, for frames and for what stands in them alike. The
 * network runs downward.
 */
import type { Span } from '../diagnostics/diagnostic.ts';
import type { Category, Shape } from '../operators/operator.ts';

/** What the reader has folded or opened, by group id. A group that is not in it follows `foldedByDefault`. */
export interface CanvasView {
  readonly folded: ReadonlyMap<string, boolean>;
}

export interface CanvasDocument {
  /** In the order of the source, as far as it runs downward. */
  readonly nodes: readonly CanvasNode[];
  /** Open groups, outer ones first. Those that are folded are nodes. */
  readonly groups: readonly CanvasGroup[];
  readonly edges: readonly CanvasEdge[];
  readonly width: number;
  readonly height: number;
  /** Of the deployed network; what shares are shares of. */
  readonly totals: Figures;
  /** Diagnostics that concern nothing drawn, as indices into `examined.diagnostics`: of the recipe, of unused blocks. */
  readonly elsewhere: readonly number[];
}

export interface Figures {
  readonly parameters: number;
  readonly macs: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export type GroupKind = 'block' | 'repeat' | 'iteration' | 'merge' | 'branch' | 'head';

/**
 * `layer`: one layer. `folded`: a group, closed. `unbuilt`: a step that is written but made no layer, through an error.
 * `output`: the end of the stack or of an open head.
 */
export type NodeKind = 'input' | 'layer' | 'folded' | 'unbuilt' | 'output';

/**
 * Decides the colour. A folded group without merges has that of its weightiest layers (a convolution, its normalisation
 * and its activation are a `convolution`), others are `group`.
 */
export type CardCategory = Category | 'group' | 'input' | 'output' | 'unbuilt';

export interface CanvasNode extends Box {
  /**
   * Stable under edits elsewhere. A layer has its path (`conv1/conv`), a folded group its group id (`conv2_x/`), an
   * output `output:NAME`, an unbuilt step `unbuilt:OFFSET`.
   */
  readonly id: string;
  readonly kind: NodeKind;
  /** What a folded node is. */
  readonly group: GroupKind | undefined;
  /** The operator or the block: `conv`, `Bottleneck`. Of a folded repeat what is repeated. */
  readonly title: string;
  readonly label: string | undefined;
  /**
   * Without the parentheses: `64, 3, stride = 2`; empty where there are none. Of a layer the values, defaults left out;
   * of a block in the network's own stack what is written; of a block within a block, where it holds one convolution or
   * dense layer, that layer's values.
   */
  readonly arguments: string;
  readonly category: CardCategory;
  /** Of the map that leaves. */
  readonly shape: Shape | undefined;
  /** Of everything in it, training-only layers included. */
  readonly figures: Figures;
  /** Parts of the totals, 0 to 1. A head that is dropped after training has no part in them. */
  readonly share: Figures;
  /** How many times, for a folded repeat. */
  readonly count: number | undefined;
  /** The innermost open group around it. */
  readonly parent: string | undefined;
  /** The step in the source: of a branch its steps, of an output the network's or the head's last step. */
  readonly span: Span;
  /** The step stands in the main file, so that canvas edits can change it. */
  readonly editable: boolean;
  /** Before the step, where it is one step of the main file: not of an output, an iteration or a branch. */
  readonly place: CanvasGap | undefined;
  /** Indices into `examined.diagnostics`; of a folded group those of everything in it. */
  readonly diagnostics: readonly number[];
  /** False where an error before made the shape a guess. */
  readonly certain: boolean;
}

export interface CanvasGroup extends Box {
  /** Path of the scope with a slash behind it: `conv2_x/[1]/`. So a merge's layer and its branches have different ids. */
  readonly id: string;
  readonly kind: GroupKind;
  readonly title: string;
  readonly label: string | undefined;
  readonly arguments: string;
  /** How many times, for a repeat. */
  readonly count: number | undefined;
  /** False for groups that only arrange (iterations, merges, branches): they can be folded but have no frame. */
  readonly framed: boolean;
  readonly parent: string | undefined;
  readonly shape: Shape | undefined;
  readonly figures: Figures;
  readonly share: Figures;
  readonly span: Span;
  readonly editable: boolean;
  /** As of a node. */
  readonly place: CanvasGap | undefined;
  /** Of a merge and of a branch, where they are written in the main file. */
  readonly branches: CanvasBranches | undefined;
  /** Those of the group's own step that concern no layer in it. */
  readonly diagnostics: readonly number[];
  /** Everything in the group, folded or not, has an error among it. */
  readonly hasError: boolean;
}

/**
 * `main`: one step to the next. `branch`: into, or out of, a branch of a merge. `skip`: past a merge's other branches
 * without a layer. `from`: from a label. `head`: to a head.
 */
export type EdgeRole = 'main' | 'branch' | 'skip' | 'from' | 'head';

export interface CanvasEdge {
  /** `FROM>TO`, with `>N` behind it for the Nth line between the same two from the second on. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly role: EdgeRole;
  /** Of the map that passes. */
  readonly shape: Shape | undefined;
  /** Where the shape is to be written, from its left end; on one edge only of those that leave a node. */
  readonly labelAt: Point | undefined;
  readonly certain: boolean;
  readonly problem: EdgeProblem | undefined;
  /** Corners of an orthogonal line, from the middle of one card's bottom to the middle of the other's top. */
  readonly points: readonly Point[];
  /** Where a step that is put on this edge goes in the text; undefined where that is a library block. */
  readonly gap: CanvasGap | undefined;
}

export interface EdgeProblem {
  /** Index into `examined.diagnostics`. */
  readonly diagnostic: number;
  /** What came, the shape of this edge, and for a merge the first branch's, which it does not fit. */
  readonly shapes: readonly Shape[];
}

/** Before which of a body's steps, in the main file. The body is that between two braces, or a branch of a merge. */
export interface CanvasGap {
  readonly body: { readonly start: number; readonly end: number };
  readonly index: number;
}

/** Where branches are in the braces of a merge, for the edits that are about them. */
export interface CanvasBranches {
  /** Of a branch before it, of a merge behind its last. */
  readonly gap: CanvasGap;
  /** The branch with its bar; undefined for a merge. */
  readonly branch: Span | undefined;
}
