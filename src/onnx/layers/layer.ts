/**
 * What the lowering of a layer gets and gives. Maps are [N, C, H, W], vectors [N, L], weights have the shapes of the
 * operator's record. The same lowering serves training, evaluation and export; it uses few ONNX operators, each
 * differentiable by one rule, and fuses nothing.
 */
import type { ArgumentValue, FeatureMap, Shape } from '../../operators/operator.ts';
import { isMap } from '../../operators/operator.ts';
import type { Builder } from '../builder.ts';

export type Mode = 'training' | 'evaluation';

/** Statistics of one batch, for the running ones: names of values of shape [C]. */
export interface BatchStatistics {
  readonly mean: string;
  /** Biased: divided by `count`. */
  readonly variance: string;
  /** Number of values behind each mean. */
  readonly count: number;
  /** Share of the new batch in the running statistics. */
  readonly momentum: number;
}

/** `A` is the record of the arguments as the operator's own rules receive them. */
export interface Layer<A = Readonly<Record<string, ArgumentValue>>> {
  /** Values that enter, one a branch. */
  readonly inputs: readonly string[];
  readonly args: A;
  /** Without the batch. */
  readonly inputShapes: readonly Shape[];
  readonly outputShape: Shape;
  readonly mode: Mode;
  readonly batch: number;
  /** In the block hierarchy. */
  readonly path: string;
  /** The value that holds a weight. */
  weight(name: string): string;
  /** A uint8 value of zeros and ones, of this shape (batch first), drawn afresh each step: 0 with probability `rate`. */
  mask(rate: number, shape: readonly number[]): string;
  /** Says where the statistics of this batch are. */
  observe(statistics: BatchStatistics): void;
}

/** Emits the nodes of a layer; gives the value that leaves it. */
export type LayerLowering = (b: Builder, layer: Layer) => string;

/** Declares a lowering with its own argument record, as `operator` does for records. */
export function lowering<A>(lower: (b: Builder, layer: Layer<A>) => string): LayerLowering {
  return lower as LayerLowering;
}

/** The value that enters an operator with one input. */
export function entering(layer: Pick<Layer, 'inputs'>): string {
  return present(layer.inputs[0]);
}

export function enteringShape(layer: Pick<Layer, 'inputShapes'>): Shape {
  return present(layer.inputShapes[0]);
}

export function enteringMap(layer: Pick<Layer, 'inputShapes'>): FeatureMap {
  const shape = enteringShape(layer);
  if (!isMap(shape)) throw new Error('a lowering for feature maps was called on a vector');
  return shape;
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a layer was lowered without an input');
  return value;
}
