/** Gradients of every operator equal those of PyTorch's autograd in float64, on the processor's and WebGPU's lowering. */
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { lowerPortable } from '../../../src/training/lower/portable.ts';
import { type Differentiated, differentiated, graphOf, relativeError } from '../../support/gradients.ts';
import { floats, runProgram } from '../../support/onnx.ts';
import { operatorCases } from '../../support/operator-cases.ts';
import { type Answers, type ReferenceCase, referenceAnswers } from '../../support/torch.ts';

const batch = 3;

interface Prepared extends Differentiated {
  readonly title: string;
  readonly reference: ReferenceCase;
}

function prepare(shape: string, steps: string, ties = false): Prepared {
  const title = `${steps} on ${shape}${ties ? ', with ties' : ''}`;
  // Logits are taken before a softmax and after negated distances: a step behind makes them inner layers.
  const graph = graphOf(/softmax|rbf/.test(steps) ? `${steps} -> leaky_relu(0.5)` : steps, shape);
  const made = ties ? withTies(differentiated(graph, batch)) : differentiated(graph, batch);
  const projection = made.tensors.projection;
  const end = graph.nodes[graph.outputs[0]?.node ?? 0];
  // The reference projects the output itself, which may be [N, C, 1, 1] where the logits are [N, C].
  const tensors = {
    ...made.tensors,
    ...(projection && { projection: { ...projection, shape: [batch, ...(end?.shape ?? [])] } }),
  };
  const objective = { kind: 'projection' } as const;
  return { ...made, title, reference: { name: title, graph, mode: 'training', tensors, dtype: 'float64', objective } };
}

/** Images of -1, 0 and 1 alone, where most windows have several largest values. */
function withTies(made: Differentiated): Differentiated {
  const { images } = made.tensors;
  if (!(images?.data instanceof Float32Array)) throw new Error('a network has images');
  const data = images.data.map((x) => Math.sign(Math.round(x)));
  return { ...made, tensors: { ...made.tensors, images: { ...images, data } } };
}

const table = operatorCases.flatMap(([shape, ...all]) => all.map((steps) => [shape, steps] as const));
const prepared = [
  ...table.map(([shape, steps]) => prepare(shape, steps)),
  ...table.filter(([, steps]) => /maxpool|maxout/.test(steps)).map(([shape, steps]) => prepare(shape, steps, true)),
];
const python = inject('python');

describe.skipIf(python === undefined)('gradients equal those of autograd', () => {
  let answers: Answers = new Map();
  beforeAll(async () => {
    answers = await referenceAnswers(
      python ?? '',
      prepared.map(({ reference }) => reference),
    );
  }, 120_000);

  describe.each(['cpu', 'webgpu'] as const)('lowered for %s', (target) => {
    it.each(prepared)('$title', async ({ title, program, tensors, names }) => {
      const lowered = lowerPortable(program, { target });
      const inputs = Object.entries(tensors).map(([name, { data }]) => [name, data]);
      const results = await runProgram(lowered, Object.fromEntries(inputs));
      const answer = answers.get(title);
      for (const name of names) {
        const wanted = answer?.get(`gradient:${name}`)?.data ?? [];
        const key = `gradient:${name}`;
        const found = results.has(key) ? floats(results, key) : new Float32Array(wanted.length);
        expect(relativeError(found, wanted), name).toBeLessThan(1e-5);
      }
    });
  });
});
