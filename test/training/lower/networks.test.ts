/** Whole training steps in blocks: equal to portable ones, and their gradients to PyTorch's. */
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { count, type TensorData } from '../../../src/onnx/program.ts';
import { pack, unpack } from '../../../src/training/lower/packing.ts';
import { lowerPortable } from '../../../src/training/lower/portable.ts';
import { lowerInBlocks } from '../../support/blocked.ts';
import { relativeError } from '../../support/gradients.ts';
import { floats, runProgram } from '../../support/onnx.ts';
import { plainRecipe, prepareRun, type Run } from '../../support/step.ts';
import { type Answers, type ReferenceCase, referenceAnswers } from '../../support/torch.ts';
import { graphOfFile, type TrainingNetwork, trainingNetworks } from '../../support/training-networks.ts';

interface Case extends TrainingNetwork {
  /**
   * Largest error of a gradient. Rounding is amplified by batch normalisation and flips rectifiers whose input is near
   * zero, the more the deeper a network is: ResNet-18's gradients are as far from float64's in PyTorch with float32.
   */
  readonly bound: number;
}

const cases: readonly Case[] = [
  { title: 'LeNet', graph: graphOfFile('test/bench/networks/lenet.arch'), batch: 8, bound: 1e-5 },
  { title: 'LeNet, batch of 5', graph: graphOfFile('test/bench/networks/lenet.arch'), batch: 5, bound: 1e-5 },
  { title: 'LeNet-5 of 1998', graph: graphOfFile('examples/lenet5_1998.arch'), batch: 3, bound: 1e-5 },
  { title: 'residual units', graph: graphOfFile('test/bench/networks/small_resnet.arch'), batch: 8, bound: 1e-4 },
  { title: 'ResNet-18', graph: graphOfFile('test/bench/networks/resnet18.arch'), batch: 4, bound: 1e-2 },
  ...trainingNetworks.map((network) => ({ ...network, bound: boundOf(network) })),
];

/** On its smallest maps batch normalisation divides by little: PyTorch's own float32 is 1e-4 from float64 there. */
function boundOf({ title }: TrainingNetwork): number {
  return title.startsWith('MobileNet') ? 3e-4 : 1e-4;
}

function feedsOf({ step, tensors }: Run): Record<string, TensorData> {
  const feeds: Record<string, TensorData> = { rate: Float32Array.of(1), step: Float32Array.of(1) };
  for (const name of ['images', 'labels']) feeds[name] = tensors[`${name}@1`]?.data ?? new Float32Array();
  for (const { name } of step.masks) feeds[name] = tensors[name]?.data ?? new Uint8Array();
  for (const { name, shape } of step.state) feeds[name] = tensors[name]?.data ?? new Float32Array(count(shape));
  return feeds;
}

/** Results and new state by the names of the outputs, in PyTorch's order. */
async function blockedStep({ step }: Run, feeds: Record<string, TensorData>) {
  const { program, packed } = lowerInBlocks(step.program, step.state);
  const own = Object.entries(feeds).map(([name, data]) => {
    const packing = packed.get(name);
    return [name, packing && data instanceof Float32Array ? pack(data, packing) : data] as const;
  });
  const results = await runProgram(program, Object.fromEntries(own));
  const packings = new Map(step.state.map(({ name, output }) => [output, packed.get(name)]));
  return new Map(
    [...results.keys()].map((name) => {
      const packing = packings.get(name);
      return [name, packing ? unpack(floats(results, name), packing) : floats(results, name)] as const;
    }),
  );
}

describe.each(cases)('$title', ({ graph, batch, bound }) => {
  const optimizer = { kind: 'sgd', rate: 1, momentum: 0.9, nesterov: true, decay: 1e-3 } as const;
  const run = prepareRun(graph, { ...plainRecipe, batch, optimizer, clip: 10 }, [1]);

  it('gives the same results and the same new state as lowered plain', async () => {
    const feeds = feedsOf(run);
    const wanted = await runProgram(lowerPortable(run.step.program), feeds);
    const found = await blockedStep(run, feeds);
    for (const name of ['loss', 'correct1', 'correct5']) {
      expect(relativeError(found.get(name) ?? [], floats(wanted, name)), name).toBeLessThan(1e-5);
    }
    for (const { name, output, role } of run.step.state) {
      if (output === undefined) continue;
      const error = relativeError(found.get(output) ?? [], floats(wanted, output));
      expect(error, `${role} ${name}`).toBeLessThan(bound);
    }
  });
});

const python = inject('python');

describe.skipIf(python === undefined)('the first step has the gradients of autograd in float64', () => {
  const prepared = trainingNetworks.map((network) => {
    const { title, graph, batch } = network;
    const run = prepareRun(graph, { ...plainRecipe, batch }, [0.1]);
    const { 'images@1': images, 'labels@1': labels, ...weights } = run.tensors;
    if (images === undefined || labels === undefined) throw new Error('a run has a batch');
    const objective = { kind: 'cross_entropy', smoothing: 0 } as const;
    const tensors = { ...weights, images, labels };
    const reference: ReferenceCase = { name: title, graph, mode: 'training', dtype: 'float64', tensors, objective };
    return { title, run, reference, bound: boundOf(network) };
  });
  let answers: Answers = new Map();
  beforeAll(async () => {
    const references = prepared.map(({ reference }) => reference);
    answers = await referenceAnswers(python ?? '', references);
  }, 120_000);

  it.each(prepared)('$title', async ({ title, run, bound }) => {
    const found = await blockedStep(run, feedsOf(run));
    // From nothing remembered, momentum is the gradient.
    const memory = run.step.state.filter(({ role }) => role === 'optimizer');
    expect(memory.length).toBeGreaterThan(5);
    for (const { of, output = '' } of memory) {
      const wanted = answers.get(title)?.get(`gradient:${of}`)?.data ?? [];
      expect(relativeError(found.get(output) ?? [], wanted), of).toBeLessThan(bound);
    }
  });
});
