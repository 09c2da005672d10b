/** What fits: a state to a network, a number of images to batches. */
import { sameShape } from '../../onnx/program.ts';
import type { TrainingState } from '../engine.ts';
import type { StateTensor } from '../step-program.ts';

/**
 * Says in words how a state does not fit a network; undefined where it does. What an optimizer remembers may be
 * missing altogether: it begins with zeros.
 */
export function misfit(state: TrainingState, wanted: readonly StateTensor[]): string | undefined {
  const lacking = wanted.filter(({ name, role }) => role !== 'optimizer' && !state.has(name));
  const [lacks] = lacking;
  if (lacks !== undefined) {
    const more = lacking.length > 1 ? ` and ${lacking.length - 1} more` : '';
    return `the state does not belong to this network: it lacks ${lacks.name}${more}, of the ${wanted.length} tensors that are wanted`;
  }
  for (const { name, shape } of wanted) {
    const found = state.get(name);
    if (found !== undefined && !sameShape(found.shape, shape)) {
      return `the state does not belong to this network: ${name} is ${found.shape.join('x')} in it, and ${shape.join('x')} is wanted`;
    }
  }
  return undefined;
}

/** The whole batch where there are as many images, else the next power of two: few programs, little computed in vain. */
export function batchFor(number: number, most: number): number {
  return Math.min(most, 2 ** Math.ceil(Math.log2(number)));
}
