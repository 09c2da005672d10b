/** `netwright doctor`: its options. */
import { stdout } from 'node:process';
import type { Command } from 'commander';
import { examples, type Finish, type Global } from '../options.ts';
import { styleOf } from '../output.ts';

export function addDoctor(program: Command, finish: Finish): void {
  program
    .command('doctor')
    .description('what is there to train with (processor, devices, data sets), and what to do about what is not')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `${examples(['doctor', 'doctor --json'])}\n\nExit code: 0 networks can be trained, 1 something that is needed is missing.`,
    )
    .action(async (_options: unknown, own: Command) => {
      const { json, color }: Global & { readonly json?: true } = own.optsWithGlobals();
      const { doctor } = await import('../doctor.ts');
      finish(await doctor({ json: json === true, style: styleOf(stdout, color) }));
    });
}
