/** TensorFlow.js as the user installed it: none of it comes with this package. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cwd, env } from 'node:process';
import util from 'node:util';
import type { Engine } from '../engine.ts';
import type { TfModule } from '../engines/tensorflow/module.ts';
import { tensorflowEngine } from '../engines/tensorflow.ts';
import type { Outcome } from './outcome.ts';

/** TensorFlow's own library, for graphics cards and for processors: the first that is installed. */
const native = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'];
const portable = '@tensorflow/tfjs';
const wasm = '@tensorflow/tfjs-backend-wasm';

const advice = [
  'TensorFlow.js is not installed; one of these puts it beside netwright:',
  '  npm install @tensorflow/tfjs-node (quick; it downloads TensorFlow from outside npm)',
  '  npm install @tensorflow/tfjs @tensorflow/tfjs-backend-wasm (slow; from npm alone)',
].join('\n');

interface Loaded {
  readonly tf: TfModule & Switches;
  readonly title: string;
}

/** What chooses a backend. */
interface Switches {
  readonly version: Readonly<Record<string, string>>;
  setBackend(name: string): Promise<boolean>;
  enableProdMode(): void;
}

export interface TensorflowOptions {
  /** Of the processor, for TensorFlow's own library; it chooses without it. */
  readonly threads?: number;
}

export async function loadTensorflowEngine(options: TensorflowOptions = {}): Promise<Outcome<Engine>> {
  const loaded = await loadTensorflow(options);
  if (loaded.problem !== undefined) return loaded;
  const { tf, title } = loaded.value;
  return { value: tensorflowEngine(tf, { title }) };
}

export async function loadTensorflow({ threads }: TensorflowOptions = {}): Promise<Outcome<Loaded>> {
  prepare(threads);
  for (const name of native) {
    const found = load(name);
    if (found.problem !== undefined) return found;
    const tf = found.value;
    if (tf !== undefined) return { value: { tf, title: titled(tf, name, threads) } };
  }
  const found = load(portable);
  if (found.problem !== undefined) return found;
  const tf = found.value;
  if (tf === undefined) return { problem: advice };
  // Otherwise it advertises its other packages.
  tf.enableProdMode();
  const withWasm = load(wasm);
  const backend = withWasm.value !== undefined && (await tf.setBackend('wasm')) ? 'wasm' : 'cpu';
  if (backend === 'cpu') await tf.setBackend('cpu');
  const how = backend === 'wasm' ? 'WebAssembly, 1 thread: slow' : `JavaScript: very slow, ${wasm} is quicker`;
  return { value: { tf, title: `TensorFlow.js ${versionOf(tf)}, ${how}` } };
}

/** Before the native library is loaded, which reads these once. */
function prepare(threads: number | undefined): void {
  // Its notes about the processor's instructions.
  env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  if (threads !== undefined) {
    env.TF_NUM_INTRAOP_THREADS = String(threads);
    env.TF_NUM_INTEROP_THREADS = String(threads);
  }
  // tfjs-node calls what Node 23 took away.
  Object.assign(util, {
    isNullOrUndefined: (value: unknown): boolean => value === undefined || value === null,
    isArray: Array.isArray,
  });
}

/** The module; undefined where it is not installed, neither beside netwright nor in the folder where one works. */
function load(name: string): Outcome<(TfModule & Switches) | undefined> {
  for (const from of [import.meta.url, join(cwd(), 'package.json')]) {
    const require = createRequire(from);
    let path: string;
    try {
      path = require.resolve(name);
    } catch {
      continue;
    }
    try {
      return { value: require(path) };
    } catch (error) {
      const [reason = ''] = (error instanceof Error ? error.message : String(error)).trim().split('\n', 1);
      return { problem: `${name} is installed, but cannot be loaded: ${reason}; \`npm rebuild ${name}\` may mend it` };
    }
  }
  return { value: undefined };
}

function versionOf(tf: Switches): string {
  return tf.version.tfjs ?? tf.version['tfjs-core'] ?? '';
}

function titled(tf: Switches, name: string, threads: number | undefined): string {
  const where = name.endsWith('gpu') ? 'TensorFlow with CUDA' : 'TensorFlow, CPU';
  const workers = threads === undefined ? '' : `, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  return `TensorFlow.js ${versionOf(tf)}, ${where}${workers}`;
}
