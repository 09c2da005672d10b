/** Text that is not saved is kept with the host, so that a crash of page, browser or machine loses nothing. */
import type { Draft } from '../../host.ts';
import { isUnsaved, type OpenDocument } from '../documents.ts';
import { isProblem, type Studio, tabOf } from '../studio.ts';
import { ui } from './ui.ts';

/** Milliseconds without a change. */
const rest = 500;

export function keepDrafts(studio: Studio): () => void {
  const seen = new Map<string, { readonly document: OpenDocument; readonly timer: number | undefined }>();
  let hasFailed = false;

  async function keep(path: string): Promise<void> {
    const document = tabOf(studio.store.getState(), path)?.document;
    // Saved or closed meanwhile.
    if (!document || !isUnsaved(document)) return;
    const answer = await studio.host.keepDraft({ path, text: document.text, base: document.saved?.version });
    const failed = answer !== undefined && isProblem(answer);
    // Once is enough: it would be said after every word.
    if (failed && !hasFailed) studio.notify(answer.problem);
    hasFailed = failed;
  }

  return studio.store.subscribe(({ tabs }) => {
    for (const { document } of tabs) {
      const { path } = document;
      const before = seen.get(path);
      if (before?.document === document) continue;
      window.clearTimeout(before?.timer);
      const timer = isUnsaved(document) ? window.setTimeout(() => void keep(path), rest) : undefined;
      seen.set(path, { document, timer });
    }
    for (const [path, { timer }] of seen) {
      if (tabs.some(({ document }) => document.path === path)) continue;
      window.clearTimeout(timer);
      seen.delete(path);
    }
  });
}

/** Those of earlier visits, to be offered. */
export async function findDrafts(studio: Studio): Promise<void> {
  const answer = await studio.host.drafts();
  if (isProblem(answer)) studio.notify(answer.problem);
  else ui.setState({ drafts: answer });
}

function forget(draft: Draft): void {
  ui.setState(({ drafts }) => ({ drafts: drafts.filter((each) => each !== draft) }));
}

export async function throwAway(studio: Studio, draft: Draft): Promise<void> {
  forget(draft);
  const answer = await studio.host.dropDraft(draft.path);
  if (answer !== undefined && isProblem(answer)) studio.notify(answer.problem);
}

/** Opens the file and puts the draft in its place, as a change that can be undone; where there is no file, a new text. */
export async function recover(studio: Studio, draft: Draft): Promise<void> {
  const { path, text, base } = draft;
  const read = await studio.host.read(path);
  if (isProblem(read)) studio.openNew(path, text);
  else {
    await studio.open(path);
    const now = tabOf(studio.store.getState(), path)?.document;
    if (!now) return;
    studio.edit(path, [{ span: { file: path, start: 0, end: now.text.length }, text }], 'file');
    // The draft was made from another text than the file has now.
    if (read.version !== base) studio.markConflict(path, read);
  }
  forget(draft);
}
