/** Generated sources of a given number of layers. */

const head = (name: string): string => `network ${name} {\n  input image [16, 8, 8]\n`;

/** One layer a source line: convolutions and activations in turn. */
export function asLines(layers: number): string {
  const pair = ['  conv(16, 3, pad = same)', '  relu'];
  return `${head('Lines')}${Array.from({ length: layers }, (_, i) => pair[i % 2]).join('\n')}\n}\n`;
}

/** The same layers from one `repeat`. */
export function asRepeat(layers: number): string {
  return `${head('Repeat')}  repeat ${Math.floor(layers / 2)} {\n    conv(16, 3, pad = same)\n    relu\n  }\n}\n`;
}
