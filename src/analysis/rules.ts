/** The definition of every figure, in words: shown by `explain` and, in short, beside the figures themselves. */

export interface Rule {
  /** As `expect` has it; for a figure that `expect` does not know, as the report has it. */
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  /** A few words, for the foot of a table. */
  readonly short: string;
  /** The whole rule: what counts, what does not, and whose definition it is. */
  readonly text: string;
}

const deployed =
  'Layers that lead only to training-only heads are left out: a layer counts if an output of the deployed network ' +
  'depends on it.';

export const rules = [
  {
    name: 'parameters',
    title: 'parameters',
    unit: 'values',
    short: 'learned values, biases included',
    text:
      'All learned values: weights and biases of convolutions and dense layers, scale and shift of batch ' +
      'normalisation, slopes of prelu, coefficients of subsample. Running statistics and fixed codes are not ' +
      `learned and count as buffers. A weight that is used at many places of the map counts once. ${deployed}`,
  },
  {
    name: 'trainable',
    title: 'trainable parameters',
    unit: 'values',
    short: 'parameters that training changes',
    text:
      'The parameters that training changes. The language has no frozen layers, so these are all parameters; what ' +
      'is stored but never trained is in the buffers.',
  },
  {
    name: 'buffers',
    title: 'buffers',
    unit: 'values',
    short: 'stored, not learned',
    text:
      'Values that are stored with the model but not learned: running mean and variance of batch normalisation, the ' +
      `fixed codes of rbf. PyTorch's counter of batches, one integer a normalisation, is not among them. ${deployed}`,
  },
  {
    name: 'macs',
    title: 'multiply-accumulates',
    unit: 'MACs',
    short: 'convolutions and dense layers, one image',
    text:
      'Multiply-accumulates of convolutions and dense layers, for one image, in evaluation. A convolution has ' +
      '(input channels / groups) * kernel height * kernel width for each output value, places in the padding ' +
      'included; with a table of connections, only the input channels that are connected. A dense layer has inputs ' +
      `* units. Biases, normalisations, activations, poolings and merges have none. ${deployed}`,
  },
  {
    name: 'flops',
    title: 'floating-point operations',
    unit: 'FLOPs',
    short: '2 x MACs + the other operations',
    text:
      'Floating-point operations for one image, in evaluation: 2 for each multiply-accumulate, and what each ' +
      'operator does beside them: the bias, normalisation, activation, pooling, addition. `netwright explain ' +
      "OPERATOR` gives the operator's own term. Many papers write FLOPs where they mean multiply-accumulates; " +
      `compare those with macs. ${deployed}`,
  },
  {
    name: 'activation_bytes',
    title: 'activation memory',
    unit: 'bytes',
    short: 'peak of the live feature maps, one image',
    text:
      'Peak of the memory of live feature maps, for one image, at 4 bytes a value. Layers run in the order of the ' +
      'source. A map lives from the layer that makes it to the last layer that reads it, the outputs of the network ' +
      'to the end; the inputs and the output of a layer exist together, for nothing works in place. The input image ' +
      `counts; weights and an engine's scratch memory do not. A layer's own figure is its output's. ${deployed}`,
  },
  {
    name: 'training_bytes',
    title: 'training memory',
    unit: 'bytes',
    short: 'all feature maps, kept for the backward pass',
    text:
      'The memory of all feature maps of all layers, for one image, at 4 bytes a value: the backward pass needs ' +
      'what the forward pass made. The input image and the layers of training-only heads count; weights, gradients ' +
      "and the optimiser's state do not. Multiply by the batch size.",
  },
  {
    name: 'depth',
    title: 'depth',
    unit: 'layers',
    short: 'weighted layers on the longest path',
    text:
      'The most weighted layers (convolutions, depthwise convolutions, dense layers) on any path from the input to ' +
      'the end of the stack, through whichever branch of a merge has most; pooling, normalisation and activation do ' +
      'not count. Scale takes its first branch: the layers of a gate, as in squeeze-and-excitation, are not counted, ' +
      'as papers do not. It is the 50 of ResNet-50 (He et al. 2016, table 1) and of SE-ResNet-50 (Hu et al. 2018, ' +
      'table 1), and the 22 of GoogLeNet (Szegedy et al. 2015, section 5).',
  },
  {
    name: 'receptive_field',
    title: 'receptive field',
    unit: 'input pixels, height and width',
    short: 'of the last map before the first global step',
    text:
      'The window of the input that one value depends on, not cut at the border of the image. Along each axis r_out ' +
      '= r_in + (k - 1) * j_in, from r = 1 at the input, with the dilated kernel k and the jump j. A merge takes ' +
      'the maximum over its branches; scale takes its first branch, so that the global context of a gate is left ' +
      'out, and so is a branch of any other merge that has seen the whole map where another has not. Global ' +
      'poolings, and flatten on a map larger than 1x1, cover their input map: k is its height and width; a dense ' +
      'layer behind them adds nothing. The figure of the network is that of the last feature map before the first ' +
      'such step on the way to the end of the stack, or of the end where there is none: 212 for VGG-16, 483 for ' +
      'ResNet-50 with its strides in the 1x1 convolutions, as published (Araujo, Norris and Sim 2019, "Computing ' +
      'receptive fields of convolutional neural networks", Distill), and 427 with its strides in the 3x3.',
  },
  {
    name: 'jump',
    title: 'jump',
    unit: 'input pixels, height and width',
    short: 'distance of neighbouring windows',
    text:
      'The distance in the input between the windows of two neighbouring values: j_out = j_in * stride along each ' +
      'axis, from j = 1 at the input. A merge takes the maximum over the same branches as the receptive field does. ' +
      'Poolings of the whole map and resize leave it as it is.',
  },
  {
    name: 'training_parameters',
    title: 'parameters in training',
    unit: 'values',
    short: 'training-only heads included',
    text: 'The parameters of all layers, those of training-only heads included.',
  },
  {
    name: 'training_macs',
    title: 'multiply-accumulates in training',
    unit: 'MACs',
    short: 'training-only heads included, forward pass',
    text:
      'The multiply-accumulates of all layers, those of training-only heads included, for the forward pass of one ' +
      'image. The backward pass costs about twice as much again.',
  },
] as const satisfies readonly Rule[];

export type RuleName = (typeof rules)[number]['name'];

export function shortRule(name: RuleName): string {
  return rules.find((rule) => rule.name === name)?.short ?? '';
}
