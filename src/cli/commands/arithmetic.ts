/** `netwright arithmetic`: its subcommands and options. */
import { stdout } from 'node:process';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { namedKernels } from '../../analysis/arithmetic/kernels.ts';
import type { Padding } from '../../operators/geometry.ts';
import type { Size } from '../../operators/operator.ts';
import type { ArithmeticOptions } from '../arithmetic.ts';
import { examples, type Finish, type Global } from '../options.ts';
import { styleOf } from '../output.ts';

/** The largest size, padding or number of channels. */
const largest = 1_000_000;
const range = `from 1 to ${largest.toLocaleString('en-GB')}`;

type Given = Global & Omit<ArithmeticOptions, 'style'>;

export function addArithmetic(program: Command, finish: Finish): void {
  const group = program
    .command('arithmetic')
    .description('work the arithmetic of a convolution or a pooling: sizes, costs, and numbers step by step')
    .addHelpText(
      'after',
      `${examples([
        'arithmetic conv --input 7x7 --kernel 3 --stride 2',
        'arithmetic conv --input 224x224 --kernel 7 --stride 2 --pad same --in 3 --out 64',
        'arithmetic maxpool --input 112x112 --kernel 3 --stride 2 --ceil',
        'arithmetic edge --html edge.html',
      ])}\n\n\`netwright arithmetic conv --help\` shows the options of one, with more examples.`,
    );
  addConvolution(group, finish);
  addPooling(group, finish, 'maxpool');
  addPooling(group, finish, 'avgpool');
  addEdge(group, finish);
}

function addConvolution(group: Command, finish: Finish): void {
  const command = group
    .command('conv')
    .description('a convolution: give sizes, or a matrix and a kernel')
    .addOption(sizeOption('--input <size>', 'height x width of the input'))
    .addOption(sizeOption('--kernel <size>', 'of the window'))
    .addOption(sizeOption('--stride <size>', 'rows and columns from one window to the next (default: 1)'))
    .addOption(padOption('valid, same and a number are compared; with --matrix, valid'))
    .addOption(sizeOption('--dilation <size>', "distance between the kernel's taps (default: 1)"))
    .addOption(countOption('--in <channels>', 'input channels; with --out, parameters and MACs are worked too'))
    .addOption(countOption('--out <channels>', 'output channels'))
    .addOption(countOption('--groups <n>', 'into how many independent parts the channels fall (default: 1)'))
    .option('--no-bias', 'no learned number is added to each output channel')
    .addOption(matrixOption())
    .option('--weights <rows>', 'the kernel, written as the matrix')
    .addOption(kernelNameOption('a kernel that has a name'));
  finished(command, finish, 'conv', [
    'arithmetic conv --input 7x7 --kernel 3 --stride 2',
    'arithmetic conv --input 32x32 --kernel 3x1 --pad 1,0 --in 16 --out 32',
    'arithmetic conv --input 9x9 --kernel 3 --dilation 2 --pad same',
    'arithmetic conv --matrix "1 2 3; 4 5 6; 7 8 9" --weights "1 0; 0 -1"',
    'arithmetic conv --matrix image.txt --kernel-name sobel-x --pad same --html steps.html',
  ]);
}

function addPooling(group: Command, finish: Finish, op: 'maxpool' | 'avgpool'): void {
  const command = group
    .command(op)
    .description(`${op === 'maxpool' ? 'the largest value' : 'the mean'} of each window: give sizes, or a matrix`)
    .addOption(sizeOption('--input <size>', 'height x width of the input'))
    .addOption(sizeOption('--kernel <size>', 'of the window').makeOptionMandatory())
    .addOption(sizeOption('--stride <size>', 'rows and columns from one window to the next (default: the kernel)'))
    .addOption(padOption('valid, same and a number are compared; with --matrix, valid'))
    .option('--ceil', 'round the size up, so that a last, partial window counts')
    .addOption(matrixOption());
  if (op === 'avgpool')
    command.option('--exclude-pad', 'leave the padding out of the mean (count_include_pad = false)');
  finished(command, finish, op, [
    `arithmetic ${op} --input 112x112 --kernel 3 --stride 2`,
    `arithmetic ${op} --input 7x7 --kernel 2 --ceil`,
    `arithmetic ${op} --matrix "1 3 2 4; 5 7 6 8; 9 2 1 0; 3 4 5 6" --kernel 2`,
  ]);
}

function addEdge(group: Command, finish: Finish): void {
  const command = group
    .command('edge')
    .description('the classic: a kernel that finds the edge in a 6x6 image, bright on the left and dark on the right')
    .addOption(kernelNameOption('another kernel on the same image').default('vertical-edge'))
    .addOption(padOption('valid'));
  finished(command, finish, 'edge', [
    'arithmetic edge',
    'arithmetic edge --kernel-name horizontal-edge',
    'arithmetic edge --kernel-name sobel-x --html edge.html',
  ]);
}

/** What all of them have, and the work. */
function finished(command: Command, finish: Finish, topic: ArithmeticOptions['topic'], lines: readonly string[]): void {
  command
    .option('--html <OUT>', 'write a page with a picture of every step')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `${examples(lines)}\n\nA size is 3 for 3x3, or 7x1 (height x width). ` +
        `Sizes, paddings and channels are at most ${largest.toLocaleString('en-GB')}.\n` +
        'Exit code: 0 worked, 2 wrong usage, sizes that do not fit, or a file that cannot be read or written.',
    )
    .action(async (_options: unknown, self: Command) => {
      const given: Given = self.optsWithGlobals();
      const { arithmetic } = await import('../arithmetic.ts');
      finish(await arithmetic({ ...given, topic, style: styleOf(stdout, given.color) }));
    });
}

function sizeOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser(parseSize);
}

function countOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser(parseCount);
}

function padOption(without: string): Option {
  const description = `valid, same, 1, V,H (vertical, horizontal) or T,B,L,R (default: ${without})`;
  return new Option('--pad <padding>', description).argParser(parsePadding);
}

function matrixOption(): Option {
  return new Option('--matrix <rows>', 'numbers to work on: "1 2 3; 4 5 6", a file with a row a line, or - for stdin');
}

function kernelNameOption(description: string): Option {
  return new Option('--kernel-name <name>', description).choices([...namedKernels.keys()]);
}

function parseCount(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= largest) return value;
  throw new InvalidArgumentError(`Write a whole number ${range}.`);
}

function parseSize(text: string): Size {
  const sides = text.split('x');
  if (sides.length === 3 && sides.every((side) => /^\d+$/.test(side))) {
    throw new InvalidArgumentError('Write height x width, as in 7x7; channels go to --in and --out.');
  }
  const [height, width = height] = sides.map((side) => (/^\d+$/.test(side) ? Number(side) : Number.NaN));
  const fits = (side: number | undefined): side is number => side !== undefined && side >= 1 && side <= largest;
  if (sides.length <= 2 && fits(height) && fits(width)) return [height, width];
  throw new InvalidArgumentError(`Write a size such as 3 or 7x1, each side ${range}.`);
}

function parsePadding(text: string): Padding {
  if (text === 'same' || text === 'valid') return text;
  const words = text.replace(/^\[(.*)\]$/, '$1').split(',');
  const sides = words.map((word) => (/^\s*\d+\s*$/.test(word) ? Number(word) : Number.NaN));
  const [a, b = a, c, d] = sides;
  const fits = sides.every((side) => side <= largest);
  if (fits && a !== undefined && b !== undefined) {
    if (sides.length <= 2) return [a, a, b, b];
    if (sides.length === 4 && c !== undefined && d !== undefined) return [a, b, c, d];
  }
  throw new InvalidArgumentError(
    'Write same, valid, a whole number such as 1, V,H as in 1,0 (vertical, horizontal), or T,B,L,R as in 0,1,0,1.',
  );
}
