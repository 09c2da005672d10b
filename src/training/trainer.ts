/** The training loop, the same for every engine and every data set. */

import type { Recipe } from '../compiler/recipe.ts';
import type { BatchSource, EvaluationSource } from './data/data-set.ts';
import type { StepInput, TrainingSession } from './engine.ts';
import type { Divergence, Progress, Score, Sums, TrainingEvent } from './events.ts';
import { addSums, noSums, scoreLogits, scoreOf } from './metrics.ts';
import { rateAt } from './schedule.ts';

export interface Training {
  readonly session: TrainingSession;
  readonly recipe: Recipe;
  readonly batches: BatchSource;
  readonly evaluation: EvaluationSource;
  readonly classes: number;
  /** Names of the parameters, in the order of the network: a report of divergence looks at the first ones first. */
  readonly parameters: readonly string[];
  /** Where to go on; from the beginning without it. */
  readonly from?: Progress;
  /** Asked between steps: true ends the training there, with a checkpoint. */
  readonly stop: () => boolean;
  /** Milliseconds, from any beginning. */
  readonly now: () => number;
  /** A checkpoint is made after each epoch, and within an epoch when this much time has passed. */
  readonly checkpointSeconds: number;
}

export const beginning: Progress = { epoch: 0, batch: 0, step: 0, sums: noSums };

/** Trains until the recipe's last epoch, `stop`, or a loss that is no number. */
export async function* train(training: Training): AsyncGenerator<TrainingEvent> {
  const { recipe } = training;
  let progress = training.from ?? beginning;
  let test: Score | undefined;
  while (progress.epoch < recipe.epochs) {
    const began = training.now();
    const end = yield* trainEpoch(training, progress);
    if (end === undefined) return;
    const epoch = progress.epoch + 1;
    test = await evaluate(training);
    const best = progress.best === undefined || test.top1Error < progress.best.top1Error;
    progress = {
      epoch,
      batch: 0,
      step: end.step,
      sums: noSums,
      ...(best ? { best: { epoch, top1Error: test.top1Error } } : progress.best && { best: progress.best }),
    };
    const seconds = (training.now() - began) / 1000;
    const of = { epoch, epochs: recipe.epochs, step: end.step };
    yield { kind: 'epoch', ...of, train: scoreOf(end.sums), test, best, seconds };
    yield { kind: 'checkpoint', progress, state: await training.session.state(), best };
  }
  yield { kind: 'done', progress, test: test ?? (await evaluate(training)) };
}

/** Scores the test images under the present parameters. */
export async function evaluate({
  session,
  evaluation,
  classes,
  recipe,
}: Pick<Training, 'session' | 'evaluation' | 'classes' | 'recipe'>): Promise<Score> {
  let sums = noSums;
  for await (const { images, labels } of evaluation.batches(recipe.batch)) {
    sums = addSums(sums, scoreLogits(await session.predict(images, labels.length), labels, classes));
  }
  return scoreOf(sums);
}

/** The rest of an epoch; gives the progress at its end, or nothing where training ended within it. */
async function* trainEpoch(training: Training, start: Progress): AsyncGenerator<TrainingEvent, Progress | undefined> {
  const { session, recipe, batches } = training;
  const perEpoch = batches.batchesPerEpoch;
  let progress = start;
  let saved = training.now();
  let lastLoss: number | undefined;
  const clock = { began: training.now(), steps: 0 };
  let waiting: StepInput[] = [];
  const source = batches.epoch(start.epoch, start.batch)[Symbol.asyncIterator]();
  try {
    for (let number = start.batch; number < perEpoch; number += 1) {
      if (training.stop()) {
        yield { kind: 'checkpoint', progress, state: await session.state(), best: false };
        yield { kind: 'stopped', progress };
        return undefined;
      }
      const next = await source.next();
      if (next.done === true) throw new Error(`the data ended at batch ${number} of ${perEpoch}`);
      const step = start.step + (number - start.batch) + 1;
      waiting.push({ batch: next.value, step, rate: rateAt(recipe, step, perEpoch) });
      if (waiting.length < session.preferredSteps && number + 1 < perEpoch) continue;
      const results = await session.train(waiting);
      clock.steps += results.length;
      for (const [index, { loss, correct1, correct5 }] of results.entries()) {
        const taken = waiting[index];
        if (taken === undefined) continue;
        if (!Number.isFinite(loss)) {
          yield { kind: 'failed', failure: await diagnose(training, start.epoch + 1, taken, lastLoss) };
          return undefined;
        }
        lastLoss = loss;
        const images = taken.batch.labels.length;
        progress = advanced(progress, { images, loss: loss * images, correct1, correct5 });
        yield stepEvent(training, progress, taken, loss, (training.now() - clock.began) / clock.steps);
      }
      waiting = [];
      if (training.now() - saved > 1000 * training.checkpointSeconds && progress.batch < perEpoch) {
        saved = training.now();
        yield { kind: 'checkpoint', progress, state: await session.state(), best: false };
      }
    }
  } finally {
    await source.return?.();
  }
  return progress;
}

function advanced(progress: Progress, sums: Sums): Progress {
  return {
    ...progress,
    batch: progress.batch + 1,
    step: progress.step + 1,
    sums: addSums(progress.sums, sums),
  };
}

function stepEvent(
  { recipe, batches }: Training,
  progress: Progress,
  { rate, batch }: StepInput,
  loss: number,
  msPerStep: number,
): TrainingEvent {
  const perEpoch = batches.batchesPerEpoch;
  return {
    kind: 'step',
    epoch: progress.epoch + 1,
    epochs: recipe.epochs,
    batch: progress.batch,
    batches: perEpoch,
    step: progress.step,
    rate,
    loss,
    mean: scoreOf(progress.sums),
    imagesPerSecond: (1000 * batch.labels.length) / msPerStep,
    remainingSeconds: ((recipe.epochs * perEpoch - progress.step) * msPerStep) / 1000,
  };
}

/** Where numbers went wrong, as far as the state after the step tells. */
async function diagnose(
  { session, parameters }: Training,
  epoch: number,
  { step, rate }: StepInput,
  lastLoss: number | undefined,
): Promise<Divergence> {
  const state = await session.state();
  const known = { epoch, step, rate, ...(lastLoss !== undefined && { lastLoss }) };
  let largest: Divergence['largest'];
  for (const parameter of parameters) {
    const data = state.get(parameter)?.data ?? new Float32Array();
    for (const value of data) {
      if (!Number.isFinite(value)) return { ...known, parameter };
      if (largest === undefined || Math.abs(value) > largest.value) largest = { parameter, value: Math.abs(value) };
    }
  }
  return { ...known, ...(largest && { largest }) };
}
