/** Dropout masks: each depends on the seed, the step and the mask's number alone. */
import { count } from '../../onnx/program.ts';
import { randomStream } from '../random.ts';
import type { MaskInput } from '../step-program.ts';

/**
 * Fills `target` with 1 where a value is kept and 0 where it is dropped. A mask for part of a batch is that part of the
 * batch's mask: `skipped` images come before it.
 */
export function drawMask(
  { rate, shape }: MaskInput,
  key: readonly [seed: number, step: number, mask: number],
  target: Uint8Array,
  skipped = 0,
): void {
  const random = randomStream(...key);
  const length = count(shape);
  for (let index = skipped * count(shape.slice(1)); index > 0; index -= 1) random();
  for (let index = 0; index < length; index += 1) target[index] = random() < rate ? 0 : 1;
}
