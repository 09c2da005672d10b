/**
 * The training step by new tensors for what it gives: on a graphics device, where the state stays between steps, and in
 * WebAssembly, where ONNX Runtime does not write into tensors that are given.
 */
import { createBuilder, emit, finish, input, output } from '../../onnx/builder.ts';
import { encodeModel } from '../../onnx/encode.ts';
import { count } from '../../onnx/program.ts';
import { results } from '../lower/loop.ts';
import type { StateTensor } from '../step-program.ts';
import type { OrtSession, OrtTensor } from './onnx-module.ts';
import { type HeldState, valuesOf } from './onnx-state.ts';
import { inputBuffers, type StepRunner, type StepSetting } from './onnx-step.ts';

type Changing = StateTensor & { readonly output: string };

/** One step a run. From here on the state is changed by `fetch` alone. */
export async function openNamedStep(
  setting: StepSetting,
  state: HeldState,
  location: 'cpu' | 'gpu-buffer',
): Promise<StepRunner> {
  const { ort, step, options } = setting;
  const changing = step.state.filter((tensor): tensor is Changing => tensor.output !== undefined);
  const session = await ort.InferenceSession.create(encodeModel(step.program), {
    ...options,
    preferredOutputLocation: Object.fromEntries([
      ...results.map((name) => [name, 'cpu'] as const),
      ...changing.map((tensor) => [tensor.output, location] as const),
    ]),
  });
  const held = new Map(step.state.map((tensor) => [tensor.name, initial(setting, state, tensor)]));
  const inputs = inputBuffers(setting, step.program, false);
  const names = [...results, ...changing.map((tensor) => tensor.output)];
  let reader: OrtSession | undefined;
  let changed = false;
  return {
    run: async (steps) => {
      const taken = [];
      for (const one of steps) {
        inputs.set(one, 0);
        const outputs = await session.run({ ...inputs.feeds([one]), ...Object.fromEntries(held) }, names);
        for (const tensor of changing) replace(held, tensor, outputs[tensor.output]);
        changed = true;
        const [loss, correct1, correct5] = results.map((name) => numberOf(outputs[name]));
        taken.push({ loss: loss ?? Number.NaN, correct1: correct1 ?? 0, correct5: correct5 ?? 0 });
      }
      return taken;
    },
    fetch: async () => {
      if (!changed) return;
      const feeds = Object.fromEntries([...held].filter(([name]) => changing.some((tensor) => tensor.name === name)));
      let read: (tensor: Changing) => OrtTensor | undefined = ({ name }) => feeds[name];
      if (location !== 'cpu') {
        reader ??= await ort.InferenceSession.create(encodeModel(readingProgram(changing)), options);
        const outputs = await reader.run(
          feeds,
          changing.map((tensor) => tensor.output),
        );
        read = (tensor) => outputs[tensor.output];
      }
      for (const tensor of changing) {
        const { name, shape } = tensor;
        const data = read(tensor)?.data;
        if (!(data instanceof Float32Array)) throw new Error(`${name} did not come back from the device`);
        state.tensors.set(name, { shape, data, packing: undefined });
      }
      state.version += 1;
      changed = false;
    },
    close: async () => {
      for (const tensor of held.values()) if (tensor.location !== 'cpu') tensor.dispose?.();
      await session.release();
      await reader?.release();
    },
  };
}

function initial({ ort }: StepSetting, state: HeldState, tensor: StateTensor): OrtTensor {
  const fresh = tensor.role === 'optimizer' && !state.tensors.has(tensor.name);
  const data = fresh ? new Float32Array(count(tensor.shape)) : valuesOf(state, tensor, undefined).slice();
  if (fresh) state.tensors.set(tensor.name, { shape: tensor.shape, data, packing: undefined });
  return new ort.Tensor('float32', data, tensor.shape);
}

function replace(held: Map<string, OrtTensor>, { name }: StateTensor, next: OrtTensor | undefined): void {
  if (next === undefined) throw new Error(`a step gave no new ${name}`);
  const old = held.get(name);
  if (old?.location !== 'cpu') old?.dispose?.();
  held.set(name, next);
}

function numberOf(tensor: OrtTensor | undefined): number | undefined {
  return tensor?.data instanceof Float32Array ? tensor.data[0] : undefined;
}

/**
 * The state as it comes in, left where it can be read: reading a tensor of the device directly ends the process in
 * onnxruntime-node 1.30.
 */
function readingProgram(state: readonly Changing[]): Parameters<typeof encodeModel>[0] {
  const b = createBuilder();
  for (const { name, shape, output: next } of state) {
    output(b, emit(b, 'Identity', [input(b, name, { element: 'float32', shape })]), next);
  }
  return finish(b, 'state');
}
