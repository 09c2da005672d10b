/** The thread that makes batches: it gets orders and sends pixels. */
import { parentPort, workerData } from 'node:worker_threads';
import { type BatchJob, type BatchOrder, batchMaker } from './batch-maker.ts';

const make = batchMaker(workerData as BatchJob);

parentPort?.on('message', async (order: BatchOrder) => {
  const made = await make(order);
  parentPort?.postMessage(made, made.value === undefined ? [] : [made.value.buffer as ArrayBuffer]);
});
