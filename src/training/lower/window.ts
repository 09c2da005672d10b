/** The attributes of a sliding window, with ONNX's defaults filled in: height first. */
import { integer, list } from '../../onnx/infer.ts';
import type { ProgramNode } from '../../onnx/program.ts';

export type Pair = readonly [height: number, width: number];

export interface Sliding {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly dilation: Pair;
  /** Padding at the top and left. */
  readonly before: Pair;
  /** Padding at the bottom and right. */
  readonly after: Pair;
  readonly group: number;
}

/** `kernel` where the node has no kernel_shape: for a convolution, what its weights say. */
export function slidingOf({ attributes }: Pick<ProgramNode, 'attributes'>, kernel: readonly number[] = []): Sliding {
  const pads = list(attributes.pads) ?? [0, 0, 0, 0];
  return {
    kernel: pair(list(attributes.kernel_shape) ?? kernel),
    stride: pair(list(attributes.strides) ?? [1, 1]),
    dilation: pair(list(attributes.dilations) ?? [1, 1]),
    before: pair(pads.slice(0, 2)),
    after: pair(pads.slice(2)),
    group: integer(attributes.group, 1),
  };
}

export function pair(values: readonly number[]): Pair {
  const [height, width] = values;
  if (height === undefined || width === undefined) throw new Error('a window has a height and a width');
  return [height, width];
}

/** Each axis by a function of its index. */
export function axes(make: (axis: 0 | 1) => number): Pair {
  return [make(0), make(1)];
}

/** f = d (k - 1) + 1, the rows or columns that a kernel spans. */
export function extents({ kernel, dilation }: Sliding): Pair {
  return axes((axis) => dilation[axis] * (kernel[axis] - 1) + 1);
}

/** Padded rows and columns behind the last window, which no window sees. Below 0 where that window reaches beyond them. */
export function leftover(sliding: Sliding, input: Pair, output: Pair): Pair {
  const { stride, before, after } = sliding;
  const extent = extents(sliding);
  return axes((axis) => input[axis] + before[axis] + after[axis] - ((output[axis] - 1) * stride[axis] + extent[axis]));
}

/** Height and width of a value [N, C, H, W]. */
export function sizeOf(shape: readonly number[]): Pair {
  return pair(shape.slice(2));
}

export function overlaps({ kernel, stride }: Sliding): boolean {
  return kernel[0] > stride[0] || kernel[1] > stride[1];
}

/** Whether windows stand side by side over the whole input, none of them on padding. */
export function tiles({ kernel, stride, dilation, before }: Sliding, input: Pair, output: Pair): boolean {
  return ([0, 1] as const).every(
    (axis) =>
      stride[axis] === kernel[axis] &&
      dilation[axis] === 1 &&
      before[axis] === 0 &&
      kernel[axis] * output[axis] === input[axis],
  );
}
