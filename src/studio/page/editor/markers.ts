/** Diagnostics under the text and in the margin. */
import type { Diagnostic, Span } from '../../../diagnostics/diagnostic.ts';
import type { Tab } from '../studio.ts';
import { type Lines, linesOf, rangeOf } from './lines.ts';
import { monaco } from './monaco.ts';
import { foreignScheme, type Texts, uriOf } from './texts.ts';

/** Those of the present text; while the worker is at it, the older ones stay and move with the text. */
export function markDiagnostics(texts: Texts, { document, state, stateRevision }: Tab): void {
  const { path, revision } = document;
  const held = texts.hold(path);
  if (!held || !state || stateRevision !== revision) return;
  const lines = texts.lines(path);
  const markers = state.diagnostics.map((diagnostic) => markerOf(diagnostic, path, lines, texts));
  monaco.editor.setModelMarkers(held.model, 'netwright', markers);
}

function markerOf(diagnostic: Diagnostic, path: string, lines: Lines, texts: Texts): monaco.editor.IMarkerData {
  const { severity, code, message, hint, span, related = [] } = diagnostic;
  const isOwn = span.file === path;
  const shown = isOwn ? message : `in ${span.file}: ${message}`;
  const places = isOwn ? related : [{ span, message }, ...related];
  return {
    ...rangeOf(lines, isOwn ? span : bringing(lines.text, span.file)),
    severity: severity === 'error' ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
    code,
    source: 'netwright',
    message: hint === undefined ? shown : `${shown}\n${hint}`,
    relatedInformation: places.flatMap((each) => informationOf(each.span, each.message, texts)),
    tags: severity === 'warning' && code.startsWith('unused') ? [monaco.MarkerTag.Unnecessary] : [],
  };
}

/** Only where the text that the place is in is known to Monaco, so that it can be gone to. */
function informationOf(span: Span, message: string, texts: Texts): monaco.editor.IRelatedInformation[] {
  const held = texts.hold(span.file);
  if (held) return [{ resource: held.model.uri, message, ...rangeOf(texts.lines(span.file), span) }];
  const uri = uriOf(foreignScheme, span.file);
  const known = monaco.editor.getModel(uri);
  return known ? [{ resource: uri, message, ...rangeOf(linesOf(known.getValue()), span) }] : [];
}

/** The `use` line that brings a file, or the first one. */
function bringing(text: string, file: string): { readonly start: number; readonly end: number } {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const uses = [...text.matchAll(/^[ \t]*use[ \t].*$/gm)];
  const use = uses.find(([line]) => line.includes(name)) ?? uses[0];
  return use ? { start: use.index, end: use.index + use[0].trimEnd().length } : { start: 0, end: 0 };
}
