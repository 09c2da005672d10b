/** `netwright lsp`: the language services over the Language Server Protocol. */
import { stdin, stdout } from 'node:process';
import {
  CodeActionKind,
  createConnection,
  DidChangeWatchedFilesNotification,
  FoldingRangeKind,
  InlayHintKind,
  MarkupKind,
  ProposedFeatures,
  ResponseError,
  type ServerCapabilities,
  StreamMessageReader,
  StreamMessageWriter,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { codeActions } from '../language/actions.ts';
import { completion } from '../language/completion.ts';
import type { Document } from '../language/document.ts';
import { formatEdits } from '../language/formatting.ts';
import { hover } from '../language/hover.ts';
import { inlayHints } from '../language/inlay.ts';
import { definition, highlights, references } from '../language/occurrences.ts';
import { documentSymbols, foldingRanges } from '../language/outline.ts';
import { rename, renameable } from '../language/rename.ts';
import { signatureHelp } from '../language/signature.ts';
import { semanticTokens } from '../language/tokens.ts';
import {
  actionOf,
  completionsOf,
  diagnosticsOf,
  locationOf,
  rangeOf,
  symbolOf,
  tokenData,
  tokenLegend,
  wireEdits,
  workspaceEdit,
} from './lsp-protocol.ts';
import { documentAt, forget, type Workspace, workspace } from './lsp-workspace.ts';
import { type ExitCode, exit } from './output.ts';
import { packageVersion } from './package.ts';

/** Diagnostics wait until the typist pauses for so long; requests do not wait. */
const pauseMilliseconds = 60;
/** "Request failed", in the protocol: right in form, but it cannot be done. */
const requestFailed = -32803;

type Connection = ReturnType<typeof connect>;

interface Server {
  readonly connection: Connection;
  readonly texts: TextDocuments<TextDocument>;
  readonly files: Workspace;
}

const capabilities: ServerCapabilities = {
  textDocumentSync: TextDocumentSyncKind.Incremental,
  completionProvider: { triggerCharacters: ['.', '(', ',', '='] },
  hoverProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
  documentSymbolProvider: true,
  foldingRangeProvider: true,
  signatureHelpProvider: { triggerCharacters: ['(', ','] },
  inlayHintProvider: true,
  documentFormattingProvider: true,
  semanticTokensProvider: { legend: tokenLegend, full: true },
};

function connect() {
  return createConnection(ProposedFeatures.all, new StreamMessageReader(stdin), new StreamMessageWriter(stdout));
}

/** Until the editor ends it; the connection itself ends the process on `exit`, and when the input closes. */
export async function serve(): Promise<ExitCode> {
  const connection = connect();
  const texts = new TextDocuments(TextDocument);
  const open = new Map<string, TextDocument>();
  const server: Server = { connection, texts, files: workspace(open) };
  keepInStep(server, open);
  answer(server);
  texts.listen(connection);
  const ended = new Promise<void>((done) => {
    stdin.once('end', done);
    stdin.once('close', done);
  });
  connection.listen();
  await ended;
  return exit.ok;
}

/** Follows the editor's texts, and publishes what is wrong with them. */
function keepInStep({ connection, texts, files }: Server, open: Map<string, TextDocument>): void {
  let timer: NodeJS.Timeout | undefined;
  const publish = (): void => {
    forget(files);
    clearTimeout(timer);
    // A file may use any other: all open ones are looked at again. Those that did not change are parsed already.
    timer = setTimeout(() => {
      for (const [uri, text] of open) {
        const document = documentAt(files, uri);
        const diagnostics = document ? diagnosticsOf(files, document) : [];
        void connection.sendDiagnostics({ uri, version: text.version, diagnostics });
      }
    }, pauseMilliseconds);
  };
  texts.onDidChangeContent(({ document }) => {
    open.set(document.uri, document);
    publish();
  });
  texts.onDidClose(({ document }) => {
    open.delete(document.uri);
    void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
    publish();
  });
  connection.onDidChangeWatchedFiles(publish);
}

/** Answers the requests: each a service of its own. */
function answer(server: Server): void {
  const { connection, files } = server;
  let snippets = false;
  let watches = false;
  connection.onInitialize(({ capabilities: client }) => {
    snippets = client.textDocument?.completion?.completionItem?.snippetSupport === true;
    watches = client.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    return { capabilities, serverInfo: { name: 'netwright', version: packageVersion() } };
  });
  connection.onInitialized(() => {
    const watchers = [{ globPattern: '**/*.arch' }];
    if (watches) void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  });

  const at = withPlace(server);
  const on = withDocument(server);
  connection.onCompletion(
    at([], (document, text, offset) => completionsOf(text, completion(document, offset), { snippets })),
  );
  connection.onHover(
    at(null, (document, text, offset) => {
      const found = hover(document, offset);
      return found && { contents: { kind: MarkupKind.Markdown, value: found.text }, range: rangeOf(text, found.span) };
    }),
  );
  connection.onDefinition(
    at(null, (document, _text, offset) => {
      const span = definition(document, offset);
      return span && locationOf(files, document, span);
    }),
  );
  connection.onReferences(
    at([], (document, _text, offset, { context }) =>
      references(document, offset)
        .flatMap(({ occurrences }) => occurrences)
        .filter(({ role }) => role === 'reference' || context.includeDeclaration)
        .map(({ span }) => locationOf(files, document, span)),
    ),
  );
  connection.onDocumentHighlight(
    at([], (document, text, offset) =>
      highlights(document, offset).map(({ span, role }) => ({
        range: rangeOf(text, span),
        kind: role === 'declaration' ? 3 : 2,
      })),
    ),
  );
  connection.onPrepareRename(
    at(null, (document, text, offset) => {
      const found = renameable(document, offset);
      if (typeof found === 'string') throw new ResponseError(requestFailed, found);
      return found && { range: rangeOf(text, found.span), placeholder: found.text };
    }),
  );
  connection.onRenameRequest(
    at(null, (document, _text, offset, { newName }) => {
      const renaming = rename(document, offset, newName);
      if (renaming.kind === 'refusal') throw new ResponseError(requestFailed, renaming.reason);
      return workspaceEdit(files, document, renaming.edits);
    }),
  );
  connection.onSignatureHelp(
    at(null, (document, _text, offset) => {
      const help = signatureHelp(document, offset);
      if (!help) return null;
      const parameters = help.parameters.map(({ start, end, doc }) => ({
        label: [start, end] as [number, number],
        documentation: doc,
      }));
      const documentation = { kind: MarkupKind.Markdown, value: help.doc };
      const signature = { label: help.label, documentation, parameters };
      return { signatures: [signature], activeSignature: 0, activeParameter: help.active ?? parameters.length };
    }),
  );
  connection.onCodeAction(
    on([], (document, text, { range, context }) =>
      codeActions(document, text.offsetAt(range.start), text.offsetAt(range.end)).map((action) =>
        actionOf(files, document, action, context.diagnostics),
      ),
    ),
  );
  connection.onDocumentSymbol(
    on([], (document, text) => documentSymbols(document).map((symbol) => symbolOf(text, symbol))),
  );
  connection.onFoldingRanges(
    on([], (document) =>
      foldingRanges(document).map(({ startLine, endLine, kind }) => ({
        startLine,
        endLine,
        ...(kind !== 'region' && { kind: kind === 'comment' ? FoldingRangeKind.Comment : FoldingRangeKind.Imports }),
      })),
    ),
  );
  connection.onDocumentFormatting(on([], (document, text) => wireEdits(text, formatEdits(document))));
  connection.languages.inlayHint.on(
    on([], (document, text, { range }) => {
      const [start, end] = [text.offsetAt(range.start), text.offsetAt(range.end)];
      const near = inlayHints(document).filter(({ offset }) => start <= offset && offset <= end);
      return near.map(({ offset, label, shapes }) => ({
        position: text.positionAt(offset),
        label,
        kind: InlayHintKind.Type,
        paddingLeft: true,
        ...(shapes.length > 0 && { tooltip: shapes.join(', ') }),
      }));
    }),
  );
  connection.languages.semanticTokens.on(
    on({ data: [] }, (document, text) => ({ data: tokenData(text, semanticTokens(document)) })),
  );
}

interface AboutText {
  readonly textDocument: { readonly uri: string };
}

interface AboutPlace extends AboutText {
  readonly position: { readonly line: number; readonly character: number };
}

/** Makes a handler from a service of a whole text; a text that is not open has no answer. */
function withDocument({ texts, files }: Server) {
  return <P extends AboutText, R, N>(none: N, service: (document: Document, text: TextDocument, params: P) => R) =>
    (params: P): R | N => {
      const { uri } = params.textDocument;
      const text = texts.get(uri);
      const document = text && documentAt(files, uri);
      return text && document ? service(document, text, params) : none;
    };
}

/** The same for a service of one place. */
function withPlace(server: Server) {
  const on = withDocument(server);
  return <P extends AboutPlace, R, N>(
    none: N,
    service: (document: Document, text: TextDocument, offset: number, params: P) => R,
  ) => on<P, R, N>(none, (document, text, params) => service(document, text, text.offsetAt(params.position), params));
}
