/** Ctrl-C: the first asks for an end, the second is one. */
import { stderr } from 'node:process';
import { exit } from './output.ts';

export interface Stopping {
  readonly asked: () => boolean;
  /** Gives the signals back. */
  end(): void;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export const stoppingMessage = 'stopping after this step, to save; Ctrl-C again ends at once';

export function stopOnSignal(message: string): Stopping {
  let asked = false;
  const handle = (): void => {
    if (asked) process.exit(exit.stopped);
    asked = true;
    stderr.write(`\n${message}\n`);
  };
  for (const signal of signals) process.on(signal, handle);
  return {
    asked: () => asked,
    end: () => {
      for (const signal of signals) process.off(signal, handle);
    },
  };
}
