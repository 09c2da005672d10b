/** The studio's server on a folder of its own, for tests that speak to it as a page, or as someone else, does. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type RunningStudio, startStudio } from '../../src/studio/server/server.ts';

/** A real path, gone after the test. */
export function temporaryFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'netwright-studio-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  write(folder, files);
  return folder;
}

export function write(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

export const index = '<!doctype html><title>Netwright</title>';

/** A folder like the one that the build makes, and around it what nobody is to see. */
export function builtPage(): string {
  const around = temporaryFolder({
    'secret.txt': 'secret',
    'page-of-another/secret.txt': 'secret',
    'page/index.html': index,
    'page/assets/main-abc123.js': 'export {};\n',
    'page/assets/other.key': 'no type of a page',
    'page/.hidden.txt': 'hidden',
  });
  symlinkSync('../secret.txt', join(around, 'page/link.txt'));
  return join(around, 'page');
}

export interface TestServer extends RunningStudio {
  readonly token: string;
  readonly origin: string;
  readonly drafts: string;
}

export async function serve(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<TestServer> {
  const folder = temporaryFolder(files);
  const drafts = temporaryFolder();
  const page = builtPage();
  const studio = await startStudio({ folder, port: 0, page, drafts });
  if ('problem' in studio) throw new Error(studio.problem);
  onTestFinished(() => studio.close());
  const { origin, hash } = new URL(studio.url);
  return { ...studio, token: hash.slice('#token='.length), origin, drafts };
}

export interface Reply {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

export interface Sent {
  readonly method?: string;
  /** As they are, `Host` included, which `fetch` would not let one choose. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** The path goes out as it is written: dots and all. */
export function send({ port }: { readonly port: number }, path: string, sent: Sent = {}): Promise<Reply> {
  const { method = 'GET', headers, body } = sent;
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers: { ...headers } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** With the token, as the page does. */
export function ask(server: TestServer, path: string, sent: Sent = {}): Promise<Reply> {
  const type = sent.body === undefined ? {} : { 'Content-Type': 'application/json' };
  return send(server, path, {
    ...sent,
    headers: { Authorization: `Bearer ${server.token}`, ...type, ...sent.headers },
  });
}
