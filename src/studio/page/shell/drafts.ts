/** Keeps text that is not saved with the host, so that a crash of page, browser or machine loses nothing. */
import { isUnsaved, type OpenDocument } from '../documents.ts';
import { isProblem, type Studio } from '../studio.ts';

/** Milliseconds without a change. */
const rest = 500;

export function keepDrafts(studio: Studio): () => void {
  const kept = new Map<string, { readonly text: string; readonly timer: number | undefined }>();
  let hasFailed = false;

  async function keep({ path, text, saved }: OpenDocument): Promise<void> {
    const answer = await studio.host.keepDraft({ path, text, base: saved?.version });
    const failed = answer !== undefined && isProblem(answer);
    // Once is enough: it would be said after every word.
    if (failed && !hasFailed) studio.notify(answer.problem);
    hasFailed = failed;
  }

  return studio.store.subscribe(({ tabs }) => {
    for (const { document } of tabs) {
      const before = kept.get(document.path);
      if (before?.text === document.text) continue;
      window.clearTimeout(before?.timer);
      const timer = isUnsaved(document) ? window.setTimeout(() => void keep(document), rest) : undefined;
      kept.set(document.path, { text: document.text, timer });
    }
    for (const [path, { timer }] of kept) {
      if (tabs.some(({ document }) => document.path === path)) continue;
      window.clearTimeout(timer);
      kept.delete(path);
    }
  });
}
