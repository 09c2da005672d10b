/** ONNX Runtime in a thread of its own, so that the program's own thread goes on: progress, Ctrl-C, reading data. */

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { reasonOf } from '../../machine/files.ts';
import type { Engine, StepInput, StepResult, TrainingJob, TrainingSession, TrainingState } from '../engine.ts';
import type { OnnxEngineOptions } from '../engines/onnx.ts';
import { giveUp, goOn, shareGradients } from './all-gather.ts';
import type { EngineAnswers, EngineReply, EngineRequest, Numbered, OpenRequest } from './engine-messages.ts';
import { replicasFor } from './replicas.ts';
import { workerFile } from './worker-file.ts';

/**
 * Sessions reject with plain messages, also when the thread dies. Batches stay the caller's: their pixels are copied
 * once, unless they lie in shared memory, which they must not leave before the step is done.
 */
export function threadedOnnxEngine(options: ThreadedOptions): Engine {
  return { name: 'onnx', open: (job) => open(job, options) };
}

export interface ThreadedOptions extends Omit<OnnxEngineOptions, 'replica'> {
  /** Threads that take a part of each batch; as many as it pays to have without it. */
  readonly replicas?: number;
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  ask<K extends EngineRequest['kind']>(
    request: Extract<EngineRequest, { kind: K }>,
    moved?: ArrayBuffer[],
  ): Promise<EngineAnswers[K]>;
  end(): Promise<void>;
}

function startThread(): Thread {
  const worker = new Worker(workerFile('engine-worker'));
  worker.unref();
  const waiting = new Map<number, Waiting>();
  let count = 0;
  let ended: string | undefined;
  const settle = (number: number): Waiting | undefined => {
    const one = waiting.get(number);
    waiting.delete(number);
    // Only a thread with work keeps the program from ending.
    if (waiting.size === 0) worker.unref();
    return one;
  };
  const fail = (reason: string): void => {
    ended ??= reason;
    for (const number of [...waiting.keys()]) settle(number)?.reject(new Error(reason));
  };
  worker.on('message', ({ number, content }: EngineReply) => {
    const one = settle(number);
    if ('problem' in content) one?.reject(new Error(content.problem));
    else one?.resolve(content.answer);
  });
  worker.on('error', (error) => fail(`the thread that trains ended: ${reasonOf(error)}`));
  worker.on('exit', (code) => fail(`the thread that trains ended (code ${code})`));
  return {
    ask: <K extends EngineRequest['kind']>(request: Extract<EngineRequest, { kind: K }>, moved: ArrayBuffer[] = []) =>
      new Promise<EngineAnswers[K]>((resolve, reject) => {
        if (ended !== undefined) return reject(new Error(ended));
        count += 1;
        waiting.set(count, { resolve: resolve as (answer: unknown) => void, reject });
        worker.ref();
        const message: Numbered<EngineRequest> = { number: count, content: request };
        worker.postMessage(message, moved);
      }),
    end: async () => {
      ended ??= 'the training session was closed';
      await worker.terminate();
    },
  };
}

async function open(job: TrainingJob, { replicas, ...options }: ThreadedOptions): Promise<TrainingSession> {
  const { device, threads = availableParallelism() } = options;
  const number = replicas ?? replicasFor(job, { device, threads });
  if (number > 1) return openReplicas(job, { ...options, threads }, number);
  const thread = startThread();
  return opened(thread, await openOn(thread, { kind: 'open', job, options }), {
    train: (steps) => thread.ask({ kind: 'train', steps: steps.map(shared) }),
    close: () => closeAll([thread]),
  });
}

async function openOn(thread: Thread, request: OpenRequest): Promise<EngineAnswers['open']> {
  try {
    return await thread.ask(request);
  } catch (error) {
    await thread.end();
    throw error;
  }
}

/** A session whose state one thread has. */
function opened(
  thread: Thread,
  { description, preferredSteps }: EngineAnswers['open'],
  own: Pick<TrainingSession, 'train' | 'close'>,
): TrainingSession {
  return {
    description,
    preferredSteps,
    predict: (images, count) => {
      const sent = ownCopy(images);
      return thread.ask({ kind: 'predict', images: sent, count }, buffersOf(sent));
    },
    state: () => thread.ask({ kind: 'state' }),
    ...own,
  };
}

/** One that is dead already keeps no other alive. */
async function closeAll(threads: readonly Thread[]): Promise<void> {
  const closed = threads.map((thread) => thread.ask({ kind: 'close' }).finally(() => thread.end()));
  for (const outcome of await Promise.allSettled(closed)) if (outcome.status === 'rejected') throw outcome.reason;
}

/** The first replica answers what is asked; the others are started by the first step. */
async function openReplicas(job: TrainingJob, options: OnnxEngineOptions, replicas: number): Promise<TrainingSession> {
  const gradients = shareGradients(replicas, sizeOf(job.state));
  const requestOf = (rank: number): OpenRequest => ({ kind: 'open', job, options, replica: { rank, gradients } });
  const first = startThread();
  const answer = await openOn(first, requestOf(0));
  let threads = [first];
  const openOthers = async (): Promise<void> => {
    const others = Array.from({ length: replicas - threads.length }, startThread);
    const answers = await Promise.allSettled(others.map((thread, index) => thread.ask(requestOf(index + 1))));
    const failed = answers.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') {
      await Promise.all(others.map((thread) => thread.end()));
      throw failed.reason;
    }
    threads = [...threads, ...others];
  };
  return opened(first, answer, {
    train: async (steps) => {
      if (threads.length < replicas) await openOthers();
      const sent = steps.map(shared);
      let problem: unknown;
      const asked = threads.map(async (thread) => {
        try {
          return await thread.ask({ kind: 'train', steps: sent });
        } catch (error) {
          problem ??= error;
          giveUp(gradients);
          return [];
        }
      });
      const found = await Promise.all(asked);
      goOn(gradients);
      if (problem !== undefined) throw problem;
      return steps.map((_, index) => together(found.flatMap((results) => results[index] ?? [])));
    },
    close: () => closeAll(threads),
  });
}

function sizeOf(state: TrainingState): number {
  return [...state.values()].reduce((sum, { data }) => sum + data.length, 0);
}

/** Of equal parts of a batch. */
function together(parts: readonly StepResult[]): StepResult {
  const sumOf = (key: keyof StepResult): number => parts.reduce((sum, part) => sum + part[key], 0);
  return { loss: sumOf('loss') / parts.length, correct1: sumOf('correct1'), correct5: sumOf('correct5') };
}

/** Its images where any thread can read them. */
function shared({ batch, rate, step }: StepInput): StepInput {
  if (batch.images.buffer instanceof SharedArrayBuffer) return { batch, rate, step };
  const images = new Float32Array(new SharedArrayBuffer(batch.images.byteLength));
  images.set(batch.images);
  return { batch: { images, labels: batch.labels }, rate, step };
}

/** Images that can be moved to the thread; the caller's own would be gone for it. */
function ownCopy(images: Float32Array): Float32Array {
  return images.buffer instanceof SharedArrayBuffer ? images : images.slice();
}

function buffersOf(images: Float32Array): ArrayBuffer[] {
  return images.buffer instanceof ArrayBuffer ? [images.buffer] : [];
}
