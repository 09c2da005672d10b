/** Convolutions: dense, grouped, with a table of connections, depthwise. */
import { type Problem, problem } from '../diagnostics/catalogue.ts';
import {
  argument,
  biasParameter,
  checkedMap,
  dilationParameter,
  kernelParameter,
  mapIn,
  mapWanted,
  only,
  padParameter,
  sized,
  strideParameter,
} from './common.ts';
import { fitProblems, outputSize, type Padding, type Sliding, slide, slidingWindow, workedLines } from './geometry.ts';
import { type FeatureMap, type Operator, operator, type Shape, type Size, volume, type Weight } from './operator.ts';

export interface SlidingArguments {
  readonly kernel: Size;
  readonly stride: Size;
  readonly pad: Padding;
  readonly dilation: Size;
  readonly bias: boolean;
}

export interface ConvArguments extends SlidingArguments {
  readonly channels: number;
  readonly groups: number;
  /** Row i lists the input channels that output channel i reads. */
  readonly connections?: readonly (readonly number[])[];
}

interface DepthwiseArguments extends SlidingArguments {
  readonly multiplier: number;
}

function sliding(args: SlidingArguments): Sliding {
  const { kernel, stride, dilation, pad } = args;
  return { kernel, stride, dilation, pad, rounding: 'floor' };
}

/** Number of (input channel, output channel) pairs that have a kernel between them. */
function connectionCount(inChannels: number, args: ConvArguments): number {
  if (args.connections === undefined) return args.channels * (inChannels / args.groups);
  return args.connections.reduce((sum, row) => sum + row.length, 0);
}

function tableReason(inChannels: number, args: ConvArguments): string | undefined {
  const table = args.connections;
  if (table === undefined) return undefined;
  if (args.groups !== 1) return `the table already says which channels meet, so groups = ${args.groups} has no meaning`;
  if (table.length !== args.channels) {
    return `it has ${table.length} rows, and there are ${args.channels} output channels: one row is wanted for each`;
  }
  for (const [index, row] of table.entries()) {
    if (row.length === 0) return `row ${index} is empty: output channel ${index} would read nothing`;
    const outside = row.find((channel) => channel < 0 || channel >= inChannels);
    if (outside !== undefined) {
      return `row ${index} names input channel ${outside}, and the input channels are 0 to ${inChannels - 1}`;
    }
    if (new Set(row).size < row.length) {
      const twice = row.find((channel, position) => row.indexOf(channel) !== position);
      return `row ${index} names input channel ${twice} twice`;
    }
  }
  return undefined;
}

function channelProblems(inChannels: number, args: ConvArguments): readonly Problem[] {
  const reason = tableReason(inChannels, args);
  if (reason !== undefined) return [problem('bad-connections', { reason }, argument('connections'))];
  const { groups, channels } = args;
  const problems: Problem[] = [];
  const data = { op: 'conv', groups };
  if (inChannels % groups !== 0) {
    const what = { ...data, what: 'input channels', channels: inChannels };
    problems.push(problem('channels-not-divisible', what, argument('groups')));
  }
  if (channels % groups !== 0) {
    const what = { ...data, what: 'output channels', channels };
    problems.push(problem('channels-not-divisible', what, argument('groups')));
  }
  return problems;
}

function convMacs(inChannels: number, args: ConvArguments, output: Shape): number {
  return connectionCount(inChannels, args) * volume(args.kernel) * volume(output.slice(1));
}

function biasWeight(args: SlidingArguments, channels: number): readonly Weight[] {
  return args.bias ? [{ name: 'bias', shape: [channels], role: 'parameter' }] : [];
}

function biasFlops(args: SlidingArguments, output: Shape): number {
  return args.bias ? volume(output) : 0;
}

function worked(inputs: readonly Shape[], args: SlidingArguments): readonly string[] {
  const map = mapIn(inputs);
  return map === undefined ? [] : workedLines(slide(map, sliding(args)));
}

const conv: Operator = operator<ConvArguments>({
  name: 'conv',
  category: 'convolution',
  summary:
    'Slides learned kernels over the map; each output channel is the sum of its kernels over the input channels.',
  formula: [
    '[C, H, W] -> [channels, H_out, W_out]',
    'H_out = floor((H + 2p - f) / s) + 1 with f = dilation * (kernel - 1) + 1; W_out likewise',
    'weight [channels, C / groups, kh, kw], bias [channels]',
    'parameters = channels * (C / groups) * kh * kw + channels (the bias)',
    'MACs = channels * (C / groups) * kh * kw * H_out * W_out; taps on the padding count',
    'FLOPs = 2 * MACs + 1 an output value for the bias',
    'With a table of connections, channels * (C / groups) is the total length of its rows,',
    'and the weight is [total length, kh, kw]: one kernel a connection, row by row.',
  ].join('\n'),
  source:
    'LeCun et al. 1998, "Gradient-based learning applied to document recognition", section II.A, and table I for the ' +
    'connections; Krizhevsky et al. 2012, section 3.5, and Xie et al. 2017, figure 3c, for groups; Yu and Koltun ' +
    '2016 for dilation; Dumoulin and Visin 2016, relationships 6 and 15, for the sizes.',
  example: 'conv(64, 7, stride = 2, pad = same, bias = false)\nconv(128, 3, pad = same, groups = 32)',
  parameters: [
    { name: 'channels', type: { kind: 'int', min: 1 }, doc: 'Number of output channels (kernels, filters).' },
    kernelParameter,
    strideParameter,
    padParameter,
    dilationParameter,
    {
      name: 'groups',
      type: { kind: 'int', min: 1 },
      doc: 'Into how many independent parts the channels fall; it divides the input and the output channels.',
      default: 1,
    },
    biasParameter,
    {
      name: 'connections',
      type: { kind: 'table' },
      doc: 'For each output channel the list of input channels (from 0) that it reads, as in LeNet-5.',
      defaultIs: 'every input channel of the group',
    },
  ],
  inputs: 'one',
  weighted: true,
  shape(inputs, args) {
    const map = mapIn(inputs);
    if (map === undefined) return mapWanted('conv', only(inputs), [args.channels, 1, 1]);
    const axes = slide(map, sliding(args));
    const output: FeatureMap = [args.channels, ...outputSize(axes)];
    const problems = [...channelProblems(map[0], args), ...fitProblems('conv', map, axes)];
    return sized('conv', output, problems, convMacs(map[0], args, output));
  },
  weights(inputs, args) {
    const [inChannels] = checkedMap(inputs);
    const shape =
      args.connections === undefined
        ? [args.channels, inChannels / args.groups, ...args.kernel]
        : [connectionCount(inChannels, args), ...args.kernel];
    return [{ name: 'weight', shape, role: 'parameter' }, ...biasWeight(args, args.channels)];
  },
  macs: (inputs, args, output) => convMacs(checkedMap(inputs)[0], args, output),
  flops: (_inputs, args, output) => biasFlops(args, output),
  window: (_inputs, args) => slidingWindow(sliding(args)),
  worked,
});

const depthwise: Operator = operator<DepthwiseArguments>({
  name: 'depthwise',
  category: 'convolution',
  summary: 'Filters each channel on its own; a 1x1 `conv` after it mixes the channels.',
  formula: [
    '[C, H, W] -> [C * multiplier, H_out, W_out]',
    'H_out = floor((H + 2p - f) / s) + 1 with f = dilation * (kernel - 1) + 1; W_out likewise',
    'weight [C * multiplier, 1, kh, kw], bias [C * multiplier]',
    'parameters = C * multiplier * kh * kw + C * multiplier (the bias)',
    'MACs = C * multiplier * kh * kw * H_out * W_out; taps on the padding count',
    'FLOPs = 2 * MACs + 1 an output value for the bias',
    'The same as conv with groups = C.',
  ].join('\n'),
  source: 'Howard et al. 2017, "MobileNets", section 3.1, equations 3 and 4.',
  example: 'depthwise(3, stride = 2, pad = same, bias = false) -> batchnorm -> relu -> conv(128, 1, bias = false)',
  parameters: [
    kernelParameter,
    strideParameter,
    padParameter,
    dilationParameter,
    {
      name: 'multiplier',
      type: { kind: 'int', min: 1 },
      doc: 'Number of output channels made from each input channel.',
      default: 1,
    },
    biasParameter,
  ],
  inputs: 'one',
  weighted: true,
  shape(inputs, args) {
    const map = mapIn(inputs);
    if (map === undefined) {
      const input = only(inputs);
      return mapWanted('depthwise', input, [input[0] * args.multiplier, 1, 1]);
    }
    const axes = slide(map, sliding(args));
    const output: FeatureMap = [map[0] * args.multiplier, ...outputSize(axes)];
    const macs = volume(output) * volume(args.kernel);
    return sized('depthwise', output, fitProblems('depthwise', map, axes), macs);
  },
  weights(inputs, args) {
    const channels = checkedMap(inputs)[0] * args.multiplier;
    return [{ name: 'weight', shape: [channels, 1, ...args.kernel], role: 'parameter' }, ...biasWeight(args, channels)];
  },
  macs: (_inputs, args, output) => volume(output) * volume(args.kernel),
  flops: (_inputs, args, output) => biasFlops(args, output),
  window: (_inputs, args) => slidingWindow(sliding(args)),
  worked,
});

export const convolutions: readonly Operator[] = [conv, depthwise];
