/** Makes the pixels of batches, in whatever thread it is called. */
import type { Split } from '../data/data-set.ts';
import { type Preparation, preparer } from '../data/prepare.ts';
import { imageResizer, type PlanarImage, type Resizer } from '../data/resize.ts';
import { type Random, randomStream } from '../random.ts';
import { decodeImage } from './images.ts';
import type { Outcome } from './outcome.ts';

/** Plain data, so that it can be sent to a worker. */
export interface BatchJob {
  readonly source: ImageSource;
  readonly preparation: Preparation;
  readonly seed: number;
}

export type ImageSource =
  | { readonly kind: 'memory'; readonly shape: PlanarImage['shape']; readonly pixels: Uint8Array }
  | { readonly kind: 'files'; readonly files: readonly string[] };

/** Images by their numbers, augmented as the epoch draws; without an epoch, not augmented. */
export interface BatchOrder {
  readonly indices: Int32Array;
  readonly epoch: number | undefined;
}

export type BatchMaker = (order: BatchOrder) => Promise<Outcome<Float32Array>>;

/** Files that are decoded at a time; libuv has four threads. */
const decodedAtOnce = 4;

export function sourceOf({ shape, pixels, files }: Split): ImageSource | undefined {
  if (files !== undefined) return { kind: 'files', files };
  return shape === undefined || pixels === undefined ? undefined : { kind: 'memory', shape, pixels };
}

export function batchMaker({ source, preparation, seed }: BatchJob): BatchMaker {
  const { cover, prepare } = preparer(preparation);
  const resize = imageResizer();
  const size = preparation.input.reduce((product, extent) => product * extent, 1);
  const channels = preparation.statistics.mean.length;
  const randomOf = (epoch: number | undefined, image: number): Random | undefined =>
    epoch === undefined ? undefined : randomStream(seed, epoch, image);

  const fromMemory = (
    { shape, pixels }: Extract<ImageSource, { kind: 'memory' }>,
    { indices, epoch }: BatchOrder,
  ): Float32Array => {
    const target = new Float32Array(indices.length * size);
    const own = shape[0] * shape[1] * shape[2];
    indices.forEach((index, at) => {
      const random = randomOf(epoch, index);
      const image: PlanarImage = { shape, pixels: pixels.subarray(index * own, (index + 1) * own) };
      prepare(covering(image, cover(random), resize), random, target, at * size);
    });
    return target;
  };

  const fromFiles = async (
    files: readonly string[],
    { indices, epoch }: BatchOrder,
  ): Promise<Outcome<Float32Array>> => {
    const target = new Float32Array(indices.length * size);
    let next = 0;
    let problem: string | undefined;
    const runner = async (): Promise<void> => {
      for (let at = next++; at < indices.length && problem === undefined; at = next++) {
        const index = indices[at] ?? 0;
        const random = randomOf(epoch, index);
        const image = await decodeImage(files[index] ?? '', channels, cover(random));
        if (image.problem !== undefined) problem = image.problem;
        else prepare(image.value, random, target, at * size);
      }
    };
    await Promise.all(Array.from({ length: decodedAtOnce }, runner));
    return problem === undefined ? { value: target } : { problem };
  };

  return async (order) =>
    source.kind === 'memory' ? { value: fromMemory(source, order) } : fromFiles(source.files, order);
}

/** Resized, its proportions kept, so that it just covers the size. */
function covering(
  image: PlanarImage,
  size: readonly [height: number, width: number] | undefined,
  resize: Resizer,
): PlanarImage {
  if (size === undefined) return image;
  const [, height, width] = image.shape;
  const factor = Math.max(size[0] / height, size[1] / width);
  return resize(image, Math.round(height * factor), Math.round(width * factor));
}
