/** Convolution and the gradient of its input, in blocks. Each function says no (false) to what is to be done plain. */
import { concat, pad, reshape, transpose } from '../../onnx/builder.ts';
import { list } from '../../onnx/infer.ts';
import type { ProgramNode } from '../../onnx/program.ts';
import { flip } from '../arrange.ts';
import {
  arrangedDepthwise,
  exchangedFilter,
  type Filter,
  filterOf,
  type Kind,
  kindOf,
  padOutputs,
} from './blocked-filters.ts';
import {
  type Blocking,
  blockedOf,
  blockedShape,
  isBlocked,
  nchwc,
  type Phases,
  packed,
  padded,
  plainOf,
  type Shape4,
  setPending,
  setPlain,
  shape4,
  sourceType,
} from './blocked-values.ts';
import { axes, extents, type Pair, type Sliding, slidingOf } from './window.ts';

interface Convolution {
  readonly x: string;
  readonly filter: Filter;
  readonly bias?: string;
  readonly group: number;
  readonly strides: Pair;
  readonly dilations: Pair;
  /** Beginnings, then ends. */
  readonly pads: readonly number[];
  /** Blocked. */
  readonly shape: Shape4;
}

export function convolve(l: Blocking, convolution: Convolution, sum?: string, activation?: 'Relu'): string {
  const { x, filter, bias, group, strides, dilations, pads, shape } = convolution;
  const inputs = [x, filter.value];
  if (bias !== undefined || sum !== undefined) inputs.push(bias ?? '');
  if (sum !== undefined) inputs.push(sum);
  const attributes = { kernel_shape: filter.kernel, strides, dilations, pads, group };
  return nchwc(l.b, 'Conv', inputs, shape, activation === undefined ? attributes : { ...attributes, activation });
}

export function conv(l: Blocking, node: ProgramNode): boolean {
  const [x = '', weight = '', bias] = node.inputs;
  const [y = ''] = node.outputs;
  const shape = sourceType(l, weight).shape;
  const sliding = slidingOf(node, shape.slice(2));
  const { stride: strides, dilation: dilations, before, after, group } = sliding;
  const kind = convolutionKind(l, x, shape, group);
  if (kind === undefined) return false;
  const filter = filterOf(l, weight, kind);
  const outputs = blockedShape(l, shape4(l, y));
  const entering = kind === 'image' ? plainOf(l, x) : blockedOf(l, x);
  const convolution = {
    x: entering,
    filter,
    ...(bias ? { bias: padOutputs(l.b, plainOf(l, bias), outputs[1]) } : {}),
    group: kind === 'depthwise' ? filter.outputs : group,
    strides,
    dilations,
    pads: [...before, ...after],
    shape: outputs,
  };
  setPending(l, y, { emit: (sum, activation) => convolve(l, convolution, sum, activation) });
  return true;
}

/** Few channels that are there plain (images) are read as they are; so few that a block is mostly zeros are made plain. */
function convolutionKind(l: Blocking, x: string, weight: readonly number[], group: number): Kind | undefined {
  const kind = kindOf(l, weight, group);
  const channels = weight[1] ?? 1;
  const few = isBlocked(l, x) ? channels <= l.block / 2 : channels < l.block;
  return kind === 'dense' && few ? 'image' : kind;
}

export function convGradientInput(l: Blocking, node: ProgramNode): boolean {
  const [dy = '', weight = ''] = node.inputs;
  const [dx = ''] = node.outputs;
  const shape = sourceType(l, weight).shape;
  const sliding = slidingOf(node, shape.slice(2));
  const kind = kindOf(l, shape, sliding.group);
  if (kind === undefined || list(node.attributes.input_shape) === undefined) return false;
  if (sliding.stride.every((n) => n === 1)) return throughTurnedKernel(l, dy, weight, dx, sliding, kind);
  return throughPhases(l, dy, weight, dx, sliding, kind);
}

/** Stride 1: dx[h] = sum over k of w[k] dy[h + p - d k], a convolution with the kernel turned by 180 degrees. */
function throughTurnedKernel(
  l: Blocking,
  dy: string,
  weight: string,
  dx: string,
  sliding: Sliding,
  kind: Kind,
): boolean {
  const extent = extents(sliding);
  const before = axes((axis) => extent[axis] - 1 - sliding.before[axis]);
  const after = axes((axis) => extent[axis] - 1 - sliding.after[axis]);
  if ([...before, ...after].some((n) => n < 0)) return false;
  if (kind === 'dense' && throughRows(l, dy, weight, dx, sliding)) return true;
  const filter = filterOf(l, weight, kind);
  const [rows, columns] = filter.kernel;
  const turned = grid(rows, columns, (row, column) => (rows - 1 - row) * columns + (columns - 1 - column));
  const convolution = {
    x: blockedOf(l, dy),
    filter:
      kind === 'depthwise' ? arrangedDepthwise(l, filter, turned) : exchangedFilter(l, filter, sliding.group, [turned]),
    group: kind === 'depthwise' ? filter.outputs : sliding.group,
    strides: [1, 1] as const,
    dilations: sliding.dilation,
    pads: [...before, ...after],
    shape: blockedShape(l, shape4(l, dx)),
  };
  setPending(l, dx, { emit: (sum, activation) => convolve(l, convolution, sum, activation) });
  return true;
}

/**
 * Stride 1, so few channels that a block is mostly zeros: rows side by side become channels, dx[f u + i] the channels i C
 * to i C + C of row u. That is a convolution of stride f along the rows, whose kernel is f - 1 rows higher and stands i
 * rows lower for phase i; the multiplications become (k + f - 1) / (f k) of what they were. Gives dx plain.
 */
function throughRows(l: Blocking, dy: string, weight: string, dx: string, sliding: Sliding): boolean {
  const { b, block } = l;
  const [batch, channels, height, width] = shape4(l, dx);
  const [, dyChannels, dyHeight] = shape4(l, dy);
  const { kernel, before, after, dilation } = sliding;
  let rows = Math.floor(block / channels);
  while (rows > 1 && height % rows !== 0) rows -= 1;
  if (rows < 2 || kernel[0] === 1 || dilation.some((n) => n > 1)) return false;
  const high = kernel[0] + rows - 1;
  const top = kernel[0] - 1 - before[0];
  const bottom = height - rows + high - dyHeight - top;
  if (bottom < 0) return false;

  const turned = transpose(b, flip(b, plainOf(l, weight), [2, 3]), [1, 0, 2, 3]);
  const lowered = Array.from({ length: rows }, (_, i) => pad(b, turned, [0, 0, i, 0, 0, 0, rows - 1 - i, 0]));
  const [outputs, inputs] = [padded(l, rows * channels), padded(l, dyChannels)];
  const plain = pad(b, concat(b, lowered, 0), [0, 0, 0, 0, outputs - rows * channels, inputs - dyChannels, 0, 0]);
  const value = packed(b, plain, { shape: [outputs, inputs, high, kernel[1]], block });
  const side = (n: number): number => kernel[1] - 1 - n;
  const size = [height / rows, width] as const;
  const apart = convolve(l, {
    x: blockedOf(l, dy),
    filter: { value, outputs, inputs, kernel: [high, kernel[1]] },
    group: 1,
    strides: [rows, 1],
    dilations: [1, 1],
    pads: [top, side(before[1]), bottom, side(after[1])],
    shape: [batch, outputs, ...size],
  });
  const seen = nchwc(b, 'ReorderOutput', [apart], [batch, rows * channels, ...size], { channels: rows * channels });
  const byRow = transpose(b, reshape(b, seen, [batch, rows, channels, ...size]), [0, 2, 3, 1, 4]);
  setPlain(l, dx, reshape(b, byRow, [batch, channels, height, width]));
  return true;
}

function grid(rows: number, columns: number, at: (row: number, column: number) => number): number[][] {
  return Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (__, column) => at(row, column)));
}

/** One of the s interleaved parts of an axis: dx[s u + v] = sum over t < taps of w[first + s t] dy[u + shift - t]. */
interface Phase {
  readonly first: number;
  readonly shift: number;
  readonly taps: number;
}

function phasesOf(kernel: number, stride: number, before: number): readonly Phase[] {
  return Array.from({ length: stride }, (_, v) => {
    const first = (v + before) % stride;
    return { first, shift: Math.floor((v + before) / stride), taps: Math.max(0, Math.ceil((kernel - first) / stride)) };
  });
}

/** Rows of dy, relative to u, that some of the phases read. */
interface Span {
  readonly from: number;
  readonly to: number;
}

function spanOf(phases: readonly Phase[]): Span {
  const seen = phases.filter(({ taps }) => taps > 0);
  return {
    from: Math.min(...seen.map(({ shift, taps }) => shift - taps + 1)),
    to: Math.max(...seen.map(({ shift }) => shift)),
  };
}

/** For each of the rows of the span, which row of the kernel a phase multiplies it with; -1 for none. */
function kernelRows({ first, shift, taps }: Phase, { from, to }: Span, stride: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, position) => {
    const t = shift - (from + position);
    return t >= 0 && t < taps ? first + stride * t : -1;
  });
}

/**
 * Stride s: convolutions of dy, none of which meets a zero that was put in. The phases of the columns are
 * convolutions of their own; those of the rows are output channels of the same one (depthwise: laid side by side).
 */
function throughPhases(l: Blocking, dy: string, weight: string, dx: string, sliding: Sliding, kind: Kind): boolean {
  if (kind === 'grouped' || sliding.dilation.some((n) => n > 1)) return false;
  const [batch, channels, height, width] = shape4(l, dx);
  const [, , dyHeight, dyWidth] = shape4(l, dy);
  const [stride, kernel] = [sliding.stride, sliding.kernel];
  const size = [Math.ceil(height / stride[0]), Math.ceil(width / stride[1])] as const;
  const rowPhases = phasesOf(kernel[0], stride[0], sliding.before[0]);
  const columnPhases = phasesOf(kernel[1], stride[1], sliding.before[1]);
  const rowSpan = spanOf(rowPhases);
  const rowPads = padsFor(rowSpan, size[0], dyHeight);
  const columnSpans = columnPhases.map((phase) => (phase.taps === 0 ? undefined : spanOf([phase])));
  const columnPads = columnSpans.map((span) =>
    span === undefined ? ([0, 0] as const) : padsFor(span, size[1], dyWidth),
  );
  if ([rowPads, ...columnPads].some((pads) => pads === undefined)) return false;

  const whole = padded(l, channels);
  const filter = filterOf(l, weight, kind);
  const columns = columnPhases.map((phase, index) => {
    const [span, pads] = [columnSpans[index], columnPads[index]];
    if (span === undefined || pads === undefined || rowPads === undefined) return undefined;
    const columnTaps = kernelRows(phase, span, stride[1]);
    const kernels = rowPhases.map((row) =>
      kernelRows(row, rowSpan, stride[0]).map((r) => columnTaps.map((c) => (r < 0 || c < 0 ? -1 : r * kernel[1] + c))),
    );
    const common = {
      x: blockedOf(l, dy),
      strides: [1, 1] as const,
      dilations: [1, 1] as const,
      pads: [rowPads[0], pads[0], rowPads[1], pads[1]],
    };
    if (kind !== 'depthwise') {
      const shape = [batch, kernels.length * whole, ...size] as const;
      return convolve(l, { ...common, filter: exchangedFilter(l, filter, 1, kernels), group: 1, shape });
    }
    const shape = [batch, whole, ...size] as const;
    const parts = kernels.map((taps) =>
      convolve(l, { ...common, filter: arrangedDepthwise(l, filter, taps), group: filter.outputs, shape }),
    );
    return concat(l.b, parts, 1);
  });
  const phases: Phases = { columns, rows: rowPhases.length, size };
  l.forms.set(dx, { phases });
  return true;
}

/** So that `size` windows of the span fit on an axis of dy; undefined where that would take padding away. */
function padsFor({ from, to }: Span, size: number, length: number): readonly [number, number] | undefined {
  const pads = [-from, size - 1 + to - (length - 1)] as const;
  return pads.every((n) => n >= 0) ? pads : undefined;
}
