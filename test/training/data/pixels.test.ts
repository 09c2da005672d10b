/** From pixels of a data set to the numbers that a network sees. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Augmentation } from '../../../src/compiler/recipe.ts';
import { colourNoise, principalComponents } from '../../../src/training/data/colour.ts';
import { describeFit, fitOf } from '../../../src/training/data/fit.ts';
import { type Preparation, preparer } from '../../../src/training/data/prepare.ts';
import { imageResizer, type PlanarImage } from '../../../src/training/data/resize.ts';
import { checkLabels, classCounts, limited, stratified, subset } from '../../../src/training/data/split.ts';
import { channelStatistics } from '../../../src/training/data/statistics.ts';
import { randomStream } from '../../../src/training/random.ts';
import { ramp } from './support.ts';

/** Normalisation that leaves the bytes as they are. */
const plain = { mean: [0], deviation: [1 / 255] };

function prepared(image: PlanarImage, change: Partial<Preparation>, seed?: number): number[] {
  const preparation: Preparation = {
    input: [1, 3, 4],
    fit: { size: 'keep' },
    augmentation: [],
    statistics: plain,
    ...change,
  };
  const { cover, prepare } = preparer(preparation);
  const random = seed === undefined ? undefined : randomStream(seed);
  const size = cover(random);
  const resized = size === undefined ? image : imageResizer()(image, size[0], size[1]);
  const target = new Float32Array(preparation.input.reduce((product, extent) => product * extent, 1));
  prepare(resized, random, target, 0);
  return Array.from(target, (value) => Math.round(value * 1e4) / 1e4);
}

const image: PlanarImage = { shape: [1, 3, 4], pixels: ramp(13).subarray(1) };
const pixels = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

describe('preparation', () => {
  it('without augmentation is normalisation', () => {
    expect(prepared(image, {})).toEqual(pixels);
    const statistics = { mean: [0.5], deviation: [0.25] };
    expect(prepared(image, { statistics })[0]).toBeCloseTo((1 / 255 - 0.5) / 0.25, 3);
    expect(prepared(image, { statistics: { mean: [1 / 255], deviation: [0] } })[0]).toBe(0);
  });

  it('puts small images into the middle of zeros, and takes the middle of large ones', () => {
    expect(prepared(image, { input: [1, 5, 6] })).toEqual([
      0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 5, 6, 7, 8, 0, 0, 9, 10, 11, 12, 0, 0, 0, 0, 0, 0, 0,
    ]);
    expect(prepared(image, { input: [1, 1, 2] })).toEqual([6, 7]);
  });

  it('repeats grey for three channels', () => {
    expect(prepared(image, { input: [3, 3, 4] })).toEqual([...pixels, ...pixels, ...pixels]);
  });

  it('flips half of the images, left to right', () => {
    const flipped = [4, 3, 2, 1, 8, 7, 6, 5, 12, 11, 10, 9];
    const augmentation: Augmentation[] = [{ kind: 'flip' }];
    const all = Array.from({ length: 200 }, (_, seed) => prepared(image, { augmentation }, seed).join());
    expect(new Set(all)).toEqual(new Set([pixels.join(), flipped.join()]));
    const count = all.filter((text) => text === flipped.join()).length;
    expect(count).toBeGreaterThan(75);
    expect(count).toBeLessThan(125);
    expect(prepared(image, { augmentation })).toEqual(pixels);
  });

  it('crops from a frame of zeros, everywhere it may', () => {
    const augmentation: Augmentation[] = [{ kind: 'crop', padding: 1 }];
    const seen = new Set(Array.from({ length: 300 }, (_, seed) => prepared(image, { augmentation }, seed).join()));
    expect(seen.size).toBe(9);
    expect(seen).toContain([0, 0, 0, 0, 0, 1, 2, 3, 0, 5, 6, 7].join());
    expect(seen).toContain([6, 7, 8, 0, 10, 11, 12, 0, 0, 0, 0, 0].join());
  });

  it('does the steps in their order: as a picture that is moved and flipped step by step', () => {
    const step = fc.oneof(
      fc.constant({ kind: 'flip' as const }),
      fc.record({ kind: fc.constant('crop' as const), padding: fc.integer({ min: 0, max: 5 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 4 }), fc.nat(10_000), (augmentation, seed) => {
        const random = randomStream(seed);
        let rows = [0, 4, 8].map((start) => pixels.slice(start, start + 4));
        for (const change of augmentation) {
          if (change.kind === 'flip') {
            if (random() < 0.5) rows = rows.map((row) => [...row].reverse());
            continue;
          }
          const draw = () => Math.floor(random() * (2 * change.padding + 1)) - change.padding;
          const [dy, dx] = [draw(), draw()];
          const old = rows;
          rows = old.map((row, y) => row.map((_, x) => old[y + dy]?.[x + dx] ?? 0));
        }
        expect(prepared(image, { augmentation }, seed)).toEqual(rows.flat());
      }),
      { seed: 3, numRuns: 400 },
    );
  });

  it('draws the size, then a crop, for scale; the middle of the mean size without drawing', () => {
    const flat: PlanarImage = { shape: [1, 8, 8], pixels: new Uint8Array(64).fill(9) };
    const augmentation: Augmentation[] = [{ kind: 'scale', from: 4, to: 8 }];
    const { cover } = preparer({ input: [1, 4, 4], fit: { size: 'keep' }, augmentation, statistics: plain });
    const sides = Array.from({ length: 100 }, (_, seed) => cover(randomStream(seed))?.[0] ?? 0);
    expect([...new Set(sides)].sort()).toEqual([4, 5, 6, 7, 8]);
    expect(cover(undefined)).toEqual([6, 6]);
    expect(prepared(flat, { input: [1, 4, 4], augmentation }, 5)).toEqual(new Array(16).fill(9));
    const large: PlanarImage = { shape: [1, 8, 8], pixels: ramp(64) };
    const fixed: Augmentation[] = [{ kind: 'scale', from: 8, to: 8 }];
    const corners = Array.from(
      { length: 300 },
      (_, seed) => prepared(large, { input: [1, 4, 4], augmentation: fixed }, seed)[0] ?? -1,
    );
    expect(new Set(corners).size).toBe(25);
    expect(Math.max(...corners)).toBe(4 * 8 + 4);
  });

  it('adds the same colour to all pixels of an image', () => {
    const grey: PlanarImage = { shape: [3, 1, 2], pixels: new Uint8Array(6).fill(100) };
    const statistics = { mean: [0, 0, 0], deviation: [1, 1, 1], covariance: [4, 2, 1, 2, 3, 1, 1, 1, 2] };
    const augmentation: Augmentation[] = [{ kind: 'colour', deviation: 0.1 }];
    const drawn = prepared(grey, { input: [3, 1, 2], statistics, augmentation }, 7);
    const noise = colourNoise(principalComponents(statistics.covariance), 0.1, randomStream(7));
    const wanted = noise.flatMap((offset) => [100 / 255 + offset, 100 / 255 + offset]);
    for (const [index, value] of wanted.entries()) expect(drawn[index]).toBeCloseTo(value, 3);
    expect(prepared(grey, { input: [3, 1, 2], statistics, augmentation })[0]).toBeCloseTo(100 / 255, 3);
  });
});

describe('principal components', () => {
  it('make up the covariance, in the order of their strength', () => {
    const entry = fc.double({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(fc.array(entry, { minLength: 9, maxLength: 9 }), (root) => {
        const at = (i: number, j: number) => root[3 * i + j] ?? 0;
        const covariance = [0, 1, 2].flatMap((i) =>
          [0, 1, 2].map((j) => [0, 1, 2].reduce((sum, k) => sum + at(i, k) * at(j, k), 0)),
        );
        const { values, vectors } = principalComponents(covariance);
        expect([...values].sort((a, b) => b - a)).toEqual(values);
        covariance.forEach((wanted, index) => {
          const [i, j] = [Math.floor(index / 3), index % 3];
          const sum = values.reduce(
            (all, value, k) => all + value * (vectors[k]?.[i] ?? 0) * (vectors[k]?.[j] ?? 0),
            0,
          );
          expect(sum).toBeCloseTo(wanted, 8);
        });
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});

describe('resizing', () => {
  const resize = imageResizer();

  it('averages where it halves, and interpolates where it doubles', () => {
    const half = resize({ shape: [1, 2, 4], pixels: Uint8Array.of(0, 0, 100, 100, 0, 0, 100, 100) }, 1, 2);
    expect([...half.pixels]).toEqual([14, 86]);
    const double = resize({ shape: [1, 1, 2], pixels: Uint8Array.of(0, 100) }, 1, 4);
    expect([...double.pixels]).toEqual([0, 25, 75, 100]);
  });

  it('keeps flat images flat, and means near', () => {
    const side = fc.integer({ min: 1, max: 24 });
    fc.assert(
      fc.property(side, side, side, side, fc.nat(255), (h, w, newH, newW, value) => {
        const flat = resize({ shape: [2, h, w], pixels: new Uint8Array(2 * h * w).fill(value) }, newH, newW);
        expect(flat.shape).toEqual([2, newH, newW]);
        expect(flat.pixels).toHaveLength(2 * newH * newW);
        expect(flat.pixels.every((pixel) => pixel === value)).toBe(true);
      }),
      { seed: 2, numRuns: 300 },
    );
  });
});

describe('statistics', () => {
  it('are those of the definition', () => {
    const shape = [3, 2, 2] as const;
    const bytes = ramp(24, 37);
    const { mean, deviation, covariance } = channelStatistics({ count: 2, shape, pixels: bytes });
    const channel = (c: number) => [0, 1].flatMap((n) => [...bytes.subarray(n * 12 + c * 4, n * 12 + c * 4 + 4)]);
    for (const c of [0, 1, 2]) {
      const values = channel(c).map((value) => value / 255);
      const average = values.reduce((sum, value) => sum + value, 0) / 8;
      expect(mean[c]).toBeCloseTo(average, 12);
      const variance = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / 8;
      expect(deviation[c]).toBeCloseTo(Math.sqrt(variance), 12);
      expect(covariance?.[4 * c]).toBeCloseTo(variance, 10);
    }
    const [r, b] = [channel(0), channel(2)];
    const product = r.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0) / 8 / 255 ** 2;
    expect(covariance?.[2]).toBeCloseTo(product - (mean[0] ?? 0) * (mean[2] ?? 0), 10);
    expect(covariance?.[6]).toBe(covariance?.[2]);
  });
});

describe('splits', () => {
  it('take the same share of every class, each image once', () => {
    const sizes = fc.array(fc.nat(40), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(sizes, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(99), (counts, share, seed) => {
        const labels = Int32Array.from(counts.flatMap((count, label) => new Array<number>(count).fill(label)));
        const { train, test } = stratified(labels, share, seed);
        expect([...train, ...test].sort((a, b) => a - b)).toEqual([...labels.keys()]);
        expect(test).toHaveLength(Math.round(labels.length * share));
        const taken = classCounts(
          test.map((index) => labels[index] ?? 0),
          counts.length,
        );
        counts.forEach((count, label) => {
          expect(Math.abs((taken[label] ?? 0) - count * share)).toBeLessThan(1);
        });
        expect(stratified(labels, share, seed)).toEqual({ train, test });
      }),
      { seed: 4, numRuns: 200 },
    );
    const labels = new Int32Array(50);
    expect(stratified(labels, 0.5, 1).test).not.toEqual(stratified(labels, 0.5, 2).test);
  });

  it('keep images and labels together', () => {
    const split = { count: 4, labels: Int32Array.of(0, 1, 0, 1), shape: [1, 1, 2] as const, pixels: ramp(8) };
    const part = subset(split, Int32Array.of(3, 0));
    expect([...part.labels]).toEqual([1, 0]);
    expect([...(part.pixels ?? [])]).toEqual([6, 7, 0, 1]);
    const files = subset({ count: 2, labels: Int32Array.of(0, 1), files: ['a', 'b'] }, Int32Array.of(1));
    expect(files).toMatchObject({ count: 1, files: ['b'] });
    expect(classCounts(limited(split, 2).labels, 2)).toEqual([1, 1]);
    expect(limited(split, 9)).toBe(split);
    expect(checkLabels(Int32Array.of(0, 2), 2, 'f', (index) => index)?.problem.offset).toBe(1);
  });
});

describe('the fit of images and input', () => {
  const set = (shape: readonly [number, number, number] | undefined, channels = shape?.[0] ?? 3) => ({
    name: 'photos',
    mean: new Array<number>(channels).fill(0.5),
    train: { count: 1, labels: Int32Array.of(0), ...(shape === undefined ? {} : { shape }) },
  });

  it('is said in words, or why there is none', () => {
    const grey = set([1, 28, 28]);
    const colour = set([3, 32, 32]);
    const inputs: readonly [ReturnType<typeof set>, readonly number[]][] = [
      [grey, [1, 28, 28]],
      [grey, [1, 32, 32]],
      [grey, [3, 32, 32]],
      [grey, [3, 28, 28]],
      [grey, [1, 64, 64]],
      [colour, [3, 24, 24]],
      [set(undefined), [3, 224, 224]],
      [set(undefined, 1), [3, 224, 224]],
      [colour, [1, 32, 32]],
      [set(undefined), [1, 28, 28]],
      [colour, [4, 32, 32]],
      [grey, [784]],
      [colour, [10, 3, 32, 32]],
    ];
    const words = inputs.map(([images, input]) => {
      const { how, problem } = describeFit(images, input);
      return `${images.train.shape?.join('x') ?? 'files'} for [${input.join(', ')}]: ${problem ?? how ?? 'as they are'}`;
    });
    expect(words).toMatchInlineSnapshot(`
      [
        "1x28x28 for [1, 28, 28]: as they are",
        "1x28x28 for [1, 32, 32]: zeros around the images bring them from 28 x 28 to 32 x 32, as in LeCun et al. 1998",
        "1x28x28 for [3, 32, 32]: zeros around the images bring them from 28 x 28 to 32 x 32, as in LeCun et al. 1998; the grey channel is repeated for R, G and B",
        "1x28x28 for [3, 28, 28]: the grey channel is repeated for R, G and B",
        "1x28x28 for [1, 64, 64]: images are resized from 28 x 28 to 64 x 64",
        "3x32x32 for [3, 24, 24]: images are resized from 32 x 32 to 24 x 24",
        "files for [3, 224, 224]: images are resized to cover 224 x 224, then cropped",
        "files for [3, 224, 224]: images are resized to cover 224 x 224, then cropped; the grey channel is repeated for R, G and B",
        "3x32x32 for [1, 32, 32]: the images of photos have 3 channels, the network takes 1; colour is not thrown away unasked; write \`input image [3, 32, 32]\` in the network",
        "files for [1, 28, 28]: the images of photos have 3 channels, the network takes 1; colour is not thrown away unasked; write \`input image [3, 28, 28]\` in the network",
        "3x32x32 for [4, 32, 32]: the images of photos have 3 channels, the network takes 4; write \`input image [3, 32, 32]\` in the network",
        "1x28x28 for [784]: photos has images of 1 x 28 x 28, the network takes [784]; write \`input image [1, 28, 28]\` in the network, and \`flatten\` as its first step",
        "3x32x32 for [10, 3, 32, 32]: photos has images of 3 x 32 x 32, the network takes [10, 3, 32, 32]; write \`input image [3, 32, 32]\` in the network",
      ]
    `);
    expect(fitOf(grey, [1, 32, 32]).fit).toEqual({ size: 'keep' });
    expect(fitOf(colour, [3, 24, 24]).fit).toEqual({ size: 'cover' });
  });
});
