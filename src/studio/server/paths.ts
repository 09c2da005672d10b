/** Where in the folder a path of the page leads, if it leads to a place in it. */
import { lstatSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { reasonOf, statOf } from '../../machine/files.ts';
import { isSourceName } from '../../machine/sources.ts';
import type { HostProblem } from '../host.ts';

const longestPath = 1024;
/** Devices on Windows, with any extension. */
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/**
 * What is wrong with a path as it is written. The same on every system, so that a folder that was made on one can be
 * opened on another, and so that no spelling means one thing to the check and another to the system.
 */
export function pathProblem(path: string): string | undefined {
  if (path.length > longestPath) return 'its name is too long';
  if (path.startsWith('/') || path.includes('\\') || /^[a-z]:/i.test(path)) {
    return 'a path within the folder is wanted, with slashes between its parts';
  }
  const segments = path.split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) {
    return 'it does not name a file in the folder';
  }
  if (/[\p{Cc}<>:"|?*]/u.test(path)) {
    return 'its name holds a character that not every system allows: one of < > : " | ? * or a control character';
  }
  if (segments.some((segment) => /[. ]$/.test(segment))) return 'a part of its name ends in a dot or a blank';
  if (segments.some((segment) => reserved.test(segment))) return 'a part of its name is a device on Windows';
  return isSourceName(path) ? undefined : 'only .arch files are opened here';
}

/** Absolute, all links followed; `exists` is false for a file that can be made there. */
export interface Place {
  readonly real: string;
  readonly exists: boolean;
}

/** `root` is a folder's real path. */
export function placeOf(root: string, path: string): Place | HostProblem {
  const problem = pathProblem(path);
  if (problem !== undefined) return { problem };
  const written = join(root, ...path.split('/'));
  try {
    const stat = statOf(written);
    if (stat && !stat.isFile()) {
      return { problem: stat.isDirectory() ? 'it is a folder' : 'it is a pipe, a socket or a device, not a file' };
    }
    if (stat) {
      const real = realpathSync(written);
      if (!isInside(root, real)) return outside;
      // A link must not make a file of another kind a source.
      return isSourceName(real) ? { real, exists: true } : { problem: 'it is a link to no .arch file' };
    }
    if (lstatSync(written, { throwIfNoEntry: false })) return { problem: 'it is a symbolic link that leads nowhere' };
    const parent = existing(dirname(written));
    const realParent = realpathSync(parent);
    if (realParent !== root && !isInside(root, realParent)) return outside;
    return { real: join(realParent, written.slice(parent.length)), exists: false };
  } catch (error) {
    return { problem: reasonOf(error) };
  }
}

const outside: HostProblem = { problem: 'it leads out of the folder' };

export function isInside(root: string, real: string): boolean {
  return real.startsWith(root.endsWith(sep) ? root : root + sep);
}

/** The folder itself, or the nearest above it that there is; a link that leads nowhere counts as being there. */
function existing(folder: string): string {
  return lstatSync(folder, { throwIfNoEntry: false }) || dirname(folder) === folder
    ? folder
    : existing(dirname(folder));
}
