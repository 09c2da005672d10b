/** The program of a child process: does what comes in on the device that is named, and prints what that gave. */
import { argv, stdin, stdout } from 'node:process';
import { text } from 'node:stream/consumers';
import ort from 'onnxruntime-node';
import { encodeModel } from '../../src/onnx/encode.ts';
import type { OrtDevice } from '../../src/training/engines/onnx.ts';
import { lowerPortable } from '../../src/training/lower/portable.ts';
import { type StepsWanted, takeSteps } from './engine-steps.ts';
import { differentiated, graphOf } from './gradients.ts';

/** Gradients of a network of some steps, on random values. */
export interface GradientsWanted {
  readonly steps: string;
  readonly shape: string;
}

export type Wanted = StepsWanted | readonly GradientsWanted[];

/** Outputs by name. */
export type Gradients = Readonly<Record<string, readonly number[]>>;

async function gradients(device: OrtDevice, { steps, shape }: GradientsWanted): Promise<Gradients> {
  const { program, tensors } = differentiated(graphOf(steps, shape), 3);
  const lowered = lowerPortable(program, { target: device === 'webgpu' ? 'webgpu' : 'cpu' });
  const session = await ort.InferenceSession.create(encodeModel(lowered), { executionProviders: [device] });
  const feeds = lowered.inputs.map((name) => {
    const [type, tensor] = [lowered.types.get(name), tensors[name]];
    if (type === undefined || tensor === undefined) throw new Error(`there is no ${name}`);
    return [name, new ort.Tensor(type.element, tensor.data, type.shape)] as const;
  });
  const outputs = await session.run(Object.fromEntries(feeds));
  await session.release();
  return Object.fromEntries(Object.entries(outputs).map(([name, { data }]) => [name, Array.from(data, Number)]));
}

async function answer(device: OrtDevice, wanted: Wanted): Promise<unknown> {
  if ('graph' in wanted) return takeSteps(ort, { device }, wanted);
  const all: Gradients[] = [];
  for (const one of wanted) all.push(await gradients(device, one));
  return all;
}

stdout.write(JSON.stringify(await answer(argv[2] as OrtDevice, JSON.parse(await text(stdin)))));
