/** The drawing's colours as CSS variables, so that the page around it and the exported picture have the same ones. */
import { dark, light, type Palette } from '../../../canvas/palette.ts';
import { preferences, type Theme } from '../preferences.ts';

export type Mode = 'light' | 'dark';

const darkSystem = matchMedia('(prefers-color-scheme: dark)');

export function modeOf(theme: Theme): Mode {
  return theme === 'system' ? (darkSystem.matches ? 'dark' : 'light') : theme;
}

/** Sets the colours now and whenever the reader or the system changes its mind. */
export function followTheme(): void {
  const apply = (): void => {
    const mode = modeOf(preferences.getState().theme);
    document.documentElement.dataset.theme = mode;
    for (const [name, value] of variables(mode === 'dark' ? dark : light)) {
      document.documentElement.style.setProperty(name, value);
    }
  };
  apply();
  preferences.subscribe(apply);
  darkSystem.addEventListener('change', apply);
}

function variables({ categories, ...colours }: Palette): [name: string, value: string][] {
  const named = Object.entries(colours).map(([name, value]): [string, string] => [`--${kebab(name)}`, value]);
  const kinds = Object.entries(categories).map(([name, value]): [string, string] => [`--category-${name}`, value]);
  return [...named, ...kinds, ['--accent', colours.skip]];
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
