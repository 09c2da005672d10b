/**
 * Pooling. A last, partial window (`ceil`) becomes padding at the end, so that no runtime's reading of `ceil_mode`
 * matters: the sizes are those of the operators' own geometry.
 */

import { type AxisGeometry, slide } from '../../operators/geometry.ts';
import { volume } from '../../operators/operator.ts';
import type { PoolArguments, WindowArguments } from '../../operators/pooling.ts';
import { add, type Builder, constant, emit, multiply, reshape, scalar } from '../builder.ts';
import { padsOf } from './convolution.ts';
import { entering, enteringMap, type Layer, type LayerLowering, lowering } from './layer.ts';

type Axes = readonly [AxisGeometry, AxisGeometry];

function axesOf(layer: Layer<PoolArguments>): Axes {
  const { kernel, stride = kernel, pad, ceil } = layer.args;
  return slide(enteringMap(layer), { kernel, stride, dilation: [1, 1], pad, rounding: ceil ? 'ceil' : 'floor' });
}

/** How far the last window reaches beyond the input, and at least the padding there is. */
function endOf({ input, before, after, extent, stride, output }: AxisGeometry): number {
  return Math.max(after, (output - 1) * stride + extent - before - input);
}

function windowAttributes(axes: Axes): Readonly<Record<string, readonly number[]>> {
  const [height, width] = axes;
  const whole = [
    { ...height, after: endOf(height) },
    { ...width, after: endOf(width) },
  ] as const;
  return {
    kernel_shape: [height.kernel, width.kernel],
    strides: [height.stride, width.stride],
    pads: padsOf(whole),
  };
}

const maxpool = lowering<PoolArguments>((b, layer) =>
  emit(b, 'MaxPool', [entering(layer)], { attributes: windowAttributes(axesOf(layer)) }),
);

/** For each window of an axis, how many of its places lie in the input or its padding. */
function countsOf({ input, before, after, extent, stride, output }: AxisGeometry): readonly number[] {
  return Array.from({ length: output }, (_, index) => {
    const start = index * stride - before;
    return Math.min(start + extent, input + after) - start;
  });
}

/** Where a last, partial window counts padding: its places beyond the padding are not in the divisor. */
function divisorCorrection(b: Builder, axes: Axes): string | undefined {
  if (axes.every((axis) => endOf(axis) === axis.after)) return undefined;
  const [height, width] = axes;
  const all = height.extent * width.extent;
  const factors = countsOf(height).flatMap((rows) => countsOf(width).map((columns) => all / (rows * columns)));
  return constant(b, Float32Array.from(factors), [height.output, width.output]);
}

const avgpool = lowering<PoolArguments & { readonly count_include_pad: boolean }>((b, layer) => {
  const axes = axesOf(layer);
  const include = layer.args.count_include_pad;
  const attributes = { ...windowAttributes(axes), count_include_pad: include ? 1 : 0 };
  const mean = emit(b, 'AveragePool', [entering(layer)], { attributes });
  const correction = include ? divisorCorrection(b, axes) : undefined;
  return correction === undefined ? mean : multiply(b, mean, correction);
});

/** The sum of a window is its mean times its size, which goes into the coefficient. */
const subsample = lowering<WindowArguments>((b, layer) => {
  const { kernel, stride = kernel } = layer.args;
  const [channels] = enteringMap(layer);
  const attributes = { kernel_shape: kernel, strides: stride, pads: [0, 0, 0, 0], count_include_pad: 1 };
  const mean = emit(b, 'AveragePool', [entering(layer)], { attributes });
  const coefficient = multiply(b, layer.weight('coefficient'), scalar(b, volume(kernel)));
  const scaled = multiply(b, mean, reshape(b, coefficient, [channels, 1, 1]));
  return add(b, scaled, reshape(b, layer.weight('bias'), [channels, 1, 1]));
});

const globalAverage = lowering((b, layer) => emit(b, 'GlobalAveragePool', [entering(layer)]));

/** One window over the whole map. */
const globalMax = lowering((b, layer) => {
  const [, height, width] = enteringMap(layer);
  const attributes = { kernel_shape: [height, width], strides: [1, 1], pads: [0, 0, 0, 0] };
  return emit(b, 'MaxPool', [entering(layer)], { attributes });
});

export const poolingLowerings: Readonly<Record<string, LayerLowering>> = {
  maxpool,
  avgpool,
  subsample,
  global_avgpool: globalAverage,
  global_maxpool: globalMax,
};
