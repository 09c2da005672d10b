/** Tells of changes to the sources of a folder, each once. */
import type { Stats } from 'node:fs';
import { basename, relative, sep } from 'node:path';
import { watch } from 'chokidar';
import { isSkipped, isSourceName } from '../../machine/sources.ts';
import type { FileVersion, HostChange } from '../host.ts';

/** Editors write a file in several steps. */
const pauseMilliseconds = 60;

export interface Watching {
  readonly watch: (changed: (change: HostChange) => void) => () => void;
  /** From then on nothing is missed. Also where the system does not let the folder be watched: saves are checked anyway. */
  readonly ready: Promise<void>;
  readonly close: () => Promise<void>;
}

/** `versionOf`: undefined where the file is gone. */
export function watchFolder(root: string, versionOf: (path: string) => FileVersion | undefined): Watching {
  const listeners = new Set<(change: HostChange) => void>();
  const waiting = new Map<string, NodeJS.Timeout>();
  const told = new Map<string, FileVersion | undefined>();
  const watcher = watch(root, {
    ignoreInitial: true,
    // A link may lead out, or in a circle.
    followSymlinks: false,
    ignored: (path: string, stats?: Stats) =>
      path !== root && (isSkipped(basename(path)) || (stats?.isFile() === true && !isSourceName(path))),
  });

  function tell(path: string): void {
    waiting.delete(path);
    const version = versionOf(path);
    if (told.has(path) && told.get(path) === version) return;
    told.set(path, version);
    for (const listener of listeners) listener({ path, version });
  }

  watcher.on('all', (_event, absolute) => {
    if (!isSourceName(absolute)) return;
    const path = relative(root, absolute).split(sep).join('/');
    clearTimeout(waiting.get(path));
    waiting.set(path, setTimeout(tell, pauseMilliseconds, path));
  });
  const ready = new Promise<void>((resolve) => {
    watcher.on('ready', resolve);
    watcher.on('error', () => resolve());
  });
  return {
    ready,
    watch(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    async close() {
      for (const timer of waiting.values()) clearTimeout(timer);
      listeners.clear();
      await watcher.close();
    },
  };
}
