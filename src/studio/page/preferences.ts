/** How the page looks and speaks and is divided, kept by the browser between visits. */
import { createStore } from 'zustand/vanilla';

export type Language = 'en' | 'zh';
export type Theme = 'light' | 'dark' | 'system';

/** Parts of the window that can be put away. */
export const parts = ['palette', 'canvas', 'editor', 'inspector'] as const;
export type Part = (typeof parts)[number];

export const tables = ['problems', 'layers', 'compare'] as const;
export type Table = (typeof tables)[number];

export interface Preferences {
  readonly language: Language;
  readonly theme: Theme;
  readonly hidden: readonly Part[];
  /** Shown below; undefined for none. */
  readonly table: Table | undefined;
  /** How the window is divided, as the panels write it down. */
  readonly sizes: Readonly<Record<string, string>>;
}

const key = 'netwright.preferences';

function stored(): Partial<Preferences> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {}; // Written by another program, or storage is forbidden.
  }
}

function initial(): Preferences {
  const { language, theme, hidden, table = 'problems', sizes } = stored();
  const spoken = navigator.language.startsWith('zh') ? 'zh' : 'en';
  return {
    language: language === 'en' || language === 'zh' ? language : spoken,
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    hidden: Array.isArray(hidden) ? parts.filter((part) => hidden.includes(part)) : [],
    table: tables.find((each) => each === table),
    sizes: typeof sizes === 'object' && sizes !== null ? sizes : {},
  };
}

/** Of canvas and text one stays. */
export function togglePart(part: Part): void {
  preferences.setState(({ hidden }) => {
    if (hidden.includes(part)) return { hidden: hidden.filter((each) => each !== part) };
    const other = part === 'canvas' ? 'editor' : part === 'editor' ? 'canvas' : undefined;
    return { hidden: [...hidden.filter((each) => each !== other), part] };
  });
}

/** The table that is named, or none where it was there already. */
export function toggleTable(name: Table): void {
  preferences.setState(({ table }) => ({ table: table === name ? undefined : name }));
}

export const preferences = createStore<Preferences>(initial);

preferences.subscribe((value) => {
  try {
    localStorage.setItem(key, JSON.stringify({ ...value, table: value.table ?? 'none' }));
  } catch {
    // Forbidden: they last as long as the page.
  }
});
