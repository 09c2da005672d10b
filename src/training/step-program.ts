/** What an engine executes: the training step and the forward pass as tensor programs, with the names of what goes in and out. */
import type { Program } from '../onnx/program.ts';

/**
 * A tensor that a step takes and gives back: a parameter, a buffer (running statistics, fixed codes) or what the
 * optimizer remembers.
 */
export interface StateTensor {
  /** Input of the program, and name in a checkpoint: the layer's path, a dot, the weight's name. */
  readonly name: string;
  /** Output of the program that holds the new value; absent for what no step changes (fixed codes). */
  readonly output?: string;
  /** As PyTorch stores it: [O, I/groups, kh, kw] for a convolution. */
  readonly shape: readonly number[];
  readonly role: 'parameter' | 'buffer' | 'optimizer';
  /** For optimizer state: the name of the parameter it belongs to. */
  readonly of?: string;
}

/** An input of zeros and ones (uint8), drawn afresh for each step: 1 keeps the value. The program divides by 1 - rate. */
export interface MaskInput {
  readonly name: string;
  /** Batch first. */
  readonly shape: readonly number[];
  /** Probability of 0. */
  readonly rate: number;
}

/**
 * Inputs: `images` float32 [N, C, H, W], `labels` int64 [N], `rate` float32 [] (learning rate of this step), `step` float32 []
 * (from 1; for Adam's bias correction), the masks, the state.
 * Outputs: `loss` [] (mean over the batch, heads included with their weights, decay not included), `correct1` and
 * `correct5` [] (number of images whose class is first, among the first five), the new state.
 */
export interface StepProgram {
  readonly program: Program;
  readonly state: readonly StateTensor[];
  readonly masks: readonly MaskInput[];
  readonly batch: number;
  readonly classes: number;
}

/** Inputs: `images` and the parameters and buffers. Output: `logits` [N, classes], before any softmax. */
export interface ForwardProgram {
  readonly program: Program;
  readonly state: readonly StateTensor[];
  readonly batch: number;
  readonly classes: number;
}
