/** Shapes that do not fit: found while shapes are inferred. Shapes are [channels, height, width] or [length]. */
import { entry } from '../entry.ts';
import { formText, numberText, quoted, shapeText } from './text.ts';

type Shape = readonly number[];
type Axis = 'height' | 'width';

export const shapeEntries = {
  'add-shape-mismatch': entry<{ readonly first: Shape; readonly other: Shape; readonly branch: number }>({
    severity: 'error',
    title: 'branches of unequal shape are added',
    message: ({ first, other, branch }) =>
      `branch ${branch} of add is ${shapeText(other)}, branch 1 is ${shapeText(first)}: ${difference(first, other)}`,
    hint: ({ first, other, branch }) => projection(first, other, branch),
    explanation:
      'An addition adds its branches value by value, so all of them must leave the same channels, height and width. ' +
      'In residual networks the shortcut needs a projection where the other branch changes the channels or halves ' +
      'the map: a 1x1 convolution with the new number of channels and the same stride (He et al. 2015, section 3.3, ' +
      'option B).',
    example: `network Example {
  input [64, 56, 56]
  add {
    | conv(64, 1) -> relu -> conv(256, 3, pad = same)
    | skip
  }
}
`,
  }),

  'concat-size-mismatch': entry<{ readonly first: Shape; readonly other: Shape; readonly branch: number }>({
    severity: 'error',
    title: 'branches of unequal height or width are concatenated',
    message: ({ first, other, branch }) =>
      `branch ${branch} of concat is ${shapeText(other)}, branch 1 is ${shapeText(first)}: ${sizeDifference(first, other)}`,
    hint: () =>
      'concat joins channels, so every branch must leave the same height and width: look at strides, and at ' +
      '`pad = same` on kernels larger than 1',
    explanation:
      'A concatenation puts the channels of its branches behind one another; the numbers of channels may differ, ' +
      'height and width may not. The usual causes are a convolution without padding beside one with it, a pooling ' +
      'without `stride = 1, pad = same` in an Inception module, and a stride that only some branches have.',
    example: `network Example {
  input [192, 28, 28]
  concat {
    | conv(64, 1)
    | conv(128, 3)
  }
}
`,
  }),

  'scale-shape-mismatch': entry<{ readonly map: Shape; readonly gate: Shape }>({
    severity: 'error',
    title: 'a gate does not fit the map it scales',
    message: ({ map, gate }) => `scale multiplies ${formText(map)}, by ${formText(gate)}: the shapes do not fit`,
    hint: ({ map }) => {
      if (map.length === 1) return `the second branch must be a vector of ${map[0]} too`;
      const [channels, height, width] = map;
      return (
        `the second branch must leave one factor a channel (${channels}, or ${channels}x1x1), ` +
        `one a position (1x${height}x${width}), or one a value (${shapeText(map)})`
      );
    },
    explanation:
      'The first branch of `scale` is the feature map, the second holds the factors. The factors may be one for each ' +
      'channel, as in squeeze-and-excitation (Hu et al. 2018), one for each position, or one for each value. ' +
      'The gate usually ends in a `dense` or `conv` whose units must equal the channels: `dense(in.channels)`.',
    example: `network Example {
  input [64, 28, 28]
  scale {
    | skip
    | global_avgpool -> dense(32) -> sigmoid
  }
}
`,
  }),

  'channels-not-divisible': entry<{
    readonly op: string;
    /** Whose channels: "input channels", "output channels". */
    readonly what: string;
    readonly channels: number;
    readonly groups: number;
  }>({
    severity: 'error',
    title: 'channels do not divide into equal groups',
    message: ({ op, what, channels, groups }) =>
      `${op} divides ${channels} ${what} into ${groups} equal parts: ${channels} / ${groups} is not a whole number`,
    hint: ({ channels, groups }) => {
      const near = nearDivisors(channels, groups);
      return near.length === 0 ? undefined : `${channels} divides by ${near.join(' and by ')}`;
    },
    explanation:
      'A grouped convolution cuts its input channels and its output channels into groups of equal size; both numbers ' +
      'must be multiples of `groups`. The same holds for the parts of `split`, the groups of `channel_shuffle` and the ' +
      'pieces of `maxout`.',
    example: `network Example {
  input [64, 28, 28]
  conv(96, 3, pad = same, groups = 3)
}
`,
  }),

  'kernel-too-large': entry<{
    readonly op: string;
    readonly axis: Axis;
    /** The dilated extent along the axis. */
    readonly kernel: number;
    /** The input along the axis, padding included. */
    readonly padded: number;
    readonly input: Shape;
  }>({
    severity: 'error',
    title: 'the kernel is larger than the padded input',
    message: ({ op, axis, kernel, padded, input }) => {
      const bare = along(input, axis);
      const padding = bare === padded ? '' : `, ${padded} with its padding`;
      return `${op} has a kernel of ${axis} ${kernel}, its input ${shapeText(input)} has ${axis} ${bare}${padding}`;
    },
    hint: ({ padded }) =>
      `use a kernel of at most ${padded} here, pad the input, or let fewer layers before it shrink the map`,
    explanation:
      'A window must fit into its input at least once. The extent of a dilated kernel is dilation * (kernel - 1) + 1. ' +
      'When a network is used on smaller images than it was made for, its last poolings often find a map that is too ' +
      'small; `global_avgpool` works on any size.',
    example: `network Example {
  input [1, 12, 12]
  conv(8, 5) -> maxpool(2)
  conv(16, 5)
}
`,
  }),

  'map-vanished': entry<{
    readonly op: string;
    readonly axis: Axis;
    readonly input: Shape;
    readonly output: number;
  }>({
    severity: 'error',
    title: 'nothing of the feature map remains',
    message: ({ op, axis, input, output }) =>
      `${op} makes a map of ${axis} ${output} from ${shapeText(input)}: at least 1 must remain`,
    hint: ({ axis, input }) =>
      `the input has ${axis} ${along(input, axis)}; let this layer or those before shrink it less`,
    explanation:
      'A feature map has at least one row and one column. A scale of `resize` that is too small, or a negative ' +
      'padding, leaves none.',
    example: `network Example {
  input [3, 8, 8]
  resize(scale = 0.1)
}
`,
  }),

  'dense-on-map': entry<{ readonly input: Shape }>({
    severity: 'error',
    title: 'a dense layer on a map that is not flattened',
    message: ({ input }) => `dense takes a vector, its input is the map ${shapeText(input)}`,
    hint: ({ input }) =>
      `put \`flatten\` before it (${numberText(product(input))} values), or \`global_avgpool\` (${input[0]} values)`,
    explanation:
      'A dense layer connects every input value with every unit. On a feature map larger than 1x1 it would be unclear ' +
      'whether all positions are meant or each by itself, so the file says it: `flatten` before `dense` takes all of ' +
      'them, `conv(units, 1)` works on each position, `global_avgpool` averages over them first.',
    example: `network Example {
  input [512, 7, 7]
  dense(4096)
}
`,
  }),

  'map-wanted': entry<{ readonly op: string; readonly found: Shape }>({
    severity: 'error',
    title: 'a vector where a feature map is wanted',
    message: ({ op, found }) => `${op} works on a map, channels x height x width; its input is ${formText(found)}`,
    hint: ({ op }) => `put ${quoted(op)} before \`flatten\` and the dense layers`,
    explanation:
      'Convolutions, poolings and other spatial layers need height and width. After `flatten` or `dense` there is only ' +
      'a vector, and the positions are lost.',
    example: `network Example {
  input [16, 5, 5]
  flatten -> conv(120, 1)
}
`,
  }),

  'bad-connections': entry<{
    /** A clause: "map 3 reads channel 6, the input has 6 (0 to 5)". */
    readonly reason: string;
  }>({
    severity: 'error',
    title: 'a table of connections that does not fit',
    message: ({ reason }) => `the table of connections does not fit: ${reason}`,
    hint: () => 'the table has one list for each output channel, with the input channels it reads, counted from 0',
    explanation:
      "A convolution with `connections` is that of LeNet-5's layer C3 (LeCun et al. 1998, table I): each output channel " +
      'reads only some of the input channels. There must be as many lists as output channels; each names at least one ' +
      'input channel, none of them twice.',
    example: `network Example {
  input [3, 14, 14]
  conv(2, 5, connections = [[0, 1], [1, 3]])
}
`,
  }),

  'range-outside-channels': entry<{
    readonly op: string;
    /** First channel, from 0. */
    readonly start: number;
    /** The channel after the last. */
    readonly end: number;
    readonly channels: number;
  }>({
    severity: 'error',
    title: 'channels that the input does not have',
    message: ({ op, start, end, channels }) =>
      start >= end
        ? `${op} takes the channels from ${start} up to, not including, ${end}: that is none`
        : `${op} takes the channels from ${start} up to, not including, ${end}; the input has ${channels}`,
    hint: ({ channels }) => `channels are counted from 0; \`slice(0, ${channels})\` would be all of them`,
    explanation:
      '`slice(start, end)` takes the channels from `start` up to, not including, `end`; `split(parts, index)` takes one ' +
      'of equal parts, with `index` from 0. What is taken must lie inside the input and hold at least one channel.',
    example: `network Example {
  input [64, 28, 28]
  slice(48, 80)
}
`,
  }),

  'padding-too-large': entry<{
    readonly op: string;
    readonly axis: Axis;
    /** The larger of the two sides. */
    readonly pad: number;
    readonly kernel: number;
  }>({
    severity: 'error',
    title: 'a pooling padded by more than half its kernel',
    message: ({ op, axis, pad, kernel }) =>
      `${op} pads its ${axis} by ${pad} on one side, more than half of its kernel's ${kernel}`,
    hint: ({ kernel }) => `at most ${Math.floor(kernel / 2)} is allowed with a kernel of ${kernel}`,
    explanation:
      'With more padding than half the kernel, some windows of a pooling would see padding alone, and a maximum or an ' +
      'average over nothing has no meaning. Frameworks refuse it too.',
    example: `network Example {
  input [64, 56, 56]
  maxpool(3, stride = 2, pad = 2)
}
`,
  }),

  'mixed-ranks': entry<{
    readonly op: string;
    readonly first: Shape;
    readonly other: Shape;
    readonly branch: number;
  }>({
    severity: 'error',
    title: 'a vector and a map in one merge',
    message: ({ op, first, other, branch }) =>
      `branch ${branch} of ${op} is ${formText(other)}, branch 1 is ${formText(first)}`,
    hint: () => 'end all branches in a vector, or none: `flatten` makes a map a vector',
    explanation:
      'A merge takes either feature maps or vectors. A vector has no height and width, so there is no way to line it up ' +
      'with a map.',
    example: `network Example {
  input [64, 7, 7]
  concat {
    | conv(32, 1)
    | flatten
  }
}
`,
  }),

  'shape-too-large': entry<{ readonly op: string }>({
    severity: 'error',
    title: 'a feature map too large to count',
    message: ({ op }) =>
      `${op} would make a map of more than 9,007,199,254,740,991 values, the most that is counted exactly`,
    hint: () => 'is one of the numbers a slip of the pen?',
    explanation:
      'All counts are exact whole numbers up to 2^53 - 1. A larger feature map is far beyond any computer; most likely a ' +
      'number has a digit or a suffix too many.',
    example: `network Example {
  input [3, 224, 224]
  resize(scale = 1_000_000)
}
`,
  }),
};

function along(shape: Shape, axis: Axis): number {
  return shape[axis === 'height' ? 1 : 2] ?? 0;
}

function product(shape: Shape): number {
  return shape.reduce((total, n) => total * n, 1);
}

/** "channels differ, 64 against 256"; the other branch's number comes first, as in the message. */
function difference(first: Shape, other: Shape): string {
  if (first.length !== 3 || other.length !== 3)
    return `lengths differ, ${shapeText(other)} against ${shapeText(first)}`;
  const parts: string[] = [];
  if (first[0] !== other[0]) parts.push(`channels differ, ${other[0]} against ${first[0]}`);
  if (first[1] !== other[1] || first[2] !== other[2]) parts.push(sizeDifference(first, other));
  return parts.join('; ');
}

function sizeDifference(first: Shape, other: Shape): string {
  if (first[1] === other[1]) return `widths differ, ${other[2]} against ${first[2]}`;
  if (first[2] === other[2]) return `heights differ, ${other[1]} against ${first[1]}`;
  return `height and width differ, ${other[1]}x${other[2]} against ${first[1]}x${first[2]}`;
}

/**
 * The projection of He et al. 2015: a 1x1 convolution on the branch with the larger map, to the other's shape. With
 * equal sizes either branch can have it: shapes alone do not tell which of the two is the shortcut.
 */
function projection(first: Shape, other: Shape, branch: number): string {
  if (first.length !== 3 || other.length !== 3) return 'let both branches end in the same number of units';
  if (first[1] === other[1] && first[2] === other[2]) {
    return (
      `a 1x1 convolution makes one fit the other: \`conv(${first[0]}, 1)\` at the end of branch ${branch}, ` +
      `or \`conv(${other[0]}, 1)\` at the end of branch 1`
    );
  }
  const larger = product(first.slice(1)) > product(other.slice(1));
  const [from, to] = larger ? [first, other] : [other, first];
  const vertical = strideBetween(from[1] ?? 0, to[1] ?? 0);
  const horizontal = strideBetween(from[2] ?? 0, to[2] ?? 0);
  if (vertical === undefined || horizontal === undefined) {
    return 'no stride leads from one size to the other: look at the padding (`pad = same`) and strides of both branches';
  }
  const stride = vertical === horizontal ? `${vertical}` : `${vertical}x${horizontal}`;
  const step = `conv(${to[0]}, 1, stride = ${stride})`;
  return `a projection at the end of branch ${larger ? 1 : branch} makes it fit: \`${step}\` leaves ${shapeText(to)}`;
}

/** The stride with which a 1x1 window leaves `to` of `from` positions, ceil(from / stride) = to. */
function strideBetween(from: number, to: number): number | undefined {
  if (from < 1 || to < 1) return undefined;
  const stride = Math.ceil(from / to);
  return Math.ceil(from / stride) === to ? stride : undefined;
}

/** The divisors of `channels` next to `groups`, below and above; none where the search would be long. */
function nearDivisors(channels: number, groups: number): readonly number[] {
  if (channels < 1 || channels > 1e6 || groups < 1) return [];
  const near: number[] = [];
  let below = Math.min(Math.floor(groups), channels);
  while (below > 1 && channels % below !== 0) below -= 1;
  if (below > 1) near.push(below);
  let above = Math.floor(groups) + 1;
  while (above <= channels && channels % above !== 0) above += 1;
  if (above <= channels) near.push(above);
  return near;
}
