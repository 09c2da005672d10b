/** VGG, and the networks that its paper compares with. */
import type { PublishedResult } from '../zoo.ts';
import { type Common, type Row, table } from './rows.ts';

const zoo: Readonly<Record<string, Partial<Row>>> = {
  A: { network: 'vgg-11' },
  B: { network: 'vgg-13' },
  D: { network: 'vgg-16' },
  E: { network: 'vgg-19' },
};

type Errors = readonly [letter: string, training: string, top1Error: number, top5Error: number];

/** S is the smaller side of the training images, Q that of the test images. */
function rows(errors: readonly Errors[]): Row[] {
  return errors.map(([letter, training, top1Error, top5Error]) => ({
    ...zoo[letter],
    model: `VGG ${letter}, ${training}`,
    top1Error,
    top5Error,
  }));
}

const common: Omit<Common, 'protocol' | 'where'> = {
  dataSet: 'imagenet',
  split: 'validation',
  models: 1,
  source: 'vgg',
  verified: true,
};

/** Best training of each first: jittered scales where there are any. */
const oneScale = table(
  { ...common, protocol: 'dense, one scale', where: 'Table 3' },
  rows([
    ['A', 'S = Q = 256', 29.6, 10.4],
    ['A-LRN', 'S = Q = 256', 29.7, 10.5],
    ['B', 'S = Q = 256', 28.7, 9.9],
    ['C', 'S = Q = 256', 28.1, 9.4],
    ['C', 'S = Q = 384', 28.1, 9.3],
    ['C', 'S in [256; 512], Q = 384', 27.3, 8.8],
    ['D', 'S in [256; 512], Q = 384', 25.6, 8.1],
    ['D', 'S = Q = 384', 26.8, 8.7],
    ['D', 'S = Q = 256', 27.0, 8.8],
    ['E', 'S in [256; 512], Q = 384', 25.5, 8.0],
    ['E', 'S = Q = 384', 26.9, 8.7],
    ['E', 'S = Q = 256', 27.3, 9.0],
  ]),
);

const severalScales = table(
  { ...common, protocol: 'dense, several scales', where: 'Table 4' },
  rows([
    ['B', 'S = 256, Q = 224, 256, 288', 28.2, 9.6],
    ['C', 'S = 256, Q = 224, 256, 288', 27.7, 9.2],
    ['C', 'S = 384, Q = 352, 384, 416', 27.8, 9.2],
    ['C', 'S in [256; 512], Q = 256, 384, 512', 26.3, 8.2],
    ['D', 'S in [256; 512], Q = 256, 384, 512', 24.8, 7.5],
    ['D', 'S = 384, Q = 352, 384, 416', 26.5, 8.6],
    ['D', 'S = 256, Q = 224, 256, 288', 26.6, 8.6],
    ['E', 'S in [256; 512], Q = 256, 384, 512', 24.8, 7.5],
    ['E', 'S = 384, Q = 352, 384, 416', 26.7, 8.6],
    ['E', 'S = 256, Q = 224, 256, 288', 26.9, 8.7],
  ]),
);

/** The dense rows of Table 5 are those of Table 4. */
const crops = [
  ...table(
    { ...common, protocol: 'multi-crop', where: 'Table 5' },
    rows([
      ['D', 'S in [256; 512], Q = 256, 384, 512', 24.6, 7.5],
      ['E', 'S in [256; 512], Q = 256, 384, 512', 24.6, 7.4],
    ]),
  ),
  ...table(
    { ...common, protocol: 'multi-crop and dense', where: 'Table 5' },
    rows([
      ['D', 'S in [256; 512], Q = 256, 384, 512', 24.4, 7.2],
      ['E', 'S in [256; 512], Q = 256, 384, 512', 24.4, 7.1],
    ]),
  ),
];

/** Its rows on GoogLeNet, ZFNet and AlexNet repeat those of their own papers. */
const others = table({ ...common, protocol: 'dense, several scales', where: 'Table 7' }, [
  { model: 'MSRA, 1 net', protocol: 'not stated', top1Error: 27.9, top5Error: 9.1 },
  { model: 'Clarifai, 1 net', split: 'test', protocol: 'not stated', top5Error: 12.5 },
  { network: 'overfeat-accurate', model: 'OverFeat, 1 net', top1Error: 35.7, top5Error: 14.2 },
  { model: 'OverFeat, 7 nets', models: 7, top1Error: 34.0, top5Error: 13.2 },
  { model: 'OverFeat, 7 nets', models: 7, split: 'test', top5Error: 13.6 },
]);

export const vgg: readonly PublishedResult[] = [...oneScale, ...severalScales, ...crops, ...others];
