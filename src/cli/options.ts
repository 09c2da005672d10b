/** What the definitions of the commands share. */
import { InvalidArgumentError } from 'commander';
import type { ExitCode } from './output.ts';

/** Options of all commands. */
export interface Global {
  readonly color: boolean;
}

/** Receives the exit code of the command that ran. */
export type Finish = (code: ExitCode) => void;

/** `classes=10`, added to those before; the last value of a name counts. */
export function setting(text: string, earlier: ReadonlyMap<string, string> | undefined): ReadonlyMap<string, string> {
  const [, name, value] = /^\s*([A-Za-z_]\w*)\s*=(.*\S.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new InvalidArgumentError('Write NAME=VALUE, as in --set classes=10.');
  }
  return new Map([...(earlier ?? []), [name, value.trim()]]);
}

/** For `addHelpText('after', ...)`: each line without the program's name. */
export function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  netwright ${line}`).join('\n')}`;
}
