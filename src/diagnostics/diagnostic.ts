/** Positions, text edits and diagnostics: plain data, shared by every stage. */

/** A half-open range of UTF-16 offsets, `start` to `end`, in one source file. */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** A text and the name that diagnostics show for it (a path as the user gave it, or `blocks/NAME.arch`). */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** True for the files of the standard library, which a user cannot mend: diagnostics point at the user's call instead. */
  readonly library: boolean;
}

export type Severity = 'error' | 'warning';

/** Replaces `span` by `text`; an insertion has an empty span. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

export interface Fix {
  /** An imperative, as an editor's menu shows it: "insert a projection on the second branch". */
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** A second place that explains the first: the call that led here, the other definition. */
export interface Related {
  readonly span: Span;
  readonly message: string;
}

export interface Diagnostic {
  readonly severity: Severity;
  /** A key of the catalogue, kebab-case; `netwright explain CODE` tells more. */
  readonly code: string;
  /** One sentence with what was found and what was wanted, numbers included. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  readonly span: Span;
  readonly related?: readonly Related[];
  readonly fix?: Fix;
  /** Path of the graph node in the block hierarchy, where the diagnostic concerns one. */
  readonly node?: string;
}

/** Every stage returns what it could make, and what is wrong with it. Throwing is for bugs. */
export interface Outcome<T> {
  readonly value: T;
  readonly diagnostics: readonly Diagnostic[];
}
