/** Runs something again whenever one of some files changes. */

import { existsSync, type FSWatcher, watch } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { readText } from '../machine/files.ts';
import type { Reads } from './files.ts';

/** Editors write in several steps: they empty and fill a file, or write another and rename it. */
const settleMilliseconds = 60;

/** What the last run depended on. */
export interface Dependencies {
  readonly files: Reads;
  /** Folders in which a new or lost `.arch` file counts as a change. */
  readonly folders: Iterable<string>;
}

/**
 * Runs `run` once, and again after each change of what it depended on, until the user ends it (Ctrl-C). Folders
 * are watched, not files: a file that is replaced by renaming is another file.
 */
export async function runOnChange(run: () => Promise<Dependencies>): Promise<void> {
  const watchers = new Map<string, FSWatcher>();
  let files: Reads = new Map();
  let folders: ReadonlySet<string> = new Set();
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  let listed = false;

  const again = async (): Promise<void> => {
    running = true;
    listed = false;
    const dependencies = await run();
    folders = new Set([...dependencies.folders].map((folder) => resolve(folder)));
    files = dependencies.files;
    watchOnly(new Set([...[...files.keys()].map(dirname), ...folders].map(nearestFolder)));
    running = false;
    // What changed since it was read, before the watchers stood.
    if (hasChanged(files)) wait();
  };

  const settled = (): void => {
    if (running) wait();
    else if (listed || hasChanged(files)) void again();
  };

  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(settled, settleMilliseconds);
  };

  const watchOnly = (wanted: ReadonlySet<string>): void => {
    for (const folder of watchers.keys()) if (!wanted.has(folder)) unwatch(folder);
    for (const folder of wanted) {
      if (watchers.has(folder)) continue;
      const watcher = watch(folder, (event, name) => {
        // A new name in a folder that was given; a change of a known file is seen by its text.
        const isListed = folders.has(folder) && event === 'rename' && name?.endsWith('.arch') === true;
        listed ||= isListed && !files.has(resolve(folder, name));
        wait();
      });
      // The folder was taken away.
      watcher.on('error', () => unwatch(folder));
      watchers.set(folder, watcher);
    }
  };

  const unwatch = (folder: string): void => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };

  const ended = new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => done());
  });
  await again();
  await ended;
  clearTimeout(timer);
  for (const folder of [...watchers.keys()]) unwatch(folder);
}

function hasChanged(files: Reads): boolean {
  return [...files].some(([path, text]) => {
    const reading = readText(path);
    return text !== (reading.kind === 'text' ? reading.text : undefined);
  });
}

/** The folder itself, or what is there of the way to it. */
function nearestFolder(folder: string): string {
  let nearest = folder;
  while (!existsSync(nearest) && dirname(nearest) !== nearest) nearest = dirname(nearest);
  return nearest;
}
