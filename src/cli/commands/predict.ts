/** `netwright predict`: its options. */
import { stdout } from 'node:process';
import type { Command } from 'commander';
import { examples, type Finish, type Global } from '../options.ts';
import { styleOf } from '../output.ts';
import { addEngineOptions, type EngineFlags, wholeNumber } from './training-options.ts';

interface Given extends Global, EngineFlags {
  readonly top: number;
  readonly json?: true;
}

const notes = `
Images are decoded from JPEG, PNG, WebP, GIF, TIFF and AVIF, brought to the size of the training's images, made grey
where those were, and normalised as they were. A network sees what it was trained on: light digits on a dark ground for
MNIST.

Exit code: 0 done, 2 wrong usage or a file that cannot be read.`;

export function addPredict(program: Command, finish: Finish): void {
  const command = program
    .command('predict')
    .description('the classes of images, with their probabilities')
    .argument('<RUN|CHECKPOINT>', 'folder of a run, whose best checkpoint is taken, or a .safetensors file')
    .argument('<IMAGE...>', 'image files')
    .option('--top <n>', 'so many classes of each', wholeNumber, 5)
    .option('--json', 'print JSON');
  addEngineOptions(command)
    .addHelpText(
      'after',
      `${notes}\n${examples(['predict runs/LeNet5-1 digit.png', 'predict best.safetensors *.jpg --top 1 --json'])}`,
    )
    .action(async (name: string, images: string[], _options: unknown, own: Command) => {
      const given: Given = own.optsWithGlobals();
      const { predictImages } = await import('../predict.ts');
      const { top, engine, device, threads } = given;
      const style = styleOf(stdout, given.color);
      finish(await predictImages({ name, images, top, engine, device, threads, json: given.json === true, style }));
    });
}
