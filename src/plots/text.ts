/** How wide text is, without a font at hand: an upper bound for the common sans-serif faces. */

/** In order of preference; the last is always there. Without quotes, which would end the attribute it stands in. */
export const fontFamily = 'Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif';

/** Thousandths of the font size, for the wider of Arial's and DejaVu Sans' regular faces, rounded up. */
const widths: readonly (readonly [width: number, characters: string])[] = [
  [280, `'ijl`],
  [320, ' ,.I'],
  [360, '/:;\\f|'],
  [400, '()-[]t'],
  [440, '!r'],
  [480, '"'],
  [520, '*J`'],
  [560, '?L_csz'],
  [600, 'kvxy'],
  [640, '$0123456789FTabdeghnopqu{}'],
  [680, 'EKPSY'],
  [720, 'ABVXZ'],
  [760, 'CHNRU'],
  [800, '&DGOQ'],
  [840, '#+<=>^w~'],
  [880, 'M'],
  [960, '%'],
  [1000, 'Wm'],
  [1040, '@'],
];

const widthOf: ReadonlyMap<string, number> = new Map(
  widths.flatMap(([width, characters]) => [...characters].map((character) => [character, width] as const)),
);

/** In the unit of `size`. A character outside ASCII counts as a full em. */
export function textWidth(text: string, size: number): number {
  let sum = 0;
  for (const character of text) sum += widthOf.get(character) ?? 1000;
  return (sum * size) / 1000;
}

/** Cut to a width, with dots. */
export function fitText(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text;
  const characters = [...text];
  while (characters.length > 1 && textWidth(`${characters.join('')}...`, size) > width) characters.pop();
  return `${characters.join('').trimEnd()}...`;
}
