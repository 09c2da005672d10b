/** Activation functions. */
import { isMap, volume } from '../../operators/operator.ts';
import { emit, multiply, reshape, scalar } from '../builder.ts';
import type { Attribute } from '../program.ts';
import { entering, enteringShape, type LayerLowering, lowering } from './layer.ts';

function single(op: string): LayerLowering {
  return (b, layer) => emit(b, op, [entering(layer)]);
}

function float(value: number): Attribute {
  return { float: value };
}

/** min(max(0, x + 3), 6) / 6 */
const hardSigmoidAttributes = { alpha: float(1 / 6), beta: float(0.5) };

const relu6 = lowering((b, layer) => emit(b, 'Clip', [entering(layer), scalar(b, 0), scalar(b, 6)]));

const leakyRelu = lowering<{ readonly slope: number }>((b, layer) =>
  emit(b, 'LeakyRelu', [entering(layer)], { attributes: { alpha: float(layer.args.slope) } }),
);

/** The slope of ONNX has no batch, and broadcasts from its end: a slope a channel is [C, 1, 1] for maps. */
const prelu = lowering<{ readonly shared: boolean }>((b, layer) => {
  const slope = layer.weight('weight');
  const perChannel = isMap(enteringShape(layer)) && !layer.args.shared;
  const fitting = perChannel ? reshape(b, slope, [enteringShape(layer)[0], 1, 1]) : slope;
  return emit(b, 'PRelu', [entering(layer), fitting]);
});

const elu = lowering<{ readonly alpha: number }>((b, layer) =>
  emit(b, 'Elu', [entering(layer)], { attributes: { alpha: float(layer.args.alpha) } }),
);

const hardSigmoid = lowering((b, layer) =>
  emit(b, 'HardSigmoid', [entering(layer)], { attributes: hardSigmoidAttributes }),
);

const scaledTanh = lowering<{ readonly amplitude: number; readonly slope: number }>((b, layer) => {
  const { amplitude, slope } = layer.args;
  const bent = emit(b, 'Tanh', [multiply(b, entering(layer), scalar(b, slope))]);
  return multiply(b, bent, scalar(b, amplitude));
});

const swish = lowering<{ readonly beta: number }>((b, layer) => {
  const x = entering(layer);
  const { beta } = layer.args;
  const sharpened = beta === 1 ? x : multiply(b, x, scalar(b, beta));
  return multiply(b, x, emit(b, 'Sigmoid', [sharpened]));
});

const hardSwish = lowering((b, layer) => {
  const x = entering(layer);
  return multiply(b, x, emit(b, 'HardSigmoid', [x], { attributes: hardSigmoidAttributes }));
});

/** A max pooling over neighbouring channels: [N, C / pieces, pieces, places], windows of pieces x 1. */
const maxout = lowering<{ readonly pieces: number }>((b, layer) => {
  const { pieces } = layer.args;
  const [channels, ...places] = enteringShape(layer);
  const grouped = reshape(b, entering(layer), [layer.batch, channels / pieces, pieces, volume(places)]);
  const attributes = { kernel_shape: [pieces, 1], strides: [pieces, 1], pads: [0, 0, 0, 0] };
  return reshape(b, emit(b, 'MaxPool', [grouped], { attributes }), [layer.batch, ...layer.outputShape]);
});

export const activationLowerings: Readonly<Record<string, LayerLowering>> = {
  relu: single('Relu'),
  relu6,
  leaky_relu: leakyRelu,
  prelu,
  elu,
  sigmoid: single('Sigmoid'),
  hard_sigmoid: hardSigmoid,
  tanh: single('Tanh'),
  scaled_tanh: scaledTanh,
  swish,
  hard_swish: hardSwish,
  maxout,
};
