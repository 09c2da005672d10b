/** The drawing's colours as the page has them: variables, so that a change of theme draws nothing anew. */
import { dark, light, type Palette } from '../../../canvas/palette.ts';

const categories = Object.fromEntries(Object.keys(light.categories).map((name) => [name, `var(--category-${name})`]));

export const pageColours: Palette = {
  page: 'var(--page)',
  card: 'var(--card)',
  edge: 'var(--edge)',
  frame: 'var(--frame)',
  frameFill: 'var(--frame-fill)',
  text: 'var(--text)',
  muted: 'var(--muted)',
  line: 'var(--line)',
  skip: 'var(--skip)',
  error: 'var(--error)',
  errorFill: 'var(--error-fill)',
  warning: 'var(--warning)',
  track: 'var(--track)',
  // Of the same names as light's.
  categories: categories as Palette['categories'],
};

/** For a bitmap, which knows no variables. */
export function coloursOf(theme: string | undefined): Palette {
  return theme === 'dark' ? dark : light;
}
