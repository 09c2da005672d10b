/** ONNX Runtime in WebAssembly, in a real browser, takes the steps that it takes here. */
import { createReadStream } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import ort from 'onnxruntime-node';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { recipeOf } from '../../support/engine.ts';
import { type StepsTaken, type StepsWanted, takeSteps } from '../../support/engine-steps.ts';
import { relativeError } from '../../support/gradients.ts';
import { root } from '../../support/host.ts';
import { graphOfFile } from '../../support/training-networks.ts';

const executablePath = inject('chromium');

/** It looks for nothing outside this machine. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const types: Readonly<Record<string, string>> = {
  '.mjs': 'text/javascript',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** The page, its script, and ONNX Runtime's files. */
async function serve(): Promise<Server> {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'test/support/browser-steps.ts')],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
  });
  const script = outputFiles[0]?.contents ?? new Uint8Array();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const type = types[/\.\w+$/.exec(pathname)?.[0] ?? ''] ?? 'text/html';
    response.setHeader('content-type', type);
    if (pathname === '/page.js') response.end(script);
    else if (pathname === '/')
      response.end('<!doctype html><title>Steps</title><script type="module" src="/page.js"></script>');
    else if (pathname.startsWith('/ort/')) {
      const file = createReadStream(join(root, 'node_modules/onnxruntime-web/dist', basename(pathname)));
      file.on('error', () => response.writeHead(404).end()).pipe(response);
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

declare global {
  /** Of the page. */
  var take: (wanted: StepsWanted) => Promise<StepsTaken>;
}

describe.skipIf(executablePath === undefined)('in Chromium', () => {
  let server: Server;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  beforeAll(async () => {
    server = await serve();
    browser = await chromium.launch({ executablePath: executablePath ?? '', args });
    page = await browser.newPage();
    page.on('pageerror', ({ message }) => complaints.push(message));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction(() => 'take' in globalThis);
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  it('trains LeNet-5 as Node does', async () => {
    const wanted = { graph: graphOfFile('examples/lenet5.arch'), recipe: recipeOf({ batch: 16 }), steps: 5 };
    const found = await page.evaluate((sent) => globalThis.take(sent), JSON.parse(JSON.stringify(wanted)));
    const own = await takeSteps(ort, { device: 'cpu' }, wanted);
    expect(found.description).toContain('ONNX Runtime, wasm');
    expect(found.results).toHaveLength(5);
    for (const [index, { loss, correct1, correct5 }] of own.results.entries()) {
      expect(relativeError([found.results[index]?.loss ?? 0], [loss])).toBeLessThan(1e-5);
      expect(found.results[index]).toMatchObject({ correct1, correct5 });
    }
    expect(Object.keys(found.state).sort()).toEqual(Object.keys(own.state).sort());
    for (const [name, values] of Object.entries(own.state)) {
      expect(relativeError(found.state[name] ?? [], values), name).toBeLessThan(1e-5);
    }
    expect(relativeError(found.logits, own.logits)).toBeLessThan(1e-5);
    expect(complaints).toEqual([]);
  });
});
