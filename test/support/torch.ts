/**
 * Networks in PyTorch, to compare with: writes the request of torch_reference.py (there is what it holds and answers),
 * runs it in one process for all cases, reads the answer.
 */
import { execFile } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Optimizer } from '../../src/compiler/recipe.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { nodePaths } from '../../src/graph/path.ts';
import { root } from './host.ts';

export interface ReferenceTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | BigInt64Array | Uint8Array;
}

export type Objective =
  /** The first output times the tensor `projection`, summed. */
  | { readonly kind: 'projection' }
  /** Of the tensor `labels`, over all outputs with their weights. */
  | { readonly kind: 'cross_entropy'; readonly smoothing: number };

/** Steps of torch.optim on the batches `images@1` and `labels@1`, `images@2` and `labels@2`, ... */
export interface ReferenceTraining {
  readonly optimizer: Optimizer;
  /** Of each step. */
  readonly rates: readonly number[];
  readonly smoothing: number;
  readonly clip: number | null;
  readonly decayAll: boolean;
}

export interface ReferenceCase {
  readonly name: string;
  readonly graph: Graph;
  readonly mode: 'training' | 'evaluation';
  /** `images`, weights, masks and what the objective needs, by name. */
  readonly tensors: Readonly<Record<string, ReferenceTensor>>;
  readonly dtype?: 'float32' | 'float64';
  /** Without one, there are no loss and no gradients. */
  readonly objective?: Objective;
  /** In place of an objective. */
  readonly training?: ReferenceTraining;
  /** A model of torchvision that takes the same weights in the same order. */
  readonly torchvision?: { readonly model: string; readonly arguments?: Readonly<Record<string, unknown>> };
}

export interface AnswerTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array;
}

/** By case, by name: `output:<name>`, `logits:<name>`, `<path>.running_mean`, `loss`, `gradient:<name>`, `torchvision`. */
export type Answers = ReadonlyMap<string, ReadonlyMap<string, AnswerTensor>>;

export async function referenceAnswers(python: string, cases: readonly ReferenceCase[]): Promise<Answers> {
  const folder = mkdtempSync(join(tmpdir(), 'netwright-reference-'));
  try {
    writeRequest(folder, cases);
    const script = join(root, 'test/support/torch_reference.py');
    await promisify(execFile)(python, [script, folder], { cwd: root, maxBuffer: 1 << 26 });
    return readAnswers(folder, cases);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function elementOf(data: ReferenceTensor['data']): string {
  if (data instanceof Float32Array) return 'float32';
  return data instanceof Uint8Array ? 'uint8' : 'int64';
}

function writeRequest(folder: string, cases: readonly ReferenceCase[]): void {
  const file = openSync(join(folder, 'tensors.bin'), 'w');
  let offset = 0;
  const store = ({ shape, data }: ReferenceTensor) => {
    const record = { shape, element: elementOf(data), offset };
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    writeSync(file, bytes);
    // Each tensor begins at a multiple of eight bytes.
    const gap = (8 - (bytes.length % 8)) % 8;
    writeSync(file, new Uint8Array(gap));
    offset += bytes.length + gap;
    return record;
  };
  const request = cases.map(
    ({ name, graph, mode, tensors, dtype = 'float32', objective = null, training = null, torchvision }) => {
      const paths = nodePaths(graph);
      return {
        name,
        mode,
        dtype,
        objective,
        training,
        torchvision: torchvision === undefined ? null : { arguments: {}, ...torchvision },
        nodes: graph.nodes.map(({ id, op, args, inputs, shape }) => ({ op, args, inputs, shape, path: paths[id] })),
        outputs: graph.outputs.filter(({ trainingOnly }) => mode === 'training' || !trainingOnly),
        tensors: Object.fromEntries(Object.entries(tensors).map(([key, tensor]) => [key, store(tensor)])),
      };
    },
  );
  closeSync(file);
  writeFileSync(join(folder, 'request.json'), JSON.stringify({ cases: request }));
}

function readAnswers(folder: string, cases: readonly ReferenceCase[]): Answers {
  type Index = Readonly<Record<string, Readonly<Record<string, { shape: number[]; offset: number }>>>>;
  const index: Index = JSON.parse(readFileSync(join(folder, 'answer.json'), 'utf8'));
  const bytes = readFileSync(join(folder, 'answer.bin'));
  const answerOf = ({ name, dtype = 'float32' }: ReferenceCase) =>
    Object.entries(index[name] ?? {}).map(([key, { shape, offset }]): [string, AnswerTensor] => {
      const List = dtype === 'float64' ? Float64Array : Float32Array;
      const length = shape.reduce((product, n) => product * n, 1);
      // A copy: a view would have to begin at a multiple of its element's size.
      const own = bytes.buffer.slice(
        bytes.byteOffset + offset,
        bytes.byteOffset + offset + length * List.BYTES_PER_ELEMENT,
      );
      return [key, { shape, data: new List(own) }];
    });
  return new Map(cases.map((one) => [one.name, new Map(answerOf(one))]));
}

/**
 * Largest difference, relative to the largest value that was expected (or 1, where all are small). Infinite where
 * lengths differ, NaN where a value is none.
 */
export function largestError(found: ArrayLike<number>, wanted: ArrayLike<number>): number {
  if (found.length !== wanted.length) return Number.POSITIVE_INFINITY;
  let [difference, size] = [0, 1];
  for (let index = 0; index < wanted.length; index++) {
    difference = larger(difference, Math.abs((found[index] ?? 0) - (wanted[index] ?? 0)));
    size = Math.max(size, Math.abs(wanted[index] ?? 0));
  }
  return difference / size;
}

/** NaN, once seen, stays. */
function larger(a: number, b: number): number {
  return a >= b || Number.isNaN(a) ? a : b;
}
