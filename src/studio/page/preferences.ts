/** How the page looks and speaks, kept by the browser between visits. */
import { createStore } from 'zustand/vanilla';

export type Language = 'en' | 'zh';
export type Theme = 'light' | 'dark' | 'system';

export interface Preferences {
  readonly language: Language;
  readonly theme: Theme;
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
  const { language, theme } = stored();
  const spoken = navigator.language.startsWith('zh') ? 'zh' : 'en';
  return {
    language: language === 'en' || language === 'zh' ? language : spoken,
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
  };
}

export const preferences = createStore<Preferences>(initial);

preferences.subscribe((value) => {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Forbidden: they last as long as the page.
  }
});
