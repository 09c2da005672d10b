/**
 * What the page and its worker say to each other: plain data. The worker holds the texts that are open and runs the
 * core on them; the page holds nothing that it could not ask for again.
 */
import type { Totals } from '../analysis/analyse.ts';
import type { CanvasDocument } from '../canvas/document.ts';
import type { CanvasEdit, EditResult } from '../canvas/edits/edit.ts';
import type { Diagnostic, Span, TextEdit } from '../diagnostics/diagnostic.ts';
import type { CodeAction } from '../language/actions.ts';
import type { Completion } from '../language/completion.ts';
import type { Hover } from '../language/hover.ts';
import type { InlayHint } from '../language/inlay.ts';
import type { Occurrence } from '../language/meanings.ts';
import type { DocumentSymbol, FoldingRange } from '../language/outline.ts';
import type { Renaming } from '../language/rename.ts';
import type { SignatureHelp } from '../language/signature.ts';
import type { SemanticToken } from '../language/tokens.ts';
import type { Category, Shape, Size } from '../operators/operator.ts';

/** Which groups the reader folded or opened, by group id; others follow the canvas's own rule. */
export type Folding = ReadonlyMap<string, boolean>;

export type ToWorker =
  /** A text as it is now: the first time, and after every edit. Revisions grow by one and are the page's. */
  | { readonly kind: 'text'; readonly path: string; readonly revision: number; readonly text: string }
  /** `all` and `none` hold, for groups that are yet to come too, until the next; a map goes before them. */
  | { readonly kind: 'folding'; readonly path: string; readonly folding: Folding | 'all' | 'none' }
  | { readonly kind: 'close'; readonly path: string }
  /** Files of the folder that open ones use; null where there is none of that name. */
  | { readonly kind: 'files'; readonly files: readonly (readonly [path: string, text: string | null])[] }
  | { readonly kind: 'ask'; readonly id: number; readonly path: string; readonly question: Question };

export type FromWorker =
  | { readonly kind: 'state'; readonly path: string; readonly revision: number; readonly state: StudioState }
  /** Only what was drawn changed. */
  | { readonly kind: 'drawing'; readonly path: string; readonly revision: number; readonly drawing: CanvasDocument }
  /** Files that `use "PATH"` names and that the worker was not given: the page reads them and sends `files`. */
  | { readonly kind: 'needs'; readonly paths: readonly string[] }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  /** A fault of the program, not of the user's. */
  | { readonly kind: 'fault'; readonly id: number | undefined; readonly message: string };

export interface StudioState {
  /** Undefined where the file has no network: a file of blocks. */
  readonly network: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly totals: Totals | undefined;
  readonly drawing: CanvasDocument;
  /** What the worker's part took, from the message to the answer. */
  readonly milliseconds: number;
}

/** Each question with what it asks and what is answered. All offsets and spans are of the worker's present text. */
export interface Questions {
  completion: { ask: { readonly offset: number }; answer: Completion };
  hover: { ask: { readonly offset: number }; answer: Hover | undefined };
  definition: { ask: { readonly offset: number }; answer: Definition | undefined };
  references: { ask: { readonly offset: number }; answer: readonly Place[] };
  highlights: { ask: { readonly offset: number }; answer: readonly Highlight[] };
  renameable: { ask: { readonly offset: number }; answer: { readonly span: Span; readonly name: string } | undefined };
  rename: { ask: { readonly offset: number; readonly name: string }; answer: Renaming };
  signature: { ask: { readonly offset: number }; answer: SignatureHelp | undefined };
  actions: { ask: { readonly start: number; readonly end: number }; answer: readonly CodeAction[] };
  symbols: { ask: object; answer: readonly DocumentSymbol[] };
  foldingRanges: { ask: object; answer: readonly FoldingRange[] };
  inlayHints: { ask: object; answer: readonly InlayHint[] };
  tokens: { ask: object; answer: readonly SemanticToken[] };
  format: { ask: object; answer: readonly TextEdit[] };
  /** A canvas edit as text edits; nothing is changed by asking. */
  edit: { ask: { readonly edit: CanvasEdit }; answer: EditResult };
  /** What the inspector shows of the step at this place; of one expansion, where `node` is the id of a card in it. */
  inspect: { ask: { readonly span: Span; readonly node: string | undefined }; answer: Inspection | undefined };
  /** Every layer, in the order of execution. */
  layers: { ask: object; answer: readonly LayerRow[] };
  /** Everything that can be put on the canvas: operators, the library's blocks and those of this file. */
  palette: { ask: object; answer: readonly PaletteItem[] };
  /** The drawing as a file's text. */
  svg: { ask: { readonly mode: 'light' | 'dark' }; answer: string };
  /** The report for other programs, as JSON. */
  report: { ask: object; answer: string };
  compare: { ask: CompareQuestion; answer: CompareAnswer };
}

export type QuestionKind = keyof Questions;
export type Question = { [K in QuestionKind]: { readonly kind: K } & Questions[K]['ask'] }[QuestionKind];
export type AnswerTo<K extends QuestionKind> = Questions[K]['answer'];

/** A place in a file; `text` where the page has not opened it: of the library. */
export interface Definition {
  readonly span: Span;
  readonly text: string;
}

export interface Place {
  readonly span: Span;
  /** The line that it stands in, and where in that line. */
  readonly line: string;
  readonly lineNumber: number;
}

/** An occurrence without its meaning, which cannot leave the worker. */
export type Highlight = Pick<Occurrence, 'span' | 'text' | 'role'>;

export interface LayerRow {
  /** Path in the block hierarchy, the canvas's id of the layer's card. */
  readonly id: string;
  readonly op: string;
  readonly what: string;
  readonly category: Category;
  readonly output: Shape;
  readonly parameters: number;
  readonly macs: number;
  readonly activationBytes: number;
  readonly receptiveField: Size;
  readonly trainingOnly: boolean;
  readonly span: Span;
}

export interface PaletteItem {
  /** As a canvas edit's `callee`: `conv`, `residual.Bottleneck`, `Unit`. */
  readonly callee: string;
  readonly name: string;
  readonly origin: 'operator' | 'library' | 'file';
  readonly category: Category | 'block';
  readonly signature: string;
  /** One line. */
  readonly summary: string;
  /** It goes around steps: a merge, a block that takes a block, `repeat`. Others are put on an edge. */
  readonly wraps: boolean;
}

/** The step that is selected: what can be changed in it, and its figures with the arithmetic. */
export interface Inspection {
  /** In the main file, so that it can be edited. */
  readonly step: Span | undefined;
  /** The network or block of the main file whose parameters the arguments are: they are changed by `set-default`. */
  readonly definition: string | undefined;
  readonly title: string;
  readonly kind: 'operator' | 'block' | 'repeat' | 'merge' | 'input' | 'head' | 'other';
  readonly signature: string | undefined;
  /** Markdown. */
  readonly doc: string;
  readonly label: string | undefined;
  readonly arguments: readonly InspectedArgument[];
  /** How often a `repeat` runs, as written. */
  readonly count: string | undefined;
  readonly entering: Shape | undefined;
  readonly leaving: Shape | undefined;
  /** How many times the step was expanded. */
  readonly instances: number;
  /** Of the expansion that was asked for, else of all. */
  readonly parameters: number;
  readonly macs: number;
  /** Lines of a formula with its numbers; shape rule, then parameters, then MACs, as far as there are some. */
  readonly worked: readonly string[];
  readonly diagnostics: readonly number[];
}

export interface InspectedArgument {
  readonly name: string;
  readonly doc: string;
  /** As the source has it; undefined where it is not written. */
  readonly written: string | undefined;
  /** What holds without it, as the source would write it. */
  readonly preset: string | undefined;
  readonly required: boolean;
  readonly input:
    | { readonly kind: 'number'; readonly min: number | undefined; readonly integer: boolean }
    | { readonly kind: 'boolean' }
    | { readonly kind: 'choice'; readonly options: readonly string[] }
    /** Anything that the language can write. */
    | { readonly kind: 'text' };
}

export interface CompareQuestion {
  readonly networks: readonly { readonly path: string; readonly text: string }[];
  readonly baseline: number;
  readonly sort: 'parameters' | 'macs' | 'memory' | 'depth' | 'field' | 'error' | 'density' | undefined;
  readonly mode: 'light' | 'dark';
}

export interface CompareAnswer {
  readonly columns: readonly { readonly heading: string; readonly align: 'left' | 'right' }[];
  readonly rows: readonly { readonly name: string; readonly optimal: boolean; readonly cells: readonly string[] }[];
  readonly notes: readonly string[];
  /** SVG texts. */
  readonly plots: readonly { readonly title: string; readonly svg: string }[];
  /** One line each for what has no network or does not compile. */
  readonly failures: readonly string[];
}
