/** Everything that can be put on the canvas, in the order in which it is shown. */
import { blockCallee, operatorCallee, type WrittenBlock } from '../../language/callee.ts';
import { type Document, libraryModule } from '../../language/document.ts';
import { keywordTable } from '../../language/keywords.ts';
import { operators } from '../../operators/registry.ts';
import type { PaletteItem } from '../protocol.ts';

/** Operators family by family, `repeat`, the file's blocks and those of the user's files that it uses, the library. */
export function palette(document: Document): readonly PaletteItem[] {
  return [...operatorItems(), repeatItem(), ...fileItems(document), ...libraryItems(document)];
}

function operatorItems(): readonly PaletteItem[] {
  return [...operators.values()].map((operator) => {
    const { name, signature, doc, braces } = operatorCallee(operator);
    const { category } = operator;
    return { callee: name, name, origin: 'operator', category, signature, summary: doc, wraps: braces !== 'none' };
  });
}

/** What a new `repeat` is first: a count that shows at once what it does. */
const firstCount = 2;

function repeatItem(): PaletteItem {
  const { name = 'repeat', form = '', doc = '' } = keywordTable.get('repeat') ?? {};
  const callee = `${name} ${firstCount}`;
  return { callee, name, origin: 'operator', category: 'block', signature: form, summary: sentence(doc), wraps: true };
}

/** What `use` brings from the library is among the library's. */
function fileItems({ module }: Document): readonly PaletteItem[] {
  return [...module.blocks]
    .filter(([name, { home }]) => name !== '' && !home.file.library)
    .map(([name, block]) => blockItem(block, name, 'file'));
}

function libraryItems(document: Document): readonly PaletteItem[] {
  return document.host.libraryNames.flatMap((name) => {
    const module = libraryModule(document, name);
    if (!module) return [];
    return module.syntax.blocks.map((definition) =>
      blockItem({ definition, home: module }, `${name}.${definition.name.text}`, 'library'),
    );
  });
}

function blockItem(block: WrittenBlock, callee: string, origin: PaletteItem['origin']): PaletteItem {
  const { name, signature, doc, braces } = blockCallee(block);
  return { callee, name, origin, category: 'block', signature, summary: sentence(doc), wraps: braces !== 'none' };
}

/** The first, on one line. */
function sentence(doc: string): string {
  const line = doc.replace(/\s+/g, ' ').trim();
  return /^.*?\.(?= [A-Z]|$)/.exec(line)?.[0] ?? line;
}
