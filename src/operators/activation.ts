/**
 * Activation functions: a value at a time, but for maxout. An exponential, a tanh and a comparison count as one
 * floating-point operation each; each record writes its function so that its operations can be counted off.
 */
import { problem } from '../diagnostics/catalogue.ts';
import { argument, channelsOf, inputVolume, noProblems, only, sameShape, withChannels } from './common.ts';
import { type Operator, type OperatorParameter, operator, volume } from './operator.ts';

interface Pointwise<A> {
  readonly name: string;
  readonly summary: string;
  /** "y = max(0, x)" */
  readonly definition: string;
  /** Floating-point operations a value, and how they are counted. */
  readonly cost: (args: A) => number;
  readonly costRule: string;
  readonly source: string;
  readonly example: string;
  readonly parameters?: readonly OperatorParameter[];
}

/** An activation without weights. */
function pointwise<A>(record: Pointwise<A>): Operator {
  const { name, summary, source, example, parameters = [] } = record;
  const formula = `the shape stays\n${record.definition}\nno parameters\nFLOPs = ${record.costRule}`;
  return operator<A>({
    name,
    category: 'activation',
    summary,
    formula,
    source,
    example,
    parameters,
    inputs: 'one',
    shape: sameShape,
    flops: (inputs, args) => record.cost(args) * inputVolume(inputs),
  });
}

const relu = pointwise<unknown>({
  name: 'relu',
  summary: 'Rectified linear unit: negative values become zero.',
  definition: 'y = max(0, x)',
  cost: () => 1,
  costRule: '1 a value (a comparison)',
  source: 'Nair and Hinton 2010; Krizhevsky et al. 2012, section 3.1.',
  example: 'conv(64, 3, pad = same) -> relu',
});

const relu6 = pointwise<unknown>({
  name: 'relu6',
  summary: 'A rectified linear unit that is cut off at 6, for arithmetic of low precision.',
  definition: 'y = min(max(0, x), 6)',
  cost: () => 2,
  costRule: '2 a value (two comparisons)',
  source: 'Krizhevsky 2010, "Convolutional deep belief networks on CIFAR-10".',
  example: 'depthwise(3, pad = same, bias = false) -> batchnorm -> relu6',
});

const leakyRelu = pointwise<unknown>({
  name: 'leaky_relu',
  summary: 'A rectified linear unit with a small slope for negative values, so that no unit dies.',
  definition: 'y = x for x > 0, else slope * x',
  cost: () => 2,
  costRule: '2 a value (a comparison and a multiplication)',
  source: 'Maas, Hannun and Ng 2013, "Rectifier nonlinearities improve neural network acoustic models".',
  example: 'conv(64, 3, pad = same) -> leaky_relu(0.1)',
  parameters: [{ name: 'slope', type: { kind: 'number' }, doc: 'Slope for negative values.', default: 0.01 }],
});

const prelu: Operator = operator<{ readonly shared: boolean }>({
  name: 'prelu',
  category: 'activation',
  summary: 'A leaky rectified linear unit that learns its slope, one a channel or one for all.',
  formula: [
    'the shape stays',
    'y = x for x > 0, else weight * x',
    'weight [C], or [1] with shared = true; parameters = C or 1',
    'FLOPs = 2 a value (a comparison and a multiplication)',
  ].join('\n'),
  source: 'He et al. 2015, "Delving deep into rectifiers", equation 1 (slopes start at 0.25).',
  example: 'conv(64, 3, pad = same) -> prelu',
  parameters: [
    {
      name: 'shared',
      type: { kind: 'bool' },
      doc: 'Whether all channels share one slope.',
      default: false,
    },
  ],
  inputs: 'one',
  shape: sameShape,
  weights: (inputs, args) => [
    { name: 'weight', shape: [args.shared ? 1 : channelsOf(only(inputs))], role: 'parameter' },
  ],
  flops: (inputs) => 2 * inputVolume(inputs),
});

const elu = pointwise<unknown>({
  name: 'elu',
  summary: 'Exponential linear unit: negative values tend smoothly to -alpha.',
  definition: 'y = x for x > 0, else alpha * (exp(x) - 1)',
  cost: () => 4,
  costRule: '4 a value (a comparison, an exponential, a subtraction, a multiplication)',
  source:
    'Clevert, Unterthiner and Hochreiter 2016, "Fast and accurate deep network learning by exponential linear units".',
  example: 'conv(64, 3, pad = same) -> elu',
  parameters: [
    { name: 'alpha', type: { kind: 'number', min: 0 }, doc: 'The limit for negative values is -alpha.', default: 1 },
  ],
});

const sigmoid = pointwise<unknown>({
  name: 'sigmoid',
  summary: 'The logistic function, from 0 to 1.',
  definition: 'y = 1 / (1 + exp(-x))',
  cost: () => 4,
  costRule: '4 a value (a negation, an exponential, an addition, a division)',
  source: 'Rumelhart, Hinton and Williams 1986, equation 2.',
  example: 'global_avgpool -> dense(16) -> relu -> dense(256) -> sigmoid',
});

const hardSigmoid = pointwise<unknown>({
  name: 'hard_sigmoid',
  summary: 'The sigmoid in straight pieces.',
  definition: 'y = min(max(0, x + 3), 6) / 6',
  cost: () => 4,
  costRule: '4 a value (an addition, two comparisons, a division)',
  source: 'Howard et al. 2019, "Searching for MobileNetV3", section 5.2.',
  example: 'global_avgpool -> dense(64) -> relu -> dense(256) -> hard_sigmoid',
});

const tanh = pointwise<unknown>({
  name: 'tanh',
  summary: 'The hyperbolic tangent, from -1 to 1.',
  definition: 'y = tanh(x)',
  cost: () => 1,
  costRule: '1 a value (tanh counts as one operation)',
  source: 'LeCun et al. 1998, "Efficient backprop", section 4.4.',
  example: 'conv(6, 5) -> tanh -> avgpool(2)',
});

const scaledTanh = pointwise<unknown>({
  name: 'scaled_tanh',
  summary: "LeNet-5's squashing function: with the defaults, f(1) = 1 and f(-1) = -1.",
  definition: 'y = amplitude * tanh(slope * x)',
  cost: () => 3,
  costRule: '3 a value (two multiplications and a tanh)',
  source: 'LeCun et al. 1998, "Gradient-based learning applied to document recognition", equation 6 and appendix A.',
  example: 'conv(6, 5) -> subsample(2) -> scaled_tanh',
  parameters: [
    { name: 'amplitude', type: { kind: 'number' }, doc: 'A in A tanh(S x).', default: 1.7159 },
    { name: 'slope', type: { kind: 'number' }, doc: 'S in A tanh(S x): two thirds in the paper.', default: 2 / 3 },
  ],
});

const swish = pointwise<{ readonly beta: number }>({
  name: 'swish',
  summary: 'The value times its sigmoid; with beta = 1 also known as SiLU.',
  definition: 'y = x / (1 + exp(-beta * x))',
  cost: (args) => (args.beta === 1 ? 4 : 5),
  costRule: '4 a value (a negation, an exponential, an addition, a division); 5 with a beta other than 1',
  source: 'Ramachandran, Zoph and Le 2017, "Searching for activation functions".',
  example: 'conv(64, 3, pad = same, bias = false) -> batchnorm -> swish',
  parameters: [
    { name: 'beta', type: { kind: 'number' }, doc: 'Sharpness of the bend; fixed, not learned.', default: 1 },
  ],
});

const hardSwish = pointwise<unknown>({
  name: 'hard_swish',
  summary: 'The value times its hard sigmoid.',
  definition: 'y = x * min(max(0, x + 3), 6) / 6',
  cost: () => 5,
  costRule: '5 a value (an addition, two comparisons, a multiplication, a division)',
  source: 'Howard et al. 2019, "Searching for MobileNetV3", section 5.2.',
  example: 'conv(16, 3, stride = 2, pad = same, bias = false) -> batchnorm -> hard_swish',
});

const maxout: Operator = operator<{ readonly pieces: number }>({
  name: 'maxout',
  category: 'activation',
  summary: 'Takes the largest of each group of neighbouring channels: the layer before it learns the pieces.',
  formula: [
    '[C, H, W] -> [C / pieces, H, W], and [N] -> [N / pieces]',
    'y_i = max of x_j, over j from i * pieces to (i + 1) * pieces - 1',
    'no parameters of its own',
    'FLOPs = pieces - 1 an output value (comparisons)',
  ].join('\n'),
  source: 'Goodfellow et al. 2013, "Maxout networks".',
  example: 'conv(128, 3, pad = same) -> maxout(2)',
  parameters: [
    {
      name: 'pieces',
      type: { kind: 'int', min: 1 },
      doc: 'Number of channels of which one is left; it divides the channels.',
      default: 2,
    },
  ],
  inputs: 'one',
  shape(inputs, { pieces }) {
    const input = only(inputs);
    const channels = channelsOf(input);
    const shape = withChannels(input, Math.ceil(channels / pieces));
    if (channels % pieces === 0) return { shape, problems: noProblems };
    const data = { op: 'maxout', what: 'input channels', channels, groups: pieces };
    return { shape, problems: [problem('channels-not-divisible', data, argument('pieces'))] };
  },
  flops: (_inputs, args, output) => (args.pieces - 1) * volume(output),
  worked: (inputs, args) => {
    const channels = channelsOf(only(inputs));
    return [`channels: ${channels} / ${args.pieces} = ${channels / args.pieces}`];
  },
});

export const activations: readonly Operator[] = [
  relu,
  relu6,
  leakyRelu,
  prelu,
  elu,
  sigmoid,
  hardSigmoid,
  tanh,
  scaledTanh,
  swish,
  hardSwish,
  maxout,
];
