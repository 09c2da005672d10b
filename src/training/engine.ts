/** What every engine offers. Runs are asynchronous, because engines work in threads, on devices or in other processes. */

import type { Recipe } from '../compiler/recipe.ts';
import type { Graph } from '../graph/graph.ts';

/** A plain float32 tensor, row by row, in PyTorch's order of axes. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Parameters, buffers and optimizer state by name (`StateTensor.name`), in no engine's own layout. */
export type TrainingState = ReadonlyMap<string, StoredTensor>;

export interface Batch {
  /** [N, C, H, W]: augmented, normalised. */
  readonly images: Float32Array;
  /** [N]: classes from 0. */
  readonly labels: Int32Array;
}

export interface StepInput {
  readonly batch: Batch;
  /** Learning rate of this step. */
  readonly rate: number;
  /** Number of this step, from 1 over the whole training. */
  readonly step: number;
}

export interface StepResult {
  /** Mean over the batch, heads included with their weights. */
  readonly loss: number;
  /** Images whose class came first. */
  readonly correct1: number;
  /** Images whose class was among the first five. */
  readonly correct5: number;
}

export interface TrainingJob {
  readonly graph: Graph;
  readonly recipe: Recipe;
  /** The state to begin with: freshly initialised, or a checkpoint's. */
  readonly state: TrainingState;
}

/** One network in training on one engine. */
export interface TrainingSession {
  /** What runs it, in words: "ONNX Runtime 1.30, CPU, 2 threads, blocked layout of 16". */
  readonly description: string;
  /** Steps in a row, as many as are given; an engine may take several in one go. */
  train(steps: readonly StepInput[]): Promise<readonly StepResult[]>;
  /** Steps that it takes best in one go. */
  readonly preferredSteps: number;
  /** Logits [count, classes] under the present parameters and running statistics; any number of images. */
  predict(images: Float32Array, count: number): Promise<Float32Array>;
  state(): Promise<TrainingState>;
  close(): Promise<void>;
}

export interface Engine {
  readonly name: 'onnx' | 'tensorflow' | 'pytorch';
  open(job: TrainingJob): Promise<TrainingSession>;
}
