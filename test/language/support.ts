/** Documents for the tests of the language services. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { examine } from '../../src/analysis/examine.ts';
import type { SourceFile } from '../../src/diagnostics/diagnostic.ts';
import { type Document, documentOf } from '../../src/language/document.ts';
import { cache, read, root, testHost } from '../support/host.ts';

/** Reads each file of the library once. */
function host(files: Readonly<Record<string, string>>) {
  const disk = testHost(files);
  return {
    ...disk,
    library: (name: string) => cache.get(`blocks/${name}.arch`)?.outcome.value.file ?? disk.library(name),
  };
}

export function documentAt(
  file: SourceFile,
  files: Readonly<Record<string, string>> = {},
  others: readonly SourceFile[] = [],
): Document {
  const reach = host(files);
  return documentOf(examine(file, reach, { cache }), reach, cache, others);
}

export function documentOfText(text: string, files: Readonly<Record<string, string>> = {}): Document {
  return documentAt({ path: 'test.arch', text, library: false }, files);
}

/** `<|>` in the text is the caret. */
export function caret(marked: string, files: Readonly<Record<string, string>> = {}): readonly [Document, number] {
  const offset = marked.indexOf('<|>');
  if (offset < 0) throw new Error('no caret in the source');
  return [documentOfText(marked.replace('<|>', ''), files), offset];
}

/** A caret in the stack of a network on 64 x 32 x 32, its parameters `width` and `act`. */
export function inNetwork(steps: string): readonly [Document, number] {
  return caret(
    `use common.ConvBN\n\nnetwork Test(width = 3, act: block = relu) {\n  input image [64, 32, 32]\n${steps}\n}\n`,
  );
}

/** Every network and block file of the tree. */
export const sources: readonly SourceFile[] = ['examples', 'blocks'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.arch'))
    .map((name) => read(`${folder}/${name}`)),
);
