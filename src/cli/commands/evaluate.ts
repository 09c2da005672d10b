/** `netwright evaluate`: its options. */
import { stdout } from 'node:process';
import { type Command, Option } from 'commander';
import { examples, type Finish, type Global } from '../options.ts';
import { styleOf } from '../output.ts';
import { addEngineOptions, type EngineFlags, wholeNumber } from './training-options.ts';

interface Given extends Global, EngineFlags {
  readonly data?: string;
  readonly crops: 'single' | 'ten' | 'dense';
  readonly limit?: number;
  readonly results?: string;
  readonly json?: true;
}

const notes = `
A run stands for its best checkpoint. Several runs or checkpoints are an ensemble: their probabilities are averaged.

--crops single shows each image once, as training tests it. ten averages the four corners, the middle and their mirror
images (Krizhevsky et al. 2012); dense applies the network to the whole image and its mirror image, for networks that
take images of any size (Simonyan and Zisserman 2015). Both need images that are larger than the network's input.

Exit code: 0 evaluated, 2 wrong usage or a file that cannot be read or written.`;

export function addEvaluate(program: Command, finish: Finish): void {
  const command = program
    .command('evaluate')
    .description('the test error of trained networks: top-1, top-5, by class, and what is taken for what')
    .argument('<RUN|CHECKPOINT...>', 'folders of runs, or .safetensors files')
    .option('--data <name>', 'other data than the run was trained on, of the same classes')
    .addOption(
      new Option('--crops <how>', 'how images are shown').choices(['single', 'ten', 'dense']).default('single'),
    )
    .option('--limit <n>', 'take so many of the test images', wholeNumber)
    .option('--results <FILE>', 'add the errors to this file, for `netwright compare --results`')
    .option('--json', 'print JSON, with the whole confusion matrix');
  addEngineOptions(command)
    .addHelpText(
      'after',
      `${notes}\n${examples([
        'evaluate runs/LeNet5-1',
        'evaluate runs/LeNet5-1 runs/LeNet5-2 runs/LeNet5-3',
        'evaluate runs/photos-1/last.safetensors --crops ten --results results.json',
      ])}`,
    )
    .action(async (names: string[], _options: unknown, own: Command) => {
      const given: Given = own.optsWithGlobals();
      const { evaluateTrained } = await import('../evaluate.ts');
      const { data, crops, limit, results, engine, device, threads } = given;
      const style = styleOf(stdout, given.color);
      const settings = { data, crops, limit, results, engine, device, threads, json: given.json === true, style };
      finish(await evaluateTrained({ names, ...settings }));
    });
}
