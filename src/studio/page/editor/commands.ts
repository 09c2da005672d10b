/** What the editor adds to the menus and the command palette. Nothing of Monaco is loaded for it. */
import type { Command } from '../shell/command.ts';
import { type Studio, tabOf } from '../studio.ts';
import { words } from './words.ts';

export async function format(studio: Studio, path: string): Promise<void> {
  const revisionOf = (): number | undefined => tabOf(studio.store.getState(), path)?.document.revision;
  const revision = revisionOf();
  const edits = await studio.worker.ask<'format'>(path, { kind: 'format' });
  if (revisionOf() === revision) studio.edit(path, edits, 'format');
}

export const editorCommands: readonly Command[] = [
  {
    id: 'editor.format',
    words: { en: words.en.format, zh: words.zh.format },
    keys: ['Shift+Alt+F'],
    enabled: (_, path) => path !== undefined,
    run: (studio, path) => {
      if (path !== undefined) void format(studio, path);
    },
  },
];
