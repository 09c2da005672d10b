/** Several looks at one image, whose probabilities are averaged. */
import type { InputShape } from './data/fit.ts';

/** Place of the upper left corner; `mirrored` is left to right. */
export interface View {
  readonly top: number;
  readonly left: number;
  readonly mirrored: boolean;
}

/** The four corners and the middle, each as it is and mirrored (Krizhevsky et al. 2012, section 4.1). */
export function tenCrops([, height, width]: InputShape, [, cropHeight, cropWidth]: InputShape): readonly View[] {
  const [down, across] = [height - cropHeight, width - cropWidth];
  const places = [
    [0, 0],
    [0, across],
    [down, 0],
    [down, across],
    [Math.floor(down / 2), Math.floor(across / 2)],
  ] as const;
  return places.flatMap(([top, left]) => [
    { top, left, mirrored: false },
    { top, left, mirrored: true },
  ]);
}

/** The whole image and its mirror image (Simonyan and Zisserman 2015, section 3.2). */
export const wholeAndMirrored: readonly View[] = [
  { top: 0, left: 0, mirrored: false },
  { top: 0, left: 0, mirrored: true },
];

/** From [N, C, H, W] to [N, C, h, w]. */
export function cut(images: Float32Array, [, height, width]: InputShape, shape: InputShape, view: View): Float32Array {
  const [, rows, columns] = shape;
  const planes = images.length / (height * width);
  const result = new Float32Array(planes * rows * columns);
  for (let plane = 0, at = 0; plane < planes; plane += 1) {
    for (let row = 0; row < rows; row += 1, at += columns) {
      const from = (plane * height + view.top + row) * width + view.left;
      const line = result.subarray(at, at + columns);
      line.set(images.subarray(from, from + columns));
      if (view.mirrored) line.reverse();
    }
  }
  return result;
}

/** Adds the softmax of each row of logits [N, classes] to sums of the same shape. */
export function addProbabilities(logits: Float32Array, classes: number, sums: Float64Array): void {
  for (let start = 0; start < logits.length; start += classes) {
    const row = logits.subarray(start, start + classes);
    const largest = row.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    const weights = Float64Array.from(row, (value) => Math.exp(value - largest));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (const [index, weight] of weights.entries()) sums[start + index] = (sums[start + index] ?? 0) + weight / total;
  }
}

/** Logits of averaged probabilities: their softmax gives the averages back. */
export function averagedLogits(sums: Float64Array, views: number): Float32Array {
  return Float32Array.from(sums, (sum) => Math.log(sum / views));
}
