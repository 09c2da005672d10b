/** From the data of the language services to that of the protocol. */
import {
  CodeActionKind,
  CompletionItemKind,
  DiagnosticSeverity,
  InsertTextFormat,
  type Location,
  MarkupKind,
  type Range,
  SymbolKind,
  type CodeAction as WireAction,
  type CompletionItem as WireCompletion,
  type Diagnostic as WireDiagnostic,
  type DocumentSymbol as WireSymbol,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic, Span, TextEdit } from '../diagnostics/diagnostic.ts';
import type { CodeAction } from '../language/actions.ts';
import type { Completion } from '../language/completion.ts';
import { type Document, fileOf } from '../language/document.ts';
import { completionIcons, symbolIcons } from '../language/icons.ts';
import type { DocumentSymbol } from '../language/outline.ts';
import { plain } from '../language/snippet.ts';
import type { SemanticToken, TokenKind } from '../language/tokens.ts';
import { tokenKinds } from '../language/tokens.ts';
import { textOf, type Workspace } from './lsp-workspace.ts';

export interface Capabilities {
  readonly snippets: boolean;
}

export function rangeOf(text: TextDocument, { start, end }: { readonly start: number; readonly end: number }): Range {
  return { start: text.positionAt(start), end: text.positionAt(end) };
}

export function locationOf(workspace: Workspace, document: Document, span: Span): Location {
  const text = textOf(workspace, document, span.file);
  return { uri: text.uri, range: rangeOf(text, span) };
}

/** Those of the file itself where they are; those of files it uses at the `use` that leads there. */
export function diagnosticsOf(workspace: Workspace, document: Document): WireDiagnostic[] {
  const { path } = fileOf(document);
  const text = textOf(workspace, document, path);
  return document.examined.diagnostics.map((diagnostic) => {
    const { span, severity, code, message, hint, related = [] } = diagnostic;
    const own = span.file === path;
    const information = related.map((each) => ({
      location: locationOf(workspace, document, each.span),
      message: each.message,
    }));
    if (!own) information.unshift({ location: locationOf(workspace, document, span), message });
    const shown = own ? message : `in ${span.file}: ${message}`;
    return {
      range: rangeOf(text, own ? span : placeOfUse(document)),
      severity: severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
      code,
      source: 'netwright',
      message: hint === undefined ? shown : `${shown}\n${hint}`,
      relatedInformation: information,
      ...(severity === 'warning' && code.startsWith('unused') && { tags: [1] }),
    };
  });
}

function placeOfUse({ module }: Document): { readonly start: number; readonly end: number } {
  const use = module.syntax.uses.find(({ source }) => source.kind === 'path') ?? module.syntax.uses[0];
  return use?.span ?? { start: 0, end: 0 };
}

export function completionsOf(
  text: TextDocument,
  { span, items }: Completion,
  { snippets }: Capabilities,
): WireCompletion[] {
  const range = rangeOf(text, span);
  return items.map(({ label, kind, detail, doc, insert, rank, edits }) => ({
    label,
    kind: CompletionItemKind[completionIcons[kind]],
    sortText: `${rank}${label}`,
    textEdit: { range, newText: snippets ? insert : plain(insert) },
    insertTextFormat: snippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    ...(detail !== '' && { detail }),
    ...(doc !== '' && { documentation: { kind: MarkupKind.Markdown, value: doc } }),
    ...(edits.length > 0 && { additionalTextEdits: wireEdits(text, edits) }),
  }));
}

export function wireEdits(text: TextDocument, edits: readonly TextEdit[]): { range: Range; newText: string }[] {
  return edits.map((edit) => ({ range: rangeOf(text, edit.span), newText: edit.text }));
}

export function workspaceEdit(workspace: Workspace, document: Document, edits: readonly TextEdit[]): WorkspaceEdit {
  const changes: NonNullable<WorkspaceEdit['changes']> = {};
  for (const edit of edits) {
    const text = textOf(workspace, document, edit.span.file);
    const list = changes[text.uri] ?? [];
    list.push(...wireEdits(text, [edit]));
    changes[text.uri] = list;
  }
  return { changes };
}

export function actionOf(
  workspace: Workspace,
  document: Document,
  action: CodeAction,
  shown: readonly WireDiagnostic[],
): WireAction {
  const { title, diagnostic, edits, preferred } = action;
  const own = shown.filter((each) => isSame(workspace, document, diagnostic, each));
  return {
    title,
    kind: CodeActionKind.QuickFix,
    isPreferred: preferred,
    edit: workspaceEdit(workspace, document, edits),
    ...(own.length > 0 && { diagnostics: own }),
  };
}

function isSame(workspace: Workspace, document: Document, { code, span }: Diagnostic, shown: WireDiagnostic): boolean {
  const { range } = locationOf(workspace, document, span);
  return shown.code === code && shown.range.start.line === range.start.line;
}

export function symbolOf(text: TextDocument, symbol: DocumentSymbol): WireSymbol {
  const { name, detail, kind, span, selection, children } = symbol;
  return {
    name,
    kind: SymbolKind[symbolIcons[kind]],
    range: rangeOf(text, span),
    selectionRange: rangeOf(text, selection),
    children: children.map((child) => symbolOf(text, child)),
    ...(detail !== '' && { detail }),
  };
}

/** The protocol's own words for kinds of tokens, so that every colour scheme knows them. */
const tokenTypes: Readonly<Record<TokenKind, string>> = {
  keyword: 'keyword',
  comment: 'comment',
  string: 'string',
  number: 'number',
  operator: 'operator',
  block: 'class',
  network: 'class',
  layer: 'method',
  function: 'function',
  parameter: 'parameter',
  variable: 'variable',
  label: 'property',
  argument: 'parameter',
  word: 'enumMember',
  figure: 'macro',
  type: 'type',
  module: 'namespace',
};

export const tokenLegend = {
  tokenTypes: [...new Set(tokenKinds.map((kind) => tokenTypes[kind]))],
  tokenModifiers: ['declaration'],
};

/** Five numbers a token: lines and characters since the one before, length, type, modifiers. */
export function tokenData(text: TextDocument, tokens: readonly SemanticToken[]): number[] {
  const data: number[] = [];
  let [line, character] = [0, 0];
  for (const { start, length, kind, declaration } of tokens) {
    const at = text.positionAt(start);
    const type = tokenLegend.tokenTypes.indexOf(tokenTypes[kind]);
    data.push(at.line - line, at.line === line ? at.character - character : at.character, length, type);
    data.push(declaration ? 1 : 0);
    [line, character] = [at.line, at.character];
  }
  return data;
}
