/** Normalisation and dropout. */
import { channelsOf, inputVolume, mapIn, mapWanted, only, sameShape } from './common.ts';
import { type Operator, operator, type Weight } from './operator.ts';

export interface BatchNormArguments {
  readonly epsilon: number;
  readonly momentum: number;
  readonly affine: boolean;
}

export interface LrnArguments {
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly k: number;
}

interface DropoutArguments {
  readonly rate: number;
}

const batchnorm: Operator = operator<BatchNormArguments>({
  name: 'batchnorm',
  category: 'normalisation',
  summary:
    'Normalises each channel to mean 0 and variance 1 over the batch, then scales and shifts it by learned numbers.',
  formula: [
    'the shape stays; works on maps and on vectors',
    'y = weight * (x - mean) / sqrt(variance + epsilon) + bias, channel by channel',
    'weight [C], bias [C] (the scale and the shift); parameters = 2 * C, or 0 with affine = false',
    'running_mean [C] and running_var [C] are stored for evaluation and are not parameters',
    'FLOPs = 2 a value: in evaluation everything folds into one multiplication and one addition',
  ].join('\n'),
  source: 'Ioffe and Szegedy 2015, "Batch normalization", algorithms 1 (training) and 2 (evaluation).',
  example: 'conv(64, 3, pad = same, bias = false) -> batchnorm -> relu',
  parameters: [
    {
      name: 'epsilon',
      type: { kind: 'number', min: 0 },
      doc: 'Added to the variance, so that the division is safe.',
      default: 1e-5,
    },
    {
      name: 'momentum',
      type: { kind: 'number', min: 0, max: 1 },
      doc: 'Share of the new batch in the running statistics (as in PyTorch; Keras gives 1 minus it).',
      default: 0.1,
    },
    { name: 'affine', type: { kind: 'bool' }, doc: 'Whether scale and shift are learned.', default: true },
  ],
  inputs: 'one',
  shape: sameShape,
  weights(inputs, args) {
    const shape = [channelsOf(only(inputs))];
    const learned: readonly Weight[] = [
      { name: 'weight', shape, role: 'parameter' },
      { name: 'bias', shape, role: 'parameter' },
    ];
    return [
      ...(args.affine ? learned : []),
      { name: 'running_mean', shape, role: 'buffer' },
      { name: 'running_var', shape, role: 'buffer' },
    ];
  },
  flops: (inputs) => 2 * inputVolume(inputs),
});

const lrn: Operator = operator<LrnArguments>({
  name: 'lrn',
  category: 'normalisation',
  summary:
    'Local response normalisation: divides each value by the activity of its neighbour channels at the same place.',
  formula: [
    '[C, H, W] -> [C, H, W]',
    'y_i = x_i / (k + alpha * sum of x_j^2)^beta,',
    'over the channels j that exist from i - floor(size / 2) to i + floor((size - 1) / 2)',
    'alpha is not divided by size (Caffe and PyTorch divide: there, alpha * size gives the same values)',
    'no parameters',
    'FLOPs = size + 4 a value: a square, size - 1 additions, alpha, k, a power and a division',
  ].join('\n'),
  source: 'Krizhevsky et al. 2012, "ImageNet classification with deep convolutional neural networks", section 3.3.',
  example: 'conv(96, 11, stride = 4) -> relu -> lrn -> maxpool(3, stride = 2)',
  parameters: [
    { name: 'size', type: { kind: 'int', min: 1 }, doc: 'Number of channels in the sum.', default: 5 },
    { name: 'alpha', type: { kind: 'number', min: 0 }, doc: 'Factor of the sum of squares.', default: 1e-4 },
    { name: 'beta', type: { kind: 'number', min: 0 }, doc: 'Exponent of the divisor.', default: 0.75 },
    { name: 'k', type: { kind: 'number', min: 0 }, doc: 'Added to the sum, so that the division is safe.', default: 2 },
  ],
  inputs: 'one',
  shape(inputs) {
    const input = only(inputs);
    return mapIn(inputs) === undefined ? mapWanted('lrn', input, input) : sameShape(inputs);
  },
  flops: (inputs, args) => (args.size + 4) * inputVolume(inputs),
});

const dropout: Operator = operator<DropoutArguments>({
  name: 'dropout',
  category: 'regularisation',
  summary: 'In training, sets each value to zero with the given probability; in evaluation it does nothing.',
  formula: [
    'the shape stays',
    'training: y = x / (1 - rate) with probability 1 - rate, else 0; evaluation: y = x',
    'no parameters, and no arithmetic in evaluation',
  ].join('\n'),
  source: 'Srivastava et al. 2014, "Dropout: a simple way to prevent neural networks from overfitting".',
  example: 'dense(4096) -> relu -> dropout(0.5)',
  parameters: [
    {
      name: 'rate',
      type: { kind: 'number', min: 0, max: 1 },
      doc: 'Probability that a value is dropped (the papers often give the probability that it is kept).',
      default: 0.5,
    },
  ],
  inputs: 'one',
  shape: sameShape,
});

export const normalisations: readonly Operator[] = [batchnorm, lrn, dropout];
