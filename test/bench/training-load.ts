/** What the benchmarks of training train: a network of bench/networks, on a batch of 128 images of noise. */
import type { Recipe } from '../../src/compiler/recipe.ts';
import type { StepInput, TrainingJob } from '../../src/training/engine.ts';
import { initialState } from '../../src/training/initialise.ts';
import { randomStream } from '../../src/training/random.ts';
import { buildStep } from '../../src/training/step.ts';
import { graphOfFile } from '../support/training-networks.ts';

const recipe: Recipe = {
  data: '',
  epochs: 1,
  batch: 128,
  optimizer: { kind: 'sgd', rate: 0.01, momentum: 0.9, nesterov: false, decay: 0 },
  schedule: { kind: 'constant', warmup: 0 },
  augmentation: [],
  labelSmoothing: 0,
  decayAll: true,
  initialisation: 'he',
  seed: 7,
};

export const { batch } = recipe;

export interface Load {
  readonly job: TrainingJob;
  /** The input of a step; steps are counted from 1. */
  readonly input: (step: number) => StepInput;
}

export function loadOf(network: string): Load {
  const graph = graphOfFile(`test/bench/networks/${network}.arch`);
  const random = randomStream(3);
  const size = graph.input.shape.reduce((product, n) => product * n, batch);
  // Shared, as batches come from the threads that read data.
  const images = new Float32Array(new SharedArrayBuffer(4 * size));
  images.set(Float32Array.from(images, () => 2 * random() - 1));
  const labels = Int32Array.from({ length: batch }, (_, index) => index % 10);
  return {
    job: { graph, recipe, state: initialState(graph, recipe, buildStep(graph, recipe)) },
    input: (step) => ({ batch: { images, labels }, rate: 0.01, step }),
  };
}
