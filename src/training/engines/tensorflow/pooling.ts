/** Pooling and normalisation on maps [N, H, W, C]. */
import { integer } from '../../../onnx/infer.ts';
import { count } from '../../../onnx/program.ts';
import { axes, type Pair, pair, type Sliding, slidingOf } from '../../lower/window.ts';
import { framed } from './arrangement.ts';
import { apart, seenByTaps } from './convolution.ts';
import type { TfModule, TfTensor } from './module.ts';
import { type Call, float, operand, type TfOperators } from './operator.ts';

/** Below every value of a map, so that padding is never the largest. */
const lowest = -3.4028234663852886e38;

function frameMap(tf: TfModule, map: TfTensor, { before, after }: Sliding, value = 0): TfTensor {
  return framed({ tf }, map, [0, ...before, 0], [0, ...after, 0], value);
}

function maxPool(call: Call): TfTensor {
  const { tf, node } = call;
  const sliding = slidingOf(node);
  return tf.maxPool(frameMap(tf, operand(call, 0), sliding, lowest), sliding.kernel, sliding.stride, 'valid');
}

/** The first largest value of a window takes all. */
function maxPoolGradient(call: Call): TfTensor {
  const { tf, node } = call;
  const sliding = slidingOf(node);
  const [dy, x, output] = [operand(call, 0), operand(call, 1), operand(call, 2)];
  const input = frameMap(tf, x, sliding, lowest);
  // The WebAssembly backend's own gives wrong gradients (TensorFlow.js 4.22).
  if (tf.getBackend() === 'wasm') return maxPoolGradientByTaps(tf, dy, input, output, { sliding, shape: x.shape });
  const attributes = { filterSize: sliding.kernel, strides: sliding.stride, pad: 'valid' };
  const dx = tf.engine().runKernel('MaxPoolGrad', { dy, input, output }, attributes) as TfTensor;
  return tf.slice(dx, [0, ...sliding.before, 0], x.shape);
}

interface Pooled {
  readonly sliding: Sliding;
  /** Of the map before padding. */
  readonly shape: readonly number[];
}

/** Each place of the window in turn takes what is left where its value is the largest; its shares are set apart again. */
function maxPoolGradientByTaps(
  tf: TfModule,
  dy: TfTensor,
  input: TfTensor,
  output: TfTensor,
  { sliding, shape }: Pooled,
): TfTensor {
  const size = pair(dy.shape.slice(1, 3));
  const { kernel, stride, before } = sliding;
  let rest = dy;
  const placed = seenByTaps(tf, input, size, sliding).map((seen, tap) => {
    const share = tf.mul(rest, tf.cast(tf.equal(seen, output), 'float32'));
    rest = tf.sub(rest, share);
    const start = [Math.floor(tap / kernel[1]) - before[0], (tap % kernel[1]) - before[1]];
    const end = ([0, 1] as const).map(
      (axis) => (shape[axis + 1] ?? 0) - (start[axis] ?? 0) - size[axis] * stride[axis],
    );
    return framed({ tf }, apart(tf, share, stride), [0, ...start, 0], [0, ...end, 0]);
  });
  return placed.reduce((one, other) => tf.add(one, other));
}

/** Padding counts in the kernel's mean: where it is not to count, this makes up for it. [1, H, W, 1] */
function correction({ tf, node }: Call, input: Pair, output: Pair): TfTensor | undefined {
  const sliding = slidingOf(node);
  const { kernel, stride, before, after } = sliding;
  const counted = integer(node.attributes.count_include_pad, 0) === 1;
  if (counted || [...before, ...after].every((n) => n === 0)) return undefined;
  const [rows, columns] = ([0, 1] as const).map((axis) =>
    Array.from({ length: output[axis] }, (_, index) => {
      const start = index * stride[axis] - before[axis];
      return kernel[axis] / (Math.min(start + kernel[axis], input[axis]) - Math.max(start, 0));
    }),
  );
  const factors = (rows ?? []).flatMap((row) => (columns ?? []).map((column) => row * column));
  return tf.tensor(Float32Array.from(factors), [1, ...output, 1], 'float32');
}

function averagePool(call: Call): TfTensor {
  const { tf, node } = call;
  const sliding = slidingOf(node);
  const x = operand(call, 0);
  const y = tf.avgPool(frameMap(tf, x, sliding), sliding.kernel, sliding.stride, 'valid');
  const factors = correction(call, pair(x.shape.slice(1, 3)), pair(y.shape.slice(1, 3)));
  return factors === undefined ? y : tf.mul(y, factors);
}

function averagePoolGradient(call: Call): TfTensor {
  const { tf, node, shape } = call;
  const sliding = slidingOf(node);
  const { before, after, kernel, stride } = sliding;
  const dy = operand(call, 0);
  const [n = 1, channels = 1, height = 1, width = 1] = shape;
  const places: Pair = [height, width];
  const factors = correction(call, places, pair(dy.shape.slice(1, 3)));
  const padded = axes((axis) => places[axis] + before[axis] + after[axis]);
  const inputs = { dy: factors === undefined ? dy : tf.mul(dy, factors), input: tf.zeros([n, ...padded, channels]) };
  const attributes = { filterSize: kernel, strides: stride, pad: 'valid' };
  const dx = tf.engine().runKernel('AvgPoolGrad', inputs, attributes) as TfTensor;
  return tf.slice(dx, [0, ...before, 0], [n, height, width, channels]);
}

function globalAveragePoolGradient(call: Call): TfTensor {
  const { tf, shape } = call;
  const [n = 1, channels = 1, ...places] = shape;
  const share = tf.mul(operand(call, 0), tf.scalar(1 / count(places)));
  return tf.broadcastTo(share, [n, ...places, channels]);
}

/** With running statistics. */
function batchNormalization(call: Call): TfTensor {
  const { tf } = call;
  const [x, scale, bias, mean, variance] = [0, 1, 2, 3, 4].map((index) => operand(call, index)) as [
    TfTensor,
    TfTensor,
    TfTensor,
    TfTensor,
    TfTensor,
  ];
  const factor = tf.mul(scale, tf.rsqrt(tf.add(variance, tf.scalar(float(call, 'epsilon', 1e-5)))));
  return tf.add(tf.mul(tf.sub(x, mean), factor), bias);
}

/** ONNX divides alpha by the size of the window. */
function lrn(call: Call): TfTensor {
  const size = integer(call.node.attributes.size, 1);
  const alpha = float(call, 'alpha', 1e-4) / size;
  const [bias, beta] = [float(call, 'bias', 1), float(call, 'beta', 0.75)];
  return call.tf.localResponseNormalization(operand(call, 0), (size - 1) / 2, bias, alpha, beta);
}

const map = { orders: ['map'], gives: 'map' } as const;

export const poolingOperators: TfOperators = {
  MaxPool: { ...map, run: maxPool },
  MaxPoolGradient: { orders: ['map', 'map', 'map'], gives: 'map', run: maxPoolGradient },
  AveragePool: { ...map, run: averagePool },
  AveragePoolGradient: { ...map, run: averagePoolGradient },
  GlobalAveragePool: { ...map, run: (call) => call.tf.mean(operand(call, 0), [1, 2], true) },
  GlobalAveragePoolGradient: { ...map, run: globalAveragePoolGradient },
  BatchNormalization: { ...map, run: batchNormalization },
  LRN: { ...map, run: lrn },
};
