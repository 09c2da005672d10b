import { describe, expect, it } from 'vitest';
import { addProbabilities, averagedLogits, cut, tenCrops, wholeAndMirrored } from '../../src/training/views.ts';

describe('views of an image', () => {
  it('are four corners, the middle, and their mirror images', () => {
    const views = tenCrops([3, 8, 9], [3, 4, 4]);
    expect(views).toHaveLength(10);
    expect(views.filter(({ mirrored }) => !mirrored).map(({ top, left }) => [top, left])).toEqual([
      [0, 0],
      [0, 5],
      [4, 0],
      [4, 5],
      [2, 2],
    ]);
  });

  it('are cut out of every channel of every image', () => {
    const images = Float32Array.from({ length: 2 * 2 * 3 * 3 }, (_, index) => index);
    const crop = cut(images, [2, 3, 3], [2, 2, 2], { top: 1, left: 1, mirrored: false });
    expect([...crop]).toEqual([4, 5, 7, 8, 13, 14, 16, 17, 22, 23, 25, 26, 31, 32, 34, 35]);
    const [, mirror] = wholeAndMirrored;
    if (mirror === undefined) throw new Error('no mirror image');
    const mirrored = cut(images, [2, 3, 3], [2, 3, 3], mirror);
    expect([...mirrored.subarray(0, 6)]).toEqual([2, 1, 0, 5, 4, 3]);
  });

  it('are averaged as probabilities, not as logits', () => {
    const sums = new Float64Array(2);
    addProbabilities(Float32Array.of(0, 0), 2, sums);
    addProbabilities(Float32Array.of(1000, 0), 2, sums);
    expect([...averagedLogits(sums, 2)].map(Math.exp)).toEqual([0.75, 0.25].map((p) => expect.closeTo(p, 6)));
  });
});
