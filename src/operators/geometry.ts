/**
 * The arithmetic of sliding windows, shared by convolutions and pooling. Terms, per axis:
 *
 *   n  input size         k  kernel             d  dilation        f = d (k - 1) + 1  extent of the window
 *   s  stride             p  padding on each side (its two sides may differ; then 2p is their sum)
 *
 *   floor   (n + 2p - f) / s rounded down, + 1: only windows that lie in the padded input
 *   ceil    (n + 2p - f) / s rounded up, + 1: the last window may reach beyond the padded input
 *
 * Source: Dumoulin and Visin 2016, "A guide to convolution arithmetic for deep learning", relationships 6 and 15.
 */
import { type Problem, problem } from '../diagnostics/catalogue.ts';
import type { FeatureMap, Sides, Size, Window } from './operator.ts';

export type Padding = 'same' | 'valid' | Sides;
export type Rounding = 'floor' | 'ceil';
export type Axis = 'height' | 'width';

/** How a window slides over a feature map. */
export interface Sliding {
  readonly kernel: Size;
  readonly stride: Size;
  readonly dilation: Size;
  readonly pad: Padding;
  readonly rounding: Rounding;
}

/** One axis of a sliding window, with everything that determines its output. */
export interface AxisGeometry {
  readonly axis: Axis;
  readonly input: number;
  readonly kernel: number;
  readonly dilation: number;
  /** f, the dilated kernel. */
  readonly extent: number;
  readonly stride: number;
  /** Padding at the top or left. */
  readonly before: number;
  /** Padding at the bottom or right. */
  readonly after: number;
  readonly rounding: Rounding;
  /** Number of windows; zero or less when the kernel does not fit. */
  readonly output: number;
}

/** f = d (k - 1) + 1: how many rows or columns a dilated kernel spans. */
export function dilatedExtent(kernel: number, dilation: number): number {
  return dilation * (kernel - 1) + 1;
}

/**
 * `same` pads f - 1 in all, floor((f - 1) / 2) of it at the top and left and the rest at the bottom and right,
 * whatever the stride and the input; with the floor rounding the output is then ceil(n / s).
 */
export function resolvePadding(pad: Padding, kernel: Size, dilation: Size): Sides {
  if (pad === 'valid') return [0, 0, 0, 0];
  if (pad !== 'same') return pad;
  const vertical = dilatedExtent(kernel[0], dilation[0]) - 1;
  const horizontal = dilatedExtent(kernel[1], dilation[1]) - 1;
  const top = Math.floor(vertical / 2);
  const left = Math.floor(horizontal / 2);
  return [top, vertical - top, left, horizontal - left];
}

/** True where the ceil formula counts a window that starts after the input and the padding before it. */
function startsTooLate(count: number, input: number, before: number, stride: number): boolean {
  return (count - 1) * stride >= input + before;
}

/**
 * Number of windows on one axis; zero or less when the kernel does not fit. With `ceil`, a last window that would start
 * in the padding after the input is dropped, as PyTorch and Caffe do: it would see no input at all. One is enough,
 * since pooling pads by half its kernel at most.
 */
export function windowCount(
  input: number,
  before: number,
  after: number,
  extent: number,
  stride: number,
  rounding: Rounding,
): number {
  const steps = (input + before + after - extent) / stride;
  if (rounding === 'floor') return Math.floor(steps) + 1;
  const count = Math.ceil(steps) + 1;
  return startsTooLate(count, input, before, stride) ? count - 1 : count;
}

function axisGeometry(axis: Axis, index: 0 | 1, input: number, sliding: Sliding, sides: Sides): AxisGeometry {
  const kernel = sliding.kernel[index];
  const dilation = sliding.dilation[index];
  const extent = dilatedExtent(kernel, dilation);
  const stride = sliding.stride[index];
  const before = index === 0 ? sides[0] : sides[2];
  const after = index === 0 ? sides[1] : sides[3];
  const output = windowCount(input, before, after, extent, stride, sliding.rounding);
  return { axis, input, kernel, dilation, extent, stride, before, after, rounding: sliding.rounding, output };
}

/** Both axes, height first. */
export function slide(input: FeatureMap, sliding: Sliding): readonly [AxisGeometry, AxisGeometry] {
  const sides = resolvePadding(sliding.pad, sliding.kernel, sliding.dilation);
  return [axisGeometry('height', 0, input[1], sliding, sides), axisGeometry('width', 1, input[2], sliding, sides)];
}

/** The output's height and width, at least 1x1: where the kernel does not fit, later layers get a guess. */
export function outputSize(axes: readonly [AxisGeometry, AxisGeometry]): Size {
  return [Math.max(1, axes[0].output), Math.max(1, axes[1].output)];
}

/** A negative padding, or a problem for each axis on which no window fits. */
export function fitProblems(op: string, input: FeatureMap, axes: readonly AxisGeometry[]): readonly Problem[] {
  // The common case, for every layer of every keystroke.
  if (axes.every(({ before, after, output }) => before >= 0 && after >= 0 && output >= 1)) return [];
  const least = Math.min(...axes.flatMap(({ before, after }) => [before, after]));
  if (least < 0) {
    const data = { callee: op, argument: 'pad', wanted: 'at least 0 on each side', found: `${least}` };
    return [problem('out-of-range', data, { kind: 'argument', name: 'pad' })];
  }
  return axes
    .filter((axis) => axis.output < 1)
    .map((axis) => {
      const padded = axis.input + axis.before + axis.after;
      const data = { op, axis: axis.axis, kernel: axis.extent, padded, input };
      return problem('kernel-too-large', data, { kind: 'argument', name: 'kernel' });
    });
}

/** The window for the receptive field: the dilated extent and the stride. */
export function slidingWindow(sliding: Sliding): Window {
  const { kernel, dilation, stride } = sliding;
  return { kernel: [dilatedExtent(kernel[0], dilation[0]), dilatedExtent(kernel[1], dilation[1])], stride };
}

function workedAxis(geometry: AxisGeometry): string {
  const { axis, input, kernel, dilation, extent, stride, before, after, rounding, output } = geometry;
  const padding = before === after ? `2*${before}` : `${before} + ${after}`;
  const formula = `${rounding}((${input} + ${padding} - ${extent}) / ${stride}) + 1`;
  const count = Math[rounding]((input + before + after - extent) / stride) + 1;
  const dropped = count === output ? '' : `, less 1 for the window that would start after the input = ${output}`;
  const dilated = dilation === 1 ? '' : `, with f = ${dilation}*(${kernel} - 1) + 1 = ${extent}`;
  return `${axis}: ${formula} = ${count}${dropped}${dilated}`;
}

/** The formula with the numbers filled in, a line an axis: "height: floor((224 + 2*3 - 7) / 2) + 1 = 112". */
export function workedLines(axes: readonly AxisGeometry[]): readonly string[] {
  return axes.map(workedAxis);
}
