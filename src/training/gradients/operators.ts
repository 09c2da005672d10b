/**
 * The operators that autodiff adds to ONNX's: gradients that a lowering can compute well only as a whole. They live
 * between differentiation and lowering (src/training/lower); none reaches an engine. Shapes are ONNX's: batch first.
 *
 *   ConvGradientInput(dy, w)       -> dx          attributes of the Conv, and input_shape
 *   ConvGradientWeight(x, dy)      -> dw          attributes of the Conv, and weight_shape
 *   BatchNormTraining(x, scale, bias) -> y, mean [C], variance [C]   epsilon; statistics of the batch, variance biased
 *   BatchNormGradient(dy, x, scale, mean, variance) -> dx, dscale, dbias   epsilon
 *   ReluGradient(dy, y)            -> dx          dy where y > 0
 *   MaxPoolGradient(dy, x, y)      -> dx          attributes of the MaxPool; the first largest value of a window takes all
 *   AveragePoolGradient(dy)        -> dx          attributes of the AveragePool, and input_shape
 *   GlobalAveragePoolGradient(dy)  -> dx          input_shape
 */
import { type Builder, emitAll } from '../../onnx/builder.ts';
import type { Attribute, TensorType } from '../../onnx/program.ts';

export type GradientOperator =
  | 'ConvGradientInput'
  | 'ConvGradientWeight'
  | 'BatchNormTraining'
  | 'BatchNormGradient'
  | 'ReluGradient'
  | 'MaxPoolGradient'
  | 'AveragePoolGradient'
  | 'GlobalAveragePoolGradient';

export function emitGradient(
  b: Builder,
  op: GradientOperator,
  inputs: readonly string[],
  types: readonly TensorType[],
  attributes: Readonly<Record<string, Attribute>> = {},
): readonly string[] {
  return emitAll(b, op, inputs, types.length, { domain: 'netwright', types, attributes });
}
