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
import { operatorCases } from '../support/operator-cases.ts';
import { randomTensors } from '../support/random-tensors.ts';
import { type Answers, largestError, type ReferenceCase, referenceAnswers } from '../support/torch.ts';

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

const inEvaluation = operatorCases.flatMap(([input, ...all]) =>
  all.map((steps) => prepare(input, steps, 'evaluation')),
);
const inTraining = operatorCases
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
