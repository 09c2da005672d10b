/**
 * The form of an operator's record. One operator, one record: parameters, documentation, shape rule and
 * cost rule. Palette, completion, hover, reference pages and exporters are derived from these records.
 */
import type { Problem } from '../diagnostics/catalogue.ts';

/** Channels x height x width, for one image. */
export type FeatureMap = readonly [channels: number, height: number, width: number];
/** The form after `flatten` and `dense`. */
export type Vector = readonly [length: number];
export type Shape = FeatureMap | Vector;

/** Height first, as everywhere: 7x1 is [7, 1]. */
export type Size = readonly [height: number, width: number];

/** Rows and columns added on each side. */
export type Sides = readonly [top: number, bottom: number, left: number, right: number];

/** An argument after its type was checked and its short forms were expanded. */
export type ArgumentValue = number | boolean | string | readonly number[] | readonly (readonly number[])[];

export type ArgumentType =
  /** A whole number within the limits, which are inclusive. */
  | { readonly kind: 'int'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'number'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'bool' }
  /** `3` or `7x1` or `[7, 1]`; the operator receives a `Size`. */
  | { readonly kind: 'size'; readonly min: number }
  /**
   * `same`, `valid`, `1`, `[vertical, horizontal]` or `[top, bottom, left, right]`; the operator receives
   * 'same', 'valid' or `Sides`.
   */
  | { readonly kind: 'padding' }
  /** One of some words: `mode = nearest`. */
  | { readonly kind: 'word'; readonly words: readonly string[] }
  /** A list of lists of whole numbers, as LeNet-5's table of connections. */
  | { readonly kind: 'table' };

export interface OperatorParameter {
  readonly name: string;
  readonly type: ArgumentType;
  readonly doc: string;
  /** In the form the operator receives. Without it and without `defaultIs`, the argument must be given. */
  readonly default?: ArgumentValue;
  /** For a default that depends on other arguments, in words: "the kernel". The operator then receives nothing. */
  readonly defaultIs?: string;
}

/** Values learned in training, or stored with the model. */
export interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
  /** `parameter`: learned. `buffer`: stored, not learned (running statistics, fixed codes): not in parameter counts. */
  readonly role: 'parameter' | 'buffer';
}

/**
 * The window an operator slides over its input, per axis, for the receptive field:
 * r_out = r_in + (kernel - 1) * jump_in, jump_out = jump_in * stride. `kernel` is the dilated extent.
 */
export interface Window {
  readonly kernel: Size;
  readonly stride: Size;
}

/** The shape that leaves; where the inputs do not fit, a best guess (or none) and the problems. */
export interface ShapeResult {
  readonly shape: Shape | undefined;
  readonly problems: readonly Problem[];
}

export type Category =
  | 'convolution'
  | 'dense'
  | 'pooling'
  | 'normalisation'
  | 'activation'
  | 'regularisation'
  | 'merge'
  | 'arrangement'
  | 'output';

/** `A` is the record of the arguments as the operator receives them. */
export interface Operator<A = Readonly<Record<string, ArgumentValue>>> {
  readonly name: string;
  readonly category: Category;
  /** One sentence. */
  readonly summary: string;
  /** The shape rule and the cost rule in a reader's notation, a few lines. */
  readonly formula: string;
  /** Paper (authors, year, where in it). */
  readonly source: string;
  /** A line or two in the language. */
  readonly example: string;
  readonly parameters: readonly OperatorParameter[];
  /** `one`: works on the current feature map. `many`: merges the branches in its braces. */
  readonly inputs: 'one' | 'many';
  /** Errors: problems with the codes of the catalogue, never exceptions. */
  shape(inputs: readonly Shape[], args: A): ShapeResult;
  /** Shapes as PyTorch stores them. Called only where `shape` found no problem. None by default. */
  weights?(inputs: readonly Shape[], args: A): readonly Weight[];
  /** Multiply-accumulates of one image: convolutions and dense layers have them, nothing else. */
  macs?(inputs: readonly Shape[], args: A, output: Shape): number;
  /** Floating-point operations of one image beyond the two of each multiply-accumulate. Zero by default. */
  flops?(inputs: readonly Shape[], args: A, output: Shape): number;
  /** Pointwise (1x1, stride 1) by default. `global`: sees its whole input map. */
  window?(inputs: readonly Shape[], args: A): Window | 'global';
  /** The shape formula with the numbers filled in, a line each: "height: floor((224 + 2*3 - 7) / 2) + 1 = 112". */
  worked?(inputs: readonly Shape[], args: A): readonly string[];
  /** True for layers that count in the depth of a network: convolutions and dense layers. */
  readonly weighted?: boolean;
}

/**
 * Declares an operator with its own argument record. The registry holds all operators under one type; the
 * compiler has checked the arguments against `parameters` before it calls any rule, which is what makes
 * the widening sound.
 */
export function operator<A>(record: Operator<A>): Operator {
  return record as unknown as Operator;
}

export function isMap(shape: Shape): shape is FeatureMap {
  return shape.length === 3;
}

/** Number of values in a shape. */
export function volume(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}

/** "64x56x56", or "4096". */
export function formatShape(shape: readonly number[]): string {
  return shape.join('x');
}
