/** What stands at the end: class probabilities, or distances to fixed codes. */
import { volume } from '../../operators/operator.ts';
import { emit, multiply, reshape, subtract, sum } from '../builder.ts';
import { entering, enteringShape, type LayerLowering, lowering } from './layer.ts';

const softmax = lowering((b, layer) => emit(b, 'Softmax', [entering(layer)], { attributes: { axis: 1 } }));

/** [N, 1, L] against the codes [units, L]. */
const rbf = lowering((b, layer) => {
  const vector = reshape(b, entering(layer), [layer.batch, 1, volume(enteringShape(layer))]);
  const difference = subtract(b, vector, layer.weight('codes'));
  return sum(b, multiply(b, difference, difference), [2]);
});

export const outputLowerings: Readonly<Record<string, LayerLowering>> = { softmax, rbf };
