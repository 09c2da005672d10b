/** The learning rate as a function of the step. */
import type { Recipe, Schedule } from '../compiler/recipe.ts';

/**
 * `step` counts from 1 over the whole training. Over the epochs of warm-up the rate rises in equal parts from its
 * first part to its value (Goyal et al. 2017, section 2.2); cosine (Loshchilov and Hutter 2017, equation 5) and
 * polynomial begin where the warm-up ends.
 */
export function rateAt(
  { optimizer, schedule, epochs }: Pick<Recipe, 'optimizer' | 'schedule' | 'epochs'>,
  step: number,
  stepsPerEpoch: number,
): number {
  const epoch = (step - 1) / stepsPerEpoch;
  const warm = schedule.warmup === 0 ? 1 : Math.min(1, step / (schedule.warmup * stepsPerEpoch));
  return optimizer.rate * warm * factorAt(schedule, epoch, epochs);
}

function factorAt(schedule: Schedule, epoch: number, epochs: number): number {
  const length = epochs - schedule.warmup;
  const progress = length <= 0 ? 0 : Math.min(1, Math.max(0, (epoch - schedule.warmup) / length));
  switch (schedule.kind) {
    case 'constant':
      return 1;
    case 'step':
      return schedule.factor ** schedule.epochs.filter((drop) => drop <= epoch).length;
    case 'cosine':
      return schedule.floor + ((1 - schedule.floor) * (1 + Math.cos(Math.PI * progress))) / 2;
    case 'polynomial':
      return (1 - progress) ** schedule.power;
  }
}
