/** Batches for training and for evaluation, made ahead of their use. */
import { availableParallelism } from 'node:os';
import type { Augmentation } from '../../compiler/recipe.ts';
import type { BatchSource, DataSet, EvaluationSource, Split } from '../data/data-set.ts';
import { fitOf } from '../data/fit.ts';
import type { Preparation } from '../data/prepare.ts';
import type { Batch } from '../engine.ts';
import { randomStream, shuffle } from '../random.ts';
import { ahead } from './ahead.ts';
import { type BatchJob, type BatchMaker, batchMaker, sourceOf } from './batch-maker.ts';
import { startWorkers } from './batch-workers.ts';

/** What is known of a data set without its images: a checkpoint has it. */
export type Normalisation = Pick<DataSet, 'name' | 'mean' | 'deviation' | 'covariance'>;

export interface EvaluationOptions {
  /** Shape of the network's input. */
  readonly input: readonly number[];
  /** As in training: `scale` has a say in the size of the images; the rest is not applied. */
  readonly augmentation?: readonly Augmentation[];
  /** Threads; 0 makes batches in the calling one. By default as many as the images need. */
  readonly workers?: number | undefined;
}

export interface BatchOptions extends EvaluationOptions {
  readonly batch: number;
  readonly augmentation: readonly Augmentation[];
  readonly seed: number;
}

/** Batches that wait for their use may take so many bytes together, and so many there are at most and at least. */
const waitingBytes = 64 * 2 ** 20;
const mostWaiting = 32;
const leastWaiting = 2;

/** Batches that are made ahead. */
function depthFor(bytes: number): number {
  return Math.max(leastWaiting, Math.min(mostWaiting, Math.floor(waitingBytes / bytes)));
}

/** Throws where the images do not fit the input (ask `describeFit` first); iterators throw where a file is damaged. */
export function openBatches(dataSet: DataSet, options: BatchOptions): BatchSource {
  const { train } = dataSet;
  const { batch, seed } = options;
  const { make, imageBytes, close } = open(dataSet, train, options, seed);
  const depth = depthFor(batch * imageBytes);
  const batchesPerEpoch = Math.floor(train.count / batch);
  return {
    batchesPerEpoch,
    epoch: (epoch, from = 0) => {
      const order = Int32Array.from({ length: train.count }, (_, index) => index);
      shuffle(order, randomStream(seed, epoch));
      return ahead(from, batchesPerEpoch, depth, (number) =>
        batchOf(make, train, order.slice(number * batch, (number + 1) * batch), epoch),
      );
    },
    close,
  };
}

/** Throws as `openBatches` does. Resizing follows from the data set's training part, the images are the split's. */
export function openEvaluation(
  normalisation: Normalisation,
  split: Split,
  { input, augmentation = [], workers }: EvaluationOptions,
): EvaluationSource {
  const { make, imageBytes, close } = open(normalisation, split, { input, augmentation, workers }, 0);
  return {
    count: split.count,
    batches: (size) =>
      ahead(0, Math.ceil(split.count / size), depthFor(size * imageBytes), (number) => {
        const from = number * size;
        const length = Math.min(size, split.count - from);
        return batchOf(
          make,
          split,
          Int32Array.from({ length }, (_, index) => from + index),
          undefined,
        );
      }),
    close,
  };
}

interface Opened {
  readonly make: BatchMaker;
  /** Of one image as the network takes it. */
  readonly imageBytes: number;
  close(): Promise<void>;
}

function open(
  normalisation: Normalisation,
  split: Split,
  { input, augmentation = [], workers }: EvaluationOptions,
  seed: number,
): Opened {
  const { fit, problem } = fitOf({ ...normalisation, train: split }, input);
  const source = sourceOf(split);
  const [channels = 0, height = 0, width = 0] = input;
  if (problem !== undefined) throw new Error(problem);
  if (source === undefined) throw new Error(`${normalisation.name} has neither pixels nor files`);
  const { mean, deviation, covariance } = normalisation;
  const statistics = { mean, deviation, ...(covariance === undefined ? {} : { covariance }) };
  const preparation: Preparation = { input: [channels, height, width], fit, augmentation, statistics };
  const job: BatchJob = { source, preparation, seed };
  const imageBytes = 4 * channels * height * width;
  const threads = workers ?? threadsFor(job);
  if (threads > 0) return { ...startWorkers(job, threads), imageBytes };
  const make = batchMaker(job);
  // In the loop's next round, so that the caller, who waits for the first of several, goes on first.
  const later: BatchMaker = (order) => new Promise((resolve) => setImmediate(() => resolve(make(order))));
  return { make: later, imageBytes, close: async () => undefined };
}

/**
 * Pixels in memory that are only moved, flipped and normalised cost less than a tenth of a microsecond each byte:
 * the calling thread has that done while the engine is at work in its own.
 */
function threadsFor({ source, preparation }: BatchJob): number {
  const free = Math.max(1, availableParallelism() - 1);
  if (source.kind === 'files') return Math.min(4, free);
  const resized = preparation.fit.size === 'cover' || preparation.augmentation.some((step) => step.kind === 'scale');
  return resized ? Math.min(2, free) : 0;
}

async function batchOf(make: BatchMaker, split: Split, indices: Int32Array, epoch: number | undefined): Promise<Batch> {
  const images = await make({ indices, epoch });
  if (images.problem !== undefined) throw new Error(images.problem);
  return { images: images.value, labels: indices.map((index) => split.labels[index] ?? 0) };
}
