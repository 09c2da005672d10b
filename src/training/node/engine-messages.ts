/** What the thread that trains and the one that waits for it tell each other. */
import type { StepInput, StepResult, TrainingJob, TrainingState } from '../engine.ts';
import type { OnnxEngineOptions } from '../engines/onnx.ts';
import type { SharedGradients } from './all-gather.ts';

export interface OpenRequest {
  readonly kind: 'open';
  readonly job: TrainingJob;
  readonly options: OnnxEngineOptions;
  /** Makes this thread one of the replicas that share gradients. */
  readonly replica?: { readonly rank: number; readonly gradients: SharedGradients };
}

export type EngineRequest =
  | OpenRequest
  | { readonly kind: 'train'; readonly steps: readonly StepInput[] }
  | { readonly kind: 'predict'; readonly images: Float32Array; readonly count: number }
  | { readonly kind: 'state' }
  | { readonly kind: 'close' };

/** By the kind of the request. */
export interface EngineAnswers {
  readonly open: { readonly description: string; readonly preferredSteps: number };
  readonly train: readonly StepResult[];
  readonly predict: Float32Array;
  readonly state: TrainingState;
  readonly close: undefined;
}

export interface Numbered<T> {
  readonly number: number;
  readonly content: T;
}

/** An answer, or in words why there is none. */
export type EngineReply = Numbered<{ readonly answer: unknown } | { readonly problem: string }>;
