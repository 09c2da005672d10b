/** `netwright studio`: its options. */
import { stdout } from 'node:process';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { examples, type Finish } from '../options.ts';
import { ownPath } from '../package.ts';

interface Given {
  readonly port: number;
  readonly open: boolean;
  readonly page: string;
  readonly json?: true;
}

export function addStudio(program: Command, finish: Finish): void {
  program
    .command('studio')
    .description('draw and write the networks of a folder in the browser')
    .argument('[DIR]', 'the folder; nothing outside it is read or written', '.')
    .option('--port <N>', 'of this machine; 0 for one that is free', port, 0)
    .option('--no-open', 'print the address and leave opening it to you')
    .option('--json', 'print {"url", "port", "folder"} as one line of JSON')
    // For who works at the page and builds it elsewhere.
    .addOption(new Option('--page <DIR>', 'the built page').default(ownPath('dist-studio')).hideHelp())
    .addHelpText(
      'after',
      `${examples(['studio', 'studio examples', 'studio ~/nets --port 4000 --no-open'])}\n\n` +
        'It runs until Ctrl-C. Only this machine can reach it, and only with the whole address that it prints: the part\n' +
        'behind # is the key. Texts that were not saved are kept and offered again the next time.\n\n' +
        'Exit code: 0 after Ctrl-C, 2 wrong usage, a folder that cannot be read or a port that is taken.',
    )
    .action(async (folder: string, given: Given) => {
      const { openStudio } = await import('../studio.ts');
      const opens = given.open && stdout.isTTY === true && given.json !== true;
      finish(await openStudio({ ...given, folder, json: given.json === true, opens }));
    });
}

function port(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return number;
}
