/** Named arrays, as in an `.npz`, as the splits of a data set. */
import { unzipSync } from 'fflate';
import type { Split } from './data-set.ts';
import { counted, type DataFile, type Decoded, looksLike, malformed, many } from './decoded.ts';
import { decodeNpy, type NpyArray, npyLabels, npyPixels } from './npy.ts';

/** Names in use: Keras (`x_train`), MedMNIST (`train_images`), `numpy.savez(file, images=..., labels=...)`. */
const names = {
  train: { images: ['x_train', 'train_images', 'train_x'], labels: ['y_train', 'train_labels', 'train_y'] },
  test: { images: ['x_test', 'test_images', 'test_x'], labels: ['y_test', 'test_labels', 'test_y'] },
  all: { images: ['images', 'x', 'data'], labels: ['labels', 'y', 'targets'] },
} as const;

/** Some files have no part for the test. */
export interface ArraySplits {
  readonly train: Split;
  readonly test?: Split;
}

/** More than this in one archive is no data set for one machine's memory. */
const maximumBytes = 2 ** 32;

export function decodeNpz({ name, bytes }: DataFile): Decoded<ArraySplits> {
  let entries: Readonly<Record<string, Uint8Array>>;
  try {
    let total = 0;
    entries = unzipSync(bytes, {
      filter: (entry) => {
        total += entry.originalSize;
        return entry.name.endsWith('.npy') && total <= maximumBytes;
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return malformed({ file: name, found: `${looksLike(bytes)} (${reason})`, wanted: 'a whole .npz archive' });
  }
  const files = new Map(Object.entries(entries).map(([entry, data]) => [entry.replace(/\.npy$/, ''), data] as const));
  const decode = (key: string): Decoded<NpyArray> =>
    decodeNpy({ name: `${name}/${key}`, bytes: files.get(key) ?? new Uint8Array() });
  const pair = (part: keyof typeof names): Decoded<Split> | undefined => {
    const images = find(files, names[part].images);
    const labels = find(files, names[part].labels);
    if (images === undefined || labels === undefined) return undefined;
    return decodeArraySplit(decode(images), decode(labels));
  };
  const train = pair('train') ?? pair('all');
  if (train === undefined) {
    const found = files.size === 0 ? 'no arrays' : `the arrays ${[...files.keys()].sort().join(', ')}`;
    const wanted = 'x_train and y_train (with x_test and y_test), or images and labels';
    return malformed({ file: name, found, wanted });
  }
  if (train.problem) return train;
  const test = pair('test');
  if (test?.problem) return test;
  return { value: test === undefined ? { train: train.value } : { train: train.value, test: test.value } };
}

function find(files: ReadonlyMap<string, unknown>, wanted: readonly string[]): string | undefined {
  return [...files.keys()].find((key) => wanted.includes(key.toLowerCase()));
}

/** Images [N, H, W], [N, H, W, C] or [N, C, H, W] with 1 or 3 channels; labels [N]. */
export function decodeArraySplit(images: Decoded<NpyArray>, labels: Decoded<NpyArray>): Decoded<Split> {
  if (images.problem) return images;
  if (labels.problem) return labels;
  const array = images.value;
  const layout = layoutOf(array.shape);
  const [count = 0] = array.shape;
  if (layout === undefined || array.shape.some((extent) => extent === 0)) {
    const found = `an array of ${array.shape.map(counted).join(' x ')}`;
    const wanted = 'images: N x H x W, N x H x W x C or N x C x H x W, with 1 or 3 channels';
    return malformed({ file: array.name, found, wanted });
  }
  const classOf = npyLabels(labels.value);
  if (classOf.problem) return classOf;
  if (classOf.value.length !== count) {
    const found = many(classOf.value.length, 'label');
    const wanted = `${counted(count)}, one for each image of ${array.name}`;
    return malformed({ file: labels.value.name, found, wanted });
  }
  const pixels = npyPixels(array);
  if (pixels.problem) return pixels;
  const { shape, channelsLast } = layout;
  const ordered = channelsLast ? planar(pixels.value, count, shape) : pixels.value;
  return { value: { count, labels: classOf.value, shape, pixels: ordered } };
}

interface Layout {
  readonly shape: readonly [number, number, number];
  readonly channelsLast: boolean;
}

function layoutOf(shape: readonly number[]): Layout | undefined {
  const [, a = 0, b = 0, c = 0] = shape;
  const channels = (extent: number): boolean => extent === 1 || extent === 3;
  if (shape.length === 3) return { shape: [1, a, b], channelsLast: false };
  if (shape.length !== 4) return undefined;
  if (channels(c)) return { shape: [c, a, b], channelsLast: true };
  return channels(a) ? { shape: [a, b, c], channelsLast: false } : undefined;
}

/** From [N, H, W, C] to [N, C, H, W]. */
export function planar(
  pixels: Uint8Array,
  count: number,
  [channels, height, width]: readonly [number, number, number],
): Uint8Array {
  if (channels === 1) return pixels;
  const plane = height * width;
  const result = new Uint8Array(pixels.length);
  for (let image = 0; image < count; image++) {
    const start = image * channels * plane;
    for (let channel = 0; channel < channels; channel++) {
      const target = start + channel * plane;
      for (let at = 0, from = start + channel; at < plane; at++, from += channels) {
        result[target + at] = pixels[from] ?? 0;
      }
    }
  }
  return result;
}
