/** Merges: several values enter, one leaves. */

import { isMap } from '../../operators/operator.ts';
import { add as addTwo, concat as join, multiply, reshape } from '../builder.ts';
import { entering, type LayerLowering, lowering } from './layer.ts';

const concat = lowering((b, layer) => join(b, layer.inputs, 1));

const add = lowering((b, layer) => layer.inputs.reduce((sum, branch) => addTwo(b, sum, branch)));

/** A gate [C] of a map is one of [C, 1, 1]. */
const scale = lowering((b, layer) => {
  const [, gate = ''] = layer.inputs;
  const [map, shape] = layer.inputShapes;
  const perChannel = map !== undefined && shape !== undefined && isMap(map) && !isMap(shape);
  return multiply(b, entering(layer), perChannel ? reshape(b, gate, [layer.batch, shape[0], 1, 1]) : gate);
});

export const mergeLowerings: Readonly<Record<string, LayerLowering>> = { concat, add, scale };
