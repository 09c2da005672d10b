import { describe, expect, it } from 'vitest';
import type { Recipe } from '../../src/compiler/recipe.ts';
import type { BatchSource, EvaluationSource } from '../../src/training/data/data-set.ts';
import type { Batch, StoredTensor, TrainingSession } from '../../src/training/engine.ts';
import type { Progress, TrainingEvent } from '../../src/training/events.ts';
import { noSums, scoreLogits } from '../../src/training/metrics.ts';
import { normal, randomStream } from '../../src/training/random.ts';
import { type Training, train } from '../../src/training/trainer.ts';

const features = 4;
const classes = 3;
const perEpoch = 5;
const size = 16;

/** Three clouds of points; a batch depends on its epoch and number alone. */
function batch(epoch: number, number: number): Batch {
  const random = randomStream(7, epoch, number);
  const labels = Int32Array.from({ length: size }, () => Math.floor(random() * classes));
  const images = Float32Array.from({ length: size * features }, (_, index) => {
    const label = labels[Math.floor(index / features)] ?? 0;
    return normal(random) * 0.5 + (index % features === label ? 2 : 0);
  });
  return { images, labels };
}

const batches: BatchSource = {
  batchesPerEpoch: perEpoch,
  async *epoch(epoch, from = 0) {
    for (let number = from; number < perEpoch; number += 1) yield batch(epoch, number);
  },
  close: async () => {},
};

const evaluation: EvaluationSource = {
  count: size,
  async *batches() {
    yield batch(1000, 0);
  },
  close: async () => {},
};

/** Softmax regression with plain gradient descent: the smallest learner there is. */
function regression(preferredSteps: number, begin?: StoredTensor): TrainingSession {
  const weight = begin ? begin.data.slice() : new Float32Array(classes * features);
  const logitsOf = (images: Float32Array, count: number): Float32Array =>
    Float32Array.from({ length: count * classes }, (_, place) => {
      const image = Math.floor(place / classes);
      let sum = 0;
      for (let f = 0; f < features; f += 1) {
        sum += (weight[(place % classes) * features + f] ?? 0) * (images[image * features + f] ?? 0);
      }
      return sum;
    });
  return {
    description: 'softmax regression',
    preferredSteps,
    async train(steps) {
      return steps.map(({ batch: { images, labels }, rate }) => {
        const logits = logitsOf(images, labels.length);
        const { loss, correct1, correct5 } = scoreLogits(logits, labels, classes);
        for (const [image, label] of labels.entries()) {
          const row = Array.from(logits.subarray(image * classes, (image + 1) * classes), Math.exp);
          const total = row.reduce((sum, value) => sum + value, 0);
          for (const [k, value] of row.entries()) {
            const error = value / total - (k === label ? 1 : 0);
            for (let f = 0; f < features; f += 1) {
              const place = k * features + f;
              const gradient = (error * (images[image * features + f] ?? 0)) / labels.length;
              weight[place] = (weight[place] ?? 0) - rate * gradient;
            }
          }
        }
        return { loss: loss / labels.length, correct1, correct5 };
      });
    },
    predict: async (images, count) => logitsOf(images, count),
    state: async () => new Map([['fc.weight', { shape: [classes, features], data: weight.slice() }]]),
    close: async () => {},
  };
}

const recipe: Recipe = {
  data: 'clouds',
  epochs: 4,
  batch: size,
  optimizer: { kind: 'sgd', rate: 0.3, momentum: 0, nesterov: false, decay: 0 },
  schedule: { kind: 'constant', warmup: 0 },
  augmentation: [],
  labelSmoothing: 0,
  decayAll: false,
  initialisation: 'he',
  seed: 1,
};

function training(changes: Partial<Training> = {}): Training {
  return {
    session: regression(1),
    recipe,
    batches,
    evaluation,
    classes,
    parameters: ['fc.weight'],
    stop: () => false,
    now: () => 0,
    checkpointSeconds: 1e9,
    ...changes,
  };
}

async function run(changes: Partial<Training> = {}): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = [];
  for await (const event of train(training(changes))) events.push(event);
  return events;
}

function losses(events: readonly TrainingEvent[]): number[] {
  return events.flatMap((event) => (event.kind === 'step' ? [event.loss] : []));
}

describe('the training loop', () => {
  it('runs every batch of every epoch once, evaluates, saves, and ends', async () => {
    const events = await run();
    const kinds = events.map(({ kind }) => kind);
    const epoch = [...Array.from({ length: perEpoch }, () => 'step'), 'epoch', 'checkpoint'];
    expect(kinds).toEqual([...epoch, ...epoch, ...epoch, ...epoch, 'done']);
    const steps = events.filter((event) => event.kind === 'step');
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(steps.slice(5, 7).map(({ epoch: e, batch: b }) => [e, b])).toEqual([
      [2, 1],
      [2, 2],
    ]);
    const epochs = events.filter((event) => event.kind === 'epoch');
    expect(epochs.at(-1)?.test.loss).toBeLessThan(0.3 * (epochs[0]?.train.loss ?? 0));
    expect(events.at(-1)).toMatchObject({ kind: 'done', progress: { epoch: 4, batch: 0, step: 20, sums: noSums } });
  });

  it('gives the same curve whatever number of steps the engine takes in one go', async () => {
    const one = losses(await run());
    for (const many of [2, 3, 5, 8]) expect(losses(await run({ session: regression(many) }))).toEqual(one);
  });

  it('stops between steps with a checkpoint, and goes on to the same curve from any place', async () => {
    const whole = losses(await run());
    for (const steps of [1, 4, 5, 6, 13]) {
      let asked = 0;
      const stop = (): boolean => {
        asked += 1;
        return asked > steps;
      };
      const first = await run({ stop });
      expect(first.at(-1)?.kind).toBe('stopped');
      const saved = first.filter((event) => event.kind === 'checkpoint').at(-1);
      if (saved === undefined) throw new Error('no checkpoint');
      const written: Progress = JSON.parse(JSON.stringify(saved.progress));
      const rest = await run({ session: regression(2, saved.state.get('fc.weight')), from: written });
      expect([...losses(first), ...losses(rest)]).toEqual(whole);
      const means = (events: readonly TrainingEvent[]): unknown =>
        events.findLast((event) => event.kind === 'epoch')?.train;
      expect(means(rest)).toEqual(means(await run()));
    }
  });

  it('saves within an epoch when time has passed', async () => {
    let time = 0;
    const events = await run({
      checkpointSeconds: 2,
      now: () => {
        time += 400;
        return time;
      },
    });
    const saved = events.filter((event) => event.kind === 'checkpoint');
    expect(saved.length).toBeGreaterThan(recipe.epochs);
    expect(saved.some(({ progress }) => progress.batch > 0)).toBe(true);
  });

  it('marks the epochs that are the best so far', async () => {
    const events = await run();
    let lowest = Number.POSITIVE_INFINITY;
    for (const event of events) {
      if (event.kind !== 'epoch') continue;
      expect(event.best).toBe(event.test.top1Error < lowest);
      lowest = Math.min(lowest, event.test.top1Error);
    }
  });

  it('ends at a loss that is no number, and says where it began', async () => {
    const session = regression(2);
    const events = await run({
      session: {
        ...session,
        train: async (steps) =>
          (await session.train(steps)).map((result, index) =>
            steps[index]?.step === 8 ? { ...result, loss: Number.NaN } : result,
          ),
        state: async () => new Map([['fc.weight', { shape: [2], data: Float32Array.of(1, Number.NaN) }]]),
      },
    });
    expect(losses(events)).toHaveLength(7);
    expect(events.at(-1)).toEqual({
      kind: 'failed',
      failure: { epoch: 2, step: 8, rate: 0.3, lastLoss: losses(events).at(-1), parameter: 'fc.weight' },
    });
    expect(events.filter(({ kind }) => kind === 'checkpoint')).toHaveLength(1);
  });
});
