/** What can be done about the diagnostics at a place: the fixes that came with them. */
import type { Diagnostic, TextEdit } from '../diagnostics/diagnostic.ts';
import { type Document, fileOf } from './document.ts';

export interface CodeAction {
  readonly title: string;
  readonly diagnostic: Diagnostic;
  readonly edits: readonly TextEdit[];
  /** The only one for its diagnostic: what "fix" without a choice does. */
  readonly preferred: boolean;
}

/** Those whose diagnostic touches the range, in order. */
export function codeActions(document: Document, start: number, end: number): readonly CodeAction[] {
  const { path } = fileOf(document);
  return document.examined.diagnostics.flatMap((diagnostic) => {
    const { span, fix } = diagnostic;
    if (!fix || span.file !== path || span.end < start || end < span.start) return [];
    return [{ title: fix.title, diagnostic, edits: fix.edits, preferred: true }];
  });
}
