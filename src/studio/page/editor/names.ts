/** What a name means and where it stands: hover, definition, references, highlights, renaming. */
import type { Span } from '../../../diagnostics/diagnostic.ts';
import type { Place } from '../../protocol.ts';
import { isProblem, tabOf } from '../studio.ts';
import type { Asking, At } from './ask.ts';
import { editFiles } from './edit-files.ts';
import { languageId } from './language.ts';
import { linesOf, offsetOf, rangeOf } from './lines.ts';
import { type Disposable, monaco } from './monaco.ts';
import { foreignScheme, tabScheme, uriOf } from './texts.ts';

type Location = monaco.languages.Location;

/** Of the library, which is no file of the folder. */
export function isLibrary(path: string): boolean {
  return path.startsWith('blocks/');
}

export function registerNames(asking: Asking): readonly Disposable[] {
  const { ask, studio, texts } = asking;
  const offset = (position: monaco.IPosition, { lines }: At): { readonly offset: number } => ({
    offset: offsetOf(lines, position),
  });

  /** Monaco looks at what it goes to: a text that no tab has is given to it. */
  function locate({ file, start, end }: Span, text: string): Location {
    if (texts.hold(file)) {
      return { uri: uriOf(tabScheme, file), range: rangeOf(texts.lines(file), { start, end }) };
    }
    texts.foreign(file, text);
    return { uri: uriOf(foreignScheme, file), range: rangeOf(linesOf(text), { start, end }) };
  }

  async function textOf(path: string): Promise<string | undefined> {
    const open = tabOf(studio.store.getState(), path);
    if (open) return open.document.text;
    if (isLibrary(path)) return undefined;
    const read = await studio.host.read(path);
    return isProblem(read) ? undefined : read.text;
  }

  /** Places of the library where the name is declared there; what else the library does with it is its own. */
  async function locateAll(places: readonly Place[], declared: Location | undefined): Promise<readonly Location[]> {
    const found: Location[] = [];
    for (const { span } of places) {
      const text = await textOf(span.file);
      if (text !== undefined) found.push(locate(span, text));
    }
    return declared?.uri.scheme === foreignScheme && isLibrary(declared.uri.path.slice(1))
      ? [declared, ...found]
      : found;
  }

  function definitionAt(
    model: monaco.editor.ITextModel,
    position: monaco.IPosition,
    token: monaco.CancellationToken,
  ): Promise<Location | undefined> {
    return ask<'definition', Location | undefined>(
      { model, token },
      (at) => ({ kind: 'definition', ...offset(position, at) }),
      (found) => found && locate(found.span, found.text),
    );
  }

  const { registerHoverProvider, registerDefinitionProvider, registerReferenceProvider } = monaco.languages;
  const { registerDocumentHighlightProvider, registerRenameProvider, DocumentHighlightKind } = monaco.languages;
  return [
    registerHoverProvider(languageId, {
      provideHover: (model, position, token) =>
        ask<'hover', monaco.languages.Hover | undefined>(
          { model, token },
          (at) => ({ kind: 'hover', ...offset(position, at) }),
          (told, { lines }) => told && { contents: [{ value: told.text }], range: rangeOf(lines, told.span) },
        ),
    }),
    registerDefinitionProvider(languageId, { provideDefinition: definitionAt }),
    registerReferenceProvider(languageId, {
      provideReferences: async (model, position, _, token) => {
        const places = await ask<'references', readonly Place[]>(
          { model, token },
          (at) => ({ kind: 'references', ...offset(position, at) }),
          (found) => found,
        );
        return places && [...(await locateAll(places, await definitionAt(model, position, token)))];
      },
    }),
    registerDocumentHighlightProvider(languageId, {
      provideDocumentHighlights: (model, position, token) =>
        ask<'highlights', monaco.languages.DocumentHighlight[]>(
          { model, token },
          (at) => ({ kind: 'highlights', ...offset(position, at) }),
          (found, { lines }) =>
            found.map(({ span, role }) => ({
              range: rangeOf(lines, span),
              kind: role === 'declaration' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
            })),
        ),
    }),
    registerRenameProvider(languageId, {
      resolveRenameLocation: async (model, position, token) => {
        const found = await ask<'renameable', monaco.languages.RenameLocation | undefined>(
          { model, token },
          (at) => ({ kind: 'renameable', ...offset(position, at) }),
          (each, { lines }) => each && { range: rangeOf(lines, each.span), text: each.name },
        );
        const range = new monaco.Range(position.lineNumber, position.column, position.lineNumber, position.column);
        return found ?? { range, text: '', rejectReason: await refusal(asking, model, position) };
      },
      provideRenameEdits: async (model, position, name, token) => {
        const made = await ask<'rename', monaco.languages.WorkspaceEdit & monaco.languages.Rejection>(
          { model, token },
          (at) => ({ kind: 'rename', ...offset(position, at), name }),
          (renaming) => {
            if (renaming.kind === 'refusal') return { edits: [], rejectReason: renaming.reason };
            // By the studio, so that it is one change of each file and can be undone as one.
            void editFiles(studio, renaming.edits, 'rename');
            return { edits: [] };
          },
        );
        return made ?? { edits: [] };
      },
    }),
  ];
}

/** Why the name at the place cannot have another: asked with a name that can be one. */
async function refusal({ ask }: Asking, model: monaco.editor.ITextModel, position: monaco.IPosition): Promise<string> {
  const reason = await ask<'rename', string>(
    { model },
    ({ lines }) => ({ kind: 'rename', offset: offsetOf(lines, position), name: 'other' }),
    (renaming) => (renaming.kind === 'refusal' ? renaming.reason : ''),
  );
  return reason ?? '';
}
