/** LeNet-5 to OverFeat and NIN, 1998 to 2014, and the reference models of Caffe. */
import { singleCrop, table } from './rows.ts';

const mnist = { dataSet: 'mnist', split: 'test', protocol: 'test set', models: 1 } as const;

const lenet = table({ ...mnist, source: 'lenet-5', where: 'section III.B', verified: true }, [
  { network: 'lenet-5-1998', model: 'LeNet-5', top1Error: 0.95 },
  { network: 'lenet-5-1998', model: 'LeNet-5, trained with distortions', top1Error: 0.8 },
]);

const tenCrops = { dataSet: 'imagenet', split: 'validation', protocol: '10 crops', models: 1 } as const;

const pretrained = 'trained first on all of ImageNet of fall 2011';

const alexnet = table({ ...tenCrops, source: 'alexnet', where: 'Table 2', verified: true }, [
  { network: 'alexnet', model: 'AlexNet, 1 CNN', top1Error: 40.7, top5Error: 18.2 },
  { model: 'AlexNet, 5 CNNs', models: 5, top1Error: 38.1, top5Error: 16.4 },
  { model: 'AlexNet, 5 CNNs', models: 5, split: 'test', top5Error: 16.4 },
  { model: 'AlexNet, 1 CNN*', top1Error: 39.0, top5Error: 16.6, note: pretrained },
  { model: 'AlexNet, 7 CNNs*', models: 7, top1Error: 36.7, top5Error: 15.4, note: `two of them ${pretrained}` },
  {
    model: 'AlexNet, 7 CNNs*',
    models: 7,
    split: 'test',
    top5Error: 15.3,
    place: { challenge: 2012, rank: 1 },
    note: `two of them ${pretrained}`,
  },
  {
    network: 'alexnet',
    model: 'AlexNet, 1 CNN',
    split: 'test',
    top1Error: 37.5,
    top5Error: 17.0,
    where: 'Table 1',
    note: 'on the test images of the challenge of 2010, which are not those of 2012',
  },
]);

const figure3 = 'the 37.5 and 16.0 that are often quoted for ZFNet are those of model (b), which is wider';

const zfnet = table({ ...tenCrops, source: 'zfnet', where: 'Table 2', verified: true }, [
  { network: 'alexnet', model: 'AlexNet, replicated, 1 convnet', top1Error: 40.5, top5Error: 18.1 },
  { network: 'zfnet', model: 'ZFNet, 1 convnet as per Fig. 3', top1Error: 38.4, top5Error: 16.5, note: figure3 },
  { model: 'ZFNet, 5 convnets as per Fig. 3 (a)', models: 5, top1Error: 36.7, top5Error: 15.3 },
  { model: 'ZFNet, 5 convnets as per Fig. 3 (a)', models: 5, split: 'test', top5Error: 15.3 },
  {
    network: 'zfnet-wide',
    model: 'ZFNet, 1 convnet, layers 3, 4, 5: 512, 1024, 512 (b)',
    top1Error: 37.5,
    top5Error: 16.0,
  },
  {
    network: 'zfnet-wide',
    model: 'ZFNet, 1 convnet, layers 3, 4, 5: 512, 1024, 512 (b)',
    split: 'test',
    top5Error: 16.1,
  },
  { model: 'ZFNet, 6 convnets, (a) and (b)', models: 6, top1Error: 36.0, top5Error: 14.7 },
  { model: 'ZFNet, 6 convnets, (a) and (b)', models: 6, split: 'test', top5Error: 14.8 },
]);

const overfeat = table(
  {
    dataSet: 'imagenet',
    split: 'validation',
    protocol: 'dense, several scales',
    models: 1,
    source: 'overfeat',
    where: 'Table 2',
    verified: false,
  },
  [
    {
      network: 'overfeat-fast',
      model: 'OverFeat, 1 fast model, scale 1, coarse stride',
      protocol: 'dense, one scale',
      top1Error: 39.28,
      top5Error: 17.12,
    },
    {
      network: 'overfeat-fast',
      model: 'OverFeat, 1 fast model, scale 1, fine stride',
      protocol: 'dense, one scale',
      top1Error: 39.01,
      top5Error: 16.97,
    },
    {
      network: 'overfeat-fast',
      model: 'OverFeat, 1 fast model, 4 scales, fine stride',
      top1Error: 38.57,
      top5Error: 16.39,
    },
    {
      network: 'overfeat-fast',
      model: 'OverFeat, 1 fast model, 6 scales, coarse stride',
      top1Error: 38.12,
      top5Error: 16.27,
    },
    {
      network: 'overfeat-accurate',
      model: 'OverFeat, 1 accurate model, 4 corner views',
      protocol: 'multi-crop',
      top1Error: 35.6,
      top5Error: 14.71,
    },
    {
      network: 'overfeat-accurate',
      model: 'OverFeat, 1 accurate model, 4 scales, fine stride',
      top1Error: 35.74,
      top5Error: 14.18,
    },
    { model: 'OverFeat, 7 fast models', models: 7, top1Error: 35.1, top5Error: 13.86 },
    { model: 'OverFeat, 7 accurate models', models: 7, top1Error: 33.96, top5Error: 13.24 },
  ],
);

const small = { split: 'test', protocol: 'test set', models: 1, source: 'nin', verified: false } as const;

const nin = [
  ...table({ ...small, dataSet: 'cifar-10', where: 'Table 1' }, [
    { model: 'NIN with dropout', top1Error: 10.41 },
    { model: 'NIN with dropout and augmentation', top1Error: 8.81 },
  ]),
  ...table({ ...small, dataSet: 'cifar-100', where: 'Table 2' }, [{ model: 'NIN with dropout', top1Error: 35.68 }]),
  ...table({ ...small, dataSet: 'svhn', where: 'Table 3' }, [{ model: 'NIN with dropout', top1Error: 2.35 }]),
  ...table({ ...small, dataSet: 'mnist', where: 'Table 4' }, [{ model: 'NIN with dropout', top1Error: 0.47 }]),
  ...table({ ...singleCrop('caffe', 'model zoo'), verified: false }, [
    {
      network: 'nin',
      model: 'NIN-ImageNet',
      top1Error: 40.64,
      note: 'the paper itself has no result on ImageNet',
    },
  ]),
];

const references = [
  ...table({ ...mnist, source: 'deep-compression', where: 'Table 1', verified: true }, [
    { network: 'lenet-300-100', model: 'LeNet-300-100, reference', top1Error: 1.64 },
    { network: 'lenet-5-caffe', model: 'LeNet-5 (Caffe), reference', top1Error: 0.8 },
  ]),
  ...table(singleCrop('deep-compression', 'Table 1'), [
    { network: 'alexnet', model: 'AlexNet (Caffe), reference', top1Error: 42.78, top5Error: 19.73 },
    { network: 'vgg-16', model: 'VGG-16 (Caffe), reference', top1Error: 31.5, top5Error: 11.32 },
  ]),
];

export const early = [...lenet, ...alexnet, ...zfnet, ...overfeat, ...nin];
export const caffeReferences = references;
