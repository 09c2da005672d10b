/** The files of the built page: for the server, and for the desktop application's own scheme. */
import { readFile, realpath, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { isInside } from './paths.ts';

/** Of what the build makes. Without a type, a file is not served: browsers are told not to guess. */
const types: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.ico', 'image/x-icon'],
  ['.ttf', 'font/ttf'],
  ['.woff2', 'font/woff2'],
  ['.wasm', 'application/wasm'],
  ['.txt', 'text/plain; charset=utf-8'],
]);

export interface PageFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Type, caching and tag. */
  readonly headers: Readonly<Record<string, string>> & { readonly ETag: string };
}

/** `pathname`: of the address, as it was sent. Undefined where the page has no such file. */
export async function readPageFile(folder: string, pathname: string): Promise<PageFile | undefined> {
  const name = nameOf(pathname);
  const type = name && types.get(extname(name));
  if (name === undefined || type === undefined) return undefined;
  try {
    const root = await realpath(folder);
    const real = await realpath(join(root, name));
    if (!isInside(root, real)) return undefined;
    const { size, mtimeMs } = await stat(real);
    const bytes = Uint8Array.from(await readFile(real));
    return {
      bytes,
      headers: {
        'Content-Type': type,
        // The names of what the page loads hold a hash of the content.
        'Cache-Control': name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        ETag: `W/"${size.toString(36)}-${mtimeMs.toString(36)}"`,
      },
    };
  } catch {
    return undefined; // Not there, or replaced by a new build at this moment.
  }
}

function nameOf(pathname: string): string | undefined {
  try {
    const path = decodeURIComponent(pathname.replace(/^\//, ''));
    if (path === '') return 'index.html';
    const isPlain = !/[\\\0:]/.test(path) && path.split('/').every((part) => part !== '' && !part.startsWith('.'));
    return isPlain ? path : undefined;
  } catch {
    return undefined; // Half an escape.
  }
}
