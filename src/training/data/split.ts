/** Parts of data sets: by seed, with every class in the same share; the first so many; some by their numbers. */
import { randomStream, shuffle } from '../random.ts';
import type { Split } from './data-set.ts';
import { counted, type DataProblem, malformed } from './decoded.ts';

/** Numbers of images, ascending. */
export interface Parts {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/**
 * Takes `share` of the images for the test, of every class in the same share: the whole is rounded once, and what
 * classes are short of through rounding goes to those with the largest remainders.
 */
export function stratified(labels: Int32Array, share: number, seed: number): Parts {
  const byClass = groups(labels);
  const wanted = Math.round(labels.length * share);
  const quotas = byClass.map((members) => members.length * share);
  const taken = quotas.map(Math.floor);
  const missing = wanted - taken.reduce((sum, part) => sum + part, 0);
  const byRemainder = quotas
    .map((quota, label) => ({ label, remainder: quota - Math.floor(quota) }))
    .sort((a, b) => b.remainder - a.remainder || a.label - b.label);
  for (const { label } of byRemainder.slice(0, missing)) taken[label] = (taken[label] ?? 0) + 1;

  const test: number[] = [];
  const train: number[] = [];
  byClass.forEach((members, label) => {
    const order = Int32Array.from(members);
    shuffle(order, randomStream(seed, label));
    test.push(...order.subarray(0, taken[label]));
    for (const index of order.subarray(taken[label])) train.push(index);
  });
  return { train: Int32Array.from(train).sort(), test: Int32Array.from(test).sort() };
}

function groups(labels: Int32Array): number[][] {
  const found: number[][] = [];
  labels.forEach((label, index) => {
    while (found.length <= label) found.push([]);
    found[label]?.push(index);
  });
  return found;
}

/** The images with these numbers, in this order. Pixels are copied. */
export function subset(split: Split, indices: Int32Array): Split {
  const { shape, pixels, files } = split;
  const labels = indices.map((index) => split.labels[index] ?? 0);
  const part: Split = { count: indices.length, labels };
  if (files !== undefined) return { ...part, files: Array.from(indices, (index) => files[index] ?? '') };
  if (shape === undefined || pixels === undefined) return part;
  const size = shape[0] * shape[1] * shape[2];
  const copy = new Uint8Array(indices.length * size);
  indices.forEach((index, at) => {
    copy.set(pixels.subarray(index * size, (index + 1) * size), at * size);
  });
  return { ...part, shape, pixels: copy };
}

/** At most `count` images, of every class in its share, always the same. */
export function limited(split: Split, count: number): Split {
  if (count >= split.count) return split;
  return subset(split, stratified(split.labels, count / split.count, 0).test);
}

/** Images of each class. */
export function classCounts(labels: Int32Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

/** The first label that names no class. `offsetOf` gives its place in the file. */
export function checkLabels(
  labels: Int32Array,
  classes: number,
  file: string,
  offsetOf: (image: number) => number,
): { readonly problem: DataProblem } | undefined {
  const wrong = labels.findIndex((label) => label < 0 || label >= classes);
  if (wrong < 0) return undefined;
  const found = `the label ${labels[wrong]} for image ${counted(wrong)}`;
  return malformed({ file, offset: offsetOf(wrong), found, wanted: `a class from 0 to ${classes - 1}` });
}
