/** `netwright studio`: the server behind the page, for as long as the program runs. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { platform } from 'node:process';
import { draftsHome } from '../studio/server/drafts.ts';
import { startStudio } from '../studio/server/server.ts';
import { complain, type ExitCode, exit, printLine } from './output.ts';

export interface StudioOptions {
  readonly folder: string;
  readonly port: number;
  /** Folder of the built page. */
  readonly page: string;
  readonly json: boolean;
  /** In the user's browser. */
  readonly opens: boolean;
}

export async function openStudio({ folder, port, page, json, opens }: StudioOptions): Promise<ExitCode> {
  if (!existsSync(join(page, 'index.html'))) {
    complain(`the studio's page is not built: ${page} has no index.html; run \`npm run build:studio\``);
    return exit.usage;
  }
  const studio = await startStudio({ folder, port, page, drafts: draftsHome() });
  if ('problem' in studio) {
    complain(`cannot open ${folder}: ${studio.problem}`);
    return exit.usage;
  }
  const { url } = studio;
  const stopped = untilStopped();
  if (json) await printLine(JSON.stringify({ url, port: studio.port, folder: studio.folder }));
  else await printLine(`The studio shows ${studio.folder} at\n\n  ${url}\n\nCtrl-C ends it.`);
  if (opens) openInBrowser(url);
  await stopped;
  await studio.close();
  return exit.ok;
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

/** Where there is no browser to be opened, the address that was printed is enough. */
function openInBrowser(url: string): void {
  const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
    darwin: ['open', url],
    // `start` is the shell's own; its first quoted argument is a window's title.
    win32: ['cmd', '/c', 'start', '""', url],
  };
  const [program, ...rest] = openers[platform] ?? ['xdg-open', url];
  const child = spawn(program, rest, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
