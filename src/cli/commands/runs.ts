/** `netwright runs`: its options. */
import { stdout } from 'node:process';
import type { Command } from 'commander';
import { examples, type Finish, type Global } from '../options.ts';
import { styleOf } from '../output.ts';

interface Given extends Global {
  readonly svg?: string;
  readonly html?: string;
  readonly json?: true;
}

export function addRuns(program: Command, finish: Finish): void {
  program
    .command('runs')
    .description('list trainings beside each other: errors, state, which settings differ; draw their curves')
    .argument('[DIR...]', 'runs, and folders of runs (default: runs)')
    .option('--svg <FILE>', 'draw the curves of the top-1 error')
    .option('--html <FILE>', 'write a page with the table, the settings that differ, and the curves')
    .option('--json', 'print JSON, with all epochs')
    .addHelpText(
      'after',
      `${examples(['runs', 'runs --html runs.html', 'runs runs/LeNet5-1 runs/LeNet5-2 --svg curves.svg'])}\n\n` +
        'Exit code: 0 listed, 2 wrong usage, or a folder that cannot be read or a file that cannot be written.',
    )
    .action(async (folders: string[], _options: unknown, own: Command) => {
      const { svg, html, json, color }: Given = own.optsWithGlobals();
      const { listRuns } = await import('../runs.ts');
      const some = folders.length === 0 ? ['runs'] : folders;
      finish(await listRuns({ folders: some, svg, html, json: json === true, style: styleOf(stdout, color) }));
    });
}
