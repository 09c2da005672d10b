/** Edits of several files. */
import type { TextEdit } from '../../../diagnostics/diagnostic.ts';
import { editsByFile } from '../../../diagnostics/edits.ts';
import type { Origin } from '../documents.ts';
import { type Studio, tabOf } from '../studio.ts';

/** Files that are not open are opened: what was changed in them is seen, and can be undone there. */
export async function editFiles(studio: Studio, edits: readonly TextEdit[], origin: Origin): Promise<void> {
  const { active } = studio.store.getState();
  const isOpen = (path: string): boolean => tabOf(studio.store.getState(), path) !== undefined;
  const files = [...editsByFile(edits)];
  const closed = files.filter(([path]) => !isOpen(path));
  for (const [path, own] of files) if (isOpen(path)) studio.edit(path, own, origin);
  for (const [path, own] of closed) {
    await studio.open(path);
    studio.edit(path, own, origin);
  }
  if (closed.length > 0 && active !== undefined) studio.activate(active);
}
