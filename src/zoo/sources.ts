/** The papers, and the model files of frameworks, that networks and figures come from; by year. */
import type { Source } from './zoo.ts';

export const sources: readonly Source[] = [
  {
    id: 'lenet-5',
    citation: 'LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition"',
    year: 1998,
    locator: 'Proceedings of the IEEE 86(11)',
  },
  {
    id: 'alexnet',
    citation: 'Krizhevsky, Sutskever and Hinton, "ImageNet classification with deep convolutional neural networks"',
    year: 2012,
    locator: 'NIPS 2012',
  },
  {
    id: 'zfnet',
    citation: 'Zeiler and Fergus, "Visualizing and understanding convolutional networks"',
    year: 2013,
    locator: 'arXiv:1311.2901',
  },
  {
    id: 'overfeat',
    citation:
      'Sermanet, Eigen, Zhang, Mathieu, Fergus and LeCun, "OverFeat: integrated recognition, localization and ' +
      'detection using convolutional networks"',
    year: 2013,
    locator: 'arXiv:1312.6229',
  },
  {
    id: 'nin',
    citation: 'Lin, Chen and Yan, "Network in network"',
    year: 2013,
    locator: 'arXiv:1312.4400',
  },
  {
    id: 'caffe',
    citation: 'Jia et al., "Caffe: convolutional architecture for fast feature embedding", and its model zoo',
    year: 2014,
    locator: 'arXiv:1408.5093',
  },
  {
    id: 'one-weird-trick',
    citation: 'Krizhevsky, "One weird trick for parallelizing convolutional neural networks"',
    year: 2014,
    locator: 'arXiv:1404.5997',
  },
  {
    id: 'ilsvrc',
    citation: 'Russakovsky et al., "ImageNet large scale visual recognition challenge", and the challenge\'s results',
    year: 2014,
    locator: 'arXiv:1409.0575',
  },
  {
    id: 'vgg',
    citation: 'Simonyan and Zisserman, "Very deep convolutional networks for large-scale image recognition"',
    year: 2014,
    locator: 'arXiv:1409.1556',
  },
  {
    id: 'googlenet',
    citation: 'Szegedy et al., "Going deeper with convolutions"',
    year: 2014,
    locator: 'arXiv:1409.4842',
  },
  {
    id: 'batchnorm',
    citation:
      'Ioffe and Szegedy, "Batch normalization: accelerating deep network training by reducing internal ' +
      'covariate shift"',
    year: 2015,
    locator: 'arXiv:1502.03167',
  },
  {
    id: 'highway',
    citation: 'Srivastava, Greff and Schmidhuber, "Training very deep networks"',
    year: 2015,
    locator: 'arXiv:1507.06228',
  },
  {
    id: 'deep-compression',
    citation:
      'Han, Mao and Dally, "Deep compression: compressing deep neural networks with pruning, trained quantization ' +
      'and Huffman coding"',
    year: 2015,
    locator: 'arXiv:1510.00149',
  },
  {
    id: 'inception-v3',
    citation:
      'Szegedy, Vanhoucke, Ioffe, Shlens and Wojna, "Rethinking the inception architecture for computer vision"',
    year: 2015,
    locator: 'arXiv:1512.00567',
  },
  {
    id: 'resnet',
    citation: 'He, Zhang, Ren and Sun, "Deep residual learning for image recognition"',
    year: 2015,
    locator: 'arXiv:1512.03385',
  },
  {
    id: 'inception-v4',
    citation:
      'Szegedy, Ioffe, Vanhoucke and Alemi, "Inception-v4, Inception-ResNet and the impact of residual connections ' +
      'on learning"',
    year: 2016,
    locator: 'arXiv:1602.07261',
  },
  {
    id: 'squeezenet',
    citation: 'Iandola et al., "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and <0.5MB model size"',
    year: 2016,
    locator: 'arXiv:1602.07360',
  },
  {
    id: 'wide-resnet',
    citation: 'Zagoruyko and Komodakis, "Wide residual networks"',
    year: 2016,
    locator: 'arXiv:1605.07146',
  },
  {
    id: 'canziani',
    citation:
      'Canziani, Paszke and Culurciello, "An analysis of deep neural network models for practical applications"',
    year: 2016,
    locator: 'arXiv:1605.07678',
  },
  {
    id: 'densenet',
    citation: 'Huang, Liu, van der Maaten and Weinberger, "Densely connected convolutional networks"',
    year: 2016,
    locator: 'arXiv:1608.06993',
  },
  {
    id: 'xception',
    citation: 'Chollet, "Xception: deep learning with depthwise separable convolutions"',
    year: 2016,
    locator: 'arXiv:1610.02357',
  },
  {
    id: 'resnext',
    citation: 'Xie, Girshick, Dollár, Tu and He, "Aggregated residual transformations for deep neural networks"',
    year: 2016,
    locator: 'arXiv:1611.05431',
  },
  {
    id: 'mobilenet',
    citation: 'Howard et al., "MobileNets: efficient convolutional neural networks for mobile vision applications"',
    year: 2017,
    locator: 'arXiv:1704.04861',
  },
  {
    id: 'senet',
    citation: 'Hu, Shen, Albanie, Sun and Wu, "Squeeze-and-excitation networks"',
    year: 2017,
    locator: 'arXiv:1709.01507',
  },
  {
    id: 'senet-release',
    citation: 'Hu, Shen and Sun, the released models of "Squeeze-and-excitation networks"',
    year: 2017,
    locator: 'README of the models',
  },
  {
    id: 'mobilenet-v2',
    citation: 'Sandler, Howard, Zhu, Zhmoginov and Chen, "MobileNetV2: inverted residuals and linear bottlenecks"',
    year: 2018,
    locator: 'arXiv:1801.04381',
  },
  {
    id: 'shufflenet-v2',
    citation: 'Ma, Zhang, Zheng and Sun, "ShuffleNet V2: practical guidelines for efficient CNN architecture design"',
    year: 2018,
    locator: 'arXiv:1807.11164',
  },
  {
    id: 'mnasnet',
    citation: 'Tan et al., "MnasNet: platform-aware neural architecture search for mobile"',
    year: 2018,
    locator: 'arXiv:1807.11626',
  },
  {
    id: 'mobilenet-v3',
    citation: 'Howard et al., "Searching for MobileNetV3"',
    year: 2019,
    locator: 'arXiv:1905.02244',
  },
  {
    id: 'efficientnet',
    citation: 'Tan and Le, "EfficientNet: rethinking model scaling for convolutional neural networks"',
    year: 2019,
    locator: 'arXiv:1905.11946',
  },
  {
    id: 'regnet',
    citation: 'Radosavovic, Kosaraju, Girshick, He and Dollár, "Designing network design spaces"',
    year: 2020,
    locator: 'arXiv:2003.13678',
  },
  {
    id: 'torchvision',
    citation: 'PyTorch contributors, torchvision, the models and their weights',
    year: 2022,
    locator: 'version 0.14',
  },
];
