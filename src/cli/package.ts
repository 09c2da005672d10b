/** What lies beside the program: the standard library of blocks, the version. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package's own folder, seen from the bundle in dist/ and from the source in src/cli/. */
const packageFolder = ['..', '../..']
  .map((up) => fileURLToPath(new URL(up, import.meta.url)))
  .find((folder) => existsSync(resolve(folder, 'blocks')));

/** An absolute path in the package. */
export function ownPath(path: string): string {
  if (packageFolder === undefined) {
    throw new Error('the standard library, the folder blocks/ of the package, is missing; install netwright anew');
  }
  return resolve(packageFolder, path);
}

export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(ownPath('package.json'), 'utf8')) as { readonly version: string };
  return version;
}

export function libraryNames(): readonly string[] {
  return readdirSync(ownPath('blocks'))
    .filter((file) => file.endsWith('.arch'))
    .map((file) => file.slice(0, -'.arch'.length))
    .sort();
}

/** The path that messages and reports show, the same on every machine, and within the package. */
export function libraryPath(name: string): string {
  return `blocks/${name}.arch`;
}

/** True for a path that reads like a module of the library. */
export function isLibraryPath(path: string): boolean {
  return /^blocks\/[^/]+\.arch$/.test(path) && existsSync(ownPath(path));
}
