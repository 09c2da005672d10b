/** What the commands of the window do to the text in front. */
import { messageOf } from '../../message.ts';
import { type Studio, tabOf } from '../studio.ts';

/** The next diagnostic behind the caret, or the first. */
export function goToNextProblem(studio: Studio, path: string): void {
  const tab = tabOf(studio.store.getState(), path);
  const own = (tab?.state?.diagnostics ?? []).filter(({ span }) => span.file === path);
  const sorted = [...own].sort((a, b) => a.span.start - b.span.start);
  const next = sorted.find(({ span }) => span.start > (tab?.selection.start ?? 0)) ?? sorted[0];
  if (!next) return;
  const nodes = next.node === undefined ? [] : [next.node];
  studio.select(path, { start: next.span.start, end: next.span.end, nodes, by: 'problems' });
}

/** Makes the fix of the diagnostic at the caret. */
export function fixHere(studio: Studio, path: string): void {
  const tab = tabOf(studio.store.getState(), path);
  const { start = 0, end = 0 } = tab?.selection ?? {};
  const found = tab?.state?.diagnostics.find(
    ({ fix, span }) => fix && span.file === path && span.start <= end && start <= span.end,
  );
  if (found?.fix) studio.edit(path, found.fix.edits, 'fix');
}

/** A fault of the program, in words. */
export function attempt(studio: Studio, work: Promise<unknown>): void {
  work.catch((error: unknown) => studio.notify(messageOf(error)));
}
