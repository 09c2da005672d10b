/** The definition of `netwright factorise`. */
import { stdout } from 'node:process';
import { type Command, InvalidArgumentError } from 'commander';
import { examples, type Finish, type Global, setting } from '../options.ts';
import { styleOf } from '../output.ts';

type Size = readonly [height: number, width: number];

interface Options extends Global {
  readonly kernel?: Size;
  readonly in?: number;
  readonly out?: number;
  readonly map?: Size;
  readonly stride?: Size;
  readonly between?: string;
  readonly reduction?: number;
  readonly cardinality?: number;
  readonly set?: ReadonlyMap<string, string>;
  readonly apply?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

export function addFactorise(program: Command, finish: Finish): void {
  program
    .command('factorise')
    .description('list what could stand for a convolution: smaller windows, bottlenecks, groups, depthwise layers')
    .argument('[FILE]', 'a source, - for standard input; without it, the convolution is given by its sizes')
    .argument('[LAYER]', "the layer's path, as in the report of `compile --json`: conv1, conv2_x/[1]/conv")
    .option('--kernel <K>', 'the window: 7, or 7x1', size)
    .option('--in <C>', 'input channels', count)
    .option('--out <C>', 'output channels', count)
    .option('--map <HxW>', 'height and width of the map that enters: 56x56, or 56', size)
    .option('--stride <S>', 'stride: 2, or 2x1 (default: 1)', size)
    .option(
      '--between <STEPS>',
      "what stands between two factors: 'batchnorm -> relu', skip (default: what follows the layer, else relu)",
    )
    .option(
      '--reduction <R>',
      'by how much a bottleneck narrows (default: 4, and 2 with groups, as in the papers)',
      count,
    )
    .option(
      '--cardinality <G>',
      'the most groups; the largest number up to it that divides is taken (default: 32)',
      count,
    )
    .option('--set <NAME=VALUE>', 'set a parameter of the network; may be repeated', setting)
    .option('--apply <N|NAME>', 'rewrite the file with the equivalent of that number or name')
    .option('--dry-run', 'with --apply: show the change, write nothing')
    .option('--json', 'print the list as JSON')
    .addHelpText(
      'after',
      `${examples([
        'factorise --kernel 7 --in 64 --out 64 --map 56x56',
        "factorise --kernel 3 --in 128 --out 256 --map 28 --stride 2 --between 'batchnorm -> relu'",
        'factorise model.arch conv1',
        'factorise model.arch conv1 --apply stack --dry-run',
        'factorise model.arch conv1 --apply separable',
      ])}\n\nExit code: 0 listed or rewritten, 1 errors in the source, 2 wrong usage, or a change that cannot be made.`,
    )
    .action(async (file: string | undefined, layer: string | undefined, _options: unknown, command: Command) => {
      const { kernel, in: input, out, map, stride, json, dryRun, color, ...rest }: Options = command.optsWithGlobals();
      const { between, reduction, cardinality, set, apply } = rest;
      const { factoriseCommand } = await import('../factorise.ts');
      finish(
        await factoriseCommand({
          file,
          layer,
          sizes: { kernel, input, output: out, map, stride },
          between,
          reduction,
          cardinality: cardinality ?? 32,
          set: set ?? new Map(),
          apply,
          dryRun: dryRun === true,
          json: json === true,
          style: styleOf(stdout, color),
        }),
      );
    });
}

function count(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number) || number < 1) {
    throw new InvalidArgumentError('Write a whole number from 1.');
  }
  return number;
}

function size(text: string): Size {
  const parts = text.split('x');
  const [height, width = height] = parts.map((part) => (/^\d+$/.test(part) ? Number(part) : Number.NaN));
  if (parts.length > 2 || !height || !width || !Number.isSafeInteger(height * width)) {
    throw new InvalidArgumentError('Write a whole number from 1, or height and width as in 7x1.');
  }
  return [height, width];
}
