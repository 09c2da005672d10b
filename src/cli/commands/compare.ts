/** `netwright compare`: its options. */
import { stdout } from 'node:process';
import { type Command, Option } from 'commander';
import { protocols } from '../../analysis/compare/protocols.ts';
import { type SortKey, sortKeys } from '../../analysis/compare/sort.ts';
import { type PlotKind, plotKinds } from '../../plots/plot.ts';
import type { Protocol } from '../../zoo/zoo.ts';
import { examples, type Finish, type Global } from '../options.ts';
import { complain, type ExitCode, exit, styleOf } from '../output.ts';

interface Given extends Global {
  readonly protocol: Protocol | 'any';
  readonly dataSet: string;
  readonly baseline?: string;
  readonly sort?: SortKey;
  readonly results?: string;
  readonly json?: true;
  readonly csv?: true;
  readonly html?: string;
  readonly svg?: string;
  readonly png?: string;
  readonly plot?: PlotKind;
  readonly diff?: true;
}

const notes = `
A network is a file, a folder of files, or a name from the zoo (\`netwright zoo\`); \`zoo\` is all of the zoo that takes
ImageNet's images. Parameters are set after a colon: my.arch:width=0.5,layers=18.

Errors are published ones, for networks of the zoo and for files that are the same text with the same settings, and
your own from --results, a JSON array:
  [{ "network": "my.arch", "top1Error": 27.3, "top5Error": 8.9, "dataSet": "imagenet", "protocol": "single crop" }]
network is what you typed, the file or the title; errors are in per cent, one of the two may be missing; dataSet is any
name; protocol is one of those above; "source", a text, may be added. Only errors of one data set and one protocol are
ranked and drawn together, unless you say --protocol any.

Exit code: 0 compared (--diff: also where they differ), 1 errors in a source, 2 wrong usage or a file that cannot be
read or written.`;

export function addCompare(program: Command, finish: Finish): void {
  program
    .command('compare')
    .description('compare networks: size, arithmetic, memory, accuracy, as a table, page and plots; or layer by layer')
    .argument('<NETWORK...>', 'files, folders, names from the zoo; with settings: my.arch:width=0.5')
    .option('--baseline <NETWORK>', 'the one that ratios refer to (default: the first)')
    .addOption(new Option('--sort <key>', 'order of the rows (default: as given)').choices(sortKeys))
    .addOption(
      new Option('--protocol <name>', 'of the errors that are ranked and drawn')
        .choices([...protocols, 'any'])
        .default('single crop'),
    )
    .option('--data-set <name>', 'of the errors that are ranked and drawn', 'imagenet')
    .option('--results <FILE>', 'your own measured errors, as JSON (see below)')
    .option('--json', 'print JSON')
    .option('--csv', 'print CSV (RFC 4180)')
    .option('--html <FILE>', 'write a page with the table and all plots')
    .option('--svg <FILE>', 'write a plot as SVG')
    .option('--png <FILE>', 'write a plot as PNG')
    .addOption(new Option('--plot <kind>', 'of --svg and --png (default: accuracy)').choices(plotKinds))
    .option('--diff', 'of exactly two networks: what differs, layer by layer')
    .addHelpText(
      'after',
      `${notes}\n${examples([
        'compare resnet-50 vgg-16 mobilenet-1.0-224',
        'compare zoo --sort density',
        'compare my.arch my.arch:width=0.5 resnet-18 --results results.json --svg plot.svg',
        'compare zoo --html zoo.html --png accuracy.png',
        'compare zoo --plot layers --svg layers.svg',
        'compare --diff resnet-50 se-resnet-50',
      ])}`,
    )
    .action(async (networks: string[], _options: unknown, command: Command) => {
      finish(await act(networks, command.optsWithGlobals()));
    });
}

async function act(networks: readonly string[], given: Given): Promise<ExitCode> {
  const style = styleOf(stdout, given.color);
  const wrong = contradiction(networks, given);
  if (wrong !== undefined) {
    complain(wrong);
    return exit.usage;
  }
  if (given.diff) {
    const { compareLayers } = await import('../compare-diff.ts');
    return compareLayers(networks, { json: given.json === true, style });
  }
  const { compare } = await import('../compare.ts');
  const { baseline, sort, results, protocol, dataSet, html, svg, png, plot = 'accuracy' } = given;
  return compare(networks, {
    terms: { protocol, dataSet },
    baseline,
    sort,
    results,
    print: given.json ? 'json' : given.csv ? 'csv' : 'table',
    plot,
    files: { html, svg, png },
    style,
  });
}

/** What cannot be had together, in words. */
function contradiction(networks: readonly string[], given: Given): string | undefined {
  if (given.json && given.csv) return '--json and --csv both print; choose one';
  if (given.plot !== undefined && given.svg === undefined && given.png === undefined) {
    return `--plot ${given.plot} needs a file to draw to: --svg FILE or --png FILE`;
  }
  if (!given.diff) return undefined;
  if (networks.length !== 2) return `--diff takes exactly two networks, not ${networks.length}`;
  const others = (['baseline', 'sort', 'results', 'csv', 'html', 'svg', 'png'] as const).filter((name) => given[name]);
  return others.length === 0
    ? undefined
    : `--diff goes with --json alone, not with ${others.map((name) => `--${name}`).join(', ')}`;
}
