/** What the palette offers, and how it is looked through. */
import type { PaletteItem } from '../../protocol.ts';

/** By which the palette is divided. */
export type SectionName = PaletteItem['category'] | 'file' | 'library';

export interface Section {
  /** Undefined for what was looked for, best first. */
  readonly name: SectionName | undefined;
  readonly items: readonly PaletteItem[];
}

/** Operators by category, then the file's blocks, then the library's. */
export function sectionsOf(items: readonly PaletteItem[]): readonly Section[] {
  const sections = new Map<SectionName, PaletteItem[]>();
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
