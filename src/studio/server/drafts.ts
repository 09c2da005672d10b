/**
 * Texts that were not saved, one file each, outside the user's folder. They are on the disk as soon as `keep` returns:
 * what is killed after it loses nothing.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { env, platform } from 'node:process';
import { readText, reasonOf, writeWhole } from '../../machine/files.ts';
import type { Draft, HostProblem } from '../host.ts';
import { pathProblem } from './paths.ts';

/** Where programs of this system keep what is neither setting nor cache. */
export function draftsHome(): string {
  return join(stateHome(), 'netwright', 'drafts');
}

function stateHome(): string {
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  if (platform === 'win32') return env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
  // The standard has relative paths ignored.
  const given = env.XDG_STATE_HOME ?? '';
  return isAbsolute(given) ? given : join(homedir(), '.local', 'state');
}

export interface Drafts {
  all(): readonly Draft[] | HostProblem;
  keep(draft: Draft): undefined | HostProblem;
  drop(path: string): undefined | HostProblem;
}

/** Those of one folder, by its real path. */
export function openDrafts(home: string, folder: string): Drafts {
  const own = join(home, nameOf(folder));
  const fileOf = (path: string): string => join(own, `${nameOf(path)}.json`);
  return {
    all() {
      try {
        return readdirSync(own)
          .filter((name) => name.endsWith('.json'))
          .flatMap((name) => readDraft(join(own, name)))
          .sort((a, b) => (a.path < b.path ? -1 : 1));
      } catch (error) {
        return isMissing(error) ? [] : { problem: `the drafts cannot be read: ${reasonOf(error)}` };
      }
    },
    keep({ path, text, base }) {
      try {
        // They are sources that the user may show to nobody.
        mkdirSync(own, { recursive: true, mode: 0o700 });
      } catch (error) {
        return { problem: `the draft cannot be kept: ${reasonOf(error)}` };
      }
      const reason = writeWhole(fileOf(path), `${JSON.stringify({ path, base, text })}\n`);
      return reason === undefined ? undefined : { problem: `the draft cannot be kept: ${reason}` };
    },
    drop(path) {
      try {
        rmSync(fileOf(path), { force: true });
        return undefined;
      } catch (error) {
        return { problem: `the draft cannot be removed: ${reasonOf(error)}` };
      }
    },
  };
}

function nameOf(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 32);
}

/** None where the file is no draft: of another version, or changed by another program. */
function readDraft(file: string): readonly Draft[] {
  const reading = readText(file);
  if (reading.kind === 'failure') return [];
  try {
    const draft: unknown = JSON.parse(reading.text);
    return isDraft(draft) ? [{ path: draft.path, text: draft.text, base: draft.base }] : [];
  } catch {
    return [];
  }
}

/** From outside: of a path that can be opened, with a text that can be saved. */
export function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null) return false;
  const { path, text, base } = value as Partial<Record<keyof Draft, unknown>>;
  const isBase = base === undefined || typeof base === 'string';
  return typeof path === 'string' && pathProblem(path) === undefined && typeof text === 'string' && isBase;
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
