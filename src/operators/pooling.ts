/** Pooling: over windows, over the whole map, and LeNet-5's trainable subsampling. */
import { type Problem, problem } from '../diagnostics/catalogue.ts';
import {
  argument,
  checkedMap,
  inputVolume,
  kernelParameter,
  mapIn,
  mapWanted,
  noProblems,
  only,
  padParameter,
  strideParameter,
} from './common.ts';
import {
  type AxisGeometry,
  fitProblems,
  outputSize,
  type Padding,
  type Sliding,
  slide,
  slidingWindow,
  workedLines,
} from './geometry.ts';
import {
  type FeatureMap,
  type Operator,
  type OperatorParameter,
  operator,
  type Shape,
  type ShapeResult,
  type Size,
  volume,
} from './operator.ts';

export interface WindowArguments {
  readonly kernel: Size;
  readonly stride?: Size;
}

export interface PoolArguments extends WindowArguments {
  readonly pad: Padding;
  readonly ceil: boolean;
}

interface AveragePoolArguments extends PoolArguments {
  readonly count_include_pad: boolean;
}

function poolSliding(args: PoolArguments): Sliding {
  const { kernel, pad, stride = kernel } = args;
  return { kernel, stride, dilation: [1, 1], pad, rounding: args.ceil ? 'ceil' : 'floor' };
}

function subsampleSliding({ kernel, stride = kernel }: WindowArguments): Sliding {
  return { kernel, stride, dilation: [1, 1], pad: 'valid', rounding: 'floor' };
}

/** A window must not lie in the padding alone, so each side is at most half the kernel: the frameworks' rule. */
function paddingProblems(op: string, axes: readonly AxisGeometry[]): readonly Problem[] {
  return axes.flatMap(({ axis, before, after, kernel }) => {
    const pad = Math.max(before, after);
    return 2 * pad <= kernel ? [] : [problem('padding-too-large', { op, axis, pad, kernel }, argument('pad'))];
  });
}

/** On an axis of length 1 nothing is left to pool: earlier steps shrank the map too far. */
function vanishProblems(op: string, input: FeatureMap, axes: readonly AxisGeometry[]): readonly Problem[] {
  return axes
    .filter((axis) => axis.output < 1 && axis.input === 1)
    .map(({ axis }) => problem('map-vanished', { op, axis, input, output: 0 }));
}

function poolShape(op: string, inputs: readonly Shape[], sliding: Sliding): ShapeResult {
  const map = mapIn(inputs);
  if (map === undefined) return mapWanted(op, only(inputs), only(inputs));
  const axes = slide(map, sliding);
  const vanished = vanishProblems(op, map, axes);
  const unfit = vanished.length > 0 ? vanished : fitProblems(op, map, axes);
  return { shape: [map[0], ...outputSize(axes)], problems: [...paddingProblems(op, axes), ...unfit] };
}

function workedPool(inputs: readonly Shape[], sliding: Sliding): readonly string[] {
  const map = mapIn(inputs);
  return map === undefined ? [] : workedLines(slide(map, sliding));
}

const strideIsKernel: OperatorParameter = {
  name: 'stride',
  type: strideParameter.type,
  doc: strideParameter.doc,
  defaultIs: 'the kernel',
};

const ceilParameter: OperatorParameter = {
  name: 'ceil',
  type: { kind: 'bool' },
  doc:
    'Rounds the size up, so that a last, partial window counts, as in Caffe; one that would start after the input is ' +
    'dropped.',
  default: false,
};

const sizeFormula = [
  '[C, H, W] -> [C, H_out, W_out]',
  'H_out = floor((H + 2p - k) / s) + 1, or with ceil = true: ceil((H + 2p - k) / s) + 1,',
  'less 1 when the last window would start after the input and its top padding; W_out likewise',
];

const maxpool: Operator = operator<PoolArguments>({
  name: 'maxpool',
  category: 'pooling',
  summary: 'Takes the largest value of each window, channel by channel.',
  formula: [...sizeFormula, 'no parameters', 'FLOPs = kh * kw an output value (comparisons; the padding counts)'].join(
    '\n',
  ),
  source:
    'Krizhevsky et al. 2012, section 3.4 (overlapping windows, 3x3 with stride 2); Dumoulin and Visin 2016, ' +
    'relationship 7, for the sizes.',
  example: 'maxpool(2)\nmaxpool(3, stride = 2, ceil = true)',
  parameters: [kernelParameter, strideIsKernel, padParameter, ceilParameter],
  inputs: 'one',
  shape: (inputs, args) => poolShape('maxpool', inputs, poolSliding(args)),
  flops: (_inputs, args, output) => volume(args.kernel) * volume(output),
  window: (_inputs, args) => slidingWindow(poolSliding(args)),
  worked: (inputs, args) => workedPool(inputs, poolSliding(args)),
});

const avgpool: Operator = operator<AveragePoolArguments>({
  name: 'avgpool',
  category: 'pooling',
  summary: 'Takes the mean of each window, channel by channel.',
  formula: [
    ...sizeFormula,
    'no parameters',
    'FLOPs = kh * kw an output value (kh * kw - 1 additions and a division; the padding counts)',
  ].join('\n'),
  source:
    'LeCun et al. 1990, "Handwritten digit recognition with a back-propagation network"; Dumoulin and Visin 2016, ' +
    'relationship 7, for the sizes.',
  example: 'avgpool(3, stride = 1, pad = 1)',
  parameters: [
    kernelParameter,
    strideIsKernel,
    padParameter,
    ceilParameter,
    {
      name: 'count_include_pad',
      type: { kind: 'bool' },
      doc: 'Whether the zeros of the padding count in the divisor; it changes values at the border, never sizes.',
      default: true,
    },
  ],
  inputs: 'one',
  shape: (inputs, args) => poolShape('avgpool', inputs, poolSliding(args)),
  flops: (_inputs, args, output) => volume(args.kernel) * volume(output),
  window: (_inputs, args) => slidingWindow(poolSliding(args)),
  worked: (inputs, args) => workedPool(inputs, poolSliding(args)),
});

const subsample: Operator = operator<WindowArguments>({
  name: 'subsample',
  category: 'pooling',
  summary: "LeNet-5's trainable pooling: the sum of each window, times a learned coefficient, plus a learned bias.",
  formula: [
    '[C, H, W] -> [C, floor((H - kh) / s) + 1, floor((W - kw) / s) + 1]',
    'y = coefficient * (sum of the window) + bias; the squashing function is the next step',
    'coefficient [C], bias [C]; parameters = 2 * C',
    'no MACs (they count convolutions and dense layers alone)',
    'FLOPs = kh * kw + 1 an output value (kh * kw - 1 additions, a multiplication, the bias)',
  ].join('\n'),
  source:
    'LeCun et al. 1998, "Gradient-based learning applied to document recognition", section II.B, layers S2 and S4.',
  example: 'conv(6, 5) -> subsample(2) -> scaled_tanh',
  parameters: [{ ...kernelParameter, default: [2, 2] }, strideIsKernel],
  inputs: 'one',
  shape: (inputs, args) => poolShape('subsample', inputs, subsampleSliding(args)),
  weights(inputs) {
    const [channels] = checkedMap(inputs);
    return [
      { name: 'coefficient', shape: [channels], role: 'parameter' },
      { name: 'bias', shape: [channels], role: 'parameter' },
    ];
  },
  flops: (_inputs, args, output) => (volume(args.kernel) + 1) * volume(output),
  window: (_inputs, args) => slidingWindow(subsampleSliding(args)),
  worked: (inputs, args) => workedPool(inputs, subsampleSliding(args)),
});

function globalShape(op: string, inputs: readonly Shape[]): ShapeResult {
  const map = mapIn(inputs);
  if (map === undefined) return mapWanted(op, only(inputs), [only(inputs)[0], 1, 1]);
  return { shape: [map[0], 1, 1], problems: noProblems };
}

const globalAverage: Operator = operator<unknown>({
  name: 'global_avgpool',
  category: 'pooling',
  summary: 'Takes the mean of each channel over the whole map.',
  formula: '[C, H, W] -> [C, 1, 1]\nno parameters\nFLOPs = H * W a channel (H * W - 1 additions and a division)',
  source: 'Lin, Chen and Yan 2014, "Network in network", section 3.2.',
  example: 'global_avgpool -> dense(classes)',
  parameters: [],
  inputs: 'one',
  shape: (inputs) => globalShape('global_avgpool', inputs),
  flops: inputVolume,
  window: () => 'global',
});

const globalMax: Operator = operator<unknown>({
  name: 'global_maxpool',
  category: 'pooling',
  summary: 'Takes the largest value of each channel over the whole map.',
  formula: '[C, H, W] -> [C, 1, 1]\nno parameters\nFLOPs = H * W a channel (comparisons)',
  source: 'Oquab et al. 2015, "Is object localization for free?", where the maximum over the map scores an image.',
  example: 'global_maxpool -> dense(classes)',
  parameters: [],
  inputs: 'one',
  shape: (inputs) => globalShape('global_maxpool', inputs),
  flops: inputVolume,
  window: () => 'global',
});

export const poolings: readonly Operator[] = [maxpool, avgpool, subsample, globalAverage, globalMax];
