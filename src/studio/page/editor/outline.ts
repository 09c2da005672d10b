/** What Monaco shows of the text as a whole: outline, folding, shapes at the ends of lines, colours, fixes. */
import { symbolIcons } from '../../../language/icons.ts';
import type { DocumentSymbol } from '../../../language/outline.ts';
import type { SemanticToken } from '../../../language/tokens.ts';
import type { Asking, At } from './ask.ts';
import { editFiles } from './edit-files.ts';
import { languageId } from './language.ts';
import { placeOf, rangeOf, spanOf } from './lines.ts';
import { type Disposable, monaco } from './monaco.ts';
import { tokenTypes } from './theme.ts';

const { FoldingRangeKind, SymbolKind } = monaco.languages;

const foldingKinds = {
  region: FoldingRangeKind.Region,
  comment: FoldingRangeKind.Comment,
  imports: FoldingRangeKind.Imports,
} as const;

const fixCommand = 'netwright.fix';

/** `changed`: the answers are others although the text is the same: a file that it uses was read. */
export function registerOutline({ ask, studio }: Asking, changed: monaco.IEvent<void>): readonly Disposable[] {
  return [
    monaco.editor.registerCommand(fixCommand, (_, edits) => editFiles(studio, edits, 'fix')),
    monaco.languages.registerDocumentSymbolProvider(languageId, {
      provideDocumentSymbols: (model, token) =>
        ask<'symbols', monaco.languages.DocumentSymbol[]>(
          { model, token },
          () => ({ kind: 'symbols' }),
          (symbols, at) => symbols.map((symbol) => symbolOf(symbol, at)),
        ),
    }),
    monaco.languages.registerFoldingRangeProvider(languageId, {
      provideFoldingRanges: (model, _, token) =>
        ask<'foldingRanges', monaco.languages.FoldingRange[]>(
          { model, token },
          () => ({ kind: 'foldingRanges' }),
          (ranges) =>
            ranges.map(({ startLine, endLine, kind }) => ({
              start: startLine + 1,
              end: endLine + 1,
              kind: foldingKinds[kind],
            })),
        ),
    }),
    monaco.languages.registerInlayHintsProvider(languageId, {
      onDidChangeInlayHints: changed,
      provideInlayHints: (model, shown, token) =>
        ask<'inlayHints', monaco.languages.InlayHintList>(
          { model, token },
          () => ({ kind: 'inlayHints' }),
          (hints, { path, lines }) => {
            const { start, end } = spanOf(path, lines, shown);
            return {
              hints: hints
                .filter(({ offset }) => start <= offset && offset <= end)
                .map(({ offset, label, shapes }) => ({
                  position: placeOf(lines, offset),
                  // The gap to the text; Monaco's own is two pixels.
                  label: `  ${label}`,
                  paddingLeft: true,
                  ...(shapes.length > 0 && { tooltip: shapes.join(', ') }),
                })),
              dispose: () => undefined,
            };
          },
        ),
    }),
    monaco.languages.registerDocumentSemanticTokensProvider(languageId, {
      onDidChange: changed,
      getLegend: () => ({ tokenTypes, tokenModifiers: ['declaration'] }),
      releaseDocumentSemanticTokens: () => undefined,
      provideDocumentSemanticTokens: (model, _, token) =>
        ask<'tokens', monaco.languages.SemanticTokens>(
          { model, token, older: true },
          () => ({ kind: 'tokens' }),
          (tokens, at) => ({ data: tokenData(tokens, at) }),
        ),
    }),
    monaco.languages.registerCodeActionProvider(
      languageId,
      {
        provideCodeActions: (model, range, { markers }, token) =>
          ask<'actions', monaco.languages.CodeActionList>(
            { model, token },
            ({ path, lines }) => {
              const { start, end } = spanOf(path, lines, range);
              return { kind: 'actions', start, end };
            },
            (actions, { lines }) => ({
              actions: actions.map(({ title, diagnostic, edits, preferred }) => ({
                title,
                kind: 'quickfix',
                isPreferred: preferred,
                diagnostics: markers.filter(
                  ({ code, startLineNumber }) =>
                    code === diagnostic.code && startLineNumber === placeOf(lines, diagnostic.span.start).lineNumber,
                ),
                command: { id: fixCommand, title, arguments: [edits] },
              })),
              dispose: () => undefined,
            }),
          ),
      },
      { providedCodeActionKinds: ['quickfix'] },
    ),
  ];
}

function symbolOf(symbol: DocumentSymbol, at: At): monaco.languages.DocumentSymbol {
  const { name, detail, kind, span, selection, children } = symbol;
  return {
    name,
    detail,
    kind: SymbolKind[symbolIcons[kind]],
    tags: [],
    range: rangeOf(at.lines, span),
    selectionRange: rangeOf(at.lines, selection),
    children: children.map((child) => symbolOf(child, at)),
  };
}

/** Five numbers a token: lines and characters since the one before, length, kind, modifiers. No token has two lines. */
function tokenData(tokens: readonly SemanticToken[], { lines: { starts } }: At): Uint32Array {
  const data = new Uint32Array(tokens.length * 5);
  let line = 0;
  let lastLine = 0;
  let last = 0;
  let index = 0;
  for (const { start, length, kind, declaration } of tokens) {
    while ((starts[line + 1] ?? Number.POSITIVE_INFINITY) <= start) line += 1;
    const character = start - (starts[line] ?? 0);
    data[index] = line - lastLine;
    data[index + 1] = line === lastLine ? character - last : character;
    data[index + 2] = length;
    data[index + 3] = tokenTypes.indexOf(kind);
    data[index + 4] = declaration ? 1 : 0;
    lastLine = line;
    last = character;
    index += 5;
  }
  return data;
}
