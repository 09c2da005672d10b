/** No service fails, and none speaks of places outside of the text, whatever the text and wherever the caret. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeActions } from '../../src/language/actions.ts';
import { completion } from '../../src/language/completion.ts';
import { type Document, fileOf } from '../../src/language/document.ts';
import { formatEdits } from '../../src/language/formatting.ts';
import { hover } from '../../src/language/hover.ts';
import { inlayHints } from '../../src/language/inlay.ts';
import { definition, highlights } from '../../src/language/occurrences.ts';
import { documentSymbols, foldingRanges } from '../../src/language/outline.ts';
import { renameable } from '../../src/language/rename.ts';
import { signatureHelp } from '../../src/language/signature.ts';
import { semanticTokens } from '../../src/language/tokens.ts';
import { documentAt, sources } from './support.ts';

function inside(document: Document, { start, end }: { readonly start: number; readonly end: number }): boolean {
  return 0 <= start && start <= end && end <= fileOf(document).text.length;
}

function askAt(document: Document, offset: number): void {
  const { span, items } = completion(document, offset);
  if (!inside(document, span) || span.start > offset || span.end < offset) throw new Error(`completion at ${offset}`);
  for (const { label, edits } of items) {
    if (label === '' || !edits.every((edit) => inside(document, edit.span))) throw new Error(`${label} at ${offset}`);
  }
  const help = signatureHelp(document, offset);
  if (help && !help.parameters.every(({ start, end }) => start < end && end <= help.label.length)) {
    throw new Error(`signature at ${offset}`);
  }
}

function askAbout(document: Document, offset: number): void {
  const found = hover(document, offset);
  if (found && !(inside(document, found.span) && found.text.length > 0)) throw new Error(`hover at ${offset}`);
  definition(document, offset);
  renameable(document, offset);
  if (!highlights(document, offset).every(({ span }) => inside(document, span))) throw new Error(`at ${offset}`);
}

function askAll(document: Document): void {
  const { length } = fileOf(document).text;
  expect(inlayHints(document).every(({ offset }) => offset <= length)).toBe(true);
  expect(semanticTokens(document).every(({ start, length: size }) => start + size <= length)).toBe(true);
  documentSymbols(document);
  foldingRanges(document);
  formatEdits(document);
  codeActions(document, 0, length);
}

describe('every offset', () => {
  it.each(sources.map((file) => [file.path, file] as const))('of %s', (_path, file) => {
    const document = documentAt(file);
    askAll(document);
    // Examples at every offset, the library at some.
    const stride = file.path.startsWith('blocks/') ? 5 : 1;
    for (let offset = 0; offset <= file.text.length; offset += stride) askAt(document, offset);
    // Within a word the answers are those at its start.
    for (const { index } of file.text.matchAll(/\b\w/g)) askAbout(document, index);
  });
});

describe('half-typed texts', () => {
  it('cut off anywhere, with the caret at the end', () => {
    const cut = fc
      .constantFrom(...sources)
      .chain((file) =>
        fc.nat({ max: file.text.length }).map((length) => ({ ...file, text: file.text.slice(0, length) })),
      );
    fc.assert(
      fc.property(cut, (file) => {
        const document = documentAt(file);
        askAll(document);
        askAt(document, file.text.length);
        askAbout(document, file.text.length);
      }),
      { numRuns: 150, seed: 7 },
    );
  });

  it('with a piece taken out, or noise put in', () => {
    const noise = fc.constantFrom(
      '',
      '(',
      ')',
      '{',
      '}',
      '|',
      '->',
      '=',
      ',',
      '"',
      ':',
      '.',
      'if ',
      'use ',
      'repeat ',
      '\n',
    );
    const broken = fc.tuple(fc.constantFrom(...sources), fc.nat(), fc.nat({ max: 30 }), noise);
    fc.assert(
      fc.property(broken, ([file, seed, taken, put]) => {
        const at = seed % (file.text.length + 1);
        const text = file.text.slice(0, at) + put + file.text.slice(at + taken);
        const document = documentAt({ ...file, text });
        askAll(document);
        for (const offset of [at, at + put.length, text.length]) {
          askAt(document, Math.min(offset, text.length));
          askAbout(document, Math.min(offset, text.length));
        }
      }),
      { numRuns: 150, seed: 11 },
    );
  });
});
