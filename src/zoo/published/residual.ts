/** Highway networks, ResNet and what followed from it: wide ResNet, ResNeXt, DenseNet. */
import { singleCrop, table } from './rows.ts';

const cifar = { dataSet: 'cifar-10', split: 'test', protocol: 'test set', models: 1 } as const;

const highway = table({ ...cifar, source: 'highway', where: 'the table on CIFAR-10', verified: true }, [
  { model: 'Highway A (Fitnet 1), 11 layers', top1Error: 10.82 },
  {
    network: 'highway-19',
    model: 'Highway B (Fitnet 4), 19 layers',
    top1Error: 7.54,
    note: 'the best run; the mean is 7.72 with a deviation of 0.16, and the workshop version has 7.76',
  },
  { model: 'Highway C, 19 layers', top1Error: 9.32 },
  {
    model: 'Highway D, 32 layers',
    top1Error: 9.66,
    verified: false,
    note: 'the ResNet paper cites 8.80 for it',
  },
]);

const resnetCifar = table({ ...cifar, source: 'resnet', where: 'Table 6', verified: true }, [
  { network: 'highway-19', model: 'Highway, 19 layers', top1Error: 7.54, note: 'mean 7.72 with a deviation of 0.16' },
  { model: 'Highway, 32 layers', top1Error: 8.8 },
  { model: 'ResNet-20', top1Error: 8.75 },
  { model: 'ResNet-32', top1Error: 7.51 },
  { model: 'ResNet-44', top1Error: 7.17 },
  { model: 'ResNet-56', top1Error: 6.97 },
  { model: 'ResNet-110', top1Error: 6.43, note: 'the best run; the mean is 6.61 with a deviation of 0.16' },
  { model: 'ResNet-1202', top1Error: 7.93 },
]);

const tenCrops = { ...singleCrop('resnet', 'Table 3'), protocol: '10 crops' } as const;

const resnet = [
  ...table(singleCrop('resnet', 'the released models'), [
    { network: 'resnet-50', model: 'ResNet-50', top1Error: 24.7, top5Error: 7.8 },
    { network: 'resnet-101', model: 'ResNet-101', top1Error: 23.6, top5Error: 7.1 },
    { network: 'resnet-152', model: 'ResNet-152', top1Error: 23.0, top5Error: 6.7 },
  ]),
  ...table({ ...tenCrops, where: 'Table 2' }, [
    { network: 'plain-18', model: 'plain-18', top1Error: 27.94 },
    { network: 'resnet-18-a', model: 'ResNet-18 A', top1Error: 27.88 },
  ]),
  ...table(tenCrops, [
    { network: 'vgg-16', model: 'VGG-16', top1Error: 28.07, top5Error: 9.33 },
    { network: 'googlenet', model: 'GoogLeNet', top5Error: 9.15, note: "quoted from that network's paper" },
    { model: 'PReLU-net', top1Error: 24.27, top5Error: 7.38 },
    { network: 'plain-34', model: 'plain-34', top1Error: 28.54, top5Error: 10.02 },
    { network: 'resnet-34-a', model: 'ResNet-34 A', top1Error: 25.03, top5Error: 7.76 },
    { network: 'resnet-34', model: 'ResNet-34 B', top1Error: 24.52, top5Error: 7.46 },
    { network: 'resnet-34-c', model: 'ResNet-34 C', top1Error: 24.19, top5Error: 7.4 },
    { network: 'resnet-50', model: 'ResNet-50', top1Error: 22.85, top5Error: 6.71 },
    { network: 'resnet-101', model: 'ResNet-101', top1Error: 21.75, top5Error: 6.05 },
    { network: 'resnet-152', model: 'ResNet-152', top1Error: 21.43, top5Error: 5.71 },
  ]),
  ...table({ ...tenCrops, protocol: 'dense, several scales', where: 'Table 4' }, [
    { network: 'resnet-34', model: 'ResNet-34 B', top1Error: 21.84, top5Error: 5.71 },
    { network: 'resnet-34-c', model: 'ResNet-34 C', top1Error: 21.53, top5Error: 5.6 },
    { network: 'resnet-50', model: 'ResNet-50', top1Error: 20.74, top5Error: 5.25 },
    { network: 'resnet-101', model: 'ResNet-101', top1Error: 19.87, top5Error: 4.6 },
    { network: 'resnet-152', model: 'ResNet-152', top1Error: 19.38, top5Error: 4.49 },
  ]),
  ...table({ ...tenCrops, protocol: 'dense, several scales', where: 'Table 5' }, [
    {
      model: 'ResNet, 6 models of several depths',
      models: 6,
      split: 'test',
      top5Error: 3.57,
      place: { challenge: 2015, rank: 1 },
    },
  ]),
];

const stride = 'with the stride in the 3x3';

const wide = table(singleCrop('wide-resnet', 'Table 8'), [
  { network: 'resnet-50-torchvision', model: 'ResNet-50', top1Error: 24.01, top5Error: 7.02, note: stride },
  { network: 'resnet-101-torchvision', model: 'ResNet-101', top1Error: 22.44, top5Error: 6.21, note: stride },
  { network: 'resnet-152-torchvision', model: 'ResNet-152', top1Error: 22.16, top5Error: 6.16, note: stride },
  {
    model: 'WRN-50-2-bottleneck',
    top1Error: 21.9,
    top5Error: 6.03,
    note: 'Table 9 of the paper has 5.79 for the top-5 error',
  },
]);

const resnext = [
  ...table(singleCrop('resnext', 'Table 3'), [
    { network: 'resnet-50-torchvision', model: 'ResNet-50, 1x64d', top1Error: 23.9, note: stride },
    { network: 'resnext-50-2x40d', model: 'ResNeXt-50, 2x40d', top1Error: 23.0 },
    { network: 'resnext-50-4x24d', model: 'ResNeXt-50, 4x24d', top1Error: 22.6 },
    { network: 'resnext-50-8x14d', model: 'ResNeXt-50, 8x14d', top1Error: 22.3 },
    { network: 'resnext-50', model: 'ResNeXt-50, 32x4d', top1Error: 22.2 },
    { network: 'resnet-101-torchvision', model: 'ResNet-101, 1x64d', top1Error: 22.0, note: stride },
    { network: 'resnext-101-2x40d', model: 'ResNeXt-101, 2x40d', top1Error: 21.7 },
    { network: 'resnext-101-4x24d', model: 'ResNeXt-101, 4x24d', top1Error: 21.4 },
    { network: 'resnext-101-8x14d', model: 'ResNeXt-101, 8x14d', top1Error: 21.3 },
  ]),
  ...table(singleCrop('resnext', 'Tables 3 and 4'), [
    { network: 'resnext-101', model: 'ResNeXt-101, 32x4d', top1Error: 21.2, top5Error: 5.6 },
    { network: 'resnext-101-2x64d', model: 'ResNeXt-101, 2x64d', top1Error: 20.7 },
    {
      network: 'resnext-101-64x4d',
      model: 'ResNeXt-101, 64x4d',
      top1Error: 20.4,
      note: 'the top-5 error, 5.3, is not checked and left out',
    },
  ]),
  ...table(singleCrop('resnext', 'the text on residual connections'), [
    { model: 'ResNet-50 without shortcuts', top1Error: 31.2 },
    { model: 'ResNeXt-50 without shortcuts', top1Error: 26.1 },
  ]),
];

const densenet = [
  ...table(singleCrop('densenet', 'Table 3'), [
    { model: 'DenseNet-121', top1Error: 25.02, top5Error: 7.71 },
    { model: 'DenseNet-169', top1Error: 23.8, top5Error: 6.85 },
    { model: 'DenseNet-201', top1Error: 22.58, top5Error: 6.34 },
    { model: 'DenseNet-264', top1Error: 22.15, top5Error: 6.12 },
    { model: 'DenseNet-161 (k = 48)', top1Error: 22.2, where: 'the released models', verified: false },
  ]),
  ...table({ ...singleCrop('densenet', 'Table 3'), protocol: '10 crops' }, [
    { model: 'DenseNet-121', top1Error: 23.61, top5Error: 6.66 },
    { model: 'DenseNet-169', top1Error: 22.08, top5Error: 5.92 },
    { model: 'DenseNet-201', top1Error: 21.46, top5Error: 5.54 },
    { model: 'DenseNet-264', top1Error: 20.8, top5Error: 5.29 },
  ]),
];

export const residual = [...highway, ...resnetCifar, ...resnet, ...wide, ...resnext, ...densenet];
