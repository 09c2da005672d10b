/** Text that a crash kept from being saved. */
import type { Draft } from '../../host.ts';
import { isProblem, type Studio, tabOf } from '../studio.ts';

/** Opens the file and puts the draft in its place, as a change that can be undone; where there is no file, a new text. */
export async function recoverDraft(studio: Studio, { path, text, base }: Draft): Promise<void> {
  const read = base === undefined ? undefined : await studio.host.read(path);
  if (!read || isProblem(read)) return studio.openNew(path, text);
  await studio.open(path);
  const now = tabOf(studio.store.getState(), path)?.document.text;
  if (now === undefined) return;
  studio.edit(path, [{ span: { file: path, start: 0, end: now.length }, text }], 'file');
}
