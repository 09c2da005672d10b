/** What every part of the page reaches for: the studio, a tab's state, the words of the reader's language. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { type Language, preferences } from './preferences.ts';
import { type Studio, type StudioData, type Tab, tabOf } from './studio.ts';

export const StudioContext = createContext<Studio | undefined>(undefined);

export function useStudio(): Studio {
  const studio = useContext(StudioContext);
  if (!studio) throw new Error('no studio around this part of the page');
  return studio;
}

/** Draws anew only when what is chosen is another value. */
export function useStudioData<T>(choose: (data: StudioData) => T): T {
  return useStore(useStudio().store, choose);
}

export function useTab<T>(path: string, choose: (tab: Tab) => T): T | undefined {
  return useStudioData((data) => {
    const tab = tabOf(data, path);
    return tab && choose(tab);
  });
}

/** Each part of the page has a table of its own with the same words in both languages. */
export type Words<T> = Readonly<Record<Language, T>>;

export function useWords<T>(words: Words<T>): T {
  return words[useStore(preferences, ({ language }) => language)];
}
