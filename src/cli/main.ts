#!/usr/bin/env node
/** The program `netwright`. */
import { argv, env, stderr } from 'node:process';
import { endOnClosedOutput, exit } from './output.ts';
import { run } from './program.ts';

/** Users see no stack trace; who looks for the bug asks for one. */
function reportBug(error: unknown): never {
  const message = error instanceof Error ? error.message : String(error);
  stderr.write(`netwright: internal error: ${message.replaceAll('\n', ' ')}, please report\n`);
  if (env.NETWRIGHT_DEBUG === '1' && error instanceof Error) stderr.write(`${error.stack}\n`);
  process.exit(exit.internal);
}

process.on('uncaughtException', reportBug);
endOnClosedOutput();
// Not process.exit: what is still being written to a pipe would be lost.
process.exitCode = await run(argv.slice(2)).catch(reportBug);
