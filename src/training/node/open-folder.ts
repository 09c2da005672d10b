/** Image files as a data set: folders of classes, and CSV lists. */

import { readdir } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import { reasonOf } from '../../machine/files.ts';
import { decodeImageList } from '../data/csv.ts';
import type { DataSet, Split } from '../data/data-set.ts';
import { many } from '../data/decoded.ts';
import { imageExtensions } from '../data/image-bytes.ts';
import { stratified, subset } from '../data/split.ts';
import { firstDamaged, sampleStatistics } from './images.ts';
import { inWords, type Outcome } from './outcome.ts';
import { exists, readData } from './read-file.ts';

/** Of images that nobody divided. */
export const testShare = 0.2;

const testFolders = ['test', 'val', 'valid', 'validation'];

interface Listed {
  readonly classes: readonly string[];
  readonly files: readonly string[];
  readonly labels: Int32Array;
}

/** `train/CLASS/*.png` beside `test/CLASS/*.png` (or `val`), else `CLASS/*.png`, divided by the seed. */
export async function openFolder(name: string, folder: string, seed: number): Promise<Outcome<DataSet>> {
  try {
    const names = await foldersIn(folder);
    const testFolder = testFolders.find((part) => names.includes(part));
    if (!names.includes('train')) {
      const all = await classFolders(folder, undefined);
      if (all.problem !== undefined) return all;
      const { classes, files, labels } = all.value;
      return fromFiles(name, folder, classes, ...divided({ count: files.length, labels, files }, seed));
    }
    const train = await classFolders(join(folder, 'train'), undefined);
    if (train.problem !== undefined) return train;
    const { classes, files, labels } = train.value;
    const whole: Split = { count: files.length, labels, files };
    if (testFolder === undefined) return fromFiles(name, folder, classes, ...divided(whole, seed));
    const test = await classFolders(join(folder, testFolder), classes);
    if (test.problem !== undefined) return test;
    const rest: Split = { count: test.value.files.length, labels: test.value.labels, files: test.value.files };
    return fromFiles(name, folder, classes, whole, rest);
  } catch (error) {
    return { problem: `cannot read ${folder}: ${reasonOf(error)}` };
  }
}

export function divided(all: Split, seed: number): [train: Split, test: Split] {
  const { train, test } = stratified(all.labels, testShare, seed);
  return [subset(all, train), subset(all, test)];
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  return folders.map((entry) => entry.name).sort();
}

/** One folder a class; `known` are the classes of the training part, which the test may not exceed. */
async function classFolders(folder: string, known: readonly string[] | undefined): Promise<Outcome<Listed>> {
  const found = await foldersIn(folder);
  if (found.length === 0) {
    const wanted = 'wanted a folder of images for each class: CLASS/image.png';
    return { problem: `${folder} has no folders in it; ${wanted}` };
  }
  const classes = known ?? found;
  const files: string[] = [];
  const labels: number[] = [];
  for (const name of found) {
    const label = classes.indexOf(name);
    const images = await imagesUnder(join(folder, name));
    if (label < 0)
      return { problem: `${join(folder, name)}: train has no class ${name}; its classes: ${shown(classes)}` };
    if (images.length === 0) {
      return { problem: `${join(folder, name)} holds no images (${imageExtensions.join(' ')}); remove it, or fill it` };
    }
    for (const image of images) {
      files.push(image);
      labels.push(label);
    }
  }
  return { value: { classes, files, labels: Int32Array.from(labels) } };
}

function shown(classes: readonly string[]): string {
  const first = classes.slice(0, 8).join(', ');
  return classes.length > 8 ? `${first} and ${classes.length - 8} more` : first;
}

async function imagesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => imageExtensions.includes(extname(path).toLowerCase()))
    .sort();
}

/** Paths in the list are relative to it. */
export async function openList(name: string, path: string, seed: number): Promise<Outcome<DataSet>> {
  const read = await readData(path);
  if (read.problem !== undefined) return read;
  const list = inWords(decodeImageList(read.value));
  if (list.problem !== undefined) return list;
  const { classes, paths, labels, isTest } = list.value;
  const files = paths.map((file) => resolve(dirname(path), file));
  for (const [index, file] of files.entries()) {
    if ((await exists(file)) !== 'file') {
      return { problem: `${path}: there is no file ${paths[index]}; paths are relative to the list` };
    }
  }
  const all: Split = { count: files.length, labels, files };
  if (isTest === undefined) return fromFiles(name, path, classes, ...divided(all, seed));
  const part = (test: boolean): Split => {
    const indices = isTest.flatMap((own, index) => (own === test ? [index] : []));
    return subset(all, Int32Array.from(indices));
  };
  return fromFiles(name, path, classes, part(false), part(true));
}

async function fromFiles(
  name: string,
  origin: string,
  classes: readonly string[],
  train: Split,
  test: Split,
): Promise<Outcome<DataSet>> {
  const few = tooFew(name, classes, train, test);
  if (few !== undefined) return { problem: few };
  const damaged = await firstDamaged([...(train.files ?? []), ...(test.files ?? [])]);
  if (damaged !== undefined) return { problem: damaged };
  const statistics = await sampleStatistics(train.files ?? []);
  if (statistics.problem !== undefined) return statistics;
  return { value: { name, classes, train, test, ...statistics.value, origin } };
}

/** Why nothing can be learned from it. */
export function tooFew(name: string, classes: readonly string[], train: Split, test: Split): string | undefined {
  if (classes.length < 2) return `${name} has one class alone (${classes.join()}); wanted at least 2`;
  if (train.count > 0 && test.count > 0) return undefined;
  return `${name} has ${many(train.count, 'image')} for training and ${many(test.count, 'image')} for the test; wanted both`;
}
