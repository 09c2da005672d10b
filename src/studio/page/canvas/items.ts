/** What the palette offers, and how it is looked through. */
import { useEffect, useState } from 'react';
import type { PaletteItem } from '../../protocol.ts';
import { useStudio, useTab } from '../context.tsx';

/** Asked anew when the text has changed: the file's own blocks are among them. The old ones stay until then. */
export function usePaletteItems(path: string): readonly PaletteItem[] {
  const studio = useStudio();
  const revision = useTab(path, (tab) => tab.stateRevision) ?? 0;
  const [items, setItems] = useState<readonly PaletteItem[]>([]);
  useEffect(() => {
    if (revision === 0) return;
    let isWanted = true;
    studio.worker.ask<'palette'>(path, { kind: 'palette' }).then(
      (answer) => {
        if (isWanted) setItems((before) => (isSame(before, answer) ? before : answer));
      },
      // A fault of the program is told elsewhere; the items that are known stay.
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [studio, path, revision]);
  return items;
}

function isSame(before: readonly PaletteItem[], after: readonly PaletteItem[]): boolean {
  return before.length === after.length && JSON.stringify(before) === JSON.stringify(after);
}

export interface Section {
  /** A key of the words for categories. */
  readonly name: string;
  readonly items: readonly PaletteItem[];
}

/** Operators by category, then the file's blocks, then the library's. */
export function sectionsOf(items: readonly PaletteItem[]): readonly Section[] {
  const sections = new Map<string, PaletteItem[]>();
  for (const item of items) {
    const name = item.origin === 'operator' ? item.category : item.origin;
    const known = sections.get(name);
    if (known) known.push(item);
    else sections.set(name, [item]);
  }
  return [...sections].map(([name, own]) => ({ name, items: own }));
}

/** Best first: the name itself, its beginning, a part of it, then what is said about it. All where nothing is sought. */
export function found(items: readonly PaletteItem[], sought: string): readonly PaletteItem[] {
  const wanted = sought.trim().toLowerCase();
  if (wanted === '') return items;
  const rank = ({ name, callee, summary }: PaletteItem): number => {
    const called = name.toLowerCase();
    if (called === wanted) return 0;
    if (called.startsWith(wanted)) return 1;
    if (callee.toLowerCase().includes(wanted)) return 2;
    return summary.toLowerCase().includes(wanted) ? 3 : 4;
  };
  return items
    .map((item, at) => ({ item, at, rank: rank(item) }))
    .filter((each) => each.rank < 4)
    .sort((a, b) => a.rank - b.rank || a.at - b.at)
    .map(({ item }) => item);
}
