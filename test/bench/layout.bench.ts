/**
 * Prints, and judges nothing: how long the drawing of a network takes, from the examined source to the corners of its
 * lines, beside dagre's layout of the same cards and lines alone; how it grows; and ResNet-152 with every block open.
 *
 * dagre lays out any graph and knows nothing of blocks; it gets no frames, which spares it work.
 */
import { readFileSync } from 'node:fs';
import { argv, stdout } from 'node:process';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import dagre from '@dagrejs/dagre';
import { type Examined, examine } from '../../src/analysis/examine.ts';
import type { CanvasDocument } from '../../src/canvas/document.ts';
import { drawing, foldAll } from '../../src/canvas/drawing.ts';
import type { Host } from '../../src/compiler/modules.ts';
import { median, repeat, time } from './statistics.ts';

const host: Host = {
  libraryNames: [],
  library: (name) => {
    const path = `blocks/${name}.arch`;
    return { path, text: readFileSync(path, 'utf8'), library: true };
  },
  file: () => undefined,
};

/** Cards of one unit of `units`: three branches, a shortcut and what joins them. */
const perUnit = 10;

/** Units as Inception-ResNet has them, one below the other. */
function units(count: number): Examined {
  const unit = 'concat { | conv(8, 1) -> relu | conv(8, 1) -> conv(8, 3, pad = same) -> relu | maxpool(3, 1, 1) }';
  const text = `network Units {
  input image [8, 8, 8]
  repeat ${Math.round(count / perUnit)} {
    add { | ${unit} -> conv(in.channels, 1) | skip }
    relu
  }
}\n`;
  return examined(text, 'units.arch');
}

function examined(text: string, path: string, set?: ReadonlyMap<string, string>): Examined {
  const result = examine({ path, text, library: false }, host, set ? { set } : {});
  const error = result.diagnostics.find(({ severity }) => severity === 'error');
  if (error) throw new Error(`${path}: ${error.message}`);
  return result;
}

type Input = Pick<CanvasDocument, 'nodes' | 'edges'>;

function byDagre({ nodes, edges }: Input): number {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB' });
  for (const { id, width, height } of nodes) graph.setNode(id, { width, height });
  for (const { id, from, to } of edges) graph.setEdge(from, to, {}, id);
  return time(() => dagre.layout(graph));
}

/** In a thread of its own: dagre recurses along the graph, and thousands of layers need more stack than Node gives. */
function inThread(input: Input): Promise<number> {
  const worker = new Worker(new URL(import.meta.url), {
    workerData: structuredClone(input),
    resourceLimits: { stackSizeMb: 900, maxOldGenerationSizeMb: 6000 },
  });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

function ours(source: Examined, runs: number): { readonly ms: number; readonly document: CanvasDocument } {
  const view = foldAll(source, false);
  const document = drawing(source, view);
  repeat(3, () => time(() => drawing(source, view)));
  return { ms: median(repeat(runs, () => time(() => drawing(source, view)))), document };
}

function line(text: string): void {
  stdout.write(`${text}\n`);
}

async function main(): Promise<void> {
  line('Drawing, everything open, beside dagre (layout of the same cards and lines alone)');
  for (const count of [200, 2_000, Number(argv[2] ?? 20_000)]) {
    const { ms, document } = ours(units(count), count > 5_000 ? 7 : 25);
    line(`  ${document.nodes.length} cards, ${document.edges.length} lines: ${ms.toFixed(1)} ms, median`);
    const other = await inThread(document);
    line(`    dagre ${other.toFixed(0)} ms, once: 1 : ${(other / ms).toFixed(0)}`);
  }
  const text = readFileSync('examples/resnet.arch', 'utf8');
  const resnet = examined(text, 'examples/resnet.arch', new Map([['layers', '152']]));
  const { ms, document } = ours(resnet, 51);
  const size = `${document.nodes.length} cards, ${document.groups.length} groups`;
  line(`ResNet-152, everything open: ${size}: ${ms.toFixed(1)} ms, median`);
}

if (isMainThread) await main();
else parentPort?.postMessage(byDagre(workerData as Input));
