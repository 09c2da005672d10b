/** Measurements of many networks under one protocol: torchvision's weights, and Canziani et al. 2016. */
import { singleCrop, table } from './rows.ts';

const first = table(singleCrop('torchvision', 'weights IMAGENET1K_V1'), [
  { network: 'alexnet-torchvision', model: 'alexnet', top1Error: 43.478, top5Error: 20.934 },
  { network: 'vgg-11', model: 'vgg11', top1Error: 30.98, top5Error: 11.372 },
  { network: 'vgg-13', model: 'vgg13', top1Error: 30.072, top5Error: 10.754 },
  { network: 'vgg-16', model: 'vgg16', top1Error: 28.408, top5Error: 9.618 },
  { network: 'vgg-19', model: 'vgg19', top1Error: 27.624, top5Error: 9.124 },
  { model: 'vgg11_bn', top1Error: 29.63, top5Error: 10.19 },
  { model: 'vgg13_bn', top1Error: 28.414, top5Error: 9.626 },
  { model: 'vgg16_bn', top1Error: 26.64, top5Error: 8.484 },
  { model: 'vgg19_bn', top1Error: 25.782, top5Error: 8.158 },
  { network: 'googlenet-torchvision', model: 'googlenet', top1Error: 30.222, top5Error: 10.47 },
  { network: 'inception-v3', model: 'inception_v3', top1Error: 22.706, top5Error: 6.55 },
  { network: 'resnet-18', model: 'resnet18', top1Error: 30.242, top5Error: 10.922 },
  { network: 'resnet-34', model: 'resnet34', top1Error: 26.686, top5Error: 8.58 },
  { network: 'resnet-50-torchvision', model: 'resnet50', top1Error: 23.87, top5Error: 7.138 },
  { network: 'resnet-101-torchvision', model: 'resnet101', top1Error: 22.626, top5Error: 6.454 },
  { network: 'resnet-152-torchvision', model: 'resnet152', top1Error: 21.688, top5Error: 5.954 },
  { network: 'resnext-50', model: 'resnext50_32x4d', top1Error: 22.382, top5Error: 6.302 },
  { network: 'resnext-101-32x8d', model: 'resnext101_32x8d', top1Error: 20.688, top5Error: 5.474 },
  { model: 'wide_resnet50_2', top1Error: 21.532, top5Error: 5.914 },
  { network: 'squeezenet', model: 'squeezenet1_0', top1Error: 41.908, top5Error: 19.58 },
  { model: 'squeezenet1_1', top1Error: 41.822, top5Error: 19.376 },
  { model: 'densenet121', top1Error: 25.566, top5Error: 8.028 },
  { model: 'densenet169', top1Error: 24.4, top5Error: 7.194 },
  { model: 'densenet201', top1Error: 23.104, top5Error: 6.63 },
  { model: 'densenet161', top1Error: 22.862, top5Error: 6.44 },
  { model: 'mobilenet_v2', top1Error: 28.122, top5Error: 9.714 },
  { model: 'mobilenet_v3_small', top1Error: 32.332, top5Error: 12.598 },
  { model: 'mobilenet_v3_large', top1Error: 25.958, top5Error: 8.66 },
  { model: 'shufflenet_v2_x1_0', top1Error: 30.638, top5Error: 11.684 },
  { model: 'efficientnet_b0', top1Error: 22.308, top5Error: 6.468 },
  { model: 'mnasnet1_0', top1Error: 26.544, top5Error: 8.49 },
  { model: 'regnet_y_400mf', top1Error: 25.954, top5Error: 8.284 },
]);

const second = table({ ...singleCrop('torchvision', 'weights IMAGENET1K_V2'), note: 'a later, longer training' }, [
  { network: 'resnet-50-torchvision', model: 'resnet50', top1Error: 19.142, top5Error: 4.566 },
  { network: 'resnet-101-torchvision', model: 'resnet101', top1Error: 18.114, top5Error: 4.22 },
  { network: 'resnet-152-torchvision', model: 'resnet152', top1Error: 17.716, top5Error: 3.998 },
  { network: 'resnext-50', model: 'resnext50_32x4d', top1Error: 18.802, top5Error: 4.66 },
  { network: 'resnext-101-32x8d', model: 'resnext101_32x8d', top1Error: 17.166, top5Error: 3.772 },
  { model: 'wide_resnet50_2', top1Error: 18.398, top5Error: 4.242 },
  { model: 'mobilenet_v2', top1Error: 27.846, top5Error: 9.178 },
  { model: 'mobilenet_v3_large', top1Error: 24.726, top5Error: 7.434 },
  { model: 'regnet_y_400mf', top1Error: 24.196, top5Error: 7.258 },
]);

export const torchvision = [...first, ...second];

export const canziani = table(singleCrop('canziani', 'Figures 1, 2 and 10'), [
  { model: 'BN-NIN', top1Error: 37.38 },
  { network: 'inception-v3', model: 'Inception-v3', top1Error: 21.47 },
  { model: 'Inception-v4', top1Error: 19.9, note: 'a network of 31.57 M parameters, not the released one of 42.68 M' },
  { model: 'BN-AlexNet', top1Error: 43.4 },
  {
    network: 'alexnet',
    model: 'AlexNet',
    top1Error: 45.39,
    note: 'drawn with the parameters of two groups (60.97 M) and the operations of one tower',
  },
  { network: 'vgg-16', model: 'VGG-16', top1Error: 29.38 },
  { network: 'vgg-19', model: 'VGG-19', top1Error: 29.26 },
  { network: 'resnet-18', model: 'ResNet-18', top1Error: 30.43 },
  { network: 'resnet-34', model: 'ResNet-34', top1Error: 26.73 },
  { network: 'resnet-50-torchvision', model: 'ResNet-50', top1Error: 24.01 },
  { network: 'resnet-101-torchvision', model: 'ResNet-101', top1Error: 22.44 },
  { network: 'resnet-152-torchvision', model: 'ResNet-152', top1Error: 22.16 },
  { network: 'googlenet', model: 'GoogLeNet', top1Error: 31.3 },
  { model: 'ENet', top1Error: 31.6 },
]);
