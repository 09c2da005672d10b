/** Five steps of each optimizer end with the parameters, and the running statistics, of torch.optim in float64. */
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { Optimizer } from '../../src/compiler/recipe.ts';
import { relativeError } from '../support/gradients.ts';
import { plainRecipe, prepareRun, referenceOf, train } from '../support/step.ts';
import { type Answers, referenceAnswers } from '../support/torch.ts';
import { graphOfText } from '../support/training-networks.ts';

/**
 * Smooth, so that no value near a bend decides the comparison; and without biases before normalisation, whose gradients
 * are rounding alone, which Adam would make large.
 */
const graph = graphOfText(`network Smooth {
  input image [2, 6, 6]
  conv(4, 3, pad = same, bias = false) -> batchnorm(momentum = 0.3) -> tanh
  avgpool(2)
  flatten -> dense(7, bias = false) -> batchnorm -> sigmoid
  dense(6)
}`);

const sgd = { kind: 'sgd', rate: 0.1, momentum: 0.9, nesterov: false, decay: 0 } as const;
const adam = { kind: 'adam', rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0 } as const;
const rmsprop = { kind: 'rmsprop', rate: 0.01, smoothing: 0.9, momentum: 0, epsilon: 1e-8, decay: 0 } as const;

const optimizers: readonly (readonly [title: string, optimizer: Optimizer])[] = [
  ['sgd without momentum', { ...sgd, momentum: 0 }],
  ['sgd without momentum, decayed', { ...sgd, momentum: 0, decay: 0.05 }],
  ['sgd', sgd],
  ['sgd, decayed', { ...sgd, decay: 0.05 }],
  ['sgd with Nesterov', { ...sgd, nesterov: true, decay: 0.05 }],
  ['adam', adam],
  ['adam, decayed', { ...adam, decay: 0.05 }],
  ['adam without a first moment', { ...adam, beta1: 0 }],
  ['adamw', { ...adam, kind: 'adamw', decay: 0.05 }],
  ['rmsprop', rmsprop],
  ['rmsprop with momentum, decayed', { ...rmsprop, momentum: 0.9, epsilon: 1, smoothing: 0.99, decay: 0.05 }],
];

const variants = [
  { title: '', settings: {} },
  { title: ', everything decayed', settings: { decayAll: true } },
  { title: ', clipped', settings: { clip: 0.05 } },
  { title: ', clipped beyond its norm, smoothed labels', settings: { clip: 1000, labelSmoothing: 0.2 } },
];

const prepared = optimizers.flatMap(([name, optimizer]) =>
  variants.map(({ title, settings }) => {
    const recipe = { ...plainRecipe, optimizer, ...settings };
    const rates = [1, 0.5, 1, 0.2, 0.7].map((factor) => factor * optimizer.rate);
    const run = prepareRun(graph, recipe, rates);
    return { title: `${name}${title}`, run, reference: referenceOf(run, `${name}${title}`) };
  }),
);

const python = inject('python');

describe.skipIf(python === undefined)('five steps are those of torch.optim', () => {
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
    const wanted = losses.map((_, index) => answer?.get(`loss@${index + 1}`)?.data[0] ?? Number.NaN);
    expect(relativeError(losses, wanted)).toBeLessThan(1e-5);
    for (const { name, role } of run.step.state) {
      if (role === 'optimizer') continue;
      expect(relativeError(state.get(name) ?? [], answer?.get(name)?.data ?? []), name).toBeLessThan(1e-5);
    }
  });
});
