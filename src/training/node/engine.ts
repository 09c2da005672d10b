/** ONNX Runtime in a thread of its own, so that the program's own thread goes on: progress, Ctrl-C, reading data. */

import { Worker } from 'node:worker_threads';
import { reasonOf } from '../../machine/files.ts';
import type { Engine, StepInput, TrainingJob, TrainingSession } from '../engine.ts';
import type { OnnxEngineOptions } from '../engines/onnx.ts';
import type { EngineAnswers, EngineReply, EngineRequest, Numbered } from './engine-messages.ts';
import { workerFile } from './worker-file.ts';

/**
 * Sessions reject with plain messages, also when the thread dies. Batches stay the caller's: their pixels are copied
 * once, unless they lie in shared memory, which they must not leave before the step is done.
 */
export function threadedOnnxEngine(options: OnnxEngineOptions): Engine {
  return { name: 'onnx', open: (job) => open(job, options) };
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

async function open(job: TrainingJob, options: OnnxEngineOptions): Promise<TrainingSession> {
  const thread = startThread();
  try {
    const { description, preferredSteps } = await thread.ask({ kind: 'open', job, options });
    return {
      description,
      preferredSteps,
      train: (steps) => {
        const sent = steps.map(copied);
        return thread.ask({ kind: 'train', steps: sent }, sent.flatMap(movable));
      },
      predict: (images, count) => {
        const sent = ownCopy(images);
        return thread.ask({ kind: 'predict', images: sent, count }, buffersOf(sent));
      },
      state: () => thread.ask({ kind: 'state' }),
      close: async () => {
        await thread.ask({ kind: 'close' });
        await thread.end();
      },
    };
  } catch (error) {
    await thread.end();
    throw error;
  }
}

/** Images that can be moved to the thread; the caller's own would be gone for it. */
function ownCopy(images: Float32Array): Float32Array {
  return images.buffer instanceof SharedArrayBuffer ? images : images.slice();
}

function copied({ batch, rate, step }: StepInput): StepInput {
  return { batch: { images: ownCopy(batch.images), labels: batch.labels }, rate, step };
}

function buffersOf(images: Float32Array): ArrayBuffer[] {
  return images.buffer instanceof ArrayBuffer ? [images.buffer] : [];
}

function movable({ batch }: StepInput): ArrayBuffer[] {
  return buffersOf(batch.images);
}
