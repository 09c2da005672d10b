/** TensorFlow.js for tests: which backends there are, and tensor programs run on them. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { env } from 'node:process';
import { count, type Program, type TensorData } from '../../src/onnx/program.ts';
import type { TfModule, TfTensor } from '../../src/training/engines/tensorflow/module.ts';
import { lowerForTensorflow, openProgram } from '../../src/training/engines/tensorflow/run.ts';
import { disposeValue, formOf, valueOf } from '../../src/training/engines/tensorflow/values.ts';

export type Backend = 'wasm' | 'cpu' | 'native';

const cache = join(import.meta.dirname, '../../node_modules/.cache/native-tensorflow');
const nativePackage = join(cache, 'node_modules/@tensorflow/tfjs-node');

/** Whether `test/support/native-tensorflow.sh` was run. With CI=true it must have been. */
export function hasNativeTensorflow(): boolean {
  const built = existsSync(join(nativePackage, 'lib/napi-v8/tfjs_binding.node'));
  if (!built && env.CI === 'true') {
    throw new Error('With CI=true nothing may be left out: test/support/native-tensorflow.sh builds TensorFlow');
  }
  return built;
}

export async function tensorflowOn(backend: Backend): Promise<TfModule> {
  const require = createRequire(import.meta.url);
  if (backend === 'native') {
    env.TF_CPP_MIN_LOG_LEVEL ??= '2';
    return require(nativePackage);
  }
  const tf = require('@tensorflow/tfjs');
  require('@tensorflow/tfjs-backend-wasm');
  tf.enableProdMode();
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js has no backend ${backend}`);
  return tf;
}

/** The outputs of a program with gradient operators by name, all float32. */
export async function runInTensorflow(
  tf: TfModule,
  program: Program,
  tensors: Readonly<Record<string, TensorData>>,
): Promise<ReadonlyMap<string, Float32Array>> {
  const opened = openProgram(tf, lowerForTensorflow(tf, program));
  const inputs = new Map(
    program.inputs.map((name) => {
      const shape = program.types.get(name)?.shape ?? [];
      return [name, valueOf(tensorOf(tf, tensors[name] ?? new Float32Array(count(shape)), shape), 'plain', shape)];
    }),
  );
  const results = new Map<string, Float32Array>();
  for (const [name, value] of opened.run(inputs)) {
    results.set(name, Float32Array.from(await formOf(tf, value, 'plain').data()));
    disposeValue(value);
  }
  for (const value of inputs.values()) disposeValue(value);
  opened.close();
  return results;
}

function tensorOf(tf: TfModule, data: TensorData, shape: readonly number[]): TfTensor {
  if (data instanceof Float32Array) return tf.tensor(data, shape, 'float32');
  if (data instanceof Uint8Array) return tf.tensor(data, shape, 'bool');
  return tf.tensor(Int32Array.from(data, Number), shape, 'int32');
}
