/** A training step in ONNX Runtime, for tests: a few steps on random batches, and the same asked of PyTorch. */
import type { Graph } from '../../src/graph/graph.ts';
import { lowerForward } from '../../src/onnx/forward.ts';
import { count, type TensorData } from '../../src/onnx/program.ts';
import { lowerPortable } from '../../src/training/lower/portable.ts';
import { randomStream } from '../../src/training/random.ts';
import { buildStep, type StepRecipe } from '../../src/training/step.ts';
import type { StepProgram } from '../../src/training/step-program.ts';
import { floats, openRunner } from './onnx.ts';
import { randomTensor, randomTensors } from './random-tensors.ts';
import type { ReferenceCase, ReferenceTensor } from './torch.ts';

export const plainRecipe: StepRecipe = {
  batch: 4,
  optimizer: { kind: 'sgd', rate: 0.1, momentum: 0.9, nesterov: false, decay: 0 },
  labelSmoothing: 0,
  decayAll: false,
};

export interface Run {
  readonly step: StepProgram;
  /** Inputs by name: weights, buffers, masks (the same in each step), and `images@1`, `labels@1`, ... */
  readonly tensors: Readonly<Record<string, ReferenceTensor>>;
  readonly rates: readonly number[];
  readonly recipe: StepRecipe;
  readonly graph: Graph;
}

export function prepareRun(graph: Graph, recipe: StepRecipe, rates: readonly number[], seed = 1): Run {
  const step = buildStep(graph, recipe);
  const forward = lowerForward(graph, { mode: 'training', batch: recipe.batch, includeHeads: true });
  const { images, ...weights } = randomTensors(forward, seed);
  const tensors: Record<string, ReferenceTensor> = weights;
  for (const index of rates.keys()) {
    const random = randomStream(seed, 9, index);
    tensors[`images@${index + 1}`] = randomTensor(images?.shape ?? [], random);
    const labels = BigInt64Array.from({ length: recipe.batch }, () => BigInt(Math.floor(random() * step.classes)));
    tensors[`labels@${index + 1}`] = { shape: [recipe.batch], data: labels };
  }
  return { step, tensors, rates, recipe, graph };
}

export interface Trained {
  /** Of each step. */
  readonly losses: readonly number[];
  readonly correct1: readonly number[];
  readonly correct5: readonly number[];
  /** After the last step, by name. */
  readonly state: ReadonlyMap<string, Float32Array>;
}

/** All steps in a row; what the optimizer remembers begins with zeros. */
export async function train({ step, tensors, rates }: Run, target: 'cpu' | 'webgpu' = 'cpu'): Promise<Trained> {
  const runner = await openRunner(lowerPortable(step.program, { target }));
  try {
    const state = new Map(step.state.map(({ name, shape }) => [name, weightOf(tensors[name], count(shape))] as const));
    const fixed = Object.fromEntries(step.masks.map(({ name }) => [name, tensors[name]?.data ?? new Uint8Array()]));
    const results: Record<'loss' | 'correct1' | 'correct5', number[]> = { loss: [], correct1: [], correct5: [] };
    for (const [index, rate] of rates.entries()) {
      const feeds: Record<string, TensorData> = {
        ...fixed,
        ...Object.fromEntries(state),
        images: tensors[`images@${index + 1}`]?.data ?? new Float32Array(),
        labels: tensors[`labels@${index + 1}`]?.data ?? new BigInt64Array(),
        rate: Float32Array.of(rate),
        step: Float32Array.of(index + 1),
      };
      const outputs = await runner.run(feeds);
      for (const { name, output } of step.state) if (output !== undefined) state.set(name, floats(outputs, output));
      for (const name of ['loss', 'correct1', 'correct5'] as const)
        results[name].push(floats(outputs, name)[0] ?? Number.NaN);
    }
    return { losses: results.loss, correct1: results.correct1, correct5: results.correct5, state };
  } finally {
    await runner.close();
  }
}

function weightOf(tensor: ReferenceTensor | undefined, length: number): Float32Array {
  return tensor?.data instanceof Float32Array ? tensor.data : new Float32Array(length);
}

/** The same steps for torch.optim, in float64. */
export function referenceOf({ tensors, rates, recipe, graph }: Run, name: string): ReferenceCase {
  const { optimizer, labelSmoothing: smoothing, clip = null, decayAll } = recipe;
  return {
    name,
    graph,
    mode: 'training',
    dtype: 'float64',
    tensors,
    training: { optimizer, rates, smoothing, clip, decayAll },
  };
}
