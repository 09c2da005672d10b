/** How images were shown to a network when its error was taken. */
import type { Protocol } from '../../zoo/zoo.ts';

/** From the fewest views of an image to the most; `test set` for data sets that are shown whole. */
export const protocols = [
  'single crop',
  'test set',
  'dense, one scale',
  '10 crops',
  '12 crops',
  'dense, several scales',
  'multi-crop',
  'multi-crop and dense',
  '144 crops',
  'not stated',
] as const satisfies readonly Protocol[];
