/** GoogLeNet to Inception v4 and Inception-ResNet v2. */
import { singleCrop, table } from './rows.ts';

const googlenet = table(
  {
    dataSet: 'imagenet',
    split: 'validation',
    protocol: 'single crop',
    models: 1,
    source: 'googlenet',
    where: 'Table 3',
    verified: true,
  },
  [
    { network: 'googlenet', model: 'GoogLeNet', top5Error: 10.07 },
    { network: 'googlenet', model: 'GoogLeNet', protocol: '10 crops', top5Error: 9.15 },
    { network: 'googlenet', model: 'GoogLeNet', protocol: '144 crops', top5Error: 7.89 },
    { model: 'GoogLeNet, 7 models', models: 7, top5Error: 8.09 },
    { model: 'GoogLeNet, 7 models', models: 7, protocol: '10 crops', top5Error: 7.62 },
    { model: 'GoogLeNet, 7 models', models: 7, protocol: '144 crops', top5Error: 6.67 },
    {
      model: 'GoogLeNet, 7 models',
      models: 7,
      protocol: '144 crops',
      split: 'test',
      top5Error: 6.67,
      where: 'Table 2',
      place: { challenge: 2014, rank: 1 },
    },
  ],
);

const batchnorm = [
  ...table(singleCrop('batchnorm', 'Figure 3'), [
    { model: 'Inception', top1Error: 27.8, note: 'not GoogLeNet: 3x3 pairs in place of 5x5, among others' },
    { network: 'inception-v2', model: 'BN-x30', top1Error: 25.2 },
    { network: 'inception-v2', model: 'BN-x5', top1Error: 27.0 },
    { network: 'inception-v2', model: 'BN-Baseline', top1Error: 27.3 },
    { model: 'BN-x5-Sigmoid', top1Error: 30.2 },
  ]),
  ...table({ ...singleCrop('batchnorm', 'Figure 4'), protocol: 'multi-crop', models: 6 }, [
    { model: 'BN-Inception, ensemble of 6', top1Error: 20.1, top5Error: 4.9 },
    { model: 'BN-Inception, ensemble of 6', split: 'test', top5Error: 4.82 },
  ]),
];

const blacklist = 'on the 48,238 validation images that the challenge has not excluded';

const v3 = table({ ...singleCrop('inception-v3', 'Table 3'), note: blacklist }, [
  { network: 'inception-v3', model: 'Inception-v2 BN-auxiliary = Inception-v3', top1Error: 21.2, top5Error: 5.6 },
  { model: 'Inception-v2 Factorized 7x7', top1Error: 21.6, top5Error: 5.8 },
  { model: 'Inception-v2 Label Smoothing', top1Error: 22.8, top5Error: 6.1 },
  { model: 'Inception-v2 RMSProp', top1Error: 23.1, top5Error: 6.3 },
  {
    model: 'Inception-v2',
    top1Error: 23.4,
    note: `${blacklist}; the paper means the step before v3, not BN-Inception`,
  },
  { network: 'inception-v2', model: 'BN-Inception', top1Error: 25.2, top5Error: 7.8 },
  { model: 'BN-GoogLeNet', top1Error: 26.8 },
  {
    network: 'googlenet',
    model: 'GoogLeNet',
    top1Error: 29,
    top5Error: 9.2,
    note: `${blacklist}; the GoogLeNet paper has 10.07 for the top-5 error of a single crop`,
  },
]);

const v3Ensemble = table({ ...singleCrop('inception-v3', 'Table 5'), protocol: '144 crops', models: 4 }, [
  {
    model: 'Inception-v3, 4 models',
    top1Error: 17.2,
    top5Error: 3.58,
    note: 'the Inception-v4 paper gives 17.3 and 3.6 for them',
  },
]);

const v4 = 'inception-v4';

const single = table({ ...singleCrop(v4, 'Table 2'), note: blacklist }, [
  { network: 'inception-v2', model: 'BN-Inception', top1Error: 25.2, top5Error: 7.8 },
  { network: 'inception-v3', model: 'Inception-v3', top1Error: 21.2, top5Error: 5.6 },
  { model: 'Inception-ResNet-v1', top1Error: 21.3, top5Error: 5.5 },
  { network: 'inception-v4', model: 'Inception-v4', top1Error: 20.0, top5Error: 5.0 },
  { network: 'inception-resnet-v2', model: 'Inception-ResNet-v2', top1Error: 19.9, top5Error: 4.9 },
]);

const crops12 = table({ ...singleCrop(v4, 'Table 3'), protocol: '12 crops' }, [
  { network: 'inception-v3', model: 'Inception-v3', top1Error: 19.8, top5Error: 4.6 },
  { model: 'Inception-ResNet-v1', top1Error: 19.8, top5Error: 4.6 },
  { network: 'inception-v4', model: 'Inception-v4', top1Error: 18.7, top5Error: 4.2 },
  { network: 'inception-resnet-v2', model: 'Inception-ResNet-v2', top1Error: 18.7, top5Error: 4.1 },
]);

const crops144 = table({ ...singleCrop(v4, 'Table 4'), protocol: '144 crops' }, [
  { network: 'inception-v3', model: 'Inception-v3', top1Error: 18.9, top5Error: 4.3 },
  { model: 'Inception-ResNet-v1', top1Error: 18.8, top5Error: 4.3 },
  { network: 'inception-v4', model: 'Inception-v4', top1Error: 17.7, top5Error: 3.8 },
  { network: 'inception-resnet-v2', model: 'Inception-ResNet-v2', top1Error: 17.8, top5Error: 3.7 },
]);

const ensembles = table({ ...singleCrop(v4, 'Table 5'), protocol: '144 crops', models: 4 }, [
  { model: 'Inception-v3, 4 models', top1Error: 17.3, top5Error: 3.6, note: 'its own paper gives 17.2 and 3.58' },
  {
    model: 'Inception-v4 and 3 x Inception-ResNet-v2',
    top1Error: 16.4,
    top5Error: 3.1,
    note: 'as printed at AAAI; the preprint has 16.5 for the top-1 error',
  },
  { model: 'Inception-v4 and 3 x Inception-ResNet-v2', split: 'test', top5Error: 3.08 },
]);

export const inception = [
  ...googlenet,
  ...batchnorm,
  ...v3,
  ...v3Ensemble,
  ...single,
  ...crops12,
  ...crops144,
  ...ensembles,
];
