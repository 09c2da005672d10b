/** Softmax cross-entropy over a batch, with its gradient in closed form, and how many images were classified right. */
import {
  add,
  type Builder,
  constant,
  emit,
  multiply,
  reshape,
  scalar,
  shapeOf,
  subtract,
  sum,
} from '../onnx/builder.ts';

/** A head's loss: the mean over the batch, and its gradient with respect to the logits [N, classes]. */
export interface Loss {
  readonly value: string;
  readonly gradient: string;
}

function indicator(b: Builder, condition: string): string {
  return emit(b, 'Cast', [condition], { attributes: { to: 1 } });
}

/** 0, 1, ... classes - 1 as float32 [1, classes]. Numbers of classes are exact in float32. */
function classNumbers(b: Builder, classes: number): string {
  return constant(
    b,
    Float32Array.from({ length: classes }, (_, index) => index),
    [1, classes],
  );
}

/** Labels int64 [N] as float32 [N, 1]: float comparisons are there on every device. */
export function labelColumn(b: Builder, labels: string): string {
  const [n = 0] = shapeOf(b, labels);
  return reshape(b, emit(b, 'Cast', [labels], { attributes: { to: 1 } }), [n, 1]);
}

/** [N, classes]: 1 at the label, 0 elsewhere. */
export function oneHot(b: Builder, column: string, classes: number): string {
  return indicator(b, emit(b, 'Equal', [column, classNumbers(b, classes)]));
}

/**
 * -sum of q log p, p the softmax, q the label's one-hot mixed with the uniform distribution: (1 - smoothing) one-hot +
 * smoothing / classes. Its gradient is (p - q) / N. Both are multiplied by `weight` in the gradient, not in the value.
 *
 * Source: Szegedy et al. 2016, "Rethinking the Inception architecture", section 7, for the smoothing.
 */
export function crossEntropy(b: Builder, logits: string, hot: string, smoothing: number, weight: number): Loss {
  const [n = 1, classes = 1] = shapeOf(b, logits);
  const largest = emit(b, 'ReduceMax', [logits], { attributes: { axes: [1], keepdims: 1 } });
  const shifted = subtract(b, logits, largest);
  const logSum = emit(b, 'Log', [sum(b, emit(b, 'Exp', [shifted]), [1], true)]);
  const logProbability = subtract(b, shifted, logSum);
  const target =
    smoothing === 0 ? hot : add(b, multiply(b, hot, scalar(b, 1 - smoothing)), scalar(b, smoothing / classes));
  const value = multiply(b, sum(b, multiply(b, target, logProbability), [0, 1]), scalar(b, -1 / n));
  const difference = subtract(b, emit(b, 'Exp', [logProbability]), target);
  return { value, gradient: multiply(b, difference, scalar(b, weight / n)) };
}

/**
 * The place of each label among the logits [N, 1], from 0: how many classes are ahead of it. Of equal logits the first
 * class is ahead; a logit that is no number is behind nothing, so that a diverged network is not called right.
 */
export function rankOfLabel(b: Builder, logits: string, hot: string, column: string): string {
  const classes = shapeOf(b, logits)[1] ?? 1;
  const own = sum(b, multiply(b, logits, hot), [1], true);
  const above = emit(b, 'Not', [emit(b, 'LessOrEqual', [logits, own])]);
  const level = emit(b, 'GreaterOrEqual', [logits, own]);
  const before = emit(b, 'Less', [classNumbers(b, classes), column]);
  return sum(b, indicator(b, emit(b, 'Or', [above, emit(b, 'And', [level, before])])), [1], true);
}

/** How many labels are among the first `places`. */
export function countCorrect(b: Builder, rank: string, places: number): string {
  return sum(b, indicator(b, emit(b, 'Less', [rank, scalar(b, places - 0.5)])), [0, 1]);
}
