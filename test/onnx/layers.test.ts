/** Every operator, lowered and run in ONNX Runtime: the registry's shape, PyTorch's values. */
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { finish, output } from '../../src/onnx/builder.ts';
import { type Forward, lowerForward } from '../../src/onnx/forward.ts';
import type { Mode } from '../../src/onnx/layers/layer.ts';
import { layerLowerings } from '../../src/onnx/layers/table.ts';
import type { Program } from '../../src/onnx/program.ts';
import { operators } from '../../src/operators/registry.ts';
import { examineText, network } from '../support/host.ts';
import { type RunTensor, runProgram, withBatchStatistics } from '../support/onnx.ts';
import { randomTensors } from '../support/random-tensors.ts';
import { type Answers, largestError, type ReferenceCase, referenceAnswers } from '../support/torch.ts';

/** Steps on an input; the last operator of each is the one that is tested. */
const table: readonly (readonly [input: string, ...steps: string[]])[] = [
  [
    '[3, 9, 11]',
    'conv(4, 3)',
    'conv(4, 5x3, stride = 2x1, pad = same, bias = false)',
    'conv(4, 2, pad = same)',
    'conv(4, 4x2, stride = 3, pad = same, dilation = 2x3)',
    'conv(5, 3, stride = 3, pad = [0, 2, 1, 0])',
    'conv(6, 1, stride = 2)',
    'conv(6, 3, groups = 3, pad = 1, dilation = 2)',
    'conv(4, 3, connections = [[0], [1, 2], [2, 0], [0, 1, 2]])',
    'conv(2, 1, bias = false, connections = [[2], [1]])',
    'conv(2, 1, connections = [[0, 1, 2], [2, 1, 0]])',
    'depthwise(3)',
    'depthwise(5x3, stride = 2, pad = same, multiplier = 2, bias = false)',
    'depthwise(2, dilation = 3, pad = [1, 0])',
    'flatten',
    'global_avgpool -> flatten',
    'flatten -> flatten',
    'global_avgpool -> dense(5)',
    'flatten -> dense(7, bias = false)',
  ],
  [
    '[2, 10, 13]',
    'maxpool(2)',
    'maxpool(3, stride = 2)',
    'maxpool(3, stride = 2, ceil = true)',
    'maxpool(3x2, stride = 2x3, pad = 1, ceil = true)',
    'maxpool(3, stride = 1, pad = same)',
    'maxpool(2, stride = 1, pad = same)',
    'maxpool(4, stride = 3, pad = [0, 2, 1, 0], ceil = true)',
    'maxpool(2, stride = 4, pad = 1, ceil = true)',
    'avgpool(2)',
    'avgpool(3, stride = 2)',
    'avgpool(3, stride = 2, ceil = true)',
    'avgpool(3, stride = 2, pad = 1, ceil = true)',
    'avgpool(3, stride = 2, pad = 1, ceil = true, count_include_pad = false)',
    'avgpool(3x2, stride = 1x3, pad = [1, 0], count_include_pad = false)',
    'avgpool(3, stride = 1, pad = same)',
    'avgpool(2, stride = 1, pad = same)',
    'avgpool(2, stride = 1, pad = same, count_include_pad = false)',
    'avgpool(4, stride = 3, pad = [0, 2, 1, 0], ceil = true)',
    'avgpool(4, stride = 3, pad = [0, 2, 1, 0], ceil = true, count_include_pad = false)',
    'avgpool(5, stride = 4, pad = [2, 1], ceil = true)',
    'avgpool(2, stride = 4, pad = 1, ceil = true)',
    'subsample',
    'subsample(3x2, stride = 2)',
    'global_avgpool',
    'global_maxpool',
  ],
  [
    '[12, 4, 5]',
    'batchnorm',
    'batchnorm(epsilon = 0.001, momentum = 0.3, affine = false)',
    'flatten -> batchnorm',
    'global_avgpool -> batchnorm(0.1)',
    'lrn',
    'lrn(size = 3, alpha = 0.5, beta = 0.6, k = 1)',
    'lrn(size = 4, alpha = 0.3, beta = 0.9, k = 1)',
    'lrn(size = 2, alpha = 0.3, beta = 0.5, k = 0.5)',
    'lrn(size = 1, alpha = 2)',
    'lrn(size = 31, alpha = 0.1)',
    'dropout',
    'dropout(0.2)',
    'dropout(0)',
    'dropout(1)',
    'flatten -> dropout(0.7)',
    'relu',
    'relu6',
    'leaky_relu',
    'leaky_relu(0.3)',
    'leaky_relu(-0.5)',
    'prelu',
    'prelu(shared = true)',
    'flatten -> prelu',
    'flatten -> prelu(true)',
    'elu',
    'elu(0.4)',
    'sigmoid',
    'hard_sigmoid',
    'tanh',
    'scaled_tanh',
    'scaled_tanh(amplitude = 2, slope = -0.3)',
    'swish',
    'swish(1.7)',
    'hard_swish',
    'maxout',
    'maxout(3)',
    'maxout(12)',
    'maxout(1)',
    'flatten -> maxout(5)',
    'softmax',
    'flatten -> softmax',
    'global_avgpool -> rbf(7)',
    'flatten -> rbf(3)',
  ],
  [
    '[4, 5, 6]',
    'concat { | relu | conv(3, 1) | tanh }',
    'concat { | flatten | global_avgpool -> flatten }',
    'add { | relu | tanh }',
    'add { | relu | skip | tanh | sigmoid }',
    'add { | flatten | flatten -> relu }',
    'add { | skip | skip }',
    'scale { | skip | global_avgpool }',
    'scale { | relu | global_avgpool -> dense(4) -> sigmoid }',
    'scale { | skip | conv(1, 1) -> sigmoid }',
    'scale { | skip | tanh }',
    'scale { | flatten | flatten -> sigmoid }',
    'pad(1)',
    'pad([2, 0, 0, 3])',
    'pad([-1, 2, 1, -2])',
    'pad(-2)',
    'pad([4, 1, 2, 5], mode = reflect)',
    'pad([-2, 4, 5, -3], mode = reflect)',
    'pad([7, 1, 0, 9], mode = replicate)',
    'pad([-2, 8, 3, -1], mode = replicate)',
    'slice(1, 3)',
    'slice(0, 4)',
    'flatten -> slice(10, 50)',
    'split(2, 1)',
    'split(4, 0)',
    'flatten -> split(8, 7)',
    'channel_shuffle(2)',
    'channel_shuffle(4)',
    'channel_shuffle(1)',
    'resize(scale = 2)',
    'resize(3x11)',
    'resize(scale = 0.5)',
    'resize(scale = 2, mode = bilinear)',
    'resize(7x4, mode = bilinear)',
    'resize(1x1, mode = bilinear)',
    'resize(5x6, mode = bilinear)',
    'resize(scale = 1.5, mode = bilinear)',
  ],
];

interface Prepared {
  readonly title: string;
  readonly ops: readonly string[];
  readonly program: Program;
  readonly statistics: Forward['statistics'];
  readonly reference: ReferenceCase;
}

const batch = 3;

function prepare(input: string, steps: string, mode: Mode): Prepared {
  const { compilation, diagnostics } = examineText(network(steps, input));
  const { graph } = compilation;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (graph === undefined || errors.length > 0) throw new Error(`${steps}: ${errors.map(({ message }) => message)}`);
  const forward = lowerForward(graph, { mode, batch, includeHeads: true });
  const title = `${steps} on ${input}${mode === 'training' ? ' in training' : ''}`;
  const tensors = randomTensors(forward);
  return {
    title,
    ops: graph.nodes.map(({ op }) => op),
    program: programOf(forward, title),
    statistics: forward.statistics,
    reference: { name: title, graph, mode, tensors },
  };
}

const inEvaluation = table.flatMap(([input, ...all]) => all.map((steps) => prepare(input, steps, 'evaluation')));
const inTraining = table
  .flatMap(([input, ...all]) => all.map((steps) => [input, steps] as const))
  .filter(([, steps]) => /batchnorm|dropout/.test(steps))
  .map(([input, steps]) => prepare(input, steps, 'training'));
const prepared = [...inEvaluation, ...inTraining];

/** The forward pass as a program whose first output is called `y`, whatever the layer. */
function programOf({ builder, logits, statistics }: Forward, name: string): Program {
  output(builder, logits[0]?.value ?? '', 'y');
  for (const { layer, mean, variance } of statistics) {
    output(builder, mean, `${layer}.mean`);
    output(builder, variance, `${layer}.variance`);
  }
  return withBatchStatistics(finish(builder, name));
}

function run({ program, reference }: Prepared): Promise<ReadonlyMap<string, RunTensor>> {
  const inputs = Object.entries(reference.tensors).map(([name, { data }]) => [name, data]);
  return runProgram(program, Object.fromEntries(inputs));
}

function values(tensor: { readonly data: ArrayLike<number | bigint> } | undefined): readonly number[] {
  return Array.from(tensor?.data ?? [], Number);
}

describe('the table of lowerings', () => {
  it('has an entry for each operator of the registry, and no other', () => {
    expect(Object.keys(layerLowerings).sort()).toEqual([...operators.keys()].sort());
  });

  it('is tested on every operator', () => {
    const tested = new Set(prepared.flatMap(({ ops }) => ops));
    expect([...operators.keys()].filter((name) => !tested.has(name))).toEqual([]);
  });
});

describe('a lowered layer has the shape that the registry says', () => {
  for (const one of prepared)
    it(one.title, async () => {
      const { graph } = one.reference;
      const results = await run(one);
      const end = graph.nodes[graph.outputs[0]?.node ?? 0];
      const shape = end?.shape.slice(1).every((n) => n === 1) ? end.shape.slice(0, 1) : end?.shape;
      expect(results.get('y')?.shape).toEqual([batch, ...(shape ?? [])]);
      expect(values(results.get('y')).every(Number.isFinite)).toBe(true);
    });
});

const python = inject('python');

describe.skipIf(python === undefined)('a lowered layer computes what PyTorch computes', () => {
  let answers: Answers = new Map();
  beforeAll(async () => {
    answers = await referenceAnswers(
      python ?? '',
      prepared.map(({ reference }) => reference),
    );
  });

  for (const one of prepared)
    it(one.title, async () => {
      const results = await run(one);
      const answer = answers.get(one.title);
      const wanted = values(answer?.get('logits:output'));
      expect(wanted.length).toBeGreaterThan(0);
      expect(largestError(values(results.get('y')), wanted)).toBeLessThan(1e-5);
      for (const { layer, count, momentum } of one.statistics) {
        const tensors = one.reference.tensors;
        const blend = (running: string, batchValue: string, factor: number): readonly number[] => {
          const old = values(tensors[`${layer}.${running}`]);
          return values(results.get(`${layer}.${batchValue}`)).map(
            (value, index) => (1 - momentum) * (old[index] ?? 0) + momentum * factor * value,
          );
        };
        const mean = blend('running_mean', 'mean', 1);
        const variance = blend('running_var', 'variance', count / (count - 1));
        expect(largestError(mean, values(answer?.get(`${layer}.running_mean`)))).toBeLessThan(1e-5);
        expect(largestError(variance, values(answer?.get(`${layer}.running_var`)))).toBeLessThan(1e-5);
      }
    });
});
