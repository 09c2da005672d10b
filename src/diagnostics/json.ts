/** Diagnostics for other programs: plain records with lines and columns. The names are stable. */
import type { Diagnostic, Severity, SourceFile, Span } from './diagnostic.ts';
import { type LineIndex, lineIndex, positionAt } from './lines.ts';

/** From `line`:`column` up to, not including, `endLine`:`endColumn`; lines and columns from 1, in UTF-16 units. */
export interface JsonRange {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface JsonEdit extends JsonRange {
  readonly text: string;
}

export interface JsonDiagnostic extends JsonRange {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly fix?: { readonly title: string; readonly edits: readonly JsonEdit[] };
}

export function toJson(diagnostic: Diagnostic, sources: ReadonlyMap<string, SourceFile>): JsonDiagnostic {
  return record(diagnostic, lineIndex(sources));
}

/** As `toJson` for each; the lines of a file are counted once. */
export function allToJson(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, SourceFile>,
): readonly JsonDiagnostic[] {
  const index = lineIndex(sources);
  return diagnostics.map((diagnostic) => record(diagnostic, index));
}

function record(diagnostic: Diagnostic, index: LineIndex): JsonDiagnostic {
  const { severity, code, message, hint, fix } = diagnostic;
  return {
    severity,
    code,
    message,
    ...rangeOf(diagnostic.span, index),
    ...(hint === undefined ? {} : { hint }),
    ...(fix === undefined
      ? {}
      : {
          fix: {
            title: fix.title,
            edits: fix.edits.map((edit) => ({ ...rangeOf(edit.span, index), text: edit.text })),
          },
        }),
  };
}

/** A file that is not among the sources (one that could not be read) has its diagnostics at its beginning. */
function rangeOf(span: Span, index: LineIndex): JsonRange {
  const table = index(span.file);
  if (table === undefined) return { file: span.file, line: 1, column: 1, endLine: 1, endColumn: 1 };
  const start = positionAt(table, span.start);
  const end = positionAt(table, span.end);
  return { file: span.file, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}
