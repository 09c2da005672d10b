/** Convolutions: Conv, with groups where there are some. */
import type { ConvArguments, SlidingArguments } from '../../operators/convolution.ts';
import { type AxisGeometry, slide } from '../../operators/geometry.ts';
import type { FeatureMap } from '../../operators/operator.ts';
import { type Builder, concat, constant, emit, filled, shapeOf } from '../builder.ts';
import { entering, enteringMap, type Layer, type LayerLowering, lowering } from './layer.ts';

/** ONNX's order: beginnings, then ends. */
export function padsOf([height, width]: readonly [AxisGeometry, AxisGeometry]): readonly number[] {
  return [height.before, width.before, height.after, width.after];
}

function convolve(b: Builder, layer: Layer<SlidingArguments>, weight: string, group: number): string {
  const { kernel, stride, pad, dilation, bias } = layer.args;
  const axes = slide(enteringMap(layer), { kernel, stride, dilation, pad, rounding: 'floor' });
  const inputs = [entering(layer), weight, ...(bias ? [layer.weight('bias')] : [])];
  const attributes = { kernel_shape: kernel, strides: stride, pads: padsOf(axes), dilations: dilation, group };
  return emit(b, 'Conv', inputs, { attributes });
}

/**
 * [connections, kh, kw], one kernel a connection, to [O, C, kh, kw] with zeros where there is none: kernels are
 * gathered by their number, and the number after the last stands for zeros.
 */
function denseWeight(
  b: Builder,
  compact: string,
  [channels]: FeatureMap,
  connections: readonly (readonly number[])[],
): string {
  const [total = 0, ...kernel] = shapeOf(b, compact);
  const indices = new BigInt64Array(connections.length * channels).fill(BigInt(total));
  let next = 0;
  for (const [row, inputs] of connections.entries()) {
    for (const channel of inputs) indices[row * channels + channel] = BigInt(next++);
  }
  const kernels = concat(b, [compact, filled(b, 0, [1, ...kernel])], 0);
  const table = constant(b, indices, [connections.length, channels]);
  return emit(b, 'Gather', [kernels, table], { attributes: { axis: 0 } });
}

const conv = lowering<ConvArguments>((b, layer) => {
  const { connections, groups } = layer.args;
  const weight = layer.weight('weight');
  if (connections === undefined) return convolve(b, layer, weight, groups);
  return convolve(b, layer, denseWeight(b, weight, enteringMap(layer), connections), 1);
});

const depthwise = lowering<SlidingArguments>((b, layer) =>
  convolve(b, layer, layer.weight('weight'), enteringMap(layer)[0]),
);

export const convolutionLowerings: Readonly<Record<string, LayerLowering>> = { conv, depthwise };
