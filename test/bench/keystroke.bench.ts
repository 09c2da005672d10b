/**
 * Prints, and judges nothing: how long the core behind the studio's page takes from a keystroke to diagnostics, totals
 * and drawing. A digit is typed behind numbers of the source and deleted again. First in Node with the shares of the
 * stages, then in Chromium with the worker as the page starts it, there and back.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, stdout } from 'node:process';
import { chromium } from 'playwright-core';
import sirv from 'sirv';
import { build } from 'vite';
import { analyse } from '../../src/analysis/analyse.ts';
import { examine } from '../../src/analysis/examine.ts';
import { drawing } from '../../src/canvas/drawing.ts';
import { compile } from '../../src/compiler/compile.ts';
import { type Host, load, type ParseCache } from '../../src/compiler/modules.ts';
import type { FromWorker } from '../../src/studio/protocol.ts';
import { createCore } from '../../src/studio/worker/core.ts';
import { newFolder } from '../../src/studio/worker/folder.ts';
import { asLines } from './networks.ts';
import { median, time } from './statistics.ts';

interface Case {
  readonly path: string;
  /** The text as it is, and then each keystroke's. */
  readonly texts: readonly string[];
}

/** At which a digit is typed, in every round. */
const places = 8;

function line(text = ''): void {
  stdout.write(`${text}\n`);
}

/** The numbers of the code, spread over the file; each keystroke and its undoing. */
function keystrokes(path: string, text: string, rounds: number): Case {
  const code = text.replace(/\/\/.*|expect.*/g, (found) => ' '.repeat(found.length));
  const ends = [...code.matchAll(/\b\d+\b/g)].map(({ index, 0: digits }) => index + digits.length);
  const chosen = Array.from({ length: places }, (_, i) => ends[Math.floor(((i + 0.5) * ends.length) / places)] ?? 0);
  const round = chosen.flatMap((at) => [`${text.slice(0, at)}1${text.slice(at)}`, text]);
  return { path, texts: [text, ...Array.from({ length: rounds }, () => round).flat()] };
}

function cases(): readonly Case[] {
  const example = (name: string): Case => keystrokes(name, readFileSync(`examples/${name}`, 'utf8'), 20);
  const layers = Number(argv[2] ?? 10_000);
  return [example('senet154.arch'), example('resnet50.arch'), keystrokes('lines.arch', asLines(layers), 4)];
}

const library = new Map(
  readdirSync('blocks').map((file) => [file.replace(/\.arch$/, ''), readFileSync(`blocks/${file}`, 'utf8')]),
);

/** The first quarter is left out: it shows how the engine warms up. */
function warm<T>(taken: readonly T[]): readonly T[] {
  return taken.slice(Math.ceil(taken.length / 4));
}

function figures(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const slowest = sorted.at(-1) ?? Number.NaN;
  return `median ${median(values).toFixed(1)} ms, 9 of 10 within ${(sorted[Math.floor(sorted.length * 0.9)] ?? slowest).toFixed(1)}, slowest ${slowest.toFixed(1)}`;
}

/** From the message `text` to the message `state`. */
function whole({
  path,
  texts,
}: Case): readonly { readonly ms: number; readonly clone: number; readonly size: string }[] {
  let last: FromWorker | undefined;
  const core = createCore(
    library,
    () => performance.now(),
    (message) => {
      last = message;
    },
  );
  return texts.map((text, index) => {
    const ms = time(() => core({ kind: 'text', path, revision: index + 1, text }));
    if (last?.kind !== 'state') throw new Error(`${path}: no state but ${last?.kind}`);
    const { nodes, edges } = last.state.drawing;
    const clone = time(() => structuredClone(last));
    return { ms, clone, size: `${nodes.length} cards, ${edges.length} lines` };
  });
}

type Stage = 'parse' | 'expand' | 'analyse' | 'draw';

/** The same stage by stage; each finds in the cache what the one before it parsed. */
function stages({ path, texts }: Case): readonly Readonly<Record<Stage, number>>[] {
  const { host }: { readonly host: Host } = newFolder(library);
  const cache: ParseCache = new Map();
  return texts.map((text) => {
    const file = { path, text, library: false };
    const parse = time(() => load(file, host, cache));
    const start = performance.now();
    const { graph } = compile(file, host, { cache });
    const expand = performance.now() - start;
    const analysed = graph ? time(() => analyse(graph)) : 0;
    const examined = examine(file, host, { cache });
    return { parse, expand, analyse: analysed, draw: time(() => drawing(examined, { folded: new Map() })) };
  });
}

function benchInNode(each: Case): void {
  const taken = whole(each);
  line(`${each.path}, ${each.texts[0]?.split('\n').length} lines, ${taken[0]?.size}, ${taken.length - 1} keystrokes`);
  line(`  Node: ${figures(warm(taken).map(({ ms }) => ms))}; first ${taken[0]?.ms.toFixed(0)}`);
  const parts = warm(stages(each));
  const share = (stage: Stage): string => `${stage} ${median(parts.map((part) => part[stage])).toFixed(2)}`;
  line(`    ${[share('parse'), share('expand'), share('analyse'), share('draw')].join(', ')} (medians)`);
  line(
    `    structured clone of the state, there and back: ${median(warm(taken).map(({ clone }) => clone)).toFixed(2)} ms`,
  );
}

interface Taken {
  readonly worker: number;
  readonly roundTrip: number;
}

const browser = '/usr/bin/chromium';

async function benchInChromium(all: readonly Case[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'netwright-keystroke-'));
  await build({
    configFile: false,
    root: 'test/bench/keystroke',
    base: './',
    logLevel: 'warn',
    worker: { format: 'es' },
    build: { outDir: folder, emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 5000 },
  });
  const server = createServer(sirv(folder));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const opened = await chromium.launch({ executablePath: browser, args: ['--no-sandbox', '--disable-quic'] });
  try {
    const page = await opened.newPage();
    page.on('pageerror', (error) => line(`  ${error.message}`));
    await page.goto(`http://127.0.0.1:${port}/`);
    for (const { path, texts } of all) {
      const taken = await page.evaluate(
        ([name, list]) =>
          (globalThis as unknown as { typed: (path: string, texts: readonly string[]) => Promise<Taken[]> }).typed(
            name,
            list,
          ),
        [path, texts] as const,
      );
      line(`${path}, in Chromium's worker`);
      line(
        `  the worker's part: ${figures(warm(taken).map(({ worker }) => worker))}; first ${taken[0]?.worker.toFixed(0)}`,
      );
      line(`  there and back:    ${figures(warm(taken).map(({ roundTrip }) => roundTrip))}`);
    }
  } finally {
    await opened.close();
    server.close();
    rmSync(folder, { recursive: true });
  }
}

const all = cases();
line('From a keystroke to diagnostics, totals and drawing (aim: a frame, 16 ms)');
for (const each of all) benchInNode(each);
if (existsSync(browser)) await benchInChromium(all);
else line(`${browser} is not there: nothing was measured in a browser`);
