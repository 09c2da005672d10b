/** Mean, deviation and covariance of the pixels, channel by channel. */
import type { DataSet, Split } from './data-set.ts';

export type Statistics = Pick<DataSet, 'mean' | 'deviation' | 'covariance'>;

/** Images with all their pixels, [count, C, H, W]. */
export type Images = Required<Pick<Split, 'count' | 'shape' | 'pixels'>>;

/** More than so many images add nothing to a covariance that anyone could see. */
const enoughForCovariance = 5000;

/** Of pixels scaled to [0, 1]. The deviation is that of the population. */
export function channelStatistics({ count, shape, pixels }: Images): Statistics {
  const [channels, height, width] = shape;
  const plane = height * width;
  const mean: number[] = [];
  const deviation: number[] = [];
  for (let channel = 0; channel < channels; channel++) {
    const histogram = new Float64Array(256);
    for (let image = 0; image < count; image++) {
      const start = (image * channels + channel) * plane;
      for (let at = start; at < start + plane; at++) {
        const value = pixels[at] ?? 0;
        histogram[value] = (histogram[value] ?? 0) + 1;
      }
    }
    const total = count * plane;
    const average = histogram.reduce((sum, times, value) => sum + times * value, 0) / total;
    const variance = histogram.reduce((sum, times, value) => sum + times * (value - average) ** 2, 0) / total;
    mean.push(average / 255);
    deviation.push(Math.sqrt(variance) / 255);
  }
  if (channels !== 3) return { mean, deviation };
  return { mean, deviation, covariance: covarianceOf({ count, shape, pixels }) };
}

/** Of three channels, from evenly spaced images where there are many. */
function covarianceOf({ count, shape, pixels }: Images): number[] {
  const plane = shape[1] * shape[2];
  const step = Math.max(1, Math.floor(count / enoughForCovariance));
  const sums = new Float64Array(3);
  const products = new Float64Array(9);
  let total = 0;
  for (let image = 0; image < count; image += step) {
    const start = image * 3 * plane;
    // Whole numbers: they are exact until they are put into the sums.
    let [r1, g1, b1, rr, gg, bb, rg, rb, gb] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
    for (let at = start; at < start + plane; at++) {
      const r = pixels[at] ?? 0;
      const g = pixels[at + plane] ?? 0;
      const b = pixels[at + 2 * plane] ?? 0;
      r1 += r;
      g1 += g;
      b1 += b;
      rr += r * r;
      gg += g * g;
      bb += b * b;
      rg += r * g;
      rb += r * b;
      gb += g * b;
    }
    addAll(sums, [r1, g1, b1]);
    addAll(products, [rr, rg, rb, rg, gg, gb, rb, gb, bb]);
    total += plane;
  }
  return Array.from(products, (product, index) => {
    const a = (sums[Math.floor(index / 3)] ?? 0) / total;
    const b = (sums[index % 3] ?? 0) / total;
    return (product / total - a * b) / 255 ** 2;
  });
}

function addAll(sums: Float64Array, values: readonly number[]): void {
  for (const [index, value] of values.entries()) sums[index] = (sums[index] ?? 0) + value;
}
