/** Gradients of pooling in ONNX, for maps [N, C, H, W]. */
import { type Builder, constant, emit, ints, multiply, reshape, scalar, shapeOf } from '../../onnx/builder.ts';
import { integer } from '../../onnx/infer.ts';
import { count } from '../../onnx/program.ts';
import { frame, spread } from '../arrange.ts';
import { type Emitter, given, shapeAttribute } from './emitter.ts';
import { maxPoolGradient as gradientOfMaxPool, type PooledAxis } from './max-pool-gradient.ts';
import { axes, leftover, type Pair, type Sliding, sizeOf, slidingOf } from './window.ts';

const spatial = [2, 3] as const;

/** Two passes, along the rows of the map and along its columns: see `max-pool-gradient.ts`. */
export const maxPoolGradient: Emitter = (b, node, inputs) => {
  const [dy, x] = [given(inputs, 0), given(inputs, 1)];
  const shape = shapeOf(b, x);
  const [n = 1, channels = 1, height = 1, width = 1] = shape;
  const sliding = slidingOf(node);
  const output = sizeOf(shapeOf(b, dy));
  const pooled = (axis: 0 | 1, outer: number, inner: number): PooledAxis => ({
    outer,
    length: axis === 0 ? height : width,
    inner,
    kernel: sliding.kernel[axis],
    stride: sliding.stride[axis],
    dilation: sliding.dilation[axis],
    before: sliding.before[axis],
    output: output[axis],
  });
  const columns = pooled(1, n * channels * height, 1);
  const rows = pooled(0, n * channels, output[1]);
  return [reshape(b, gradientOfMaxPool(b, x, dy, columns, rows), shape)];
};

/** Each place of the input gets the shares of the windows that see it: a sum over a window, of dy set apart. */
export const averagePoolGradient: Emitter = (b, node, inputs) => {
  const dy = given(inputs, 0);
  const sliding = slidingOf(node);
  const { kernel, stride, before, after } = sliding;
  const [input, output] = [sizeOf(shapeAttribute(node, 'input_shape')), sizeOf(shapeOf(b, dy))];
  const unseen = leftover(sliding, input, output);
  const size = kernel[0] * kernel[1];
  const tiles = kernel[0] === stride[0] && kernel[1] === stride[1];
  const excluded = integer(node.attributes.count_include_pad, 0) === 0 && [...before, ...after].some((n) => n > 0);
  // Where sums are taken by AveragePool, it divides by the size already.
  const share = multiply(
    b,
    dy,
    excluded ? shares(b, sliding, input, output, tiles ? 1 : size) : scalar(b, tiles ? 1 / size : 1),
  );
  if (tiles) {
    const [n = 1, channels = 1] = shapeOf(b, dy);
    const apart = reshape(b, share, [n * channels, output[0], 1, output[1], 1]);
    const tiled = emit(b, 'Expand', [apart, ints(b, [n * channels, output[0], kernel[0], output[1], kernel[1]])]);
    const whole = reshape(b, tiled, [n, channels, output[0] * kernel[0], output[1] * kernel[1]]);
    return [
      frame(
        b,
        whole,
        spatial,
        before.map((rows) => -rows),
        axes((axis) => unseen[axis] - after[axis]),
      ),
    ];
  }
  const apart = spatial.reduce<string>((value, axis) => spread(b, value, axis, stride[axis - 2] ?? 1), share);
  // How far the last window reaches beyond the map, or the map beyond it: what no window sees gets zeros afterwards.
  // (ONNX Runtime takes a Pad right before an AveragePool into it, and refuses padding as wide as the kernel.)
  const beyond = axes((axis) => after[axis] - unseen[axis]);
  const pads = [
    ...axes((axis) => kernel[axis] - 1 - before[axis]),
    ...axes((axis) => kernel[axis] - 1 - Math.max(0, beyond[axis])),
  ];
  const attributes = { kernel_shape: kernel, strides: [1, 1], pads, count_include_pad: 1 };
  const sums = emit(b, 'AveragePool', [apart], { attributes });
  return [
    frame(
      b,
      sums,
      spatial,
      [0, 0],
      axes((axis) => Math.max(0, -beyond[axis])),
    ),
  ];
};

/** `factor` over the number of a window's places that are in the input and not in the padding: [H_out, W_out]. */
function shares(b: Builder, sliding: Sliding, input: Pair, output: Pair, factor: number): string {
  const counts = ([0, 1] as const).map((axis) =>
    Array.from({ length: output[axis] }, (_, index) => {
      const start = index * sliding.stride[axis] - sliding.before[axis];
      return Math.min(start + sliding.kernel[axis], input[axis]) - Math.max(start, 0);
    }),
  );
  const [rows = [], columns = []] = counts;
  const values = rows.flatMap((height) => columns.map((width) => factor / (height * width)));
  return constant(b, Float32Array.from(values), output);
}

export const globalAveragePoolGradient: Emitter = (b, node, inputs) => {
  const shape = shapeAttribute(node, 'input_shape');
  const share = multiply(b, given(inputs, 0), scalar(b, 1 / count(shape.slice(2))));
  return [emit(b, 'Expand', [share, ints(b, shape)])];
};
