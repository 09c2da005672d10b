/** The studio as its users have it: the built page, the real server on a folder of its own, Chromium. */
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, inject, onTestFinished } from 'vitest';
import { startStudio } from '../../src/studio/server/server.ts';
import { write } from './studio-server.ts';

const page = join(import.meta.dirname, '../../dist-studio');
const quiet = [
  '--no-sandbox',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export interface StudioPage {
  readonly page: Page;
  /** The folder that the studio shows. */
  readonly folder: string;
  readonly url: string;
  /** What the page complained of: errors, refusals of its content security policy. */
  readonly complaints: readonly string[];
  text(path: string): string;
}

export interface Start {
  readonly files?: Readonly<Record<string, string>>;
  /** Sources of examples/ that the folder has too. */
  readonly examples?: readonly string[];
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  readonly language?: string;
}

let browser: Promise<Browser> | undefined;

/** True where there is a browser; the tests that need one are left out otherwise, and that is said. */
export const hasBrowser = inject('chromium') !== undefined;

afterAll(async () => {
  await (await browser)?.close();
});

/** Everything is gone after the test. */
export async function openStudio(start: Start = {}): Promise<StudioPage> {
  const problem = inject('pageProblem');
  if (problem !== '') throw new Error(`the page could not be built\n${problem}`);
  browser ??= chromium.launch({ executablePath: inject('chromium') ?? '', args: quiet });
  const { files = {}, examples = [], width = 1440, height = 900, dark = false, language = 'en' } = start;
  const around = realpathSync(mkdtempSync(join(tmpdir(), 'netwright-page-')));
  onTestFinished(() => rmSync(around, { recursive: true, force: true }));
  const folder = join(around, 'networks');
  write(folder, { '.keep': '', ...Object.fromEntries(examples.map((name) => [name, exampleText(name)])), ...files });
  const server = await startStudio({ folder, port: 0, page, drafts: join(around, 'drafts') });
  if ('problem' in server) throw new Error(server.problem);
  onTestFinished(() => server.close());
  const context = await (await browser).newContext({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    locale: language,
    reducedMotion: 'reduce',
  });
  onTestFinished(() => context.close());
  const complaints: string[] = [];
  const opened = await context.newPage();
  opened.on('pageerror', (error) => complaints.push(String(error)));
  opened.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await opened.goto(server.url);
  return {
    page: opened,
    folder,
    url: server.url,
    complaints,
    text: (path) => readFileSync(join(folder, path), 'utf8'),
  };
}

export function exampleText(name: string): string {
  return readFileSync(join(import.meta.dirname, '../../examples', name), 'utf8');
}

export function exampleNames(): readonly string[] {
  return readdirSync(join(import.meta.dirname, '../../examples')).filter((name) => name.endsWith('.arch'));
}
