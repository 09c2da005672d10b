/** The fully connected layer and the step from maps to vectors before it. */
import { volume } from '../../operators/operator.ts';
import { emit, reshape } from '../builder.ts';
import { entering, enteringShape, type LayerLowering, lowering } from './layer.ts';

const dense = lowering<{ readonly bias: boolean }>((b, layer) => {
  const vector = reshape(b, entering(layer), [layer.batch, volume(enteringShape(layer))]);
  const inputs = [vector, layer.weight('weight'), ...(layer.args.bias ? [layer.weight('bias')] : [])];
  return emit(b, 'Gemm', inputs, { attributes: { transB: 1 } });
});

const flatten = lowering((b, layer) => reshape(b, entering(layer), [layer.batch, volume(enteringShape(layer))]));

export const denseLowerings: Readonly<Record<string, LayerLowering>> = { dense, flatten };
