/** TensorFlow.js for tests: which backends there are, and tensor programs run on them. */
import { createRequire } from 'node:module';
import { env } from 'node:process';
import { count, type Program, type TensorData } from '../../src/onnx/program.ts';
import type { TfModule, TfTensor } from '../../src/training/engines/tensorflow/module.ts';
import { lowerForTensorflow, openProgram } from '../../src/training/engines/tensorflow/run.ts';
import { disposeValue, formOf, valueFrom } from '../../src/training/engines/tensorflow/values.ts';
import { nativeTensorflow } from './optional.ts';

export type Backend = 'wasm' | 'cpu' | 'native';

/** `native`: as test/support/native-tensorflow.sh builds it. A process has one backend at a time. */
export async function tensorflowOn(backend: Backend): Promise<TfModule> {
  const require = createRequire(import.meta.url);
  env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  const tf = require(backend === 'native' ? nativeTensorflow : '@tensorflow/tfjs');
  if (backend === 'wasm') require('@tensorflow/tfjs-backend-wasm');
  tf.enableProdMode();
  const name = backend === 'native' ? 'tensorflow' : backend;
  if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js has no backend ${name}`);
  return tf;
}

/** The outputs of a program with gradient operators by name, all float32. */
export async function runInTensorflow(
  tf: TfModule,
  program: Program,
  tensors: Readonly<Record<string, TensorData>>,
): Promise<ReadonlyMap<string, Float32Array>> {
  const opened = openProgram(tf, lowerForTensorflow(program));
  const inputs = new Map(
    program.inputs.map((name) => {
      const shape = program.types.get(name)?.shape ?? [];
      return [name, valueFrom(tensorOf(tf, tensors[name] ?? new Float32Array(count(shape)), shape), 'plain', shape)];
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
