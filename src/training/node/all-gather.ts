/** Gradients from thread to thread, in shared memory: all give theirs and wait for the others'. */
import type { Replica } from '../engines/onnx-replica.ts';

/** What the threads of one training share. */
export interface SharedGradients {
  readonly replicas: number;
  /** A number for each replica, of the round for which it has given its gradients; then 1 once all are to give up. */
  readonly rounds: Int32Array;
  /** For each replica two vectors, which take turns: a fast thread writes one while a slow one still reads the other. */
  readonly gradients: Float32Array;
}

/** For gradients of at most `size` numbers. */
export function shareGradients(replicas: number, size: number): SharedGradients {
  const rounds = new Int32Array(new SharedArrayBuffer(4 * (replicas + 1)));
  const gradients = new Float32Array(new SharedArrayBuffer(8 * replicas * size));
  return { replicas, rounds, gradients };
}

/** Ends the waiting of all threads: one of them cannot go on. */
export function giveUp({ replicas, rounds }: SharedGradients): void {
  Atomics.store(rounds, replicas, 1);
  for (let rank = 0; rank < replicas; rank += 1) Atomics.notify(rounds, rank);
}

/** After all have ended their waiting. */
export function goOn({ replicas, rounds }: SharedGradients): void {
  Atomics.store(rounds, replicas, 0);
}

/** So often a thread looks before it lets the system wake it: some hundred microseconds. */
const looks = 20_000;

export function replicaOf({ replicas, rounds, gradients }: SharedGradients, rank: number): Replica {
  const slot = gradients.length / (2 * replicas);
  let round = 0;
  const vectorOf = (owner: number, size: number): Float32Array => {
    const from = (2 * owner + (round % 2)) * slot;
    return gradients.subarray(from, from + size);
  };
  const wait = (other: number): void => {
    for (let look = 1; ; look += 1) {
      const seen = Atomics.load(rounds, other);
      if (seen > round) return;
      if (Atomics.load(rounds, replicas) === 1) {
        Atomics.store(rounds, rank, round);
        throw new Error('another thread of the training could not go on');
      }
      // Not for ever: giving up may have been told just before.
      if (look > looks) Atomics.wait(rounds, other, seen, 1000);
    }
  };
  return {
    rank,
    replicas,
    own: (size) => vectorOf(rank, size),
    gather: (target) => {
      Atomics.store(rounds, rank, round + 1);
      Atomics.notify(rounds, rank);
      for (let other = 0; other < replicas; other += 1) wait(other);
      meanOf(
        Array.from({ length: replicas }, (_, other) => vectorOf(other, target.length)),
        target,
      );
      round += 1;
    },
  };
}

/** Added up in the order given, so that all replicas find the same. */
function meanOf(vectors: readonly Float32Array[], target: Float32Array): void {
  const [first = target, ...others] = vectors;
  const share = 1 / vectors.length;
  target.set(first);
  for (const vector of others)
    for (let i = 0; i < target.length; i += 1) target[i] = (target[i] ?? 0) + (vector[i] ?? 0);
  for (let i = 0; i < target.length; i += 1) target[i] = share * (target[i] ?? 0);
}
