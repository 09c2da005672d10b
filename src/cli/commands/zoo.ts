/** `netwright zoo`: its options and help. */
import { stdout } from 'node:process';
import type { Command } from 'commander';
import { examples, type Finish, type Global } from '../options.ts';
import { complain, exit, styleOf } from '../output.ts';

interface ZooOptions extends Global {
  readonly json?: true;
}

interface CopyOptions {
  readonly force?: true;
}

export function addZoo(program: Command, finish: Finish): void {
  const zoo = program
    .command('zoo')
    .description('the known networks, LeNet-5 to SENet: their figures, what was published about them, their sources')
    .addHelpText(
      'after',
      `${examples(['zoo', 'zoo show resnet-50', 'zoo copy mobilenet-0.5-160 mine.arch'])}\n\n` +
        'Parameters and multiply-accumulates are computed from the sources; errors are quoted, with their protocol.\n' +
        'Exit code: 0 done, 2 wrong usage, an unknown name or a file that cannot be written.',
    );
  zoo
    .command('list', { isDefault: true })
    .description('list all networks with year, size, arithmetic and published error; what zoo alone does')
    .option('--json', 'print JSON')
    .allowExcessArguments()
    .addHelpText('after', examples(['zoo', 'zoo list --json']))
    .action(async (_options: unknown, command: Command) => {
      const { json, color }: ZooOptions = command.optsWithGlobals();
      const [name] = command.args;
      if (name !== undefined) {
        complain(`zoo has no command '${name}'; write netwright zoo show ${name}, or netwright zoo copy ${name}`);
        finish(exit.usage);
        return;
      }
      const { listZoo } = await import('../zoo.ts');
      finish(await listZoo({ json: json === true, style: styleOf(stdout, color) }));
    });
  zoo
    .command('show')
    .description('print what was published about a network, its source and its report')
    .argument('<NAME>', 'as `netwright zoo` lists it; hyphens may be left out')
    .option('--json', 'print JSON')
    .addHelpText('after', examples(['zoo show vgg-16', 'zoo show resnet50 --json']))
    .action(async (name: string, _options: unknown, command: Command) => {
      const { json, color }: ZooOptions = command.optsWithGlobals();
      const { showNetwork } = await import('../zoo.ts');
      finish(await showNetwork(name, { json: json === true, style: styleOf(stdout, color) }));
    });
  zoo
    .command('copy')
    .description('write the source of a network into a file of yours, with its settings as defaults')
    .argument('<NAME>', 'as `netwright zoo` lists it; hyphens may be left out')
    .argument('[FILE]', 'what to write, or a folder to write it into; NAME.arch, without it')
    .option('--force', 'replace a file of that name')
    .addHelpText('after', examples(['zoo copy vgg-16', 'zoo copy resnet-34 nets/mine.arch']))
    .action(async (name: string, file: string | undefined, { force }: CopyOptions) => {
      const { copyNetwork } = await import('../zoo.ts');
      finish(await copyNetwork(name, file, { force: force === true }));
    });
}
