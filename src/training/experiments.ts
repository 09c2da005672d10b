/**
 * The lecture's experiments: well-known effects, each tried on small networks that differ in one thing. The networks
 * are in examples/lecture, one file an experiment, with the recipe in it. What the papers found at full size stands
 * beside what is expected here, so that a page can say of each effect whether it shows at this size.
 */

export interface Experiment {
  readonly name: string;
  readonly title: string;
  readonly question: string;
  /** In examples/lecture. */
  readonly file: string;
  /** What differs between the variants. */
  readonly varied: string;
  /** What is the same in all, beside data, recipe and seeds; the file's `expect`s check it. */
  readonly equal: string;
  /** Images for training, and at most as many for the test. */
  readonly limit: number;
  readonly variants: readonly Variant[];
  readonly claims: readonly Claim[];
  /** How the setting differs from the papers' in what may matter, known before anything was trained. */
  readonly remarks: readonly string[];
  /** What the papers found at full size, a paragraph each. */
  readonly found: readonly string[];
}

export interface Variant {
  readonly label: string;
  /** Parameters of the network, as source text. */
  readonly set: Readonly<Record<string, string>>;
}

export type Figure = 'test error' | 'training error' | 'training loss';

/** That a figure is lower for one variant than for another, after the last epoch. */
export interface Claim {
  readonly words: string;
  readonly of: Figure;
  readonly lower: string;
  readonly higher: string;
}

/** So many seeds, from 1 on, unless asked otherwise. */
export const defaultSeeds = 3;

export const experiments: readonly Experiment[] = [
  {
    name: 'degradation',
    title: 'Degradation: deeper plain networks train worse',
    question:
      'Does a plain network get worse when it gets deeper, in training and not only in the test, and do shortcuts cure it?',
    file: 'degradation.arch',
    varied: '14 or 32 weighted layers, with or without shortcuts.',
    equal:
      'A plain network and the residual one of the same depth have the same parameters and multiply-accumulates: where the size changes, the shortcut subsamples and adds channels of zeros (option A).',
    limit: 4000,
    variants: [
      { label: 'plain, 14', set: { units: '2', residual: 'false' } },
      { label: 'residual, 14', set: { units: '2', residual: 'true' } },
      { label: 'plain, 32', set: { units: '5', residual: 'false' } },
      { label: 'residual, 32', set: { units: '5', residual: 'true' } },
    ],
    claims: [
      {
        words: 'The deeper plain network has the higher training error: no overfitting, but harder training',
        of: 'training error',
        lower: 'plain, 14',
        higher: 'plain, 32',
      },
      {
        words: 'It has the higher test error, too',
        of: 'test error',
        lower: 'plain, 14',
        higher: 'plain, 32',
      },
      {
        words: 'With shortcuts the deep network trains to a lower training error than without',
        of: 'training error',
        lower: 'residual, 32',
        higher: 'plain, 32',
      },
      {
        words: 'With shortcuts the deeper network has the lower test error: depth pays',
        of: 'test error',
        lower: 'residual, 32',
        higher: 'residual, 14',
      },
    ],
    remarks: [
      'All of the networks have batch normalisation, plain ones too, as in the paper: that the deep plain network is hard to train is not for gradients that vanish.',
      "The paper's networks for CIFAR-10 are trained for 64,000 steps of 128 images (section 4.2). A training that is over after some hundred steps shows which network is learned sooner, and leaves little for greater depth to gain.",
    ],
    found: [
      'He, Zhang, Ren and Sun 2016, "Deep residual learning for image recognition": on ImageNet the plain network with 34 layers has 28.54 % top-1 error and that with 18 layers 27.94 %; with shortcuts they have 25.03 % and 27.88 % (table 2, 10 crops). On CIFAR-10 the training error of plain networks rises with their depth from 20 to 56 layers (figure 6), while ResNet-20, 32, 44, 56 and 110 have 8.75, 7.51, 7.17, 6.97 and 6.43 % test error, the last as the best of five runs (table 6).',
    ],
  },
  {
    name: 'receptive-field',
    title: 'One 7x7, three 3x3, or 7x1 and 1x7',
    question:
      'Can a large kernel be replaced by several small ones, or by two that are long and thin, which see just as much of the image with fewer weights?',
    file: 'receptive_field.arch',
    varied: 'How the two layers that read 7x7 of the map before them are made.',
    equal:
      'The receptive field, 41x41 before the global average in all three, and the channels. Parameters and arithmetic are not equal: that they fall is the point (49, 27 and 14 weights for each pair of channels).',
    limit: 4000,
    variants: [
      { label: 'one 7x7', set: { kernels: '"7x7"' } },
      { label: 'three 3x3', set: { kernels: '"3x3"' } },
      { label: '7x1 and 1x7', set: { kernels: '"7x1"' } },
    ],
    claims: [
      {
        words: 'Three 3x3 have a lower test error than one 7x7',
        of: 'test error',
        lower: 'three 3x3',
        higher: 'one 7x7',
      },
      {
        words: 'A 7x1 and a 1x7 have a lower test error than one 7x7',
        of: 'test error',
        lower: '7x1 and 1x7',
        higher: 'one 7x7',
      },
      {
        words: 'With the fewest weights, the 7x1 and 1x7 have a higher training loss than the three 3x3',
        of: 'training loss',
        lower: 'three 3x3',
        higher: '7x1 and 1x7',
      },
    ],
    remarks: [
      'The maps are 14x14 and 7x7: on the smaller one a kernel of 7x7 reaches beyond the border from every place but the middle.',
    ],
    found: [
      'Simonyan and Zisserman 2015, "Very deep convolutional networks for large-scale image recognition": three 3x3 see as much as one 7x7, with 27 C² weights in place of 49 C² and three non-linearities in place of one (section 2.3). Their network B with one 5x5 in place of each pair of 3x3 has a top-1 error that is 7 % higher on a centre crop (section 4.1).',
      'Szegedy, Vanhoucke, Ioffe, Shlens and Wojna 2016, "Rethinking the Inception architecture for computer vision": replacing n x n by n x 1 and 1 x n does not work well in early layers, and gives very good results on maps between 12x12 and 20x20 (section 3.2). The maps here are 14x14 and 7x7.',
    ],
  },
  {
    name: 'squeeze-excitation',
    title: 'Squeeze-and-Excitation on and off',
    question: 'Does it pay to weigh the channels of each residual unit by what the whole image holds?',
    file: 'squeeze_excitation.arch',
    varied: 'Whether the residual units are recalibrated, and with which reduction.',
    equal:
      'Depth, widths and all convolutions. The two dense layers in each unit add 0.9 % (reduction 16) and 3.2 % (reduction 4) to the parameters, and 0.1 % or less to the multiply-accumulates.',
    limit: 4000,
    variants: [
      { label: 'without SE', set: { reduction: '0' } },
      { label: 'SE, reduction 16', set: { reduction: '16' } },
      { label: 'SE, reduction 4', set: { reduction: '4' } },
    ],
    claims: [
      {
        words: "With SE at the paper's reduction of 16 the test error is lower",
        of: 'test error',
        lower: 'SE, reduction 16',
        higher: 'without SE',
      },
      {
        words: 'With a reduction of 4, which leaves the few channels here more room, the test error is lower',
        of: 'test error',
        lower: 'SE, reduction 4',
        higher: 'without SE',
      },
      {
        words: 'With SE at reduction 4 the training loss is lower',
        of: 'training loss',
        lower: 'SE, reduction 4',
        higher: 'without SE',
      },
    ],
    remarks: [
      'With 16, 32 and 64 channels a reduction of 16 leaves 1, 2 and 4 values between the two dense layers; in the paper there are 16 to 128.',
      'At first the gates stand near one half, so that the residual branches begin half as strong; in a training that is over after some hundred steps this counts for more than in one of hundreds of thousands.',
    ],
    found: [
      'Hu, Shen and Sun 2018, "Squeeze-and-excitation networks": on ImageNet SE-ResNet-50 has 23.29 % top-1 error and ResNet-50, trained in the same way, 24.80 %, at nearly the same arithmetic (table 2) and about 10 % more parameters (section 4).',
    ],
  },
  {
    name: 'depthwise',
    title: 'Depthwise separable against full convolution',
    question:
      'How much accuracy does it cost to let each channel be filtered alone, and is the budget better spent so?',
    file: 'depthwise.arch',
    varied:
      'Full 3x3 convolutions; a depthwise 3x3 and a 1x1 in place of each; the latter with three times the channels.',
    equal:
      'Stages, strides and the receptive field of 51x51. The separable network of the same widths has an eighth of the parameters and multiply-accumulates; the one that is three times as wide has 5 % more of both than the full one.',
    limit: 4000,
    variants: [
      { label: 'full 3x3', set: { separable: 'false' } },
      { label: 'separable', set: { separable: 'true' } },
      { label: 'separable, 3 x as wide', set: { separable: 'true', width: '3' } },
    ],
    claims: [
      {
        words: 'At the same widths the separable network has the higher test error: it is cheaper, not better',
        of: 'test error',
        lower: 'full 3x3',
        higher: 'separable',
      },
      {
        words: 'At about the same budget the separable network has the lower test error: the budget is better spent',
        of: 'test error',
        lower: 'separable, 3 x as wide',
        higher: 'full 3x3',
      },
    ],
    remarks: [
      'Some thousand images are few for 300,000 parameters: both large networks can learn them by heart, and what decides is how they generalise, not what they could learn.',
    ],
    found: [
      'Howard et al. 2017, "MobileNets: efficient convolutional neural networks for mobile vision applications": on ImageNet MobileNet with full convolutions reaches 71.7 % with 4866 million multiply-adds and 29.3 million parameters, and with depthwise separable ones 70.6 % with 569 and 4.2 (table 4).',
    ],
  },
  {
    name: 'regularisation',
    title: 'Local response normalisation, dropout, batch normalisation',
    question: 'What does each of the three do to training and to the test, on its own?',
    file: 'regularisation.arch',
    varied:
      'Nothing; local response normalisation after the first two layers; dropout of half of the dense layer; batch normalisation in the first two layers.',
    equal:
      'Layers, widths, multiply-accumulates and parameters, but for the 96 scales and shifts of batch normalisation. The learning rate is the same for all: one that is small enough for the network without any of the three, though batch normalisation would bear a larger one.',
    limit: 3000,
    variants: [
      { label: 'none', set: { norm: '"none"' } },
      { label: 'LRN', set: { norm: '"lrn"' } },
      { label: 'dropout', set: { norm: '"none"', drop: '0.5' } },
      { label: 'batch normalisation', set: { norm: '"batch"' } },
    ],
    claims: [
      {
        words: 'With local response normalisation the test error is lower',
        of: 'test error',
        lower: 'LRN',
        higher: 'none',
      },
      {
        words: 'With dropout the training loss is higher: the network is held back from learning the images by heart',
        of: 'training loss',
        lower: 'none',
        higher: 'dropout',
      },
      { words: 'With dropout the test error is lower', of: 'test error', lower: 'dropout', higher: 'none' },
      {
        words: 'With batch normalisation training is faster: the training loss is lower after as many epochs',
        of: 'training loss',
        lower: 'batch normalisation',
        higher: 'none',
      },
      {
        words: 'With batch normalisation the test error is lower',
        of: 'test error',
        lower: 'batch normalisation',
        higher: 'none',
      },
    ],
    remarks: [
      'At small activity local response normalisation with k = 2 multiplies the maps by 2 to the power of -0.75, which is 0.59; so the layers behind it begin with smaller gradients at the same learning rate.',
      "All train for the same number of steps, though dropout needs more of them by its authors' account.",
      'ONNX Runtime adds the 2,304 products of each value of the first dense layer in another order with another number of threads, so the curves depend on that number from the first step on, by rounding.',
    ],
    found: [
      'Krizhevsky, Sutskever and Hinton 2012, "ImageNet classification with deep convolutional neural networks": local response normalisation takes 1.4 % off the top-1 error (section 3.3); without dropout the network overfits substantially, with it training takes about twice as many iterations (section 4.2). Simonyan and Zisserman 2015 find no gain from local response normalisation in VGG: 29.7 % against 29.6 % (table 3).',
      'Ioffe and Szegedy 2015, "Batch normalization": Inception with batch normalisation needs 13.3 million steps to the accuracy for which it needs 31.0 million without, and 2.1 million at five times the learning rate and with further changes to the training (section 4.2, figure 3).',
    ],
  },
];
