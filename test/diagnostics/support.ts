import type { SourceFile, Span } from '../../src/diagnostics/diagnostic.ts';

export const file = 'model.arch';

export function sourcesOf(text: string, more: Readonly<Record<string, string>> = {}): ReadonlyMap<string, SourceFile> {
  return new Map(
    Object.entries({ [file]: text, ...more }).map(([path, t]) => [path, { path, text: t, library: false }]),
  );
}

/** The span of the n-th occurrence (from 0) of a piece of the text; a piece that is not there fails the test. */
export function spanOf(text: string, piece: string, nth = 0, path = file): Span {
  let start = text.indexOf(piece);
  for (let n = 0; n < nth; n++) start = text.indexOf(piece, start + 1);
  if (start < 0) throw new Error(`the text has no ${JSON.stringify(piece)}`);
  return { file: path, start, end: start + piece.length };
}
