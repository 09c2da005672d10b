/** `netwright bench`: its options. */
import { stdout } from 'node:process';
import { type Command, Option } from 'commander';
import { examples, type Finish, type Global, setting } from '../options.ts';
import { styleOf } from '../output.ts';
import { addEngineOptions, type EngineFlags, recipeOf, secondsFrom0, wholeNumber } from './training-options.ts';

interface Given extends Global, EngineFlags {
  readonly set?: ReadonlyMap<string, string>;
  readonly batch?: number;
  readonly seconds: number;
  readonly json?: true;
}

export function addBench(program: Command, finish: Finish): void {
  const command = program
    .command('bench')
    .description('how fast a network trains and predicts here, and how much memory that takes')
    .argument('<FILE>', 'the source')
    .addOption(new Option('--set <NAME=VALUE>', 'set a parameter of the network; may be repeated').argParser(setting))
    .option('--batch <n>', "images in a step (default: the recipe's)", wholeNumber)
    .option('--seconds <s>', 'measure training, and inference, for so long', secondsFrom0, 3)
    .option('--json', 'print JSON');
  addEngineOptions(command)
    .addHelpText(
      'after',
      `\nImages are made up: reading data is not in the times.\n${examples([
        'bench examples/lenet5.arch',
        'bench examples/resnet.arch --batch 8 --threads 1 --json',
      ])}\n\nExit code: 0 measured, 1 errors in the source, 2 wrong usage, or a network that cannot be run here.`,
    )
    .action(async (file: string, _options: unknown, own: Command) => {
      const { set, batch, seconds, json, color, engine, device, threads }: Given = own.optsWithGlobals();
      const { benchNetwork } = await import('../bench.ts');
      const recipe = recipeOf(batch === undefined ? {} : { batch: String(batch) });
      const settings = { set: set ?? new Map(), recipe, seconds, engine, device, threads };
      finish(await benchNetwork({ file, ...settings, json: json === true, style: styleOf(stdout, color) }));
    });
}
