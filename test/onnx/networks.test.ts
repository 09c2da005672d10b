/** Whole networks: every example runs as it is; and computes what PyTorch, and torchvision's own models, compute. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { Graph } from '../../src/graph/graph.ts';
import { finish, output } from '../../src/onnx/builder.ts';
import { bindState, type Forward, lowerForward } from '../../src/onnx/forward.ts';
import type { Mode } from '../../src/onnx/layers/layer.ts';
import { count, type Program, type TensorData } from '../../src/onnx/program.ts';
import { forwardProgram } from '../../src/training/forward.ts';
import { examineFile, examineText, read, root } from '../support/host.ts';
import { floats, runProgram, withBatchStatistics } from '../support/onnx.ts';
import { randomTensors } from '../support/random-tensors.ts';
import { type Answers, largestError, type ReferenceCase, referenceAnswers } from '../support/torch.ts';

const examples = readdirSync(join(root, 'examples')).filter((file) => file.endsWith('.arch'));

function graphOf(file: string): Graph {
  const { graph } = examineFile(`examples/${file}`).compilation;
  if (graph === undefined) throw new Error(`${file} has no graph`);
  return graph;
}

/** Small positive weights without chance: only shapes matter. */
function plainInputs({ inputs, types }: Program): Record<string, TensorData> {
  return Object.fromEntries(
    inputs.map((name) => [name, new Float32Array(count(types.get(name)?.shape ?? [])).fill(0.001)]),
  );
}

describe('every example, as it is, runs in ONNX Runtime and leaves its classes', () => {
  it.each(examples)('%s', async (file) => {
    const graph = graphOf(file);
    const { program, classes } = forwardProgram(graph, 1);
    expect(classes).toBe(graph.nodes[graph.outputs[0]?.node ?? 0]?.shape[0]);
    const results = await runProgram(program, plainInputs(program));
    expect(results.get('logits')?.shape).toEqual([1, classes]);
    expect(floats(results, 'logits').every(Number.isFinite)).toBe(true);
  });
});

describe('the forward pass of a large network', () => {
  it.each(['resnet50.arch', 'senet154.arch', 'inception_resnet_v2.arch'])('of %s is built at once', (file) => {
    const graph = graphOf(file);
    const once = (): number => {
      const started = performance.now();
      lowerForward(graph, { mode: 'training', batch: 8, includeHeads: true });
      return performance.now() - started;
    };
    // The best of a few: the machine may be busy with other tests.
    expect(Math.min(...Array.from({ length: 5 }, once))).toBeLessThan(100);
  });
});

interface Network {
  readonly file: string;
  readonly set?: Readonly<Record<string, string>>;
  /** Another input than the file's, to be quick. */
  readonly input?: string;
  /** Also with the statistics of the batch, dropout and all heads, which this network has. */
  readonly training?: boolean;
  readonly torchvision?: ReferenceCase['torchvision'];
}

const networks: readonly Network[] = [
  { file: 'lenet5.arch' },
  { file: 'lenet5_1998.arch' },
  { file: 'highway.arch' },
  { file: 'nin.arch', input: '[3, 96, 96]', training: true },
  { file: 'squeezenet.arch', input: '[3, 96, 96]', torchvision: { model: 'squeezenet1_0' } },
  { file: 'mobilenet.arch', set: { width: '0.25', resolution: '96' }, training: true },
  {
    file: 'resnet.arch',
    set: { layers: '18' },
    input: '[3, 64, 64]',
    training: true,
    torchvision: { model: 'resnet18' },
  },
  { file: 'resnext.arch', input: '[3, 64, 64]', torchvision: { model: 'resnext50_32x4d' } },
  { file: 'se_resnet50.arch', input: '[3, 64, 64]' },
  { file: 'googlenet.arch', set: { torchvision: 'true' }, training: true, torchvision: withoutHeads('googlenet') },
  { file: 'inception_v3.arch', torchvision: withoutHeads('inception_v3') },
];

function withoutHeads(model: string): ReferenceCase['torchvision'] {
  return { model, arguments: { aux_logits: false, init_weights: false } };
}

interface Prepared {
  readonly forward: Forward;
  readonly reference: ReferenceCase;
}

function prepare({ file, set = {}, input, torchvision }: Network, mode: Mode): Prepared {
  const source = read(`examples/${file}`);
  const text = input === undefined ? source.text : source.text.replace(/input image \[.*?\]/, `input image ${input}`);
  const { graph } = examineText(text, { set: new Map(Object.entries(set)) }).compilation;
  if (graph === undefined) throw new Error(`${file} has no graph`);
  const forward = lowerForward(graph, { mode, batch: 2, includeHeads: true });
  const tensors = randomTensors(forward);
  const compared = mode === 'evaluation' && torchvision !== undefined ? { torchvision } : {};
  return { forward, reference: { name: `${file} in ${mode}`, graph, mode, tensors, ...compared } };
}

/** The logits of all outputs, with all weights inside the model. */
async function run({ forward, reference }: Prepared): Promise<ReadonlyMap<string, Float32Array>> {
  const { builder, logits } = forward;
  for (const { name, value } of logits) output(builder, value, `logits:${name}`);
  const program = withBatchStatistics(finish(builder, reference.graph.name));
  const tensors = Object.entries(reference.tensors);
  const state = new Map(tensors.filter(([name]) => forward.state.some((tensor) => tensor.name === name)));
  const inputs = Object.fromEntries(tensors.map(([name, { data }]) => [name, data]));
  const results = await runProgram(bindState(program, state), inputs);
  return new Map(logits.map(({ name }) => [name, floats(results, `logits:${name}`)]));
}

const python = inject('python');

describe.skipIf(python === undefined)('networks compute what PyTorch computes', () => {
  const jobs = networks.flatMap((network) => [
    { network, mode: 'evaluation' } as const,
    ...(network.training === true ? [{ network, mode: 'training' } as const] : []),
  ]);
  let answers: Answers = new Map();
  beforeAll(async () => {
    const cases = jobs.map(({ network, mode }) => prepare(network, mode).reference);
    answers = await referenceAnswers(python ?? '', cases);
  }, 300_000);

  for (const { network, mode } of jobs) {
    it(`${network.file} in ${mode}`, async () => {
      const prepared = prepare(network, mode);
      const answer = answers.get(prepared.reference.name);
      const own = await run(prepared);
      for (const [name, logits] of own) {
        const wanted = answer?.get(`logits:${name}`)?.data ?? [];
        expect(wanted.length).toBeGreaterThan(0);
        expect(largestError(logits, wanted)).toBeLessThan(1e-4);
      }
      if (prepared.reference.torchvision !== undefined) {
        expect(largestError(own.get('output') ?? [], answer?.get('torchvision')?.data ?? [])).toBeLessThan(1e-4);
      }
    });
  }
});
