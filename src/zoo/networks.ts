/** The networks of examples/ under the names that people know, with the settings that make each; by year. */
import type { ZooNetwork } from './zoo.ts';

/** Without settings. */
function one(name: string, title: string, year: number, file: string, source: string): ZooNetwork {
  return { name, title, year, file, settings: {}, source };
}

const early: readonly ZooNetwork[] = [
  one('lenet-5', 'LeNet-5', 1998, 'lenet5.arch', 'lenet-5'),
  one('lenet-5-1998', 'LeNet-5 (1998)', 1998, 'lenet5_1998.arch', 'lenet-5'),
  one('lenet-300-100', 'LeNet-300-100', 1998, 'lenet_300_100.arch', 'lenet-5'),
  one('alexnet', 'AlexNet', 2012, 'alexnet.arch', 'alexnet'),
  {
    name: 'alexnet-one-tower',
    title: 'AlexNet (one tower)',
    year: 2012,
    file: 'alexnet.arch',
    settings: { groups: '1' },
    source: 'alexnet',
  },
  one('zfnet', 'ZFNet', 2013, 'zfnet.arch', 'zfnet'),
  {
    name: 'zfnet-wide',
    title: 'ZFNet (b)',
    year: 2013,
    file: 'zfnet.arch',
    settings: { wide: 'true' },
    source: 'zfnet',
  },
  one('overfeat-fast', 'OverFeat fast', 2013, 'overfeat.arch', 'overfeat'),
  {
    name: 'overfeat-accurate',
    title: 'OverFeat accurate',
    year: 2013,
    file: 'overfeat.arch',
    settings: { accurate: 'true' },
    source: 'overfeat',
  },
  one('nin', 'NIN', 2013, 'nin.arch', 'nin'),
  one('lenet-5-caffe', 'LeNet-5 (Caffe)', 2014, 'lenet5_caffe.arch', 'caffe'),
  one('alexnet-torchvision', 'AlexNet (torchvision)', 2014, 'alexnet_torchvision.arch', 'one-weird-trick'),
];

function vgg(layers: number): ZooNetwork {
  const settings = { layers: String(layers) };
  return { name: `vgg-${layers}`, title: `VGG-${layers}`, year: 2014, file: 'vgg.arch', settings, source: 'vgg' };
}

const inception: readonly ZooNetwork[] = [
  one('googlenet', 'GoogLeNet', 2014, 'googlenet.arch', 'googlenet'),
  {
    name: 'googlenet-torchvision',
    title: 'GoogLeNet (torchvision)',
    year: 2014,
    file: 'googlenet.arch',
    settings: { torchvision: 'true' },
    source: 'googlenet',
  },
  one('inception-v2', 'BN-Inception (Inception v2)', 2015, 'inception_v2.arch', 'batchnorm'),
  one('inception-v3', 'Inception v3', 2015, 'inception_v3.arch', 'inception-v3'),
];

const inceptionV4: readonly ZooNetwork[] = [
  one('inception-v4', 'Inception v4', 2016, 'inception_v4.arch', 'inception-v4'),
  one('inception-resnet-v2', 'Inception-ResNet v2', 2016, 'inception_resnet_v2.arch', 'inception-v4'),
];

function residual(name: string, title: string, file: string, settings: ZooNetwork['settings'] = {}): ZooNetwork {
  return { name, title, year: 2015, file, settings, source: 'resnet' };
}

/**
 * A name without an addition is the paper's network: shortcuts of option B, and from 50 layers on the stride in the
 * first 1x1 of a stage. torchvision has the stride in the 3x3; with 18 and 34 layers the two are one network.
 */
const resnets: readonly ZooNetwork[] = [
  residual('plain-18', 'plain-18', 'plain.arch', { layers: '18' }),
  residual('plain-34', 'plain-34', 'plain.arch'),
  residual('resnet-18', 'ResNet-18', 'resnet.arch', { layers: '18' }),
  residual('resnet-18-a', 'ResNet-18 A', 'resnet.arch', { layers: '18', shortcut: '"A"' }),
  residual('resnet-34', 'ResNet-34', 'resnet.arch', { layers: '34' }),
  residual('resnet-34-a', 'ResNet-34 A', 'resnet.arch', { layers: '34', shortcut: '"A"' }),
  residual('resnet-34-c', 'ResNet-34 C', 'resnet.arch', { layers: '34', shortcut: '"C"' }),
  residual('resnet-50', 'ResNet-50', 'resnet50.arch', { stride_first: 'true' }),
  residual('resnet-101', 'ResNet-101', 'resnet.arch', { layers: '101', stride_first: 'true' }),
  residual('resnet-152', 'ResNet-152', 'resnet.arch', { layers: '152', stride_first: 'true' }),
  residual('resnet-50-torchvision', 'ResNet-50 (torchvision)', 'resnet50.arch'),
  residual('resnet-101-torchvision', 'ResNet-101 (torchvision)', 'resnet.arch', { layers: '101' }),
  residual('resnet-152-torchvision', 'ResNet-152 (torchvision)', 'resnet.arch', { layers: '152' }),
];

/** The paper's main form, 32x4d, has the short name. */
function resnext(layers: 50 | 101, cardinality: number, width: number): ZooNetwork {
  const form = `${cardinality}x${width}d`;
  const name = `resnext-${layers}`;
  const all = { layers: String(layers), cardinality: String(cardinality), width: String(width) };
  const settings = Object.fromEntries(Object.entries(all).filter(([key, value]) => resnextDefaults[key] !== value));
  return {
    name: form === '32x4d' ? name : `${name}-${form}`,
    title: `ResNeXt-${layers} (${form})`,
    year: 2016,
    file: 'resnext.arch',
    settings,
    source: 'resnext',
  };
}

const resnextDefaults: Readonly<Record<string, string>> = { layers: '50', cardinality: '32', width: '4' };

const resnexts: readonly ZooNetwork[] = [
  resnext(50, 2, 40),
  resnext(50, 4, 24),
  resnext(50, 8, 14),
  resnext(50, 32, 4),
  resnext(101, 2, 40),
  resnext(101, 4, 24),
  resnext(101, 8, 14),
  resnext(101, 32, 4),
  resnext(101, 2, 64),
  resnext(101, 64, 4),
  resnext(101, 32, 8),
];

/** The paper's 16 pairs of width and resolution. */
const mobilenets: readonly ZooNetwork[] = ['1.0', '0.75', '0.5', '0.25'].flatMap((width) =>
  ['224', '192', '160', '128'].map((resolution) => ({
    name: `mobilenet-${width}-${resolution}`,
    title: `MobileNet ${width}-${resolution}`,
    year: 2017,
    file: 'mobilenet.arch',
    settings: { width, resolution },
    source: 'mobilenet',
  })),
);

function excited(name: string, title: string, file: string, settings: ZooNetwork['settings'] = {}): ZooNetwork {
  return { name, title, year: 2017, file, settings, source: 'senet' };
}

const senets: readonly ZooNetwork[] = [
  excited('se-inception-v2', 'SE-BN-Inception', 'inception_v2.arch', { se: 'true' }),
  excited('se-resnet-50', 'SE-ResNet-50', 'se_resnet50.arch'),
  excited('se-resnext-50', 'SE-ResNeXt-50 (32x4d)', 'resnext.arch', { se: 'true' }),
  excited('se-resnext-101', 'SE-ResNeXt-101 (32x4d)', 'resnext.arch', { layers: '101', se: 'true' }),
  excited('senet-154', 'SENet-154', 'senet154.arch'),
];

export const zooNetworks: readonly ZooNetwork[] = [
  ...early,
  vgg(11),
  vgg(13),
  { ...vgg(16), file: 'vgg16.arch', settings: {} },
  vgg(19),
  ...inception,
  {
    name: 'highway-19',
    title: 'Highway, 19 layers',
    year: 2015,
    file: 'highway.arch',
    settings: {},
    source: 'highway',
  },
  ...resnets,
  ...inceptionV4,
  one('squeezenet', 'SqueezeNet 1.0', 2016, 'squeezenet.arch', 'squeezenet'),
  ...resnexts,
  ...mobilenets,
  ...senets,
];
