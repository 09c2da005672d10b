/** The page's end of the wire to the worker: texts go out, states come back, questions have promised answers. */
import type { AnswerTo, FromWorker, Question, QuestionKind, ToWorker } from '../protocol.ts';

export interface WorkerClient {
  send(message: ToWorker): void;
  /** Of the text as it is now: texts that were sent before are seen by it. Rejects on a fault of the program only. */
  ask<K extends QuestionKind>(path: string, question: Extract<Question, { kind: K }>): Promise<AnswerTo<K>>;
}

/** What a worker does, also without a browser: tests hand in the core itself. */
export interface Wire {
  post(message: ToWorker): void;
  /** Called once. */
  receive(listener: (message: FromWorker) => void): void;
}

export function workerClient(wire: Wire, told: (message: FromWorker) => void): WorkerClient {
  const waiting = new Map<number, { resolve: (answer: never) => void; reject: (reason: Error) => void }>();
  let last = 0;
  wire.receive((message) => {
    if (message.kind !== 'answer' && (message.kind !== 'fault' || message.id === undefined)) return told(message);
    const asked = waiting.get(message.id ?? -1);
    waiting.delete(message.id ?? -1);
    if (message.kind === 'answer') asked?.resolve(message.answer as never);
    else asked?.reject(new Error(message.message));
  });
  return {
    send: (message) => wire.post(message),
    ask: (path, question) =>
      new Promise((resolve, reject) => {
        last += 1;
        waiting.set(last, { resolve, reject });
        wire.post({ kind: 'ask', id: last, path, question });
      }),
  };
}
