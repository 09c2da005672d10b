/**
 * What can be done to a network by hand on the canvas, as data. Each becomes text edits of the main file, so that the
 * text remains the only thing that is kept.
 *
 * Steps are named by their spans: that of one step, or from the first to the last of neighbours in one stack.
 */
import type { Host, ParseCache } from '../../compiler/modules.ts';
import type { SourceFile, Span, TextEdit } from '../../diagnostics/diagnostic.ts';
import type { Shape } from '../../operators/operator.ts';
import type { Module } from '../../syntax/ast.ts';
import type { CanvasGap } from '../document.ts';

export interface CanvasSource {
  readonly file: SourceFile;
  /** Of the file's present text: all spans are its. */
  readonly module: Module;
  readonly host: Host;
  readonly cache?: ParseCache;
}

export type CanvasEdit =
  /**
   * `callee`: an operator, a block in sight (`Unit`) or one of the library (`residual.Bottleneck`, whose `use` line is
   * added). `shape`: of the map at the gap, for arguments that fit it.
   */
  | { readonly kind: 'insert'; readonly callee: string; readonly at: CanvasGap; readonly shape?: Shape }
  /** `text`: steps as the language writes them. Labels that are taken are renamed or left out. */
  | { readonly kind: 'paste'; readonly text: string; readonly at: CanvasGap }
  | { readonly kind: 'delete'; readonly steps: Span }
  /** The copy stands behind the original and has no label. */
  | { readonly kind: 'duplicate'; readonly steps: Span }
  | { readonly kind: 'move'; readonly steps: Span; readonly to: CanvasGap }
  /** `value`: source text; undefined takes the argument away. Of an `input` the argument is `shape`. */
  | { readonly kind: 'set-argument'; readonly step: Span; readonly name: string; readonly value: string | undefined }
  /** `callee`: `add`, `concat` or `scale`, a block that takes a block, as in `insert`, or `repeat 3`. */
  | { readonly kind: 'wrap'; readonly steps: Span; readonly callee: string; readonly shape?: Shape }
  /** What stands in a step's braces in its place. `keep`: which branch of a merge, from 0; needed where several do something. */
  | { readonly kind: 'unwrap'; readonly step: Span; readonly keep?: number }
  /** `at`: a gap between the branches in a merge's braces. `text`: its steps, `skip` by default. */
  | { readonly kind: 'add-branch'; readonly at: CanvasGap; readonly text?: string }
  | { readonly kind: 'remove-branch'; readonly branch: Span }
  | { readonly kind: 'move-branch'; readonly branch: Span; readonly to: CanvasGap }
  /** An edge from the output of a step: a new branch of a merge, or a sum in front of a step. */
  | { readonly kind: 'connect'; readonly from: Span; readonly to: ConnectionEnd }
  /** Gives, changes (with all its uses) or takes away a label. */
  | { readonly kind: 'label'; readonly step: Span; readonly name: string | undefined }
  /** The steps become a block of this name at the end of the file, and a call of it takes their place. */
  | { readonly kind: 'extract'; readonly steps: Span; readonly name: string }
  /** How often a `repeat` runs, as source text. */
  | { readonly kind: 'set-count'; readonly step: Span; readonly count: string }
  /** Of the network's or a block's parameter. `value`: source text; undefined takes the default away. */
  | {
      readonly kind: 'set-default';
      readonly definition: string;
      readonly parameter: string;
      readonly value: string | undefined;
    };

export type EditOf<K extends CanvasEdit['kind']> = Extract<CanvasEdit, { kind: K }>;

export type ConnectionEnd =
  /** `index`: the place among the merge's branches; the last by default. */
  | { readonly kind: 'merge'; readonly step: Span; readonly index?: number }
  | { readonly kind: 'step'; readonly step: Span };

/** Edits of the main file in the order of their places, none overlapping; or in one sentence why there are none. */
export type EditResult = { readonly edits: readonly TextEdit[] } | { readonly problem: string };

export function refused(problem: string): { readonly problem: string } {
  return { problem };
}
