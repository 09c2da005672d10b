/** What the ONNX Runtime at hand can do. */
import { createBuilder, emit, finish, input, output } from '../../onnx/builder.ts';
import { encodeModel } from '../../onnx/encode.ts';
import { nchwc } from '../lower/blocked-values.ts';
import type { OrtModule } from './onnx-module.ts';

/** Enough for every block size that a processor may have. */
const channels = 64;

/**
 * Channels in a block of the blocked layout: 16 with AVX-512, 8 with AVX2. Undefined where the blocked operators are
 * not there or do something else: they are ONNX Runtime's own, and undocumented. Found by reordering a map of two
 * places, whose second place then comes after one block.
 */
export async function probeBlock(ort: OrtModule): Promise<number | undefined> {
  const b = createBuilder();
  const shape = [1, channels, 1, 2];
  const x = input(b, 'x', { element: 'float32', shape });
  output(b, nchwc(b, 'ReorderInput', [x], shape), 'y');
  try {
    const session = await ort.InferenceSession.create(encodeModel(finish(b, 'probe')), {
      executionProviders: ['cpu'],
      logSeverityLevel: 4,
    });
    try {
      const values = Float32Array.from({ length: 2 * channels }, (_, index) => index);
      const { y: found } = await session.run({ x: new ort.Tensor('float32', values, shape) }, ['y']);
      return blockOf(found?.data);
    } finally {
      await session.release();
    }
  } catch {
    return undefined;
  }
}

/** Channel c of place p, which was number 2 c + p, should be at 2 block floor(c / block) + block p + c mod block. */
function blockOf(data: unknown): number | undefined {
  if (!(data instanceof Float32Array)) return undefined;
  const block = data.indexOf(1);
  if (block < 4 || channels % block !== 0) return undefined;
  const asExpected = data.every((value, position) => {
    const [blocks, rest] = [Math.floor(position / (2 * block)), position % (2 * block)];
    return value === 2 * (blocks * block + (rest % block)) + Math.floor(rest / block);
  });
  return asExpected ? block : undefined;
}

/** Doubles four numbers on a device. Gives in words why that cannot be done, undefined where it can. */
export async function probeDevice(ort: OrtModule, device: string): Promise<string | undefined> {
  const b = createBuilder();
  const x = input(b, 'x', { element: 'float32', shape: [4] });
  output(b, emit(b, 'Add', [x, x]), 'y');
  try {
    const model = encodeModel(finish(b, 'probe'));
    const session = await ort.InferenceSession.create(model, { executionProviders: [device], logSeverityLevel: 4 });
    try {
      const { y } = await session.run({ x: new ort.Tensor('float32', Float32Array.of(1, 2, 3, 4), [4]) }, ['y']);
      const values = y?.data instanceof Float32Array ? y.data.join(', ') : '';
      return values === '2, 4, 6, 8' ? undefined : `it doubles 1, 2, 3, 4 to ${values}`;
    } finally {
      await session.release();
    }
  } catch (error) {
    return plainly(error);
  }
}

/** ONNX Runtime's message without the places in its sources and the names of its functions. */
function plainly(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n', 1);
  return line.replace(/^.* was false\. /, '').replace(/^Ort\w+: /, '');
}
