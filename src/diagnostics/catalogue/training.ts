/** The recipe: what a `train` block says, and settings of it from outside. */
import { entry } from '../entry.ts';
import { nearestOrKnown, quoted } from './text.ts';

export const trainingEntries = {
  'unknown-setting': entry<{
    /** `train`, or the record: `sgd`. */
    readonly owner: string;
    readonly setting: string;
    readonly known: readonly string[];
    readonly nearest?: string | undefined;
  }>({
    severity: 'error',
    title: 'a setting that training does not have',
    message: ({ owner, setting }) => `${quoted(owner)} has no setting ${quoted(setting)}`,
    hint: ({ owner, nearest, known }) =>
      nearestOrKnown(nearest, known, `${quoted(owner)} takes`, `${quoted(owner)} takes no settings`),
    explanation:
      'A `train` block is the recipe by which a network is trained: data, epochs, batch, optimizer, schedule, ' +
      'augmentation and a few more. `netwright explain train` lists its settings with their defaults.',
    example: `network Example {
  input [1, 28, 28]
  flatten -> dense(10)
  train { epoch = 3 }
}
`,
  }),

  'bad-setting': entry<{
    readonly setting: string;
    /** "a whole number from 1". */
    readonly wanted: string;
    /** "the number 0". */
    readonly found: string;
  }>({
    severity: 'error',
    title: 'a setting of training with a value that it does not take',
    message: ({ setting, wanted, found }) => `${quoted(setting)} is ${wanted}; found ${found}`,
    explanation:
      'Each setting of a `train` block has a type and a range. Optimizers, schedules and augmentations are written ' +
      'like calls: `optimizer = sgd(rate = 0.1, momentum = 0.9)`, `augmentation = [crop(padding = 4), flip]`.',
    example: `network Example {
  input [1, 28, 28]
  flatten -> dense(10)
  train { epochs = 0 }
}
`,
  }),

  'missing-setting': entry<{ readonly owner: string; readonly setting: string; readonly wanted: string }>({
    severity: 'error',
    title: 'a setting of training that must be given',
    message: ({ owner, setting, wanted }) => `${quoted(owner)} needs ${quoted(setting)}, ${wanted}`,
    explanation:
      'Most settings have defaults; those that have none, such as the epochs of a step schedule, are written out.',
    example: `network Example {
  input [1, 28, 28]
  flatten -> dense(10)
  train { schedule = step(factor = 0.1) }
}
`,
  }),

  'repeated-setting': entry<{ readonly setting: string }>({
    severity: 'error',
    title: 'a setting of training that is given twice',
    message: ({ setting }) => `${quoted(setting)} is set before already`,
    hint: () => 'keep one of the two',
    explanation: 'A setting has one value. There may be several `train` blocks; each setting stands in one of them.',
    example: `network Example {
  input [1, 28, 28]
  flatten -> dense(10)
  train { seed = 1, seed = 2 }
}
`,
  }),
};
