/** SqueezeNet, Xception, MobileNet, SENet and the small networks after them. Accuracies are given as errors. */
import { singleCrop, table } from './rows.ts';

const squeezenet = table({ ...singleCrop('squeezenet', 'Table 2'), verified: false }, [
  { network: 'squeezenet', model: 'SqueezeNet', top1Error: 42.5, top5Error: 19.7 },
]);

const xception = table(singleCrop('xception', 'Table 1'), [
  { network: 'vgg-16', model: 'VGG-16', top1Error: 28.5, top5Error: 9.9 },
  {
    model: 'ResNet-152',
    top1Error: 23.0,
    top5Error: 6.7,
    network: 'resnet-152',
    note: "quoted from that network's released models",
  },
  {
    network: 'inception-v3',
    model: 'Inception V3',
    top1Error: 21.8,
    top5Error: 5.9,
    note: 'of 23,626,728 parameters, which no public implementation has',
  },
  { model: 'Xception', top1Error: 21.0, top5Error: 5.5 },
]);

const mobilenet = [
  ...table(singleCrop('mobilenet', 'Tables 6 and 7'), [
    { network: 'mobilenet-1.0-224', model: '1.0 MobileNet-224', top1Error: 29.4 },
    { network: 'mobilenet-0.75-224', model: '0.75 MobileNet-224', top1Error: 31.6 },
    { network: 'mobilenet-0.5-224', model: '0.5 MobileNet-224', top1Error: 36.3 },
    { network: 'mobilenet-0.25-224', model: '0.25 MobileNet-224', top1Error: 49.4 },
    { network: 'mobilenet-1.0-192', model: '1.0 MobileNet-192', top1Error: 30.9 },
    { network: 'mobilenet-1.0-160', model: '1.0 MobileNet-160', top1Error: 32.8 },
    { network: 'mobilenet-1.0-128', model: '1.0 MobileNet-128', top1Error: 35.6 },
  ]),
  ...table(singleCrop('mobilenet', 'Table 4'), [{ model: 'Conv MobileNet', top1Error: 28.3 }]),
  ...table(singleCrop('mobilenet', 'Table 5'), [{ model: 'Shallow MobileNet', top1Error: 34.7 }]),
  ...table(singleCrop('mobilenet', 'Table 8'), [
    { network: 'googlenet', model: 'GoogleNet', top1Error: 30.2 },
    { network: 'vgg-16', model: 'VGG 16', top1Error: 28.5 },
  ]),
  ...table(singleCrop('mobilenet', 'Table 9'), [
    { network: 'mobilenet-0.5-160', model: '0.50 MobileNet-160', top1Error: 39.8 },
    { network: 'squeezenet', model: 'Squeezenet', top1Error: 42.5 },
    { network: 'alexnet', model: 'AlexNet', top1Error: 42.8 },
  ]),
];

const again = 'trained anew for the comparison with Squeeze-and-Excitation';
const larger = 'on 299x299 of 352x352';

const senet = [
  ...table({ ...singleCrop('senet', 'Table 2'), note: again }, [
    { network: 'resnet-50', model: 'ResNet-50', top1Error: 24.8, top5Error: 7.48 },
    { network: 'resnet-101', model: 'ResNet-101', top1Error: 23.17, top5Error: 6.52 },
    { network: 'resnet-152', model: 'ResNet-152', top1Error: 22.42, top5Error: 6.34 },
    { network: 'resnext-50', model: 'ResNeXt-50', top1Error: 22.11, top5Error: 5.9 },
    { network: 'resnext-101', model: 'ResNeXt-101', top1Error: 21.18, top5Error: 5.57 },
    { model: 'VGG-16 with batch normalisation', top1Error: 27.02, top5Error: 8.81 },
    { network: 'inception-v2', model: 'BN-Inception', top1Error: 25.38, top5Error: 7.89 },
    {
      network: 'inception-resnet-v2',
      model: 'Inception-ResNet-v2',
      top1Error: 20.37,
      top5Error: 5.21,
      note: `${again}, ${larger}`,
    },
  ]),
  ...table(singleCrop('senet', 'Table 2'), [
    { network: 'se-resnet-50', model: 'SE-ResNet-50', top1Error: 23.29, top5Error: 6.62 },
    { model: 'SE-ResNet-101', top1Error: 22.38, top5Error: 6.07 },
    { model: 'SE-ResNet-152', top1Error: 21.57, top5Error: 5.73 },
    { network: 'se-resnext-50', model: 'SE-ResNeXt-50', top1Error: 21.1, top5Error: 5.49 },
    { network: 'se-resnext-101', model: 'SE-ResNeXt-101', top1Error: 20.7, top5Error: 5.01 },
    { model: 'SE-VGG-16 with batch normalisation', top1Error: 25.22, top5Error: 7.7 },
    { network: 'se-inception-v2', model: 'SE-BN-Inception', top1Error: 24.23, top5Error: 7.14 },
    { model: 'SE-Inception-ResNet-v2', top1Error: 19.8, top5Error: 4.79, note: larger },
  ]),
  ...table(singleCrop('senet', 'Table 3'), [
    { network: 'mobilenet-1.0-224', model: 'MobileNet', top1Error: 28.4, top5Error: 9.4, note: again },
    { model: 'SE-MobileNet', top1Error: 25.3, top5Error: 7.7 },
    { model: 'ShuffleNet 1x, g = 3', top1Error: 32.6, top5Error: 12.5, note: again },
    { model: 'SE-ShuffleNet 1x, g = 3', top1Error: 31.0, top5Error: 11.1 },
  ]),
  ...table(singleCrop('senet-release', 'the table of models'), [
    { network: 'se-inception-v2', model: 'SE-BN-Inception', top1Error: 23.62, top5Error: 7.04 },
    { network: 'se-resnet-50', model: 'SE-ResNet-50', top1Error: 22.37, top5Error: 6.36 },
    { model: 'SE-ResNet-101', top1Error: 21.75, top5Error: 5.72 },
    { model: 'SE-ResNet-152', top1Error: 21.34, top5Error: 5.54 },
    { network: 'se-resnext-50', model: 'SE-ResNeXt-50 (32x4d)', top1Error: 20.97, top5Error: 5.54 },
    { network: 'se-resnext-101', model: 'SE-ResNeXt-101 (32x4d)', top1Error: 19.81, top5Error: 4.96 },
    { network: 'senet-154', model: 'SENet-154', top1Error: 18.68, top5Error: 4.47 },
  ]),
];

const later = [
  ...table(singleCrop('mobilenet-v2', 'Table 4'), [
    {
      network: 'mobilenet-1.0-224',
      model: 'MobileNetV1',
      top1Error: 29.4,
      note: "quoted from that network's paper",
    },
    { model: 'MobileNetV2', top1Error: 28.0 },
    { model: 'MobileNetV2 (1.4)', top1Error: 25.3 },
    { model: 'ShuffleNet (1.5)', top1Error: 28.5 },
    { model: 'NasNet-A', top1Error: 26.0 },
  ]),
  ...table(singleCrop('mobilenet-v3', 'Table 3'), [
    { model: 'MobileNetV3-Large 1.0', top1Error: 24.8 },
    { model: 'MobileNetV3-Large 0.75', top1Error: 26.7 },
    { model: 'MobileNetV3-Small 1.0', top1Error: 32.6 },
    { model: 'MnasNet-A1', top1Error: 24.8 },
  ]),
  ...table(singleCrop('mnasnet', 'Table 1'), [{ model: 'MnasNet-A1', top1Error: 24.8, top5Error: 7.5 }]),
  ...table(singleCrop('shufflenet-v2', 'Table 8'), [{ model: 'ShuffleNet v2 1x', top1Error: 30.6 }]),
  ...table(singleCrop('efficientnet', 'Table 2'), [
    {
      model: 'EfficientNet-B0',
      top1Error: 22.9,
      top5Error: 6.7,
      note: 'the first preprint has 23.7 for the top-1 error, a later text 22.7',
    },
  ]),
  ...table({ ...singleCrop('regnet', 'Table 4'), verified: false }, [
    { model: 'RegNetY-400MF', top1Error: 25.9, note: 'trained for 100 epochs' },
  ]),
];

export const efficient = [...squeezenet, ...xception, ...mobilenet, ...senet, ...later];
