/** A few threads that make batches, one batch at a time each. */

import { Worker } from 'node:worker_threads';
import { reasonOf } from '../../machine/files.ts';
import type { BatchJob, BatchMaker, BatchOrder } from './batch-maker.ts';
import type { Outcome } from './outcome.ts';
import { workerFile } from './worker-file.ts';

export interface BatchWorkers {
  readonly make: BatchMaker;
  close(): Promise<void>;
}

interface Waiting {
  readonly order: BatchOrder;
  readonly settle: (made: Outcome<Float32Array>) => void;
}

export function startWorkers(job: BatchJob, count: number): BatchWorkers {
  const { source } = job;
  const workerData: BatchJob =
    source.kind === 'memory' ? { ...job, source: { ...source, pixels: shared(source.pixels) } } : job;
  const queue: Waiting[] = [];
  const busy = new Map<Worker, Waiting>();
  const idle: Worker[] = [];
  let broken: string | undefined;
  let closed = false;

  const dispatch = (): void => {
    while (queue.length > 0 && idle.length > 0) {
      const worker = idle.pop();
      const next = queue.shift();
      if (worker === undefined || next === undefined) return;
      busy.set(worker, next);
      // Only a thread with work keeps the program from ending.
      worker.ref();
      worker.postMessage(next.order);
    }
  };
  const finish = (worker: Worker, made: Outcome<Float32Array>): void => {
    const waiting = busy.get(worker);
    busy.delete(worker);
    if (!closed) worker.unref();
    waiting?.settle(made);
  };
  const fail = (reason: string): void => {
    broken ??= reason;
    for (const worker of [...busy.keys()]) finish(worker, { problem: reason });
    for (const waiting of queue.splice(0)) waiting.settle({ problem: reason });
  };
  const workers = Array.from({ length: count }, () => {
    const worker = new Worker(workerFile('data-worker'), { workerData });
    worker.unref();
    worker.on('message', (made: Outcome<Float32Array>) => {
      finish(worker, made);
      idle.push(worker);
      dispatch();
    });
    worker.on('error', (error) => fail(`a thread that reads data ended: ${reasonOf(error)}`));
    return worker;
  });
  idle.push(...workers);

  return {
    make: (order) =>
      new Promise((settle) => {
        if (broken !== undefined) settle({ problem: broken });
        else {
          queue.push({ order, settle });
          dispatch();
        }
      }),
    close: async () => {
      fail('the data set was closed');
      // Else the program could end in the middle of the wait.
      closed = true;
      for (const worker of workers) worker.ref();
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

/** All threads see the same memory. */
function shared(pixels: Uint8Array): Uint8Array {
  if (pixels.buffer instanceof SharedArrayBuffer) return pixels;
  const copy = new Uint8Array(new SharedArrayBuffer(pixels.length));
  copy.set(pixels);
  return copy;
}
