/** The training step by its own definitions: loss, what is counted as correct, state, masks; no other framework. */
import { describe, expect, it } from 'vitest';
import type { Optimizer } from '../../src/compiler/recipe.ts';
import { createBuilder, finish, input, output } from '../../src/onnx/builder.ts';
import { countCorrect, crossEntropy, labelColumn, oneHot, rankOfLabel } from '../../src/training/loss.ts';
import { lowerPortable } from '../../src/training/lower/portable.ts';
import { buildStep } from '../../src/training/step.ts';
import { examineFile } from '../support/host.ts';
import { floats, runProgram } from '../support/onnx.ts';
import { plainRecipe, prepareRun, train } from '../support/step.ts';
import { graphOfFile, graphOfText, trainingNetworks } from '../support/training-networks.ts';

interface Scored {
  readonly loss: number;
  readonly gradient: readonly number[];
  readonly correct1: number;
  readonly correct5: number;
}

/** Logits row by row. */
async function score(
  logits: readonly (readonly number[])[],
  labels: readonly number[],
  smoothing = 0,
): Promise<Scored> {
  const [n, classes] = [logits.length, logits[0]?.length ?? 0];
  const b = createBuilder();
  const z = input(b, 'z', { element: 'float32', shape: [n, classes] });
  const column = labelColumn(b, input(b, 'labels', { element: 'int64', shape: [n] }));
  const hot = oneHot(b, column, classes);
  const { value, gradient } = crossEntropy(b, z, hot, smoothing, 2);
  output(b, value, 'loss');
  output(b, gradient, 'gradient');
  const rank = rankOfLabel(b, z, hot, column);
  output(b, countCorrect(b, rank, 1), 'correct1');
  output(b, countCorrect(b, rank, 5), 'correct5');
  const inputs = { z: Float32Array.from(logits.flat()), labels: BigInt64Array.from(labels, BigInt) };
  const results = await runProgram(finish(b, 'score'), inputs);
  const only = (name: string): number => floats(results, name)[0] ?? Number.NaN;
  return {
    loss: only('loss'),
    gradient: [...floats(results, 'gradient')],
    correct1: only('correct1'),
    correct5: only('correct5'),
  };
}

describe('cross-entropy', () => {
  it('is the mean of -log p, and its gradient (p - q) / N times the weight', async () => {
    const { loss, gradient } = await score(
      [
        [0, Math.log(3)],
        [0, 0],
      ],
      [1, 0],
    );
    expect(loss).toBeCloseTo((Math.log(4 / 3) + Math.log(2)) / 2, 6);
    for (const [index, wanted] of [0.25, -0.25, -0.5, 0.5].entries()) expect(gradient[index]).toBeCloseTo(wanted, 6);
  });

  it('mixes the label with all classes where it is smoothed', async () => {
    const { loss, gradient } = await score([[0, Math.log(3)]], [1], 0.2);
    expect(loss).toBeCloseTo(0.9 * Math.log(4 / 3) + 0.1 * Math.log(4), 6);
    expect(gradient[1]).toBeCloseTo(2 * (0.75 - 0.9), 6);
  });

  it('stays finite for large logits', async () => {
    const { loss, gradient } = await score([[1e4, -1e4, 0]], [1]);
    expect(loss).toBeCloseTo(2e4, 0);
    expect(gradient).toEqual([2, -2, 0]);
  });
});

describe('what is counted as correct', () => {
  it('counts labels that are first, and among the first five', async () => {
    const logits = [
      [9, 1, 2, 3, 4, 5, 6],
      [1, 9, 2, 3, 4, 5, 6],
      [3, 9, 2, 8, 4, 5, 6],
      [0, 9, 2, 8, 4, 5, 6],
    ];
    expect(await score(logits, [0, 0, 4, 0])).toMatchObject({ correct1: 1, correct5: 2 });
  });

  it('takes the first class of equal ones, as argmax does', async () => {
    const level = [1, 1, 1, 1, 1, 1, 1];
    expect(await score([level, level, level], [0, 1, 6])).toMatchObject({ correct1: 1, correct5: 2 });
  });

  it('calls nothing right where logits are no numbers', async () => {
    const none = [0, 1, 2, 3, 4, 5].map(() => Number.NaN);
    expect(await score([none, none], [0, 5])).toMatchObject({ correct1: 0, correct5: 0 });
  });
});

const adam: Optimizer = { kind: 'adam', rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0 };

function inLines(...lines: readonly string[]): string {
  return `network N {\n${lines.join('\n')}\n}`;
}

describe('the step', () => {
  const text = `network Small {
    input image [2, 6, 6]
    here: conv(4, 3) -> batchnorm -> relu
    dropout(0.25) -> flatten -> dense(3)
    head early from here, weight = 0.5, training_only { flatten -> dense(3) }
  }`;

  it('lists the state in the order of the network, then what the optimizer remembers', () => {
    const { state, masks, batch, classes, program } = buildStep(graphOfText(text), { ...plainRecipe, optimizer: adam });
    const roles = state.map(({ name, role }) => `${role} ${name}`);
    expect(roles).toMatchInlineSnapshot(`
      [
        "parameter here.weight",
        "parameter here.bias",
        "parameter batchnorm.weight",
        "parameter batchnorm.bias",
        "buffer batchnorm.running_mean",
        "buffer batchnorm.running_var",
        "parameter dense.weight",
        "parameter dense.bias",
        "parameter early/dense.weight",
        "parameter early/dense.bias",
        "optimizer here.weight:adam_m",
        "optimizer here.weight:adam_v",
        "optimizer here.bias:adam_m",
        "optimizer here.bias:adam_v",
        "optimizer batchnorm.weight:adam_m",
        "optimizer batchnorm.weight:adam_v",
        "optimizer batchnorm.bias:adam_m",
        "optimizer batchnorm.bias:adam_v",
        "optimizer dense.weight:adam_m",
        "optimizer dense.weight:adam_v",
        "optimizer dense.bias:adam_m",
        "optimizer dense.bias:adam_v",
        "optimizer early/dense.weight:adam_m",
        "optimizer early/dense.weight:adam_v",
        "optimizer early/dense.bias:adam_m",
        "optimizer early/dense.bias:adam_v",
      ]
    `);
    expect(masks).toEqual([{ name: 'dropout:mask', shape: [4, 4, 4, 4], rate: 0.25 }]);
    expect({ batch, classes }).toEqual({ batch: 4, classes: 3 });
    for (const { name, shape, output: next, of } of state) {
      expect(program.inputs).toContain(name);
      expect(program.types.get(name)?.shape).toEqual(shape);
      expect(program.outputs).toContain(next);
      expect(program.types.get(next ?? '')?.shape).toEqual(shape);
      if (of !== undefined) expect(state.some((other) => other.name === of && other.role === 'parameter')).toBe(true);
    }
    expect(program.inputs.slice(0, 1)).toEqual(['images']);
    expect(program.outputs.slice(0, 3)).toEqual(['loss', 'correct1', 'correct5']);
  });

  it('needs no memory without momentum', () => {
    const optimizer = { kind: 'sgd', rate: 0.1, momentum: 0, nesterov: false, decay: 0 } as const;
    const { state } = buildStep(graphOfText(text), { ...plainRecipe, optimizer });
    expect(state.filter(({ role }) => role === 'optimizer')).toEqual([]);
  });

  it('leaves fixed codes as they are', () => {
    const { state } = buildStep(
      graphOfText(inLines('input image [1, 2, 2]', 'flatten -> dense(4) -> rbf(3)')),
      plainRecipe,
    );
    expect(state.find(({ name }) => name === 'rbf.codes')).toEqual({
      name: 'rbf.codes',
      shape: [3, 4],
      role: 'buffer',
    });
  });

  it.each(['cpu', 'webgpu'] as const)('learns one batch by heart, lowered for %s', async (target) => {
    const graph = graphOfText(
      inLines('input image [1, 6, 6]', 'conv(8, 3) -> relu -> maxpool(2) -> flatten -> dense(4)'),
    );
    const run = prepareRun(
      graph,
      { ...plainRecipe, optimizer: adam, batch: 8 },
      Array.from({ length: 120 }, () => 0.01),
    );
    const { 'images@1': images, 'labels@1': labels } = run.tensors;
    if (images === undefined || labels === undefined) throw new Error('a run has a batch');
    const same = run.rates.flatMap((_, index) => [
      [`images@${index + 1}`, images],
      [`labels@${index + 1}`, labels],
    ]);
    const { losses, correct1 } = await train(
      { ...run, tensors: { ...run.tensors, ...Object.fromEntries(same) } },
      target,
    );
    expect(losses[0]).toBeGreaterThan(1);
    expect(losses.at(-1)).toBeLessThan(0.05);
    expect(correct1.at(-1)).toBe(8);
  });

  it('has no class to learn where the output is a map', () => {
    const graph = graphOfText(inLines('input image [1, 6, 6]', 'conv(3, 3)'));
    expect(() => buildStep(graph, plainRecipe)).toThrow("the output 'output' is a map of 3x4x4");
  });
});

describe('the portable lowering', () => {
  const missing = ['FusedMatMul', 'LogSoftmax', 'OneHot', 'BatchNormTraining', 'TopK', 'ArgMax'];

  it.each(trainingNetworks)('uses for $title only what WebGPU has', ({ graph, batch }) => {
    const { program } = buildStep(graph, { ...plainRecipe, batch, clip: 1 });
    const lowered = lowerPortable(program, { target: 'webgpu' });
    expect(lowered.nodes.filter(({ op, domain }) => domain !== '' || missing.includes(op))).toEqual([]);
    const wide = lowered.nodes.filter(
      ({ op, inputs }) => op === 'Equal' && inputs.some((name) => lowered.types.get(name)?.element === 'int64'),
    );
    expect(wide).toEqual([]);
  });

  it.each(trainingNetworks)('keeps the inputs and outputs of $title', ({ graph, batch }) => {
    const { program } = buildStep(graph, { ...plainRecipe, batch });
    const lowered = lowerPortable(program);
    expect(lowered.inputs).toEqual(program.inputs);
    expect(lowered.outputs).toEqual(program.outputs);
    expect(lowered.nodes.filter(({ domain }) => domain === 'netwright')).toEqual([]);
  });

  it.each(['examples/resnet50.arch', 'examples/senet154.arch'])('is there in under two seconds for %s', (file) => {
    const graph = graphOfFile(file);
    const began = performance.now();
    const { program } = buildStep(graph, { ...plainRecipe, batch: 8 });
    lowerPortable(program);
    expect(performance.now() - began).toBeLessThan(2000);
  });

  it('is made for every example', () => {
    for (const file of ['alexnet', 'googlenet', 'lenet5_1998', 'inception_v3', 'squeezenet', 'highway', 'nin']) {
      const { graph } = examineFile(`examples/${file}.arch`).compilation;
      if (graph === undefined) throw new Error(file);
      const lowered = lowerPortable(buildStep(graph, { ...plainRecipe, batch: 2 }).program);
      expect(lowered.outputs.length, file).toBeGreaterThan(3);
    }
  });
});
