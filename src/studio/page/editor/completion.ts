/** Completion and the parameters of the call at the caret. */
import { completionIcons } from '../../../language/icons.ts';
import type { CompletionItem } from '../../../language/items.ts';
import type { SignatureHelp } from '../../../language/signature.ts';
import type { Asking, At } from './ask.ts';
import { languageId } from './language.ts';
import { offsetOf, rangeOf } from './lines.ts';
import { type Disposable, monaco } from './monaco.ts';

const { CompletionItemInsertTextRule, CompletionItemKind } = monaco.languages;

export function registerCompletion({ ask }: Asking): readonly Disposable[] {
  return [
    monaco.languages.registerCompletionItemProvider(languageId, {
      triggerCharacters: ['.', '(', ',', '='],
      // Monaco goes on with what is typed while the answer is on its way.
      provideCompletionItems: (model, position, _, token) =>
        ask<'completion', monaco.languages.CompletionList>(
          { model, token, older: true },
          ({ lines }) => ({ kind: 'completion', offset: offsetOf(lines, position) }),
          ({ span, items }, at) => {
            const range = rangeOf(at.lines, span);
            return { suggestions: items.map((item) => suggestion(item, range, at)) };
          },
        ),
    }),
    monaco.languages.registerSignatureHelpProvider(languageId, {
      signatureHelpTriggerCharacters: ['(', ','],
      signatureHelpRetriggerCharacters: [')'],
      provideSignatureHelp: (model, position, token) =>
        ask<'signature', monaco.languages.SignatureHelpResult | undefined>(
          { model, token },
          ({ lines }) => ({ kind: 'signature', offset: offsetOf(lines, position) }),
          (help) => help && { value: signatures(help), dispose: () => undefined },
        ),
    }),
  ];
}

function suggestion(
  { label, kind, detail, doc, insert, rank, edits }: CompletionItem,
  range: monaco.IRange,
  { lines }: At,
): monaco.languages.CompletionItem {
  return {
    label,
    kind: CompletionItemKind[completionIcons[kind]],
    detail,
    documentation: { value: doc },
    insertText: insert,
    insertTextRules: CompletionItemInsertTextRule.InsertAsSnippet,
    sortText: `${String(rank).padStart(3, '0')}${label}`,
    range,
    additionalTextEdits: edits.map(({ span, text }) => ({ range: rangeOf(lines, span), text })),
    ...(insert.includes('(${') && { command: { id: 'editor.action.triggerParameterHints', title: '' } }),
  };
}

function signatures({ label, doc, parameters, active }: SignatureHelp): monaco.languages.SignatureHelp {
  return {
    activeSignature: 0,
    activeParameter: active ?? parameters.length,
    signatures: [
      {
        label,
        documentation: { value: doc },
        parameters: parameters.map((each) => ({
          label: [each.start, each.end],
          documentation: { value: each.doc },
        })),
      },
    ],
  };
}
