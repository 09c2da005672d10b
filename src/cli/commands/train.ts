/** `netwright train`: its options. */
import { stdout } from 'node:process';
import { type Command, Option } from 'commander';
import { examples, type Finish, type Global, setting } from '../options.ts';
import { complain, type ExitCode, exit, styleOf } from '../output.ts';
import {
  addEngineOptions,
  addRecipeOptions,
  type EngineFlags,
  recipeOf,
  secondsFrom0,
  wholeNumber,
} from './training-options.ts';

interface Given extends Global, EngineFlags {
  readonly out?: string;
  readonly resume?: string;
  readonly set?: ReadonlyMap<string, string>;
  readonly limit?: number;
  readonly saveEvery: number;
  readonly json?: true;
}

const notes = `
The recipe is the file's \`train\` block; flags go before it, and take what the block takes (\`netwright explain train\`).
The run's folder holds the sources, the recipe, the curves (metrics.jsonl, and an event file for TensorBoard) and the
checkpoints last.safetensors and best.safetensors, written after each epoch and within long ones.

Ctrl-C stops after the step that is being taken, and saves; a second one ends at once. Whatever ended a run, --resume
goes on from its last checkpoint, to the same figures as if nothing had happened.

Exit code: 0 trained, 1 errors in the source, data that do not fit the network, or a loss that is no number, 2 wrong
usage or a file that cannot be read or written, 130 stopped by Ctrl-C.`;

export function addTrain(program: Command, finish: Finish): void {
  const command = program
    .command('train')
    .description('train a network; keep recipe, curves and checkpoints in a folder')
    .argument('[FILE]', 'the source; not with --resume')
    .option('--out <DIR>', 'folder of the run (default: the next of runs/NETWORK-1, runs/NETWORK-2, ...)')
    .option('--resume <DIR>', 'go on with the run in this folder')
    .addOption(new Option('--set <NAME=VALUE>', 'set a parameter of the network; may be repeated').argParser(setting))
    .option('--limit <n>', 'for a quick try: take so many images for training, and for the test', wholeNumber)
    .option('--save-every <seconds>', 'save a checkpoint within an epoch after this long', secondsFrom0, 60)
    .option('--json', 'print events as JSON, one a line');
  addRecipeOptions(addEngineOptions(command))
    .addHelpText(
      'after',
      `${notes}\n${examples([
        'train examples/lenet5.arch',
        'train my.arch --data fashion-mnist --epochs 20 --out runs/first',
        'train my.arch --optimizer "adam(rate = 0.001)" --schedule "cosine(warmup = 1)"',
        'train my.arch --set classes=100 --data cifar-100 --limit 1000',
        'train --resume runs/first --epochs 40',
      ])}`,
    )
    .action(async (file: string | undefined, _options: unknown, command: Command) => {
      finish(await act(file, command.optsWithGlobals()));
    });
}

async function act(file: string | undefined, given: Given): Promise<ExitCode> {
  const wrong = contradiction(file, given);
  if (wrong !== undefined) {
    complain(wrong);
    return exit.usage;
  }
  const { trainNetwork } = await import('../train.ts');
  const { resume, out, set, limit, saveEvery, engine, device, threads } = given;
  return trainNetwork({
    file,
    resume,
    out,
    set: set ?? new Map(),
    recipe: recipeOf({ ...given }),
    limit,
    saveEvery,
    json: given.json === true,
    style: styleOf(stdout, given.color),
    engine,
    device,
    threads,
  });
}

function contradiction(file: string | undefined, { resume, out, limit }: Given): string | undefined {
  if (file === undefined && resume === undefined) return 'name the source to train, or a run with --resume DIR';
  if (resume === undefined) return undefined;
  if (file !== undefined) return `a run has its own sources: leave ${file} or --resume away`;
  if (out !== undefined) return 'a run that goes on stays in its folder: leave --out away';
  return limit === undefined ? undefined : 'a run goes on with the images it began with: leave --limit away';
}
