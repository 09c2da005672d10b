/** A page in Chromium with the studio's worker and nothing else, built as the studio's page is. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { build, preview } from 'vite';
import type { Question, ToWorker } from '../../src/studio/protocol.ts';

/** What worker-page/page.js offers. */
export interface WorkerPage {
  typed(path: string, texts: readonly string[]): Promise<Typed>;
  told(message: ToWorker): Promise<void>;
  asked(path: string, question: Question): Promise<unknown>;
  faults(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface Typed {
  /** In milliseconds, a text each. */
  readonly taken: readonly { readonly worker: number; readonly roundTrip: number }[];
  readonly cards: number;
  readonly parameters: number | undefined;
}

const browser = '/usr/bin/chromium';
export const hasBrowser = existsSync(browser);

/** As strict as the studio's server, so that what it would forbid fails here too. */
const policy = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'";

/** `broken`: the worker's file is not there. */
export async function workerPage({ broken = false } = {}): Promise<WorkerPage> {
  const folder = mkdtempSync(join(tmpdir(), 'netwright-worker-'));
  const outDir = folder;
  await build({
    configFile: false,
    // From the top of the tree, where tests and benchmarks start: a bundled benchmark lies elsewhere.
    root: 'test/support/worker-page',
    base: './',
    logLevel: 'error',
    worker: { format: 'es' },
    build: { outDir, emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 5000 },
  });
  const headers = { 'Content-Security-Policy': policy };
  const server = await preview({
    configFile: false,
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0, headers },
  });
  const args = ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--no-first-run'];
  const opened = await chromium.launch({ executablePath: browser, args });
  const page = await opened.newPage();
  if (broken) await page.route(/\/main-[^/]*\.js$/, (route) => route.fulfill({ status: 404 }));
  await page.goto(server.resolvedUrls?.local[0] ?? '');
  /** Calls one of the page's functions, or gives one of its values. */
  const call = (name: string, ...values: readonly unknown[]): Promise<unknown> =>
    page.evaluate(
      ([wanted, list]) => {
        const found = (globalThis as unknown as Record<string, unknown>)[wanted];
        return typeof found === 'function' ? found(...list) : found;
      },
      [name, values] as const,
    );
  return {
    typed: async (path, texts) => (await call('typed', path, texts)) as Typed,
    told: async (message) => {
      await call('told', message);
    },
    asked: (path, question) => call('asked', path, question),
    faults: async () => (await call('faults')) as readonly string[],
    async close() {
      await opened.close();
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}
