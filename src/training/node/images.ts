/** Decodes image files, and looks through folders of them before anything depends on them. */

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { reasonOf } from '../../machine/files.ts';
import { planar } from '../data/arrays.ts';
import { many } from '../data/decoded.ts';
import { edgeBytes, judgeImage } from '../data/image-bytes.ts';
import type { PlanarImage } from '../data/resize.ts';
import { channelStatistics, type Statistics } from '../data/statistics.ts';
import type { Outcome } from './outcome.ts';

/**
 * Upright, as 8-bit sRGB or grey, without transparency. With `cover`, resized so that it just covers that size;
 * what reaches beyond is left for a crop.
 */
export async function decodeImage(
  path: string,
  channels: number,
  cover: readonly [height: number, width: number] | undefined,
): Promise<Outcome<PlanarImage>> {
  try {
    const { default: sharp } = await import('sharp');
    const upright = sharp(path, { failOn: 'error' }).autoOrient().removeAlpha();
    const [height, width] = cover ?? [];
    const sized = cover === undefined ? upright : upright.resize({ width, height, fit: 'outside', kernel: 'linear' });
    const coloured = sized.toColourspace(channels === 1 ? 'b-w' : 'srgb');
    const { data, info } = await coloured.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    if (info.channels !== channels) {
      return { problem: `${path}: ${many(info.channels, 'channel')}; wanted ${channels}` };
    }
    const shape = [channels, info.height, info.width] as const;
    return { value: { shape, pixels: planar(data, 1, shape) } };
  } catch (error) {
    return { problem: `${path}: it cannot be decoded: ${firstLine(reasonOf(error))}` };
  }
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}

/** Looks at the ends of every file; decodes those of which the ends say nothing. The first that is no image. */
export async function firstDamaged(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const verdict = judgeFile(path);
    if (verdict.kind === 'problem') return `${path}: ${verdict.reason}`;
    if (verdict.kind === 'unsure') {
      const decoded = await decodeImage(path, 3, undefined);
      if (decoded.problem !== undefined) return decoded.problem;
    }
  }
  return undefined;
}

function judgeFile(path: string): ReturnType<typeof judgeImage> {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const { size } = fstatSync(descriptor);
    const start = Buffer.alloc(Math.min(edgeBytes, size));
    const end = Buffer.alloc(start.length);
    readSync(descriptor, start, 0, start.length, 0);
    readSync(descriptor, end, 0, end.length, size - end.length);
    return judgeImage(start, end, size);
  } catch (error) {
    return { kind: 'problem', reason: reasonOf(error) };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** So many evenly spaced images tell mean and deviation, at this size. */
const sampleCount = 512;
const sampleSide = 64;

/** One channel where all images of the sample are grey. */
export async function sampleStatistics(paths: readonly string[]): Promise<Outcome<Statistics>> {
  const step = Math.max(1, paths.length / sampleCount);
  const count = Math.min(paths.length, sampleCount);
  const sample = Array.from({ length: count }, (_, index) => paths[Math.floor(index * step)] ?? '');
  const channels = (await Promise.all(sample.map(isGrey))).every((grey) => grey) ? 1 : 3;
  const plane = sampleSide * sampleSide;
  const pixels = new Uint8Array(sample.length * channels * plane);
  const problems = await Promise.all(
    sample.map(async (path, index) => {
      const image = await decodeImage(path, channels, [sampleSide, sampleSide]);
      if (image.problem !== undefined) return image.problem;
      const [, height, width] = image.value.shape;
      const top = Math.floor((height - sampleSide) / 2);
      const left = Math.floor((width - sampleSide) / 2);
      for (let row = 0; row < channels * sampleSide; row++) {
        const channel = Math.floor(row / sampleSide);
        const from = (channel * height + top + (row % sampleSide)) * width + left;
        const target = index * channels * plane + row * sampleSide;
        pixels.set(image.value.pixels.subarray(from, from + sampleSide), target);
      }
      return undefined;
    }),
  );
  const problem = problems.find((text) => text !== undefined);
  if (problem !== undefined) return { problem };
  return { value: channelStatistics({ count: sample.length, shape: [channels, sampleSide, sampleSide], pixels }) };
}

async function isGrey(path: string): Promise<boolean> {
  try {
    const { default: sharp } = await import('sharp');
    const { channels, hasAlpha } = await sharp(path).metadata();
    return channels - (hasAlpha ? 1 : 0) === 1;
  } catch {
    return true; // Decoding it, which follows, says what is wrong.
  }
}
