/** What a command line asks to be opened. */
import { basename, dirname, resolve } from 'node:path';
import { statOf } from '../src/machine/files.ts';
import { isSourceName } from '../src/machine/sources.ts';

export interface Opening {
  readonly folder: string;
  /** Within the folder. */
  readonly file?: string;
}

/**
 * The first argument is the program; `application` is the folder that Electron runs, which stands among the others while
 * it is not packaged. Switches, which Chromium adds its own to, and what is no source are left out.
 */
export function openingsIn(args: readonly string[], currentFolder: string, application: string): readonly Opening[] {
  return args
    .slice(1)
    .filter((arg) => !arg.startsWith('-'))
    .map((arg) => resolve(currentFolder, arg))
    .flatMap((path) => (path === application ? [] : openingOf(path)));
}

export function openingOf(path: string): readonly Opening[] {
  try {
    const stat = statOf(path);
    if (stat?.isDirectory()) return [{ folder: path }];
    return stat?.isFile() && isSourceName(path) ? [{ folder: dirname(path), file: basename(path) }] : [];
  } catch {
    return []; // Of no name that the system allows.
  }
}
