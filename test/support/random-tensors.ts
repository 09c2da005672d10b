/** Random images, weights and masks for a network, the same in each run: of sizes that keep values near 1. */

import { imagesName } from '../../src/onnx/forward.ts';
import { count, type Program } from '../../src/onnx/program.ts';
import { normal, type Random, randomStream } from '../../src/training/random.ts';
import type { ReferenceTensor } from './torch.ts';

/** As `lowerForward` gives it. */
interface Drawn {
  readonly builder: Pick<Program, 'types'>;
  readonly state: readonly Named[];
  readonly masks: readonly (Named & { readonly rate: number })[];
}

interface Named {
  readonly name: string;
  readonly shape: readonly number[];
}

/** `images`, the state and the masks of a forward pass by name. */
export function randomTensors({ builder, state, masks }: Drawn, seed = 1): Record<string, ReferenceTensor> {
  const shape = builder.types.get(imagesName)?.shape ?? [];
  const tensors: Record<string, ReferenceTensor> = { [imagesName]: randomTensor(shape, randomStream(seed, 0)) };
  for (const [index, weight] of state.entries()) {
    tensors[weight.name] = randomWeight(weight, randomStream(seed, 1, index));
  }
  for (const [index, { name, shape, rate }] of masks.entries()) {
    const random = randomStream(seed, 2, index);
    tensors[name] = { shape, data: Uint8Array.from({ length: count(shape) }, () => (random() < rate ? 0 : 1)) };
  }
  return tensors;
}

/** Standard normal. */
export function randomTensor(shape: readonly number[], random: Random): ReferenceTensor {
  return filledWith(shape, () => normal(random));
}

function filledWith(shape: readonly number[], value: () => number): ReferenceTensor {
  const data = new Float32Array(count(shape));
  for (let index = 0; index < data.length; index++) data[index] = value();
  return { shape, data };
}

function randomWeight({ name, shape }: Named, random: Random): ReferenceTensor {
  const kind = name.slice(name.lastIndexOf('.') + 1);
  if (kind === 'running_var') return filledWith(shape, () => 0.5 + random());
  if (kind === 'codes') return filledWith(shape, () => (random() < 0.5 ? -1 : 1));
  if (kind === 'weight' && shape.length > 1) {
    // The variance of He et al. 2015, which stays through layers with rectifiers; uniform, to be quick with millions.
    const bound = Math.sqrt(6 / count(shape.slice(1)));
    return filledWith(shape, () => bound * (2 * random() - 1));
  }
  const centre = kind === 'weight' ? 0.8 : 0;
  return filledWith(shape, () => centre + 0.2 * normal(random));
}
