/** Each question's answer, from the services of the core. */
import { reportJson } from '../../analysis/report.ts';
import type { CanvasDocument } from '../../canvas/document.ts';
import { applyCanvasEdit } from '../../canvas/edits/apply.ts';
import { canvasSvg } from '../../canvas/svg.ts';
import type { Span } from '../../diagnostics/diagnostic.ts';
import { lineTable, lineText, positionAt } from '../../diagnostics/lines.ts';
import { codeActions } from '../../language/actions.ts';
import { completion } from '../../language/completion.ts';
import type { Document } from '../../language/document.ts';
import { formatEdits } from '../../language/formatting.ts';
import { hover } from '../../language/hover.ts';
import { inlayHints } from '../../language/inlay.ts';
import { definition, highlights, references } from '../../language/occurrences.ts';
import { documentSymbols, foldingRanges } from '../../language/outline.ts';
import { rename, renameable } from '../../language/rename.ts';
import { signatureHelp } from '../../language/signature.ts';
import { semanticTokens } from '../../language/tokens.ts';
import type { AnswerTo, Definition, Place, Question, QuestionKind } from '../protocol.ts';
import { type Folder, fileAt } from './folder.ts';
import { inspect } from './inspect.ts';
import { layerRows } from './layers.ts';
import { palette } from './palette.ts';

/** What a question is asked of. Both are made when they are first looked at, and throw where the file is not open. */
export interface Asked {
  readonly examples: ReadonlyMap<string, string>;
  readonly folder: Folder;
  readonly document: () => Document;
  readonly drawing: () => CanvasDocument;
}

type Answers = {
  readonly [K in QuestionKind]: (
    at: Asked,
    question: Extract<Question, { kind: K }>,
  ) => AnswerTo<K> | Promise<AnswerTo<K>>;
};

const answers: Answers = {
  completion: ({ document }, { offset }) => completion(document(), offset),
  hover: ({ document }, { offset }) => hover(document(), offset),
  definition: (at, { offset }) => definitionAt(at, offset),
  references: ({ document }, { offset }) => placesOf(document(), offset),
  highlights: ({ document }, { offset }) =>
    highlights(document(), offset).map(({ span, text, role }) => ({ span, text, role })),
  renameable: ({ document }, { offset }) => {
    const found = renameable(document(), offset);
    return typeof found === 'object' ? { span: found.span, name: found.text } : undefined;
  },
  rename: ({ document }, { offset, name }) => rename(document(), offset, name),
  signature: ({ document }, { offset }) => signatureHelp(document(), offset),
  actions: ({ document }, { start, end }) => codeActions(document(), start, end),
  symbols: ({ document }) => documentSymbols(document()),
  foldingRanges: ({ document }) => foldingRanges(document()),
  inlayHints: ({ document }) => inlayHints(document()),
  tokens: ({ document }) => semanticTokens(document()),
  format: ({ document }) => formatEdits(document()),
  edit: ({ document }, { edit }) => {
    const { module, host, cache } = document();
    return applyCanvasEdit({ file: module.file, module: module.syntax, host, cache }, edit);
  },
  inspect: ({ document }, { span, node }) => inspect(document(), span, node),
  layers: ({ document }) => layerRows(document().examined),
  palette: ({ document }) => palette(document()),
  svg: ({ document, drawing }, { mode }) =>
    canvasSvg(drawing(), { mode, diagnostics: document().examined.diagnostics }),
  report: ({ document }) => `${JSON.stringify(reportJson(document().examined), undefined, 2)}\n`,
  // The plots are a large part of the worker that few visits need.
  compare: async ({ folder, examples }, question) =>
    (await import('./compare.ts')).compare(folder.host, question, examples),
};

/** Throws where the file is not open. */
export function answer(at: Asked, question: Question): unknown {
  // Each kind's answer takes the question of that kind.
  const give = answers[question.kind] as (at: Asked, question: Question) => unknown;
  return give(at, question);
}

function definitionAt({ document, folder }: Asked, offset: number): Definition | undefined {
  const span = definition(document(), offset);
  const file = span && fileAt(folder, span.file);
  return file && { span, text: file.text };
}

function placesOf(document: Document, offset: number): readonly Place[] {
  return references(document, offset).flatMap(({ file, occurrences }) => {
    const table = lineTable(file.text);
    return occurrences.map(({ span }): Place => placeIn(table, span));
  });
}

function placeIn(table: ReturnType<typeof lineTable>, span: Span): Place {
  const lineNumber = positionAt(table, span.start).line;
  return { span, line: lineText(table, lineNumber), lineNumber };
}
