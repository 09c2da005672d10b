/** What a forward pass holds: names, order, outputs, and what is left out. */
import { describe, expect, it } from 'vitest';
import type { Graph } from '../../src/graph/graph.ts';
import { shapeOf } from '../../src/onnx/builder.ts';
import { bindState, type Forward, lowerForward } from '../../src/onnx/forward.ts';
import { forwardProgram } from '../../src/training/forward.ts';
import { examineText, network } from '../support/host.ts';
import { floats, runProgram } from '../support/onnx.ts';
import { randomTensors } from '../support/random-tensors.ts';
import { largestError } from '../support/torch.ts';

function graphOf(text: string): Graph {
  const { compilation, diagnostics } = examineText(text);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (compilation.graph === undefined || errors.length > 0)
    throw new Error(errors.map(({ message }) => message).join());
  return compilation.graph;
}

const withHead = `
block Unit(channels) { conv(channels, 3, pad = same, bias = false) -> batchnorm -> relu }
network Net {
  input image [3, 8, 8]
  stem: Unit(4)
  head auxiliary from stem, weight = 0.3, training_only { global_avgpool -> dense(5) -> softmax }
  head second from stem, weight = 0.5 { global_avgpool -> dense(5) }
  dropout(0.25)
  global_avgpool -> dense(5) -> softmax
}`;

function lower(text: string, mode: 'training' | 'evaluation' = 'evaluation', includeHeads = true): Forward {
  return lowerForward(graphOf(text), { mode, batch: 2, includeHeads });
}

function ops({ builder }: Forward): readonly string[] {
  return builder.nodes.map(({ op }) => op);
}

describe('lowerForward', () => {
  it('names its inputs by the paths of layers, in their order, with the shapes of the records', () => {
    const { builder, state, masks } = lower(withHead, 'training');
    expect(state.map(({ name, shape, role }) => `${name} ${shape.join('x')} ${role}`)).toEqual([
      'stem/conv.weight 4x3x3x3 parameter',
      'stem/batchnorm.weight 4 parameter',
      'stem/batchnorm.bias 4 parameter',
      'stem/batchnorm.running_mean 4 buffer',
      'stem/batchnorm.running_var 4 buffer',
      'auxiliary/dense.weight 5x4 parameter',
      'auxiliary/dense.bias 5 parameter',
      'second/dense.weight 5x4 parameter',
      'second/dense.bias 5 parameter',
      'dense.weight 5x4 parameter',
      'dense.bias 5 parameter',
    ]);
    expect(masks).toEqual([{ name: 'dropout:mask', shape: [2, 4, 8, 8], rate: 0.25 }]);
    expect(builder.inputs).toEqual(['images', ...state.map(({ name }) => name), 'dropout:mask']);
    expect(shapeOf(builder, 'images')).toEqual([2, 3, 8, 8]);
  });

  it('gives the logits of the end of the stack and then of the heads, before their softmax', () => {
    const forward = lower(withHead, 'training');
    expect(forward.logits.map(({ name, weight, trainingOnly }) => ({ name, weight, trainingOnly }))).toEqual([
      { name: 'output', weight: 1, trainingOnly: false },
      { name: 'auxiliary', weight: 0.3, trainingOnly: true },
      { name: 'second', weight: 0.5, trainingOnly: false },
    ]);
    expect(ops(forward)).not.toContain('Softmax');
    expect(forward.logits.map(({ value }) => shapeOf(forward.builder, value))).toEqual([
      [2, 5],
      [2, 5],
      [2, 5],
    ]);
  });

  it('leaves out heads for training in evaluation, all heads on request, and their weights', () => {
    const evaluation = lower(withHead);
    expect(evaluation.logits.map(({ name }) => name)).toEqual(['output', 'second']);
    const alone = lower(withHead, 'evaluation', false);
    expect(alone.logits.map(({ name }) => name)).toEqual(['output']);
    expect(alone.state.map(({ name }) => name)).not.toContain('second/dense.weight');
    expect(ops(alone).filter((op) => op === 'Gemm')).toHaveLength(1);
  });

  it('says where the statistics of the batch are, and over how many values they go', () => {
    const { builder, statistics } = lower(withHead, 'training');
    expect(statistics).toHaveLength(1);
    const [one] = statistics;
    expect(one).toMatchObject({ layer: 'stem/batchnorm', count: 2 * 8 * 8, momentum: 0.1 });
    expect(shapeOf(builder, one?.mean ?? '')).toEqual([4]);
    expect(shapeOf(builder, one?.variance ?? '')).toEqual([4]);
    expect(lower(withHead).statistics).toEqual([]);
  });

  it('has no masks and no dropout in evaluation, and none for a rate of 0', () => {
    expect(lower(withHead).masks).toEqual([]);
    expect(lower(network('dropout(0) -> flatten -> dense(3)'), 'training').masks).toEqual([]);
  });

  it('puts the path of a layer on its nodes', () => {
    const { builder } = lower(withHead);
    expect(builder.nodes.find(({ op }) => op === 'Conv')?.origin).toBe('stem/conv');
  });

  it('takes a softmax away also where a flatten follows, and only at the end', () => {
    const flat = lower(network('conv(5, 1) -> global_avgpool -> softmax -> flatten', '[3, 4, 4]'));
    expect(ops(flat)).toEqual(['Conv', 'GlobalAveragePool', 'Reshape']);
    const inner = lower(network('global_avgpool -> dense(4) -> softmax -> dense(5)', '[3, 4, 4]'));
    expect(ops(inner)).toContain('Softmax');
    const labelled = `network Net { input image [3, 4, 4]
      global_avgpool -> dense(4)
      p: softmax
      head other from p { dense(2) } }`;
    expect(ops(lower(labelled))).toContain('Softmax');
  });

  it('keeps an output of several places as a map, and a flatten that makes it classes', () => {
    const map = lower(network('conv(5, 1) -> softmax', '[3, 4, 4]'));
    expect(shapeOf(map.builder, map.logits[0]?.value ?? '')).toEqual([2, 5, 4, 4]);
    const flat = lower(network('conv(5, 1) -> softmax -> flatten', '[3, 4, 4]'));
    expect(ops(flat)).toContain('Softmax');
    expect(shapeOf(flat.builder, flat.logits[0]?.value ?? '')).toEqual([2, 80]);
  });

  it('negates distances, so that the nearest code has the largest logit', async () => {
    const { program, state } = forwardProgram(graphOf(network('flatten -> rbf(2)', '[1, 1, 2]')), 1);
    expect(state).toEqual([{ name: 'rbf.codes', shape: [2, 2], role: 'buffer' }]);
    const codes = Float32Array.of(1, 1, -1, -1);
    const results = await runProgram(program, { images: Float32Array.of(1, 0), 'rbf.codes': codes });
    expect([...floats(results, 'logits')]).toEqual([-1, -5]);
  });

  it('lowers a stack of thousands of layers without recursion, in time that grows with its length', () => {
    const chain = (layers: number) => graphOf(network(`repeat ${layers} { relu }`, '[1, 2, 2]'));
    const once = (graph: Graph): number => {
      const started = performance.now();
      lowerForward(graph, { mode: 'training', batch: 1, includeHeads: true });
      return performance.now() - started;
    };
    const timed = (graph: Graph): number => Math.min(...Array.from({ length: 5 }, () => once(graph)));
    // Eight times the layers; quadratic time would be sixty-four times.
    expect(timed(chain(16_000))).toBeLessThan(30 * Math.max(1, timed(chain(2000))));
  });
});

describe('bindState', () => {
  const forward = forwardProgram(graphOf(withHead), 2);
  const { images, ...state } = randomTensors({ builder: forward.program, state: forward.state, masks: [] });

  it('turns inputs into constants, with the same result', async () => {
    const bound = bindState(forward.program, new Map(Object.entries(state)));
    expect(bound.inputs).toEqual(['images']);
    const pixels = { images: images?.data ?? new Float32Array() };
    const weights = Object.fromEntries(Object.entries(state).map(([name, { data }]) => [name, data]));
    const inside = floats(await runProgram(bound, pixels), 'logits');
    const outside = floats(await runProgram(forward.program, { ...pixels, ...weights }), 'logits');
    expect(largestError(inside, outside)).toBeLessThan(1e-5);
  });

  it('refuses a tensor of another shape, with both', () => {
    const wrong = new Map([['dense.weight', { shape: [4, 5], data: new Float32Array(20) }]]);
    expect(() => bindState(forward.program, wrong)).toThrow('dense.weight is 4x5, and the network wants 5x4');
  });
});
