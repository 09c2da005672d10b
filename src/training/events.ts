/** What a training tells while it runs: plain data for a progress line, a log file or a page. */
import type { TrainingState } from './engine.ts';

/** Errors are in per cent, losses means over images. */
export interface Score {
  readonly loss: number;
  readonly top1Error: number;
  readonly top5Error: number;
}

/** How far a training has come: what a checkpoint needs beside the tensors to go on exactly. */
export interface Progress {
  /** Epochs that are complete. */
  readonly epoch: number;
  /** Batches done of the next epoch. */
  readonly batch: number;
  /** Steps done in all. */
  readonly step: number;
  /** Sums over the batches done of the next epoch. */
  readonly sums: Sums;
  /** Lowest top-1 error on the test images so far. */
  readonly best?: { readonly epoch: number; readonly top1Error: number };
}

export interface Sums {
  readonly images: number;
  readonly loss: number;
  readonly correct1: number;
  readonly correct5: number;
}

export type TrainingEvent =
  | {
      readonly kind: 'step';
      /** From 1. */
      readonly epoch: number;
      readonly epochs: number;
      /** From 1, within the epoch. */
      readonly batch: number;
      readonly batches: number;
      /** From 1, over the whole training. */
      readonly step: number;
      readonly rate: number;
      /** Of this batch. */
      readonly loss: number;
      /** Of the epoch so far. */
      readonly mean: Score;
      readonly imagesPerSecond: number;
      /** Until the end of the training, evaluations not included. */
      readonly remainingSeconds: number;
    }
  | {
      readonly kind: 'epoch';
      readonly epoch: number;
      readonly epochs: number;
      readonly step: number;
      /** Over the epoch, while the parameters changed; augmented images. */
      readonly train: Score;
      /** After the epoch. */
      readonly test: Score;
      /** Whether the test error is the lowest so far. */
      readonly best: boolean;
      readonly seconds: number;
    }
  /** To be saved now. */
  | {
      readonly kind: 'checkpoint';
      readonly progress: Progress;
      readonly state: TrainingState;
      /** Whether it is the best so far, too. */
      readonly best: boolean;
    }
  | { readonly kind: 'stopped'; readonly progress: Progress }
  | { readonly kind: 'done'; readonly progress: Progress; readonly test: Score }
  | { readonly kind: 'failed'; readonly failure: Divergence };

/** The loss was not a number. The state before is in the last checkpoint; none is written after. */
export interface Divergence {
  readonly epoch: number;
  readonly step: number;
  readonly rate: number;
  /** Of the last step that had a finite loss. */
  readonly lastLoss?: number;
  /** The first parameter, in the order of the network, that holds a value that is no number. */
  readonly parameter?: string;
  /** Of all parameters, where all are numbers still. */
  readonly largest?: { readonly parameter: string; readonly value: number };
}
