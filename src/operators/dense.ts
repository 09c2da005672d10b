/** The fully connected layer and the step from maps to vectors before it. */
import { biasParameter, noProblems, only, sized, vectorProblems } from './common.ts';
import { isMap, type Operator, operator, volume } from './operator.ts';

interface DenseArguments {
  readonly units: number;
  readonly bias: boolean;
}

const pointwise = { kernel: [1, 1], stride: [1, 1] } as const;

const dense: Operator = operator<DenseArguments>({
  name: 'dense',
  category: 'dense',
  summary: 'Connects every input value to every unit (fully connected, inner product, linear).',
  formula: [
    '[N] or [N, 1, 1] -> [units]',
    'y = W x + b, with weight W [units, N] and bias b [units]',
    'parameters = units * N + units (the bias)',
    'MACs = units * N',
    'FLOPs = 2 * MACs + 1 a unit for the bias',
  ].join('\n'),
  source: 'Rumelhart, Hinton and Williams 1986; LeCun et al. 1998, section II.B, layer F6.',
  example: 'flatten -> dense(4096) -> relu -> dropout(0.5) -> dense(classes)',
  parameters: [{ name: 'units', type: { kind: 'int', min: 1 }, doc: 'Number of output values.' }, biasParameter],
  inputs: 'one',
  weighted: true,
  shape(inputs, args) {
    const input = only(inputs);
    return sized('dense', [args.units], vectorProblems(input), args.units * volume(input));
  },
  weights(inputs, args) {
    const length = volume(only(inputs));
    return [
      { name: 'weight', shape: [args.units, length], role: 'parameter' },
      ...(args.bias ? [{ name: 'bias', shape: [args.units], role: 'parameter' } as const] : []),
    ];
  },
  macs: (inputs, args) => args.units * volume(only(inputs)),
  flops: (_inputs, args) => (args.bias ? args.units : 0),
});

const flatten: Operator = operator<unknown>({
  name: 'flatten',
  category: 'dense',
  summary: 'Lays the values of a map out as one vector, channel by channel, row by row.',
  formula: '[C, H, W] -> [C * H * W]; a vector stays as it is\nno parameters, no arithmetic',
  source: 'Krizhevsky et al. 2012, section 3.5: the step from the last pooling to the first fully connected layer.',
  example: 'flatten -> dense(120)',
  parameters: [],
  inputs: 'one',
  shape: (inputs) => ({ shape: [volume(only(inputs))], problems: noProblems }),
  window(inputs) {
    const input = only(inputs);
    return isMap(input) && input[1] * input[2] > 1 ? 'global' : pointwise;
  },
  worked: (inputs) => [`length: ${only(inputs).join('*')} = ${volume(only(inputs))}`],
});

export const denseOperators: readonly Operator[] = [dense, flatten];
