/** Colours that can be read. */

/** Drawn toward the text's colour until it can be read on the background: 4.5 to 1, as WCAG asks of small text. */
export function readable(colour: string, background: string, text: string): string {
  for (let part = 0; part < 1; part += 0.05) {
    const mixed = mix(colour, text, part);
    if (contrast(mixed, background) >= 4.5) return mixed;
  }
  return text;
}

function channels(colour: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

/** `part` of the other's way. */
export function mix(one: string, other: string, part: number): string {
  const to = channels(other);
  const mixed = channels(one).map((value, index) => Math.round(value + ((to[index] ?? 0) - value) * part));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** WCAG 2.2: relative luminance of sRGB, and the ratio of two. */
function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
