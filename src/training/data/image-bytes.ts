/** What the first and last bytes of an image file say: the format, and whether the end is there. */

/** So many bytes of either end are enough. */
export const edgeBytes = 64;

export const imageExtensions = ['.avif', '.gif', '.jpeg', '.jpg', '.png', '.tif', '.tiff', '.webp'];

export type ImageVerdict =
  | { readonly kind: 'whole' }
  /** Only decoding tells: a format without an end mark, or bytes after it. */
  | { readonly kind: 'unsure' }
  | { readonly kind: 'problem'; readonly reason: string };

/** `start` and `end` are the first and last bytes, `size` is that of the file. */
export function judgeImage(start: Uint8Array, end: Uint8Array, size: number): ImageVerdict {
  const text = latin1(start);
  const tail = latin1(end);
  if (size === 0) return problem('the file is empty');
  if (text.startsWith('\u0089PNG\r\n\u001a\n')) {
    return tail.includes('IEND') ? { kind: 'whole' } : problem('the PNG image is cut off: its end (IEND) is missing');
  }
  if (text.startsWith('\u00ff\u00d8\u00ff'))
    return tail.includes('\u00ff\u00d9') ? { kind: 'whole' } : { kind: 'unsure' };
  if (/^GIF8[79]a/.test(text)) return tail.endsWith(';') ? { kind: 'whole' } : { kind: 'unsure' };
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') {
    const [a = 0, b = 0, c = 0, d = 0] = start.subarray(4, 8);
    const stated = a + b * 2 ** 8 + c * 2 ** 16 + d * 2 ** 24 + 8;
    if (size < stated) return problem(`the WebP image is cut off: ${size} of ${stated} bytes`);
    return { kind: 'whole' };
  }
  if (text.startsWith('II*\0') || text.startsWith('MM\0*')) return { kind: 'unsure' };
  if (text.slice(4, 8) === 'ftyp') return { kind: 'unsure' };
  if (/^[\t\n\r\x20-\x7e]+$/.test(text)) {
    return problem(`it is text, not an image: "${text.slice(0, 24).trim().replace(/\s+/g, ' ')}..."`);
  }
  return problem('it is not a PNG, JPEG, WebP, GIF, TIFF or AVIF image');
}

function problem(reason: string): ImageVerdict {
  return { kind: 'problem', reason };
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
