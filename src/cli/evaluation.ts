/** What an evaluation finds. */
import type { Score } from '../training/events.ts';
import type { Protocol } from '../zoo/zoo.ts';

export interface Evaluation {
  readonly networks: readonly string[];
  readonly checkpoints: readonly { readonly file: string; readonly epoch: number }[];
  readonly data: string;
  readonly images: number;
  readonly protocol: Protocol;
  readonly score: Score;
  readonly classes: readonly string[];
  /** Rows are the true classes, columns the answers. */
  readonly confusion: readonly (readonly number[])[];
}
