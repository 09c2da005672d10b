/** One real folder as the page's host: used by the server and by the desktop application alike. */
import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { maximumBytes, noSuchFile, readText, reasonOf, tooLarge, writeWhole } from '../../machine/files.ts';
import type { Draft, FileText, FileVersion, HostProblem, Saved, StudioHost } from '../host.ts';
import { openDrafts } from './drafts.ts';
import { listSources } from './list.ts';
import { pathProblem, placeOf } from './paths.ts';
import { watchFolder } from './watch.ts';

export interface StudioFolder extends StudioHost {
  /** Real and absolute. */
  readonly path: string;
  /** Changes from then on are told of. */
  readonly ready: Promise<void>;
  /** Ends all watching. */
  close(): Promise<void>;
}

/** `drafts`: where the drafts of all folders are. */
export function openFolder(folder: string, drafts: string): StudioFolder | HostProblem {
  try {
    const root = realpathSync(folder);
    return statSync(root).isDirectory() ? folderHost(root, drafts) : { problem: 'it is not a folder' };
  } catch (error) {
    const reason = reasonOf(error);
    return { problem: reason === noSuchFile ? 'no such folder' : reason };
  }
}

function folderHost(root: string, draftsHome: string): StudioFolder {
  const drafts = openDrafts(draftsHome, root);
  const watching = watchFolder(root, (path) => {
    const file = readFile(root, path);
    return 'problem' in file ? undefined : file.version;
  });
  const isSaved = ({ path, text }: Draft): boolean => {
    const file = readFile(root, path);
    return !('problem' in file) && file.text === text;
  };
  return {
    folder: basename(root) || root,
    path: root,
    list: async () => listSources(root),
    read: async (path) => readFile(root, path),
    // Without a pause from check to replacement: of two savers, the second sees what the first wrote.
    async save(path, text, base) {
      const answer = saveFile(root, path, text, base);
      // Not while a later text than this one is kept.
      if ('kind' in answer && answer.kind === 'saved') {
        const kept = drafts.all();
        if (!('problem' in kept) && kept.some((draft) => draft.path === path && draft.text === text)) drafts.drop(path);
      }
      return answer;
    },
    async drafts() {
      const all = drafts.all();
      if ('problem' in all) return all;
      return all.filter((draft) => {
        const isNeeded = !isSaved(draft);
        if (!isNeeded) drafts.drop(draft.path);
        return isNeeded;
      });
    },
    async keepDraft(draft) {
      const problem = pathProblem(draft.path) ?? textProblem(draft.text);
      if (problem !== undefined) return { problem };
      return isSaved(draft) ? drafts.drop(draft.path) : drafts.keep(draft);
    },
    dropDraft: async (path) => drafts.drop(path),
    watch: watching.watch,
    ready: watching.ready,
    close: watching.close,
  };
}

/** Short, and as good as the whole: nobody is to find another text by trying. */
function versionOf(text: string): FileVersion {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

function readFile(root: string, path: string): FileText | HostProblem {
  const place = placeOf(root, path);
  if ('problem' in place) return place;
  const reading = readText(place.real);
  if (reading.kind === 'failure') return { problem: reading.reason };
  return { text: reading.text, version: versionOf(reading.text) };
}

function saveFile(root: string, path: string, text: string, base: FileVersion | undefined): Saved | HostProblem {
  const problem = textProblem(text);
  if (problem !== undefined) return { problem };
  const place = placeOf(root, path);
  if ('problem' in place) return place;
  const current = place.exists ? readFile(root, path) : undefined;
  if (current && 'problem' in current) return current;
  // Also where the answer to a save was lost and it is tried again.
  if (current?.text === text) return { kind: 'saved', version: current.version };
  if (current?.version !== base) return { kind: 'conflict', current };
  try {
    mkdirSync(dirname(place.real), { recursive: true });
  } catch (error) {
    return { problem: reasonOf(error) };
  }
  const reason = writeWhole(place.real, text, { durable: true });
  return reason === undefined ? { kind: 'saved', version: versionOf(text) } : { problem: reason };
}

/** What would not come back as it was written. */
function textProblem(text: string): string | undefined {
  if (Buffer.byteLength(text) > maximumBytes) return tooLarge().reason;
  if (text.includes('\0')) return 'the text holds a NUL character, which marks binary files';
  return /\p{Surrogate}/u.test(text) ? 'the text holds half a character (a lone surrogate)' : undefined;
}
