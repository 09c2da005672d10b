/**
 * The loss and all gradients of whole networks, heads, dropout and label smoothing included, equal those of PyTorch's
 * autograd in float64 on the same weights. The error of a gradient is its largest difference relative to its largest
 * value. After one step from nothing remembered, momentum is the gradient: so the step itself is what is tested.
 */
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { relativeError } from '../../support/gradients.ts';
import { plainRecipe, prepareRun, train } from '../../support/step.ts';
import { type Answers, type ReferenceCase, referenceAnswers } from '../../support/torch.ts';
import { trainingNetworks } from '../../support/training-networks.ts';

const smoothing = 0.1;
const prepared = trainingNetworks.map(({ title, graph, batch }) => {
  const run = prepareRun(graph, { ...plainRecipe, batch, labelSmoothing: smoothing }, [0.1]);
  const { 'images@1': images, 'labels@1': labels, ...weights } = run.tensors;
  if (images === undefined || labels === undefined) throw new Error('a run has a batch');
  const reference: ReferenceCase = {
    name: title,
    graph,
    mode: 'training',
    dtype: 'float64',
    tensors: { ...weights, images, labels },
    objective: { kind: 'cross_entropy', smoothing },
  };
  return { title, run, reference };
});

const python = inject('python');

describe.skipIf(python === undefined)('the first step has the loss and the gradients of autograd', () => {
  let answers: Answers = new Map();
  beforeAll(async () => {
    answers = await referenceAnswers(
      python ?? '',
      prepared.map(({ reference }) => reference),
    );
  }, 120_000);

  it.each(prepared)('$title', async ({ title, run }) => {
    const { losses, state } = await train(run);
    const answer = answers.get(title);
    expect(relativeError(losses, answer?.get('loss')?.data ?? [])).toBeLessThan(1e-5);
    const parameters = run.step.state.filter(({ role }) => role === 'parameter');
    expect(parameters.length).toBeGreaterThan(5);
    for (const { name } of parameters) {
      const wanted = answer?.get(`gradient:${name}`)?.data ?? [];
      expect(relativeError(state.get(`${name}:momentum`) ?? [], wanted), name).toBeLessThan(1e-4);
    }
  });
});
