/** Operators that move values about: borders, ranges of channels, order of channels, resolution. */
import { type Problem, problem } from '../diagnostics/catalogue.ts';
import { argument, channelsOf, mapIn, mapWanted, noProblems, only, sized, withChannels } from './common.ts';
import type { Axis, Padding } from './geometry.ts';
import { type FeatureMap, type Operator, operator, type Size, volume } from './operator.ts';

type PadMode = 'zero' | 'reflect' | 'replicate';
type ResizeMode = 'nearest' | 'bilinear';

interface PadArguments {
  readonly sides: Padding;
  readonly mode: PadMode;
}

interface SliceArguments {
  readonly start: number;
  readonly end: number;
}

interface SplitArguments {
  readonly parts: number;
  readonly index: number;
}

interface ShuffleArguments {
  readonly groups: number;
}

interface ResizeArguments {
  readonly size?: Size;
  readonly scale?: number;
  readonly mode: ResizeMode;
}

/** A problem for each axis of the output size of which nothing is left. */
function vanishProblems(op: string, input: FeatureMap, size: Size, name: string): readonly Problem[] {
  const axes = [
    { axis: 'height', output: size[0] },
    { axis: 'width', output: size[1] },
  ] as const;
  return axes
    .filter(({ output }) => output < 1)
    .map(({ axis, output }) => problem('map-vanished', { op, axis, input, output }, argument(name)));
}

/** A reflection repeats no border value, so it can reach n - 1 values at most. */
function reflectionProblems(axis: Axis, length: number, ...sides: number[]): readonly Problem[] {
  const widest = Math.max(...sides);
  if (widest < length) return noProblems;
  const data = {
    callee: 'pad',
    argument: 'sides',
    wanted: `less than the ${axis} of the map (${length}) with mode = reflect`,
    found: `${widest}`,
  };
  return [problem('out-of-range', data, argument('sides'))];
}

const pad: Operator = operator<PadArguments>({
  name: 'pad',
  category: 'arrangement',
  summary: 'Adds rows and columns around the map; negative numbers take them away.',
  formula: '[C, H, W] -> [C, top + H + bottom, left + W + right]\nno parameters, no arithmetic',
  source: 'Dumoulin and Visin 2016, "A guide to convolution arithmetic for deep learning", section 2.2.',
  example: 'pad([0, 1, 0, 1]) -> conv(32, 3, stride = 2)',
  parameters: [
    {
      name: 'sides',
      type: { kind: 'padding' },
      doc: 'Rows and columns to add: `1`, `[vertical, horizontal]` or `[top, bottom, left, right]`; below 0 they crop.',
    },
    {
      name: 'mode',
      type: { kind: 'word', words: ['zero', 'reflect', 'replicate'] },
      doc: 'What stands there: zeros, the mirrored map (without its border), or its border repeated.',
      default: 'zero',
    },
  ],
  inputs: 'one',
  shape(inputs, args) {
    const map = mapIn(inputs);
    if (map === undefined) return mapWanted('pad', only(inputs), only(inputs));
    if (typeof args.sides === 'string') {
      const wanted = 'a number or a list of sides';
      const data = { callee: 'pad', argument: 'sides', wanted, found: `the word ${args.sides}` };
      return { shape: map, problems: [problem('wrong-type', data, argument('sides'))] };
    }
    const [top, bottom, left, right] = args.sides;
    const [channels, height, width] = map;
    const reflected =
      args.mode === 'reflect'
        ? [...reflectionProblems('height', height, top, bottom), ...reflectionProblems('width', width, left, right)]
        : noProblems;
    const size: Size = [top + height + bottom, left + width + right];
    const problems = [...reflected, ...vanishProblems('pad', map, size, 'sides')];
    return sized('pad', [channels, Math.max(1, size[0]), Math.max(1, size[1])], problems);
  },
  worked(inputs, { sides }) {
    const map = mapIn(inputs);
    if (map === undefined || typeof sides === 'string') return [];
    const [top, bottom, left, right] = sides;
    return [
      `height: ${top} + ${map[1]} + ${bottom} = ${top + map[1] + bottom}`,
      `width: ${left} + ${map[2]} + ${right} = ${left + map[2] + right}`,
    ];
  },
});

const slice: Operator = operator<SliceArguments>({
  name: 'slice',
  category: 'arrangement',
  summary: 'Takes a range of channels: from `start` up to, not including, `end`.',
  formula: '[C, H, W] -> [end - start, H, W], and [N] -> [end - start]\nno parameters, no arithmetic',
  source: 'Krizhevsky et al. 2012, section 3.5: layers that read the maps of one GPU alone.',
  example: 'concat { | slice(0, 48) -> conv(128, 5, pad = same) | slice(48, 96) -> conv(128, 5, pad = same) }',
  parameters: [
    { name: 'start', type: { kind: 'int', min: 0 }, doc: 'First channel, from 0.' },
    { name: 'end', type: { kind: 'int', min: 1 }, doc: 'Channel after the last.' },
  ],
  inputs: 'one',
  shape(inputs, { start, end }) {
    const input = only(inputs);
    const channels = channelsOf(input);
    const shape = withChannels(input, Math.max(1, end - start));
    if (start < end && end <= channels) return { shape, problems: noProblems };
    const place = argument(end > channels ? 'end' : 'start');
    return { shape, problems: [problem('range-outside-channels', { op: 'slice', start, end, channels }, place)] };
  },
  worked: (_inputs, { start, end }) => [`channels: ${end} - ${start} = ${end - start}`],
});

const split: Operator = operator<SplitArguments>({
  name: 'split',
  category: 'arrangement',
  summary: 'Takes one of some equal parts of the channels.',
  formula: [
    '[C, H, W] -> [C / parts, H, W], and [N] -> [N / parts]',
    'the channels from index * C / parts up to, not including, (index + 1) * C / parts',
    'no parameters, no arithmetic',
  ].join('\n'),
  source: 'Xie et al. 2017, "Aggregated residual transformations for deep neural networks", figure 3.',
  example: 'concat { repeat i in 0..32 { | split(32, i) -> conv(4, 3, pad = same) } }',
  parameters: [
    { name: 'parts', type: { kind: 'int', min: 1 }, doc: 'Number of parts; it divides the channels.' },
    { name: 'index', type: { kind: 'int', min: 0 }, doc: 'Which part, from 0.' },
  ],
  inputs: 'one',
  shape(inputs, { parts, index }) {
    const input = only(inputs);
    const channels = channelsOf(input);
    const problems: Problem[] = [];
    if (channels % parts !== 0) {
      const data = { op: 'split', what: 'input channels', channels, groups: parts };
      problems.push(problem('channels-not-divisible', data, argument('parts')));
    }
    if (index >= parts) {
      const wanted = `at most ${parts - 1}, for the ${parts} parts count from 0`;
      const data = { callee: 'split', argument: 'index', wanted, found: `${index}` };
      problems.push(problem('out-of-range', data, argument('index')));
    }
    return { shape: withChannels(input, Math.ceil(channels / parts)), problems };
  },
  worked(inputs, { parts }) {
    const channels = channelsOf(only(inputs));
    return [`channels: ${channels} / ${parts} = ${channels / parts}`];
  },
});

const shuffle: Operator = operator<ShuffleArguments>({
  name: 'channel_shuffle',
  category: 'arrangement',
  summary: 'Interleaves the channels of its groups, so that the next grouped convolution sees all of them.',
  formula: [
    '[C, H, W] -> [C, H, W]',
    'channels laid out as groups rows of C / groups, transposed, and read again row by row:',
    'y[j * groups + g] = x[g * C / groups + j]',
    'no parameters, no arithmetic',
  ].join('\n'),
  source: 'Zhang et al. 2018, "ShuffleNet", section 3.1 and figure 1.',
  example: 'conv(240, 1, groups = 3) -> channel_shuffle(3) -> depthwise(3, pad = same)',
  parameters: [{ name: 'groups', type: { kind: 'int', min: 1 }, doc: 'Number of groups; it divides the channels.' }],
  inputs: 'one',
  shape(inputs, { groups }) {
    const shape = only(inputs);
    if (mapIn(inputs) === undefined) return mapWanted('channel_shuffle', shape, shape);
    const channels = channelsOf(shape);
    if (channels % groups === 0) return { shape, problems: noProblems };
    const data = { op: 'channel_shuffle', what: 'input channels', channels, groups };
    return { shape, problems: [problem('channels-not-divisible', data, argument('groups'))] };
  },
});

function resizedAxis(length: number, index: 0 | 1, args: ResizeArguments): number {
  return args.size?.[index] ?? Math.floor(length * (args.scale ?? 1));
}

function resizeArgumentProblems({ size, scale }: ResizeArguments): readonly Problem[] {
  if (size === undefined && scale === undefined) {
    const doc = 'the new height and width (or give scale, a factor for both)';
    return [problem('missing-argument', { callee: 'resize', argument: 'size', doc })];
  }
  if (size === undefined || scale === undefined) return noProblems;
  const data = { callee: 'resize', argument: 'scale', wanted: 'left out where size is given', found: `${scale}` };
  return [problem('wrong-type', data, argument('scale'))];
}

const resize: Operator = operator<ResizeArguments>({
  name: 'resize',
  category: 'arrangement',
  summary: 'Samples the map at another height and width.',
  formula: [
    '[C, H, W] -> [C, size], or with scale: [C, floor(H * scale), floor(W * scale)]',
    'nearest: output row i is input row floor(i * H / H_out)',
    'bilinear: output row i samples the input at (i + 0.5) * H / H_out - 0.5',
    'no parameters',
    'FLOPs = 0 (nearest), or 7 an output value (bilinear: four multiplications, three additions)',
    'receptive field: counted as 1x1, stride 1',
  ].join('\n'),
  source: 'Long, Shelhamer and Darrell 2015, "Fully convolutional networks", section 3.3, for the bilinear form.',
  example: 'resize(scale = 2, mode = bilinear)\nresize(224x224)',
  parameters: [
    { name: 'size', type: { kind: 'size', min: 1 }, doc: 'The new height and width.', defaultIs: 'what scale gives' },
    {
      name: 'scale',
      type: { kind: 'number', min: 0 },
      doc: 'Factor for the height and the width; give either this or size.',
      defaultIs: 'what size gives',
    },
    {
      name: 'mode',
      type: { kind: 'word', words: ['nearest', 'bilinear'] },
      doc: 'Whether the nearest value is taken or four neighbours are weighed by distance.',
      default: 'nearest',
    },
  ],
  inputs: 'one',
  shape(inputs, args) {
    const map = mapIn(inputs);
    if (map === undefined) return mapWanted('resize', only(inputs), only(inputs));
    const size: Size = [resizedAxis(map[1], 0, args), resizedAxis(map[2], 1, args)];
    const problems = [...resizeArgumentProblems(args), ...vanishProblems('resize', map, size, 'scale')];
    return sized('resize', [map[0], Math.max(1, size[0]), Math.max(1, size[1])], problems);
  },
  flops: (_inputs, args, output) => (args.mode === 'bilinear' ? 7 * volume(output) : 0),
  worked(inputs, args) {
    const map = mapIn(inputs);
    const { scale } = args;
    if (map === undefined || scale === undefined) return [];
    return [
      `height: floor(${map[1]} * ${scale}) = ${resizedAxis(map[1], 0, args)}`,
      `width: floor(${map[2]} * ${scale}) = ${resizedAxis(map[2], 1, args)}`,
    ];
  },
});

export const arrangements: readonly Operator[] = [pad, slice, split, shuffle, resize];
