/** Every format is read, and every way in which a file is malformed is said with its place and both numbers. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeArraySplit, decodeNpz } from '../../../src/training/data/arrays.ts';
import { decodeCifar, decodeClassNames } from '../../../src/training/data/cifar.ts';
import { decodeImageList } from '../../../src/training/data/csv.ts';
import { type Decoded, describeProblem } from '../../../src/training/data/decoded.ts';
import { decodeDigits } from '../../../src/training/data/digits.ts';
import { decodeIdx, decodeIdxSplit } from '../../../src/training/data/idx.ts';
import { decodeNpy, npyLabels, npyPixels } from '../../../src/training/data/npy.ts';
import { decodeTar } from '../../../src/training/data/tar.ts';
import { root } from '../../support/host.ts';
import { ascii, cifarRecord, idxBytes, joined, npyBytes, ramp, tarBytes, zipBytes } from './support.ts';

function problemOf(decoded: Decoded<unknown>): string {
  return decoded.problem === undefined ? 'no problem' : describeProblem(decoded.problem);
}

function accepted<T>(decoded: Decoded<T>): T {
  if (decoded.problem !== undefined) throw new Error(describeProblem(decoded.problem));
  return decoded.value;
}

const file = (name: string, bytes: Uint8Array) => ({ name, bytes });

describe('IDX', () => {
  const images = file('train-images', idxBytes([3, 2, 2], ramp(12)));

  it('gives images with their labels', () => {
    const labels = file('train-labels', idxBytes([3], Uint8Array.of(1, 0, 9)));
    const split = accepted(decodeIdxSplit(images, labels, 10));
    expect(split).toMatchObject({ count: 3, shape: [1, 2, 2] });
    expect([...split.labels]).toEqual([1, 0, 9]);
    expect([...(split.pixels ?? [])]).toEqual([...ramp(12)]);
  });

  it('says what is wrong, and where', () => {
    const header = idxBytes([3, 2, 2], new Uint8Array());
    const problems = [
      decodeIdx(file('a', new Uint8Array())),
      decodeIdx(file('a', ascii('<!DOCTYPE html><html>'))),
      decodeIdx(file('a', Uint8Array.of(0x1f, 0x8b, 8, 0))),
      decodeIdx(file('a', Uint8Array.of(0, 0, 0x0d, 1, 0, 0, 0, 0))),
      decodeIdx(file('a', Uint8Array.of(0, 0, 8, 9))),
      decodeIdx(file('a', header.subarray(0, 10))),
      decodeIdx(file('a', joined(header, ramp(11)))),
      decodeIdx(file('a', joined(header, ramp(13)))),
      decodeIdxSplit(images, file('train-labels', idxBytes([4], ramp(4)))),
      decodeIdxSplit(images, file('train-labels', idxBytes([3], Uint8Array.of(1, 10, 2))), 10),
      decodeIdxSplit(images, images),
      decodeIdxSplit(file('train-labels', idxBytes([3], ramp(3))), images),
      decodeIdxSplit(file('none', idxBytes([0, 28, 28], ramp(0))), images),
    ];
    expect(problems.map(problemOf)).toMatchInlineSnapshot(`
      [
        "a, byte 0: the file is empty; wanted an IDX file, which begins with 00 00 08",
        "a, byte 0: a web page (HTML or XML); wanted an IDX file, which begins with 00 00 08",
        "a, byte 0: the bytes of a gzip file, not unpacked; wanted an IDX file, which begins with 00 00 08",
        "a, byte 2: 32-bit floats; wanted unsigned bytes (type 8)",
        "a, byte 3: 9 dimensions; wanted 1 (labels), 3 or 4 (images)",
        "a, byte 10: the file ends after 10 bytes; wanted a header of 16 bytes",
        "a, byte 16: 11 bytes of data; wanted 12, as the header says (3 x 2 x 2)",
        "a, byte 16: 13 bytes of data; wanted 12, as the header says (3 x 2 x 2)",
        "train-labels, byte 4: 4 labels; wanted 3, one for each image of train-images",
        "train-labels, byte 9: the label 10 for image 1; wanted a class from 0 to 9",
        "train-images, byte 4: an array of 3 x 2 x 2; wanted labels: one number for each image",
        "train-labels, byte 4: an array of 3; wanted images: count x height x width",
        "none, byte 4: an array of 0 x 28 x 28; wanted images: count x height x width",
      ]
    `);
  });
});

describe('CIFAR', () => {
  it('gives the images of several files, of CIFAR-100 the fine labels', () => {
    const ten = accepted(
      decodeCifar([file('a', joined(cifarRecord([3], 7), cifarRecord([9], 8))), file('b', cifarRecord([0], 9))], 10),
    );
    expect(ten).toMatchObject({ count: 3, shape: [3, 32, 32] });
    expect([...ten.labels]).toEqual([3, 9, 0]);
    expect([0, 3071, 3072, 9215].map((at) => ten.pixels?.[at])).toEqual([7, 7, 8, 9]);
    expect([...accepted(decodeCifar([file('a', cifarRecord([19, 99], 1))], 100)).labels]).toEqual([99]);
  });

  it('says what is wrong, and where', () => {
    const record = cifarRecord([3], 7);
    const problems = [
      decodeCifar([file('a', new Uint8Array())], 10),
      decodeCifar([file('a', ascii('not a batch'))], 10),
      decodeCifar([file('a', record), file('b', joined(record, record.subarray(0, 100)))], 10),
      decodeCifar([file('a', record), file('b', joined(record, cifarRecord([10], 7)))], 10),
      decodeClassNames(file('names.txt', ascii('cat\ndog\n')), 10),
    ];
    expect(problems.map(problemOf)).toMatchInlineSnapshot(`
      [
        "a, byte 0: the file is empty (0 bytes in all); wanted records of 3,073 bytes",
        "a, byte 0: text, "not a batch..." (11 bytes in all); wanted records of 3,073 bytes",
        "b, byte 3,073: 100 bytes after 1 complete image; wanted records of 3,073 bytes",
        "b, byte 3,073: the label 10 for image 1; wanted a class from 0 to 9",
        "names.txt: 2 class names; wanted 10",
      ]
    `);
  });
});

describe('NumPy arrays', () => {
  const labels = decodeNpy(file('labels.npy', npyBytes('|u1', [2], Uint8Array.of(1, 0))));

  it('of every number type are read', () => {
    const floats = Buffer.alloc(8);
    floats.writeFloatBE(0.5, 0);
    floats.writeFloatBE(1, 4);
    expect([...accepted(npyPixels(accepted(decodeNpy(file('a', npyBytes('>f4', [2], floats))))))]).toEqual([128, 255]);
    const longs = Buffer.alloc(16);
    longs.writeBigInt64LE(7n, 0);
    longs.writeBigInt64LE(300n, 8);
    expect([...accepted(npyLabels(accepted(decodeNpy(file('a', npyBytes('<i8', [2, 1], longs))))))]).toEqual([7, 300]);
  });

  it('are images with channels last, first or none', () => {
    const split = (shape: readonly number[]) =>
      accepted(decodeArraySplit(decodeNpy(file('images.npy', npyBytes('|u1', shape, ramp(2 * 4 * 5 * 3)))), labels));
    const last = split([2, 4, 5, 3]);
    expect(last.shape).toEqual([3, 4, 5]);
    expect([...(last.pixels?.subarray(0, 3) ?? [])]).toEqual([0, 3, 6]);
    expect([...(last.pixels?.subarray(20, 23) ?? [])]).toEqual([1, 4, 7]);
    const first = split([2, 3, 4, 5]);
    expect(first.shape).toEqual([3, 4, 5]);
    expect([...(first.pixels ?? [])]).toEqual([...ramp(120)]);
    expect(split([2, 12, 5]).shape).toEqual([1, 12, 5]);
  });

  it('in archives that NumPy wrote are found by their names', () => {
    const keras = join(root, 'test/fixtures/data/keras.npz');
    const { train, test } = accepted(decodeNpz(file('keras.npz', readFileSync(keras))));
    expect(train).toMatchObject({ count: 10, shape: [1, 4, 5] });
    expect([...train.labels]).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2, 1]);
    expect([...(train.pixels ?? [])]).toEqual([...ramp(200)]);
    expect([...(test?.pixels ?? [])]).toEqual(new Array(60).fill(7));

    const floats = join(root, 'test/fixtures/data/floats.npz');
    const split = accepted(decodeNpz(file('floats.npz', readFileSync(floats))));
    expect(split.test).toBeUndefined();
    expect(split.train.shape).toEqual([3, 4, 4]);
    expect(split.train.pixels?.[1]).toBe(Math.round((3 / 480) * 255));
  });

  it('say what is wrong, and where', () => {
    const decode = (bytes: Uint8Array) => decodeNpy(file('x.npy', bytes));
    const good = npyBytes('|u1', [2, 3, 3], ramp(18));
    const half = Buffer.alloc(8);
    half.writeFloatLE(-1.5, 4);
    const pair = (shape: readonly number[], type = '|u1') =>
      decodeArraySplit(decode(npyBytes(type, shape, ramp(shape.reduce((a, b) => a * b, 1)))), labels);
    const problems = [
      decode(ascii('PK\u0003\u0004 and more than this')),
      decode(joined(good.subarray(0, 6), Uint8Array.of(7), good.subarray(7))),
      decode(good.subarray(0, 40)),
      decode(good.subarray(0, good.length - 1)),
      decode(npyBytes('|O', [1], ramp(1))),
      decode(npyBytes('<f2', [1], ramp(2))),
      decode(npyBytes('|u1', [2, 2], ramp(4), true)),
      npyPixels(accepted(decode(npyBytes('<f4', [2], half)))),
      npyLabels(accepted(decode(npyBytes('<f4', [2], half)))),
      npyLabels(accepted(decode(npyBytes('|u1', [2, 2], ramp(4))))),
      pair([2, 784]),
      pair([2, 5, 5, 4]),
      pair([3, 5, 5]),
      decodeNpz(file('a.npz', ascii('nothing'))),
      decodeNpz(file('a.npz', zipBytes('weights.npy', good))),
      decodeNpz(file('a.npz', zipBytes('readme.txt', good))),
    ];
    expect(problems.map(problemOf)).toMatchInlineSnapshot(`
      [
        "x.npy, byte 0: the bytes of a zip archive; wanted a NumPy array, which begins with \\x93NUMPY",
        "x.npy, byte 6: format version 7; wanted version 1, 2 or 3",
        "x.npy, byte 8: a header of 118 bytes in a file of 40; wanted a complete header",
        "x.npy, byte 128: 17 bytes of data; wanted 18 for an array of 2 x 3 x 3 of type u1",
        "x.npy, byte 10: elements of type O; wanted one of b1, u1, i1, u2, i2, u4, i4, u8, i8, f4, f8",
        "x.npy, byte 10: elements of type f2; wanted one of b1, u1, i1, u2, i2, u4, i4, u8, i8, f4, f8",
        "x.npy, byte 10: an array stored column by column; wanted row by row: save numpy.ascontiguousarray(array)",
        "x.npy, byte 132: the value -1.5; wanted pixels from 0 to 1 or from 0 to 255, before any normalisation",
        "x.npy, byte 132: the label -1.5 for image 1; wanted a whole number from 0",
        "x.npy: an array of 2 x 2; wanted labels: one whole number for each image",
        "x.npy: an array of 2 x 784; wanted images: N x H x W, N x H x W x C or N x C x H x W, with 1 or 3 channels",
        "x.npy: an array of 2 x 5 x 5 x 4; wanted images: N x H x W, N x H x W x C or N x C x H x W, with 1 or 3 channels",
        "labels.npy: 2 labels; wanted 3, one for each image of x.npy",
        "a.npz: text, "nothing..." (invalid zip data); wanted a whole .npz archive",
        "a.npz: the arrays weights; wanted x_train and y_train (with x_test and y_test), or images and labels",
        "a.npz: no arrays; wanted x_train and y_train (with x_test and y_test), or images and labels",
      ]
    `);
  });
});

describe('lists of images', () => {
  const list = (text: string) => decodeImageList(file('list.csv', ascii(text)));

  it('have a heading or none, quotes, and classes in the order of numbers or names', () => {
    const value = accepted(list('path,label\r\n"a, b.png",dog\r\n"say ""cat"".png" , cat\r\n\r\nc.png,dog'));
    expect(value.classes).toEqual(['cat', 'dog']);
    expect(value.paths).toEqual(['a, b.png', 'say "cat".png', 'c.png']);
    expect([...value.labels]).toEqual([1, 0, 1]);
    expect(accepted(list('a,10\nb,9\nc,2\n')).classes).toEqual(['2', '9', '10']);
  });

  it('may say what is for the test', () => {
    expect(accepted(list('a,x,train\nb,y,test\nc,y,val\n')).isTest).toEqual([false, true, true]);
  });

  it('say what is wrong, and in which line', () => {
    const problems = [
      list(''),
      list('path,label\n'),
      list('a.png\n'),
      list('a,b\n\nc,d,e\n'),
      list('a,b\n,d\n'),
      list('a,b\nc,\n'),
      list('a,b,train\nc,d,exam\n'),
      list('a,b,train\nc,d,train\n'),
      list('a,b\n"c"x,d\n'),
      list('a,b\n"c,d\n'),
      list('\u00ff\u00fea,b'),
    ];
    expect(problems.map(problemOf)).toMatchInlineSnapshot(`
      [
        "list.csv: no images; wanted lines of path,label",
        "list.csv: no images; wanted lines of path,label",
        "list.csv, line 1: 1 field; wanted 2: path,label",
        "list.csv, line 3: 3 fields; wanted 2: path,label",
        "list.csv, line 2: no path; wanted path,label",
        "list.csv, line 2: no label; wanted path,label",
        "list.csv, line 2: the split "exam"; wanted train or test",
        "list.csv: 2 lines for training, 0 for the test; wanted some of both",
        "list.csv, line 2: a quote that does not close before the comma; wanted "..." around the field",
        "list.csv, line 2: a quote that does not close before the comma; wanted "..." around the field",
        "list.csv: bytes that are not UTF-8 text; wanted a CSV list",
      ]
    `);
  });
});

describe('the digits of npm', () => {
  const digit = (data: unknown) => file('0.json', ascii(JSON.stringify({ data })));
  const image = new Array(784).fill(0.5);

  it('are bytes with their digit as label', () => {
    const split = accepted(decodeDigits([digit(image), digit([...image, ...image])]));
    expect(split).toMatchObject({ count: 3, shape: [1, 28, 28] });
    expect([...split.labels]).toEqual([0, 1, 1]);
    expect(split.pixels?.every((value) => value === 128)).toBe(true);
  });

  it('say what is wrong', () => {
    const problems = [
      decodeDigits([file('0.json', ascii('{"data": [0, 0.5'))]),
      decodeDigits([file('0.json', ascii('null'))]),
      decodeDigits([digit([1, 2, 3])]),
      decodeDigits([digit([...image.slice(1), 1.5])]),
      decodeDigits([digit([...image.slice(1), 'x'])]),
    ];
    expect(problems.map(problemOf)).toMatchInlineSnapshot(`
      [
        "0.json, byte 0: text, "{"data": [0, 0.5..."; wanted { "data": [...] } with numbers from 0 to 1, 784 for each image",
        "0.json, byte 0: text, "null..."; wanted { "data": [...] } with numbers from 0 to 1, 784 for each image",
        "0.json: 3 numbers; wanted { "data": [...] } with numbers from 0 to 1, 784 for each image",
        "0.json: 1.5 as number 783; wanted 0 to 1",
        "0.json: "x" as number 783; wanted 0 to 1",
      ]
    `);
  });
});

describe('tar', () => {
  it('gives the files with their names, long ones too', () => {
    const long = `${'deep/'.repeat(30)}file.bin`;
    const pax = `${String(6 + long.length + 6).padStart(3)} path=${long}\n`;
    const archive = tarBytes({ 'a/b.txt': 'hello', 'PaxHeader/x': pax, 'short.bin': ramp(700), 'c.txt': '' });
    // The second entry becomes a POSIX header: its type is x, and the sum of the header grows by as much.
    const at = 1024;
    archive[at + 156] = 'x'.charCodeAt(0);
    const sum = Number.parseInt(Buffer.from(archive.subarray(at + 148, at + 154)).toString(), 8) + 72;
    archive.set(ascii(sum.toString(8).padStart(6, '0')), at + 148);
    const files = accepted(decodeTar(file('a.tar', archive)));
    expect(files.map(({ name, bytes }) => [name, bytes.length])).toEqual([
      ['a/b.txt', 5],
      [long, 700],
      ['c.txt', 0],
    ]);
  });

  it('says what is wrong, and where', () => {
    const archive = tarBytes({ 'a.bin': ramp(600) });
    const damaged = archive.slice();
    damaged[3] = 1;
    const problems = [
      decodeTar(file('a.tar', new Uint8Array())),
      decodeTar(file('a.tar', ascii('x'.repeat(600)))),
      decodeTar(file('a.tar', damaged)),
      decodeTar(file('a.tar', archive.subarray(0, 900))),
      decodeTar(file('a.tar', archive.subarray(0, 512 + 1024 + 100))),
    ];
    expect(problems.map(problemOf)).toMatchInlineSnapshot(`
      [
        "a.tar, byte 0: the file is empty; wanted a whole tar archive",
        "a.tar, byte 0: text, "xxxxxxxxxxxxxxxxxxxxxxxx..."; wanted a header of a tar archive",
        "a.tar, byte 0: the bytes 61 2e 62 01; wanted a header of a tar archive",
        "a.tar, byte 512: 388 bytes of a.bin; wanted 600",
        "a.tar, byte 1,536: the archive ends within a header; wanted a whole tar archive",
      ]
    `);
  });
});
