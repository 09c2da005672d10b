/** Batches, recipes and states for tests of engines. */
import { expect } from 'vitest';
import type { Recipe } from '../../src/compiler/recipe.ts';
import type { Graph } from '../../src/graph/graph.ts';
import type { Batch, StepInput, TrainingState } from '../../src/training/engine.ts';
import { normal, randomStream } from '../../src/training/random.ts';

/** Plain steps down the gradient, with changes. */
export function recipeOf(changes: Partial<Recipe> = {}): Recipe {
  return {
    data: 'mnist',
    epochs: 1,
    batch: 8,
    optimizer: { kind: 'sgd', rate: 0.05, momentum: 0.9, nesterov: false, decay: 1e-4 },
    schedule: { kind: 'constant', warmup: 0 },
    augmentation: [],
    labelSmoothing: 0,
    decayAll: true,
    initialisation: 'he',
    seed: 1,
    ...changes,
  };
}

/** Normal pixels; the classes in turn. */
export function batchOf({ input, nodes, outputs }: Graph, count: number, seed: number): Batch {
  const random = randomStream(seed, 77);
  const size = input.shape.reduce((product, n) => product * n, 1);
  const classes = nodes[outputs[0]?.node ?? 0]?.shape[0] ?? 1;
  const images = new Float32Array(count * size);
  for (let index = 0; index < images.length; index += 1) images[index] = normal(random);
  return { images, labels: Int32Array.from({ length: count }, (_, index) => (index * seed) % classes) };
}

/** Steps after number `from` up to number `to`. */
export function stepsFor(graph: Graph, from: number, to: number, batch = 8, rate = 0.05): StepInput[] {
  return Array.from({ length: to - from }, (_, index) => {
    const step = from + index + 1;
    return { batch: batchOf(graph, batch, step), rate, step };
  });
}

/** Bit for bit, by the same names in the same order. */
export function sameState(found: TrainingState, wanted: TrainingState): void {
  expect([...found.keys()]).toEqual([...wanted.keys()]);
  for (const [name, { shape, data }] of wanted) {
    const own = found.get(name);
    expect(own?.shape, name).toEqual(shape);
    expect(Buffer.compare(bytes(own?.data ?? new Float32Array()), bytes(data)), name).toBe(0);
  }
}

function bytes({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
