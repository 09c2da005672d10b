/** What a file states about itself: checked when everything is counted. */
import { entry } from '../entry.ts';
import { nearestOrKnown, quoted } from './text.ts';

export const contractEntries = {
  'expectation-failed': entry<{
    /** As written: "parameters == 61_706". */
    readonly condition: string;
    /** The value of the left side: "61,700". */
    readonly found: string;
    /** The comparison and its right side: "== 61_706", "< 4.2G"; "true" for a condition that compares nothing. */
    readonly wanted: string;
  }>({
    severity: 'error',
    title: 'an expectation that does not hold',
    message: ({ condition, found, wanted }) => `${quoted(condition)} does not hold: found ${found}, wanted ${wanted}`,
    hint: () => 'either a layer is not as meant, or the expectation is out of date; the table shows each layer',
    explanation:
      'By `expect` a file states its own contract: its number of parameters, its multiply-accumulates, the shapes of its ' +
      'stages. A number with a suffix, such as 25.56M, is compared to its last digit; others are compared exactly.',
    example: `network Example {
  input [1, 28, 28]
  flatten -> dense(10)
  expect parameters == 7_840
}
`,
  }),

  'unknown-metric': entry<{
    readonly name: string;
    readonly nearest?: string | undefined;
    readonly known: readonly string[];
  }>({
    severity: 'error',
    title: 'an expectation about something that is not counted',
    message: ({ name }) => `there is no figure called ${quoted(name)} to expect anything of`,
    hint: ({ nearest, known }) => nearestOrKnown(nearest, known, 'there are', 'no figures are counted'),
    explanation:
      'Expectations speak of `parameters`, `trainable`, `buffers`, `macs`, `flops`, `depth`, `activation_bytes`, `training_bytes`, ' +
      '`receptive_field`, `training_parameters`, `training_macs` and `shape(LABEL)`, besides the names of the network.',
    example: `network Example {
  input [1, 28, 28]
  flatten -> dense(10)
  expect params == 7_850
}
`,
  }),
};
