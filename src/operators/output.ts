/** What stands at the end: class probabilities, or LeNet-5's distances to fixed codes. */
import { inputVolume, only, sameShape, sized, vectorProblems } from './common.ts';
import { type Operator, operator, volume } from './operator.ts';

const softmax: Operator = operator<unknown>({
  name: 'softmax',
  category: 'output',
  summary: 'Turns logits into probabilities that sum to 1: over a vector, or over the channels at each place of a map.',
  formula: [
    'the shape stays',
    'y_i = exp(x_i - m) / sum of exp(x_j - m), with m the largest x',
    'no parameters',
    'FLOPs = 5 a value (a comparison, a subtraction, an exponential, an addition, a division)',
    'Training adds the softmax within its loss: leave it out where logits are wanted.',
  ].join('\n'),
  source: 'Bridle 1990, "Probabilistic interpretation of feedforward classification network outputs".',
  example: 'dense(classes) -> softmax',
  parameters: [],
  inputs: 'one',
  shape: sameShape,
  flops: (inputs) => 5 * inputVolume(inputs),
});

const rbf: Operator = operator<{ readonly units: number }>({
  name: 'rbf',
  category: 'output',
  summary: "LeNet-5's output: the squared distance of the input to each class's fixed code.",
  formula: [
    '[N] or [N, 1, 1] -> [units]',
    'y_i = sum over j of (x_j - codes_ij)^2; the smallest output is the answer',
    'codes [units, N] are fixed (a 7x12 picture of the character, of +1 and -1): stored, not parameters',
    'no MACs (they count convolutions and dense layers alone)',
    'FLOPs = 3 * units * N (a subtraction, a multiplication, an addition)',
  ].join('\n'),
  source: 'LeCun et al. 1998, "Gradient-based learning applied to document recognition", section II.B, equation 7.',
  example: 'dense(84) -> scaled_tanh -> rbf(10)',
  parameters: [{ name: 'units', type: { kind: 'int', min: 1 }, doc: 'Number of classes, each with a code.' }],
  inputs: 'one',
  shape(inputs, args) {
    const input = only(inputs);
    return sized('rbf', [args.units], vectorProblems(input), args.units * volume(input));
  },
  weights: (inputs, args) => [{ name: 'codes', shape: [args.units, volume(only(inputs))], role: 'buffer' }],
  flops: (inputs, args) => 3 * args.units * inputVolume(inputs),
});

export const outputs: readonly Operator[] = [softmax, rbf];
