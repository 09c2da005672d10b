/** Batches: the same whatever the number of threads, each image once an epoch, from any batch on. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Augmentation } from '../../../src/compiler/recipe.ts';
import type { BatchSource, DataSet } from '../../../src/training/data/data-set.ts';
import type { Batch } from '../../../src/training/engine.ts';
import { openBatches, openEvaluation } from '../../../src/training/node/batches.ts';
import { openDataSet } from '../../../src/training/node/data.ts';
import { folderWith } from '../../support/cli.ts';
import { ramp } from '../data/support.ts';

/** Every image has its own number as its first pixel, and as its label. */
function numbered(count: number, shape: readonly [number, number, number] = [1, 4, 4]): DataSet {
  const size = shape[0] * shape[1] * shape[2];
  const pixels = ramp(count * size, 7);
  for (let image = 0; image < count; image++) pixels[image * size] = image;
  const labels = Int32Array.from({ length: count }, (_, index) => index);
  const split = { count, labels, shape, pixels };
  const channels = new Array<number>(shape[0]);
  return {
    name: 'numbers',
    classes: [],
    train: split,
    test: split,
    mean: channels.fill(0),
    deviation: channels.map(() => 1 / 255),
    covariance: [4, 1, 1, 1, 3, 1, 1, 1, 2].map((value) => value / 100),
    origin: 'memory',
  };
}

async function collected(batches: AsyncIterable<Batch>): Promise<Batch[]> {
  const all: Batch[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}

async function epochOf(source: BatchSource, epoch: number, from?: number): Promise<Batch[]> {
  return collected(source.epoch(epoch, from));
}

const everything: Augmentation[] = [
  { kind: 'scale', from: 8, to: 12 },
  { kind: 'crop', padding: 1 },
  { kind: 'flip' },
  { kind: 'colour', deviation: 0.1 },
];

describe('batches', () => {
  it('have each image once an epoch, in an order of the epoch and the seed', async () => {
    const data = numbered(50);
    const source = openBatches(data, { input: [1, 4, 4], batch: 8, augmentation: [], seed: 1 });
    expect(source.batchesPerEpoch).toBe(6);
    const first = await epochOf(source, 0);
    expect(first).toHaveLength(6);
    const labels = first.flatMap((batch) => [...batch.labels]);
    expect(new Set(labels).size).toBe(48);
    for (const { images, labels: own } of first) {
      own.forEach((label, index) => {
        expect(images[index * 16]).toBeCloseTo(label, 3);
      });
    }
    expect((await epochOf(source, 1)).flatMap((batch) => [...batch.labels])).not.toEqual(labels);
    const other = openBatches(data, { input: [1, 4, 4], batch: 8, augmentation: [], seed: 2 });
    expect((await epochOf(other, 0)).flatMap((batch) => [...batch.labels])).not.toEqual(labels);
    expect(await epochOf(source, 0)).toEqual(first);
  });

  it('go on in the middle of an epoch with what would have come', async () => {
    const source = openBatches(numbered(64), {
      input: [1, 6, 6],
      batch: 8,
      augmentation: everything.slice(1, 3),
      seed: 3,
    });
    const all = await epochOf(source, 5);
    expect(await epochOf(source, 5, 3)).toEqual(all.slice(3));
    expect(await epochOf(source, 5, 8)).toEqual([]);
  });

  it('are the same in the calling thread, in one thread and in three', async () => {
    const data = numbered(48, [3, 9, 10]);
    const options = { input: [3, 8, 8], batch: 8, augmentation: everything, seed: 4 };
    const runs: Batch[][] = [];
    for (const workers of [0, 1, 3]) {
      const source = openBatches(data, { ...options, workers });
      runs.push(await epochOf(source, 2));
      await source.close();
    }
    expect(runs[0]).toHaveLength(6);
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]).toEqual(runs[0]);
  });

  it('can be left in the middle, and closed while threads are at work', async () => {
    const source = openBatches(numbered(64), { input: [1, 32, 32], batch: 4, augmentation: [], seed: 1, workers: 2 });
    for await (const batch of source.epoch(0)) {
      expect(batch.labels).toHaveLength(4);
      break;
    }
    expect(await epochOf(source, 1)).toHaveLength(16);
    const left = source.epoch(2)[Symbol.asyncIterator]();
    await left.next();
    await source.close();
    await expect(collected(source.epoch(3))).rejects.toThrow('the data set was closed');
  });

  it('are refused where the images do not fit', () => {
    const options = { input: [1, 9, 10], batch: 8, augmentation: [], seed: 4 };
    expect(() => openBatches(numbered(8, [3, 9, 10]), options)).toThrow(
      'the images of numbers have 3 channels, the network takes 1',
    );
  });
});

describe('evaluation', () => {
  it('gives the images in order, the rest in a smaller batch, never augmented', async () => {
    const data = numbered(20);
    for (const workers of [0, 2]) {
      const source = openEvaluation(data, data.test, { input: [1, 4, 4], augmentation: everything.slice(1), workers });
      expect(source.count).toBe(20);
      const batches = await collected(source.batches(8));
      expect(batches.map((batch) => batch.labels.length)).toEqual([8, 8, 4]);
      const pixels = batches.flatMap((batch) => [...batch.images].map(Math.round));
      expect(pixels).toEqual([...(data.test.pixels ?? [])]);
      await source.close();
    }
  });
});

describe('image files', () => {
  const side = 16;
  const files = async (): Promise<Record<string, Buffer>> => {
    const entries = [...Array(12).keys()].map(async (number) => {
      const raw = Buffer.from(ramp(side * 20 * 3, 5 + number));
      const image = sharp(raw, { raw: { width: 20, height: side, channels: 3 } }).png();
      return [`${number < 9 ? 'train' : 'test'}/${number % 3}/${number}.png`, await image.toBuffer()] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  };
  const open = async (folder: string): Promise<DataSet> => {
    const { value, problem } = await openDataSet(folder);
    if (value === undefined) throw new Error(problem);
    return value;
  };

  it('are decoded, resized and augmented, the same in any number of threads', async () => {
    const data = await open(folderWith(await files()));
    const runs: Batch[][] = [];
    for (const workers of [0, 1, 2]) {
      const source = openBatches(data, { input: [3, 8, 8], batch: 3, augmentation: everything, seed: 4, workers });
      runs.push(await epochOf(source, 0));
      await source.close();
    }
    expect(runs[0]?.map(({ images }) => images.length)).toEqual([576, 576, 576]);
    expect(new Set(runs[0]?.[0]?.images).size).toBeGreaterThan(100);
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]).toEqual(runs[0]);
  });

  it('have the pixels that are in the file', async () => {
    const data = await open(folderWith(await files()));
    const source = openEvaluation(data, data.test, { input: [3, side, 20], workers: 1 });
    const [batch] = await collected(source.batches(3));
    await source.close();
    const raw = await sharp(data.test.files?.[1]).raw().toBuffer();
    const plane = side * 20;
    for (const [channel, at] of [
      [0, 0],
      [1, 33],
      [2, plane - 1],
    ] as const) {
      const value = (raw[at * 3 + channel] ?? 0) / 255;
      const wanted = (value - (data.mean[channel] ?? 0)) / (data.deviation[channel] ?? 1);
      expect(batch?.images[(3 + channel) * plane + at]).toBeCloseTo(wanted, 4);
    }
  });

  it('that are damaged or gone in the meantime end the epoch with their name', async () => {
    const folder = folderWith(await files());
    const data = await open(folder);
    writeFileSync(join(folder, 'train/0/0.png'), 'gone');
    rmSync(join(folder, 'test/0/9.png'));
    for (const workers of [0, 1]) {
      const source = openBatches(data, { input: [3, 8, 8], batch: 3, augmentation: [], seed: 4, workers });
      await expect(epochOf(source, 0)).rejects.toThrow(/train\/0\/0\.png: it cannot be decoded: /);
      await source.close();
      const evaluation = openEvaluation(data, data.test, { input: [3, 8, 8], workers });
      await expect(collected(evaluation.batches(2))).rejects.toThrow(/test\/0\/9\.png: it cannot be decoded: /);
      await evaluation.close();
    }
  });
});
