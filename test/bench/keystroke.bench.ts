/**
 * Prints, and judges nothing: how long the core behind the studio's page takes from a keystroke to diagnostics, totals
 * and drawing. A digit is typed behind numbers of the source and deleted again. First in Node with the shares of the
 * stages, then in Chromium with the worker as the page starts it, there and back.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { argv, stdout } from 'node:process';
import { analyse } from '../../src/analysis/analyse.ts';
import { examine } from '../../src/analysis/examine.ts';
import { drawing } from '../../src/canvas/drawing.ts';
import { compile } from '../../src/compiler/compile.ts';
import { type Host, load, type ParseCache } from '../../src/compiler/modules.ts';
import { pack, unpack } from '../../src/studio/packing.ts';
import type { FromWorker } from '../../src/studio/protocol.ts';
import { createCore } from '../../src/studio/worker/core.ts';
import { newFolder } from '../../src/studio/worker/folder.ts';
import { hasBrowser, workerPage } from '../support/worker-page.ts';
import { asLines } from './networks.ts';
import { median, repeat, time } from './statistics.ts';

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

/** Every second keystroke takes a digit away again and leaves the network as it was. */
function intact<T>(taken: readonly T[]): readonly T[] {
  return warm(taken.filter((_, index) => index % 2 === 0));
}

function lineOfBoth<T>(where: string, taken: readonly T[], ms: (one: T) => number): void {
  const [first] = taken;
  line(`  ${where}: ${figures(warm(taken).map(ms))}; first ${first ? ms(first).toFixed(0) : '-'}`);
  line(`    of them those that leave the network intact: ${figures(intact(taken).map(ms))}`);
}

function figures(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const slowest = sorted.at(-1) ?? Number.NaN;
  const most = sorted[Math.floor(sorted.length * 0.9)] ?? slowest;
  return `median ${median(values).toFixed(1)} ms, 9 of 10 within ${most.toFixed(1)}, slowest ${slowest.toFixed(1)}`;
}

interface Whole {
  readonly ms: number;
  readonly services: number;
}

interface Measured {
  readonly taken: readonly Whole[];
  /** Of the text as it is. */
  readonly told: FromWorker & { readonly kind: 'state' };
}

/** What an editor asks for after each keystroke. */
const services = ['tokens', 'inlayHints', 'foldingRanges', 'symbols'] as const;

/** From the message `text` to the message `state`. */
function whole({ path, texts }: Case): Measured {
  let last: FromWorker | undefined;
  const core = createCore(
    library,
    () => performance.now(),
    (message) => {
      if (message.kind === 'fault') throw new Error(message.message);
      if (message.kind === 'state') last = message;
    },
  );
  const taken = texts.map((text, revision): Whole => {
    const ms = time(() => core({ kind: 'text', path, revision, text }));
    const asked = time(() => {
      for (const kind of services) core({ kind: 'ask', id: 0, path, question: { kind } });
    });
    return { ms, services: asked };
  });
  if (last?.kind !== 'state') throw new Error(`${path}: no state`);
  return { taken, told: last };
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
  const { taken, told } = whole(each);
  const { nodes, edges } = told.state.drawing;
  const lines = each.texts[0]?.split('\n').length;
  line(`${each.path}, ${lines} lines, ${nodes.length} cards, ${edges.length} edges, ${taken.length - 1} keystrokes`);
  lineOfBoth('Node', taken, ({ ms }) => ms);
  const parts = intact(stages(each));
  const share = (stage: Stage): string => `${stage} ${median(parts.map((part) => part[stage])).toFixed(2)}`;
  line(`    ${[share('parse'), share('expand'), share('analyse'), share('draw')].join(', ')} (medians, intact)`);
  const asked = median(intact(taken).map((one) => one.services));
  line(`    ${services.join(', ')} for the editor: ${asked.toFixed(2)} ms, median`);
  const plain = median(repeat(9, () => time(() => structuredClone(told))));
  const packed = median(repeat(9, () => time(() => unpack(structuredClone(pack(told))))));
  line(
    `    the state between threads: ${plain.toFixed(2)} ms as a structured clone, ${packed.toFixed(2)} as it is sent`,
  );
}

async function benchInChromium(all: readonly Case[]): Promise<void> {
  const page = await workerPage();
  try {
    for (const { path, texts } of all) {
      const { taken } = await page.typed(path, texts);
      line(`${path}, in Chromium`);
      lineOfBoth("the worker's part", taken, ({ worker }) => worker);
      lineOfBoth('there and back', taken, ({ roundTrip }) => roundTrip);
      await page.told({ kind: 'close', path });
    }
  } finally {
    await page.close();
  }
}

const all = cases();
line('From a keystroke to diagnostics, totals and drawing (aim: a frame, 16 ms)');
for (const each of all) benchInNode(each);
if (hasBrowser) await benchInChromium(all);
else line('there is no Chromium: nothing was measured in a browser');
