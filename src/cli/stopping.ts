/** Ctrl-C: the first asks for an end, the second is one. */
import { stderr } from 'node:process';

export interface Stopping {
  readonly asked: () => boolean;
  /** Gives the signals back. */
  end(): void;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export const stoppingMessage = 'stopping after this step, to save; Ctrl-C again ends at once';

export function stopOnSignal(message: string): Stopping {
  let asked = false;
  const end = (): void => {
    for (const signal of signals) process.off(signal, handle);
  };
  const handle = (signal: NodeJS.Signals): void => {
    if (asked) {
      // By the system, at once: an orderly exit would end threads within ONNX Runtime, which takes it for a fault.
      end();
      process.kill(process.pid, signal);
      return;
    }
    asked = true;
    stderr.write(`\n${message}\n`);
  };
  for (const signal of signals) process.on(signal, handle);
  return { asked: () => asked, end };
}
