/** Normalisation and dropout: the layers that differ between training and evaluation. */
import type { BatchNormArguments, LrnArguments } from '../../operators/normalisation.ts';
import { isMap, volume } from '../../operators/operator.ts';
import { add, type Builder, divide, emit, emitAll, filled, multiply, reshape, scalar, shapeOf } from '../builder.ts';
import { entering, enteringMap, enteringShape, type Layer, type LayerLowering, lowering } from './layer.ts';

/** Vectors are normalised as maps of one place, so that later lowerings meet one form only. */
const batchnorm = lowering<BatchNormArguments>((b, layer) => {
  const { affine } = layer.args;
  const shape = enteringShape(layer);
  const [channels] = shape;
  const map = isMap(shape) ? entering(layer) : reshape(b, entering(layer), [layer.batch, channels, 1, 1]);
  const scale = affine ? layer.weight('weight') : filled(b, 1, [channels]);
  const shift = affine ? layer.weight('bias') : filled(b, 0, [channels]);
  const normalised =
    layer.mode === 'training' ? ofBatch(b, layer, map, scale, shift) : ofRunning(b, layer, map, scale, shift);
  return reshape(b, normalised, [layer.batch, ...shape]);
});

function ofBatch(b: Builder, layer: Layer<BatchNormArguments>, map: string, scale: string, shift: string): string {
  const { epsilon, momentum } = layer.args;
  const shape = shapeOf(b, map);
  const statistic = { element: 'float32', shape: shapeOf(b, scale) } as const;
  const [y = '', mean = '', variance = ''] = emitAll(b, 'BatchNormTraining', [map, scale, shift], 3, {
    domain: 'netwright',
    attributes: { epsilon: { float: epsilon } },
    types: [{ element: 'float32', shape }, statistic, statistic],
  });
  layer.observe({ mean, variance, count: volume(shape) / volume(statistic.shape), momentum });
  return y;
}

function ofRunning(b: Builder, layer: Layer<BatchNormArguments>, map: string, scale: string, shift: string): string {
  const inputs = [map, scale, shift, layer.weight('running_mean'), layer.weight('running_var')];
  return emit(b, 'BatchNormalization', inputs, { attributes: { epsilon: { float: layer.args.epsilon } } });
}

/**
 * ONNX divides alpha by the size. Even sizes are composed, because ONNX Runtime has none; in training all are, because
 * its kernel is several times slower than the parts.
 */
const lrn = lowering<LrnArguments>((b, layer) => {
  const { size, alpha, beta, k } = layer.args;
  if (size % 2 === 0 || layer.mode === 'training') return composedLrn(b, layer);
  const attributes = { size, alpha: { float: alpha * size }, beta: { float: beta }, bias: { float: k } };
  return emit(b, 'LRN', [entering(layer)], { attributes });
});

/** Squares are summed by an average over the channels, laid out as the rows of a map. */
function composedLrn(b: Builder, layer: Layer<LrnArguments>): string {
  const { size, alpha, beta, k } = layer.args;
  const [channels, height, width] = enteringMap(layer);
  const x = entering(layer);
  const rows = reshape(b, multiply(b, x, x), [layer.batch, 1, channels, height * width]);
  const attributes = {
    kernel_shape: [size, 1],
    strides: [1, 1],
    pads: [Math.floor(size / 2), 0, Math.floor((size - 1) / 2), 0],
    count_include_pad: 1,
  };
  const means = emit(b, 'AveragePool', [rows], { attributes });
  const activity = add(b, multiply(b, means, scalar(b, alpha * size)), scalar(b, k));
  const divisor = emit(b, 'Pow', [activity, scalar(b, beta)]);
  return divide(b, x, reshape(b, divisor, [layer.batch, channels, height, width]));
}

const dropout = lowering<{ readonly rate: number }>((b, layer) => {
  const { rate } = layer.args;
  const x = entering(layer);
  if (layer.mode === 'evaluation' || rate === 0) return x;
  // With rate 1 nothing is kept, and there is nothing to make up for.
  const factor = rate === 1 ? 0 : 1 / (1 - rate);
  const kept = emit(b, 'Cast', [layer.mask(rate, shapeOf(b, x))], { attributes: { to: 1 } });
  return multiply(b, x, multiply(b, kept, scalar(b, factor)));
});

export const normalisationLowerings: Readonly<Record<string, LayerLowering>> = { batchnorm, lrn, dropout };
