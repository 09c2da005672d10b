/** Images with classes, and the batches made of them: what readers give and trainers take. */
import type { Batch } from '../engine.ts';

/** Part of a data set. Images have the size of the files; a `BatchSource` brings them to the network's. */
export interface Split {
  readonly count: number;
  /** Class of each image, from 0. */
  readonly labels: Int32Array;
  /** Channels x height x width, where all images have one size (IDX, CIFAR, arrays); absent for folders of files. */
  readonly shape?: readonly [channels: number, height: number, width: number];
  /** All pixels, [count, C, H, W], 0 to 255, where they are held in memory. */
  readonly pixels?: Uint8Array;
  /** Files of the images, where they are decoded when they are needed. */
  readonly files?: readonly string[];
}

export interface DataSet {
  /** As the user wrote it. */
  readonly name: string;
  /** By class. */
  readonly classes: readonly string[];
  readonly train: Split;
  readonly test: Split;
  /** Per channel, of the training pixels scaled to [0, 1]. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  /** Of the three channels of colour images, 3 x 3 row by row, on the same scale: for colour noise. */
  readonly covariance?: readonly number[];
  /** Where it was found, in words: a folder, a package. */
  readonly origin: string;
}

/** Batches of the training split. A batch depends on (seed, epoch, number) alone, so that a resumed run sees the same. */
export interface BatchSource {
  /** Complete batches only: what is left over is in another epoch's shuffle. */
  readonly batchesPerEpoch: number;
  /** From batch `from` of the epoch on, read and augmented ahead of the step that uses them. */
  epoch(epoch: number, from?: number): AsyncIterable<Batch>;
  close(): Promise<void>;
}

/** Images of a split in order, normalised, without augmentation. */
export interface EvaluationSource {
  readonly count: number;
  /** The last batch may be smaller. */
  batches(size: number): AsyncIterable<Batch>;
  close(): Promise<void>;
}
