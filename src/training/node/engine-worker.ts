/** The thread that trains: ONNX Runtime's `run` does not return before it is done. One request at a time, in order. */

import { parentPort } from 'node:worker_threads';
import { reasonOf } from '../../machine/files.ts';
import type { TrainingSession, TrainingState } from '../engine.ts';
import { onnxEngine } from '../engines/onnx.ts';
import { replicaOf } from './all-gather.ts';
import type { EngineAnswers, EngineReply, EngineRequest, Numbered, OpenRequest } from './engine-messages.ts';
import { loadRuntime } from './runtime.ts';

let session: TrainingSession | undefined;

async function answer(request: EngineRequest): Promise<EngineAnswers[EngineRequest['kind']]> {
  if (request.kind === 'open') return open(request);
  if (session === undefined) throw new Error('nothing is in training');
  if (request.kind === 'train') return session.train(request.steps);
  if (request.kind === 'predict') return session.predict(request.images, request.count);
  if (request.kind === 'state') return session.state();
  await session.close();
  return undefined;
}

async function open({ job, options, replica }: OpenRequest): Promise<EngineAnswers['open']> {
  const { value, problem } = await loadRuntime();
  if (problem !== undefined) throw new Error(problem);
  const own = replica === undefined ? {} : { replica: replicaOf(replica.gradients, replica.rank) };
  session = await onnxEngine(value.ort, { title: `ONNX Runtime ${value.version}`, ...options, ...own }).open(job);
  const { description, preferredSteps } = session;
  return { description, preferredSteps };
}

/** Memory that the answer holds, which goes over without a copy. */
function buffersOf(found: EngineAnswers[EngineRequest['kind']]): ArrayBuffer[] {
  if (found instanceof Float32Array) return [found.buffer as ArrayBuffer];
  if (!(found instanceof Map)) return [];
  return [...(found as TrainingState).values()].map(({ data }) => data.buffer as ArrayBuffer);
}

let earlier: Promise<void> = Promise.resolve();

async function handle({ number, content }: Numbered<EngineRequest>): Promise<void> {
  let reply: EngineReply;
  let moved: ArrayBuffer[] = [];
  try {
    const found = await answer(content);
    moved = buffersOf(found);
    reply = { number, content: { answer: found } };
  } catch (error) {
    reply = { number, content: { problem: reasonOf(error) } };
  }
  parentPort?.postMessage(reply, moved);
}

parentPort?.on('message', (request: Numbered<EngineRequest>) => {
  earlier = earlier.then(() => handle(request));
});
