/** Scores of a classifier from its logits. */
import type { Score, Sums } from './events.ts';

export const noSums: Sums = { images: 0, loss: 0, correct1: 0, correct5: 0 };

/**
 * Sums over images: the cross-entropy of the softmax, and whether the class has the largest logit, or one of the
 * five largest. `logits` is [labels.length, classes]. Among equal logits a class is ranked after those before it.
 */
export function scoreLogits(logits: Float32Array, labels: Int32Array, classes: number): Sums {
  let [loss, correct1, correct5] = [0, 0, 0];
  for (const [image, label] of labels.entries()) {
    const row = logits.subarray(image * classes, (image + 1) * classes);
    const rank = rankOf(row, label);
    if (rank === 0) correct1 += 1;
    if (rank < 5) correct5 += 1;
    loss += crossEntropy(row, label);
  }
  return { images: labels.length, loss, correct1, correct5 };
}

export function addSums(a: Sums, b: Sums): Sums {
  return {
    images: a.images + b.images,
    loss: a.loss + b.loss,
    correct1: a.correct1 + b.correct1,
    correct5: a.correct5 + b.correct5,
  };
}

export function scoreOf({ images, loss, correct1, correct5 }: Sums): Score {
  const error = (correct: number): number => (100 * (images - correct)) / images;
  return { loss: loss / images, top1Error: error(correct1), top5Error: error(correct5) };
}

/** -log softmax(row)[label], with the largest logit taken out so that nothing overflows. */
function crossEntropy(row: Float32Array, label: number): number {
  const largest = row.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const total = row.reduce((sum, value) => sum + Math.exp(value - largest), 0);
  return Math.log(total) + largest - (row[label] ?? Number.NaN);
}

/** Number of classes before the label's in the order of the logits. */
function rankOf(row: Float32Array, label: number): number {
  const own = row[label] ?? Number.NaN;
  let rank = 0;
  for (const [index, value] of row.entries()) if (value > own || (value === own && index < label)) rank += 1;
  return Number.isNaN(own) ? row.length : rank;
}

/** The classes with the largest logits, best first, with their probabilities. */
export function topClasses(row: Float32Array, wanted: number): readonly { index: number; probability: number }[] {
  const largest = row.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const weights = Array.from(row, (value) => Math.exp(value - largest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights
    .map((weight, index) => ({ index, probability: weight / total }))
    .sort((a, b) => b.probability - a.probability || a.index - b.index)
    .slice(0, wanted);
}

/** Rows are the true classes, columns the predicted ones: counts of images, [classes * classes]. */
export function confusion(logits: Float32Array, labels: Int32Array, classes: number): Int32Array {
  const counts = new Int32Array(classes * classes);
  for (const [image, label] of labels.entries()) {
    const [first] = topClasses(logits.subarray(image * classes, (image + 1) * classes), 1);
    const place = label * classes + (first?.index ?? 0);
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts;
}
