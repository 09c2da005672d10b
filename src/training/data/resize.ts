/** Bilinear resizing of planes of bytes; when it shrinks, the triangle is widened, so that nothing is skipped. */

/** Channels x height x width. */
export interface PlanarImage {
  readonly shape: readonly [channels: number, height: number, width: number];
  readonly pixels: Uint8Array;
}

/** For each place of the result: where its sources begin, and their weights. */
interface Taps {
  readonly first: Int32Array;
  readonly weights: Float32Array;
  readonly most: number;
}

export type Resizer = (image: PlanarImage, height: number, width: number) => PlanarImage;

/** Keeps the weights of the sizes that it has seen: images of one data set share them. */
export function imageResizer(): Resizer {
  const known = new Map<string, Taps>();
  const taps = (from: number, to: number): Taps => {
    const key = `${from} ${to}`;
    const found = known.get(key) ?? tapsOf(from, to);
    known.set(key, found);
    return found;
  };
  return (image, height, width) => {
    const [, oldHeight, oldWidth] = image.shape;
    if (oldHeight === height && oldWidth === width) return image;
    return resized(image, taps(oldHeight, height), taps(oldWidth, width));
  };
}

function resized({ shape, pixels }: PlanarImage, down: Taps, across: Taps): PlanarImage {
  const [channels, oldHeight, oldWidth] = shape;
  const height = down.first.length;
  const width = across.first.length;
  const result = new Uint8Array(channels * height * width);
  const rows = new Float32Array(oldHeight * width);
  for (let channel = 0; channel < channels; channel++) {
    const plane = pixels.subarray(channel * oldHeight * oldWidth, (channel + 1) * oldHeight * oldWidth);
    for (let y = 0; y < oldHeight; y++) {
      for (let x = 0; x < width; x++) {
        const from = y * oldWidth + (across.first[x] ?? 0);
        let sum = 0;
        for (let k = 0; k < across.most; k++)
          sum += (across.weights[x * across.most + k] ?? 0) * (plane[from + k] ?? 0);
        rows[y * width + x] = sum;
      }
    }
    const target = channel * height * width;
    for (let y = 0; y < height; y++) {
      const from = (down.first[y] ?? 0) * width;
      for (let x = 0; x < width; x++) {
        let sum = 0.5;
        for (let k = 0; k < down.most; k++) {
          sum += (down.weights[y * down.most + k] ?? 0) * (rows[from + k * width + x] ?? 0);
        }
        result[target + y * width + x] = sum;
      }
    }
  }
  return { shape: [channels, height, width], pixels: result };
}

/** Centres of pixels are at halves, as in Pillow and in PyTorch with align_corners off and antialias on. */
function tapsOf(from: number, to: number): Taps {
  const ratio = from / to;
  const reach = Math.max(1, ratio);
  const most = Math.min(from, Math.ceil(reach) * 2 + 1);
  const first = new Int32Array(to);
  const weights = new Float32Array(to * most);
  for (let at = 0; at < to; at++) {
    const centre = (at + 0.5) * ratio;
    const start = Math.max(0, Math.min(from - most, Math.floor(centre - reach + 0.5)));
    const own = Array.from({ length: most }, (_, k) => Math.max(0, 1 - Math.abs(start + k + 0.5 - centre) / reach));
    const sum = own.reduce((total, weight) => total + weight, 0);
    first[at] = start;
    weights.set(
      own.map((weight) => weight / sum),
      at * most,
    );
  }
  return { first, weights, most };
}
