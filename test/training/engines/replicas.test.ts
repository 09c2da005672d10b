/** Several threads that train one network, each on its part of every batch; from the bundle in dist/. */
import type { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { Recipe } from '../../../src/compiler/recipe.ts';
import type { Graph } from '../../../src/graph/graph.ts';
import type { StepInput, StepResult, TrainingJob, TrainingState } from '../../../src/training/engine.ts';
import { initialState } from '../../../src/training/initialise.ts';
import { giveUp, replicaOf, shareGradients } from '../../../src/training/node/all-gather.ts';
import { threadedOnnxEngine } from '../../../src/training/node/engine.ts';
import { replicasFor } from '../../../src/training/node/replicas.ts';
import { buildStep } from '../../../src/training/step.ts';
import { batchOf, recipeOf, sameState, stepsFor } from '../../support/engine.ts';
import { graphOfFile, graphOfText } from '../../support/training-networks.ts';

const lenet = graphOfFile('test/bench/networks/lenet.arch');

/** Masks, packed weights, fixed connections. */
const mixed = graphOfText(`
network Mixed {
  input image [3, 12, 12]
  conv(6, 3, pad = 1) -> relu -> dropout(0.2)
  conv(4, 3, stride = 2, connections = [[0, 1, 2], [3, 4, 5], [0, 2, 4], [1, 3, 5]]) -> relu
  conv(16, 2) -> relu -> conv(32, 3) -> tanh
  flatten -> dropout(0.4) -> dense(10)
}`);

function jobOf(graph: Graph, changes: Partial<Recipe> = {}, state?: TrainingState): TrainingJob {
  const recipe = recipeOf({ batch: 16, ...changes });
  return { graph, recipe, state: state ?? initialState(graph, recipe, buildStep(graph, recipe)) };
}

function stepsOf(graph: Graph, from: number, to: number, batch = 16): StepInput[] {
  return stepsFor(graph, from, to, batch, 0.01);
}

interface Outcome {
  readonly results: readonly StepResult[];
  readonly state: TrainingState;
  readonly logits: Float32Array;
  readonly description: string;
}

async function trained(job: TrainingJob, replicas: number, steps: readonly StepInput[]): Promise<Outcome> {
  const session = await threadedOnnxEngine({ device: 'cpu', threads: replicas, replicas }).open(job);
  const results = await session.train(steps);
  const state = await session.state();
  const logits = await session.predict(batchOf(job.graph, 5, 99).images, 5);
  await session.close();
  return { results, state, logits, description: session.description };
}

function largestDifference(one: Float32Array, other: Float32Array): number {
  return one.reduce((largest, value, index) => Math.max(largest, Math.abs(value - (other[index] ?? Number.NaN))), 0);
}

function close(found: Outcome, wanted: Outcome): void {
  for (const [index, { loss, correct1, correct5 }] of wanted.results.entries()) {
    expect(found.results[index]?.loss, `loss of step ${index + 1}`).toBeCloseTo(loss, 4);
    expect(found.results[index]).toMatchObject({ correct1, correct5 });
  }
  expect([...found.state.keys()]).toEqual([...wanted.state.keys()]);
  for (const [name, { data }] of wanted.state) {
    const scale = data.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-3);
    const difference = largestDifference(found.state.get(name)?.data ?? new Float32Array(), data);
    expect(difference / scale, name).toBeLessThan(2e-4);
  }
  expect(largestDifference(found.logits, wanted.logits)).toBeLessThan(1e-3);
}

const recipes: readonly (readonly [string, Partial<Recipe>])[] = [
  ['plain steps', { optimizer: { kind: 'sgd', rate: 0.01, momentum: 0, nesterov: false, decay: 0 } }],
  ['momentum and decay', { optimizer: { kind: 'sgd', rate: 0.01, momentum: 0.9, nesterov: false, decay: 0.01 } }],
  [
    "Nesterov's momentum, decay of weights alone, a clipped gradient",
    { optimizer: { kind: 'sgd', rate: 0.01, momentum: 0.9, nesterov: true, decay: 0.1 }, decayAll: false, clip: 0.5 },
  ],
  ['Adam', { optimizer: { kind: 'adam', rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-4, decay: 0.01 } }],
  [
    'AdamW, smoothed labels',
    {
      optimizer: { kind: 'adamw', rate: 0.01, beta1: 0.8, beta2: 0.99, epsilon: 1e-4, decay: 0.1 },
      decayAll: false,
      labelSmoothing: 0.1,
    },
  ],
  ['RMSProp', { optimizer: { kind: 'rmsprop', rate: 0.01, smoothing: 0.9, momentum: 0, epsilon: 0.1, decay: 0.01 } }],
  [
    'RMSProp with momentum',
    { optimizer: { kind: 'rmsprop', rate: 0.01, smoothing: 0.9, momentum: 0.5, epsilon: 0.1, decay: 0 }, clip: 1 },
  ],
];

describe('replicas', () => {
  it.each(recipes)('do with %s what one thread does, but for rounding', async (_, changes) => {
    const job = jobOf(mixed, changes);
    const steps = stepsOf(mixed, 0, 6);
    const wanted = await trained(job, 1, steps);
    const found = await trained(job, 2, steps);
    close(found, wanted);
    expect(found.description).toBe(`${wanted.description.replace('1 thread', '2 threads')}, 2 replicas`);
    expect(wanted.results.map(({ loss }) => loss)).not.toContain(Number.NaN);
  });

  it('of four threads, too', async () => {
    const steps = stepsOf(lenet, 0, 4);
    close(await trained(jobOf(lenet), 4, steps), await trained(jobOf(lenet), 1, steps));
  });

  it('find bit for bit the same again, also from a saved state', async () => {
    const adam = { kind: 'adam', rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0 } as const;
    const whole = await trained(jobOf(mixed, { optimizer: adam }), 2, stepsOf(mixed, 0, 7));
    const before = await trained(jobOf(mixed, { optimizer: adam }), 2, stepsOf(mixed, 0, 3));
    const after = await trained(jobOf(mixed, { optimizer: adam }, before.state), 2, stepsOf(mixed, 3, 7));
    expect([...before.results, ...after.results]).toEqual(whole.results);
    sameState(after.state, whole.state);
    expect(after.logits).toEqual(whole.logits);
  });

  it('go on after a batch that does not fit', async () => {
    const session = await threadedOnnxEngine({ device: 'cpu', threads: 2, replicas: 2 }).open(jobOf(lenet));
    const [first, second] = stepsOf(lenet, 0, 2);
    if (first === undefined || second === undefined) throw new Error('there are two steps');
    const before = await session.predict(first.batch.images, 16);
    await expect(session.train([first, ...stepsOf(lenet, 1, 2, 6)])).rejects.toThrow(
      'a batch has 6 images of 784 values, and the step takes 16 of 784',
    );
    expect(await session.predict(first.batch.images, 16)).not.toEqual(before);
    const { results } = await trained(jobOf(lenet), 2, [first, second]);
    expect(await session.train([second])).toEqual(results.slice(1));
    await session.close();
  });

  it('say so when one of them is dead, and none waits for it', async () => {
    const workers: Worker[] = [];
    const note = (worker: Worker): void => void workers.push(worker);
    process.on('worker', note);
    const session = await threadedOnnxEngine({ device: 'cpu', threads: 3, replicas: 3 }).open(
      jobOf(lenet, { batch: 96 }),
    );
    await session.train(stepsOf(lenet, 0, 2, 96));
    process.off('worker', note);
    expect(workers).toHaveLength(3);
    // Not within ONNX Runtime: that would end the process.
    await workers[1]?.terminate();
    await expect(session.train(stepsOf(lenet, 2, 4, 96))).rejects.toThrow('the thread that trains ended (code 1)');
    expect((await session.state()).size).toBeGreaterThan(0);
    await expect(session.close()).rejects.toThrow('the thread that trains ended');
    expect(workers.map(({ threadId }) => threadId)).toEqual([-1, -1, -1]);
  });

  it('are not for statistics of a batch', async () => {
    const session = await threadedOnnxEngine({ device: 'cpu', threads: 2, replicas: 2 }).open(
      jobOf(graphOfFile('test/bench/networks/small_resnet.arch')),
    );
    await expect(session.train(stepsOf(lenet, 0, 1))).rejects.toThrow('statistics of a batch are not shared');
    await session.close();
  });

  it('do not wait for one that cannot go on', () => {
    const shared = shareGradients(2, 8);
    const replica = replicaOf(shared, 0);
    replica.own(8).fill(1);
    giveUp(shared);
    expect(() => replica.gather(new Float32Array(8))).toThrow('another thread of the training could not go on');
    expect([...shared.rounds]).toEqual([0, 0, 1]);
  });
});

describe('the number of replicas', () => {
  const numberFor = (graph: Graph, batch: number, threads: number, device: 'cpu' | 'cuda' = 'cpu'): number =>
    replicasFor(jobOf(graph, { batch }), { device, threads });

  it('is that of the threads for a small convolutional network, if parts of a batch are large enough and equal', () => {
    expect(numberFor(lenet, 128, 2)).toBe(2);
    expect(numberFor(lenet, 128, 8)).toBe(4);
    expect(numberFor(lenet, 100, 4)).toBe(2);
    expect(numberFor(lenet, 128, 1)).toBe(1);
    expect(numberFor(lenet, 32, 2)).toBe(1);
    expect(numberFor(lenet, 65, 2)).toBe(1);
    expect(numberFor(lenet, 128, 2, 'cuda')).toBe(1);
  });

  it('is one for the others', () => {
    const dense = 'network Dense { input image [1, 28, 28]\n  flatten\n  dense(200) -> relu\n  dense(10)\n}';
    expect(numberFor(graphOfText(dense), 128, 2)).toBe(1);
    expect(numberFor(graphOfFile('test/bench/networks/small_resnet.arch'), 128, 2)).toBe(1);
    expect(numberFor(graphOfFile('test/bench/networks/resnet18.arch'), 128, 2)).toBe(1);
  });
});
