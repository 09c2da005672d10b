/** Edits in tests: places are marked in the text, `⟦steps⟧` and `▸` for a gap. */

import type { CanvasGap } from '../../src/canvas/document.ts';
import { applyCanvasEdit } from '../../src/canvas/edits/apply.ts';
import type { CanvasEdit, CanvasSource } from '../../src/canvas/edits/edit.ts';
import { stacksOf } from '../../src/canvas/edits/locate.ts';
import type { Span } from '../../src/diagnostics/diagnostic.ts';
import { applyEdits } from '../../src/diagnostics/edits.ts';
import type { Module } from '../../src/syntax/ast.ts';
import { parse } from '../../src/syntax/parse.ts';
import { cache, testHost } from '../support/host.ts';

export interface Marked {
  readonly source: CanvasSource;
  /** Of the marked steps, in order. */
  readonly spans: readonly Span[];
  /** Before which step the mark stands. */
  readonly gap: CanvasGap;
  /** The same between branches. */
  readonly branchGap: CanvasGap;
}

export function sourceOf(text: string, path = 'test.arch'): CanvasSource {
  const file = { path, text, library: false };
  return { file, module: parse(file).value, host: testHost(), cache };
}

export function marked(marks: string): Marked {
  const opens: number[] = [];
  const spans: Span[] = [];
  let text = '';
  let at = -1;
  for (const character of marks) {
    if (character === '⟦') opens.push(text.length);
    else if (character === '⟧') spans.push({ file: 'test.arch', start: opens.pop() ?? 0, end: text.length });
    else if (character === '▸') at = text.length;
    else text += character;
  }
  const source = sourceOf(text);
  return { source, spans, gap: gapAt(source.module, at, false), branchGap: gapAt(source.module, at, true) };
}

function gapAt(module: Module, at: number, amongBranches: boolean): CanvasGap {
  const around = stacksOf(module).filter(
    ({ body: { span, branches } }) => span.start <= at && at <= span.end && (branches !== undefined) === amongBranches,
  );
  const body = around.at(-1)?.body;
  const items = body?.branches ?? body?.steps ?? [];
  const { start, end } = body?.span ?? { start: 0, end: 0 };
  return { body: { start, end }, index: items.filter(({ span }) => span.start < at).length };
}

/** The text after an edit, or why there is none. */
export function edited(source: CanvasSource, edit: CanvasEdit): string {
  const result = applyCanvasEdit(source, edit);
  if ('problem' in result) return `problem: ${result.problem}`;
  return applyEdits(source.file.text, result.edits) ?? 'edits that overlap';
}
