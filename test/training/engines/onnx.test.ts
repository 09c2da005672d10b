import ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import type { Recipe } from '../../../src/compiler/recipe.ts';
import type { Graph } from '../../../src/graph/graph.ts';
import type { TrainingSession, TrainingState } from '../../../src/training/engine.ts';
import { type OnnxEngineOptions, onnxEngine } from '../../../src/training/engines/onnx.ts';
import type { OrtModule } from '../../../src/training/engines/onnx-module.ts';
import { probeBlock } from '../../../src/training/engines/onnx-probe.ts';
import { initialState } from '../../../src/training/initialise.ts';
import { buildStep } from '../../../src/training/step.ts';
import { batchOf, recipeOf, sameState, stepsFor } from '../../support/engine.ts';
import { graphOfFile, graphOfText } from '../../support/training-networks.ts';

const layouts = ['portable', 'blocked'] as const;

/** Everything that a step can hold: batch normalisation, dropout, a strided convolution, a shortcut. */
const mixed = graphOfText(`
use residual.Basic
use common.ConvBNReLU
network Mixed {
  input image [3, 9, 8]
  ConvBNReLU(16, 3)
  Basic(16, stride = 2)
  dropout(0.3)
  global_avgpool -> dense(10) -> dropout(0.2) -> dense(6)
}`);

async function opened(
  graph: Graph,
  options: Partial<OnnxEngineOptions> = {},
  changes: Partial<Recipe> = {},
  state?: TrainingState,
): Promise<TrainingSession> {
  const recipe = recipeOf(changes);
  const engine = onnxEngine(ort, { device: 'cpu', threads: 1, ...options });
  return engine.open({ graph, recipe, state: state ?? initialState(graph, recipe, buildStep(graph, recipe)) });
}

describe.each(layouts)('in %s layout', (layout) => {
  it('learns a batch by heart', async () => {
    const graph = graphOfFile('examples/lenet5.arch');
    const optimizer = { kind: 'sgd', rate: 0.05, momentum: 0.9, nesterov: false, decay: 0 } as const;
    const session = await opened(graph, { layout }, { batch: 16, optimizer });
    const batch = batchOf(graph, 16, 1);
    const steps = Array.from({ length: 60 }, (_, index) => ({ batch, rate: 0.05, step: index + 1 }));
    const results = await session.train(steps);
    expect(results).toHaveLength(60);
    expect(results[0]?.loss).toBeGreaterThan(1.5);
    expect(results.at(-1)?.loss).toBeLessThan(0.1);
    expect(results.at(-1)).toMatchObject({ correct1: 16, correct5: 16 });
    await session.close();
  });

  it('gives bit for bit the same in runs of several steps as in single ones', async () => {
    const single = await opened(mixed, { layout, stepsPerRun: 1 });
    const several = await opened(mixed, { layout, stepsPerRun: 4 });
    const steps = stepsFor(mixed, 0, 7);
    expect(await several.train(steps)).toEqual(await single.train(steps));
    expect(several.preferredSteps).toBe(4);
    sameState(await several.state(), await single.state());
    await Promise.all([single.close(), several.close()]);
  });

  it('goes on from a saved state bit for bit', async () => {
    const whole = await opened(mixed, { layout }, { optimizer: adam });
    const results = await whole.train(stepsFor(mixed, 0, 6));
    const before = await opened(mixed, { layout }, { optimizer: adam });
    await before.train(stepsFor(mixed, 0, 2));
    const after = await opened(mixed, { layout }, { optimizer: adam }, await before.state());
    expect(await after.train(stepsFor(mixed, 2, 6))).toEqual(results.slice(2));
    sameState(await after.state(), await whole.state());
    await Promise.all([whole.close(), before.close(), after.close()]);
  });

  it('predicts any number of images, each by itself', async () => {
    const session = await opened(mixed, { layout });
    await session.train(stepsFor(mixed, 0, 3));
    const { images } = batchOf(mixed, 19, 5);
    const size = images.length / 19;
    const all = await session.predict(images, 19);
    expect(all).toHaveLength(19 * 6);
    for (const [start, count] of [
      [0, 1],
      [3, 5],
      [11, 8],
    ] as const) {
      const some = await session.predict(images.subarray(start * size, (start + count) * size), count);
      expect(largestDifference(some, all.subarray(start * 6, (start + count) * 6))).toBeLessThan(1e-5);
    }
    expect(await session.predict(new Float32Array(0), 0)).toHaveLength(0);
    await session.close();
  });

  it('predicts with the state as it is after each step, and from a saved one without any', async () => {
    const session = await opened(mixed, { layout });
    const { images } = batchOf(mixed, 4, 5);
    const before = await session.predict(images, 4);
    await session.train(stepsFor(mixed, 0, 2));
    const after = await session.predict(images, 4);
    expect(largestDifference(after, before)).toBeGreaterThan(1e-3);
    const again = await opened(mixed, { layout }, {}, await session.state());
    expect(await again.predict(images, 4)).toEqual(after);
    await Promise.all([session.close(), again.close()]);
  });
});

const adam = { kind: 'adam', rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0 } as const;

function largestDifference(one: Float32Array, other: Float32Array): number {
  expect(one).toHaveLength(other.length);
  return one.reduce((largest, value, index) => Math.max(largest, Math.abs(value - (other[index] ?? 0))), 0);
}

it('trains the same in both layouts', async () => {
  const [portable, blocked] = await Promise.all(layouts.map((layout) => opened(mixed, { layout })));
  const steps = stepsFor(mixed, 0, 5);
  const [one = [], other = []] = [await portable?.train(steps), await blocked?.train(steps)];
  for (const [index, { loss }] of one.entries()) expect(other[index]?.loss).toBeCloseTo(loss, 4);
  await Promise.all([portable?.close(), blocked?.close()]);
});

it('gives bit for bit the same with as many threads, and the same but for rounding with others', async () => {
  // ONNX Runtime adds the 2,304 products of each value in an order that depends on the number of threads.
  const wide = graphOfText(
    'network Wide {\n  input image [16, 12, 12]\n  flatten -> dense(128) -> tanh -> dense(6)\n}',
  );
  const sessions = await Promise.all([1, 2, 2].map((threads) => opened(wide, { threads })));
  const steps = stepsFor(wide, 0, 5);
  const [one = [], two = [], again] = await Promise.all(sessions.map((session) => session.train(steps)));
  expect(again).toEqual(two);
  for (const [index, { loss }] of one.entries()) expect(two[index]?.loss).toBeCloseTo(loss, 5);
  await Promise.all(sessions.map((session) => session.close()));
});

it('draws the same masks for a step whatever was before it, and others for another seed', async () => {
  const losses = async (seed: number, warm: number): Promise<readonly number[]> => {
    const session = await opened(mixed, {}, { seed: 1, optimizer: { ...sgd, rate: 0 } });
    const other = await opened(mixed, {}, { seed, optimizer: { ...sgd, rate: 0 } }, await session.state());
    const still = stepsFor(mixed, 0, 4).map((step) => ({ ...step, rate: 0 }));
    if (warm > 0) await other.train(still.slice(0, warm));
    const results = await other.train(still.slice(warm));
    await Promise.all([session.close(), other.close()]);
    return results.map(({ loss }) => loss).slice(-2);
  };
  const plain = await losses(1, 0);
  expect(await losses(1, 2)).toEqual(plain);
  expect(await losses(2, 0)).not.toEqual(plain);
});

const sgd = { kind: 'sgd', rate: 0.1, momentum: 0, nesterov: false, decay: 0 } as const;

describe('a state that does not belong to the network', () => {
  it('is refused with what is missing', async () => {
    await expect(opened(mixed, {}, {}, new Map())).rejects.toThrow(
      /^the state does not belong to this network: it lacks ConvBNReLU\/ConvBN\/conv\.weight and \d+ more, of the \d+ /,
    );
  });

  it('is refused with both shapes', async () => {
    const recipe = recipeOf();
    const state = new Map(initialState(mixed, recipe, buildStep(mixed, recipe)));
    state.set('dense.weight', { shape: [10, 4], data: new Float32Array(40) });
    await expect(opened(mixed, {}, {}, state)).rejects.toThrow('dense.weight is 10x4 in it, and 10x16 is wanted');
  });
});

it('refuses a batch of another size with the numbers', async () => {
  const session = await opened(mixed);
  const [step] = stepsFor(mixed, 0, 1, 7);
  await expect(session.train(step ? [step] : [])).rejects.toThrow(
    'a batch has 7 images of 216 values, and the step takes 8 of 216',
  );
  await expect(session.predict(new Float32Array(10), 2)).rejects.toThrow('2 images have 10 values');
  await session.close();
});

describe('the probe', () => {
  it('finds the blocks of this processor', async () => {
    expect([8, 16]).toContain(await probeBlock(ort));
  });

  const without: OrtModule = {
    Tensor: ort.Tensor,
    InferenceSession: { create: () => Promise.reject(new Error('no such operator')) },
  };

  it('finds none where the operators are missing', async () => {
    expect(await probeBlock(without)).toBeUndefined();
  });

  it('finds none where they do something else', async () => {
    const other = (data: (x: Float32Array) => Float32Array): OrtModule => ({
      Tensor: ort.Tensor,
      InferenceSession: {
        create: async () => ({
          run: async ({ x }) => ({ y: { dims: [], data: data(x?.data as Float32Array) } }),
          release: async () => {},
        }),
      },
    });
    expect(await probeBlock(other((x) => x.slice()))).toBeUndefined();
    expect(await probeBlock(other((x) => x.toReversed()))).toBeUndefined();
    expect(await probeBlock(other((x) => x.map((_, index) => (index === 8 ? 1 : 0))))).toBeUndefined();
  });

  it('decides for the portable layout there, unless blocks were asked for', async () => {
    const recipe = recipeOf();
    const state = initialState(mixed, recipe, buildStep(mixed, recipe));
    const job = { graph: mixed, recipe, state };
    const session = await onnxEngine(without, { device: 'cpu' }).open(job);
    expect(session.description).toBe('ONNX Runtime, CPU, portable layout');
    await expect(onnxEngine(without, { device: 'cpu', layout: 'blocked' }).open(job)).rejects.toThrow(
      "this ONNX Runtime has no blocked operators for cpu; the layout 'portable' runs everywhere",
    );
  });
});
