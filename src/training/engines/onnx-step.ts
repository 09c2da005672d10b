/** Running the training step in ONNX Runtime: feeds, results, and the state that goes from one run into the next. */
import { encodeModel } from '../../onnx/encode.ts';
import { count, type Program } from '../../onnx/program.ts';
import type { StepInput, StepResult } from '../engine.ts';
import { first, last, loopProgram, results, stacked, stepCount } from '../lower/loop.ts';
import type { Packing } from '../lower/packing.ts';
import type { StateTensor, StepProgram } from '../step-program.ts';
import { drawMask } from './masks.ts';
import type { OrtModule, OrtSessionOptions, OrtTensor } from './onnx-module.ts';
import { type HeldState, valuesOf } from './onnx-state.ts';

export interface StepRunner {
  /** At most as many steps as a run takes. */
  run(steps: readonly StepInput[]): Promise<readonly StepResult[]>;
  /** Brings what the steps changed into the state, where it is elsewhere meanwhile. */
  fetch(): Promise<void>;
  close(): Promise<void>;
}

export interface StepSetting {
  readonly ort: OrtModule;
  readonly options: OrtSessionOptions;
  /** Lowered. */
  readonly step: StepProgram;
  readonly packed: ReadonlyMap<string, Packing>;
  readonly stepsPerRun: number;
  readonly seed: number;
  /** The step takes one of `replicas` equal parts of every batch; all of it without this. */
  readonly part?: { readonly rank: number; readonly replicas: number };
}

/** From here on the state is changed by `run` alone. */
export async function openStep(setting: StepSetting, state: HeldState): Promise<StepRunner> {
  const { ort, step, stepsPerRun, options } = setting;
  const looped = stepsPerRun > 1;
  const program = looped ? loopProgram(step, stepsPerRun) : step.program;
  const session = await ort.InferenceSession.create(encodeModel(program), options);
  const buffers = stateBuffers(setting, state);
  const inputs = inputBuffers(setting, program, looped);
  const outputs = resultBuffers(setting, looped);
  return {
    run: async (steps) => {
      if (steps.length === 0) return [];
      if (steps.length > stepsPerRun)
        throw new Error(`a run takes ${stepsPerRun} steps, and ${steps.length} were given`);
      for (const [index, one] of steps.entries()) inputs.set(one, index);
      await session.run(
        { ...inputs.feeds(steps), ...buffers.feeds(looped) },
        { ...outputs.fetches, ...buffers.fetches(looped) },
      );
      buffers.swap();
      return steps.map((_, index) => outputs.result(index));
    },
    fetch: async () => {},
    close: () => session.release(),
  };
}

export interface StateBuffers {
  feeds(looped: boolean): Record<string, OrtTensor>;
  fetches(looped: boolean): Record<string, OrtTensor>;
  /** What was written becomes what is read, and the other way round. */
  swap(): void;
}

interface Slot {
  readonly tensor: StateTensor;
  now: Buffer;
  next: Buffer | undefined;
}

interface Buffer {
  readonly data: Float32Array;
  readonly tensor: OrtTensor;
}

export function stateBuffers({ ort, step, packed }: StepSetting, state: HeldState): StateBuffers {
  const slots = step.state.map((tensor): Slot => {
    const buffer = (data: Float32Array): Buffer => ({ data, tensor: new ort.Tensor('float32', data, tensor.shape) });
    const size = count(tensor.shape);
    const packing = packed.get(tensor.name);
    const fresh = tensor.role === 'optimizer' && !state.tensors.has(tensor.name);
    const now = fresh ? new Float32Array(size) : valuesOf(state, tensor, packing).slice();
    return { tensor, now: buffer(now), next: tensor.output === undefined ? undefined : buffer(new Float32Array(size)) };
  });
  const publish = (): void => {
    for (const { tensor, now } of slots) {
      state.tensors.set(tensor.name, { shape: tensor.shape, data: now.data, packing: packed.get(tensor.name) });
    }
    state.version += 1;
  };
  publish();
  return {
    feeds: (looped) =>
      Object.fromEntries(slots.map(({ tensor: { name }, now }) => [looped ? first(name) : name, now.tensor])),
    fetches: (looped) =>
      Object.fromEntries(
        slots.flatMap(({ tensor: { output }, next }) =>
          output === undefined || next === undefined ? [] : [[looped ? last(output) : output, next.tensor]],
        ),
      ),
    swap: () => {
      for (const slot of slots) if (slot.next !== undefined) [slot.now, slot.next] = [slot.next, slot.now];
      publish();
    },
  };
}

export interface InputBuffers {
  set(step: StepInput, index: number): void;
  feeds(steps: readonly StepInput[]): Record<string, OrtTensor>;
}

/** One buffer an input, with room for all steps of a run. Batches come whole, also where the step takes a part of them. */
export function inputBuffers(
  { ort, step, stepsPerRun, seed, part = { rank: 0, replicas: 1 } }: StepSetting,
  program: Program,
  looped: boolean,
): InputBuffers {
  const shapeOf = (name: string): readonly number[] => step.program.types.get(name)?.shape ?? [];
  const size = count(shapeOf('images'));
  const images = new Float32Array(stepsPerRun * size);
  const labels = new BigInt64Array(stepsPerRun * step.batch);
  const rates = new Float32Array(stepsPerRun);
  const numbers = new Float32Array(stepsPerRun);
  const masks = step.masks.map((mask) => ({
    mask,
    size: count(mask.shape),
    data: new Uint8Array(stepsPerRun * count(mask.shape)),
  }));
  const tensorOf = (
    element: 'float32' | 'int64' | 'uint8',
    name: string,
    data: Float32Array | BigInt64Array | Uint8Array,
  ) => {
    const shape = shapeOf(name);
    const tensor = new ort.Tensor(element, data, looped ? [stepsPerRun, ...shape] : shape);
    return [looped ? stacked(name) : name, tensor] as const;
  };
  const wanted = new Set(program.inputs);
  const { rank, replicas } = part;
  const skipped = rank * step.batch;
  const fixed = [
    tensorOf('float32', 'images', images),
    tensorOf('int64', 'labels', labels),
    tensorOf('float32', 'rate', rates),
    tensorOf('float32', 'step', numbers),
    ...masks.map(({ mask, data }) => tensorOf('uint8', mask.name, data)),
  ].filter(([name]) => wanted.has(name));
  return {
    set({ batch, rate, step: number }, index) {
      const whole = replicas * step.batch;
      if (batch.images.length !== replicas * size || batch.labels.length !== whole) {
        const found = `${batch.labels.length} images of ${batch.images.length / batch.labels.length} values`;
        throw new Error(`a batch has ${found}, and the step takes ${whole} of ${size / step.batch}`);
      }
      images.set(batch.images.subarray(rank * size, (rank + 1) * size), index * size);
      for (let image = 0; image < step.batch; image += 1) {
        labels[index * step.batch + image] = BigInt(batch.labels[skipped + image] ?? 0);
      }
      rates[index] = rate;
      numbers[index] = number;
      for (const [position, { mask, size: length, data }] of masks.entries()) {
        drawMask(mask, [seed, number, position], data.subarray(index * length, (index + 1) * length), skipped);
      }
    },
    feeds: (steps) => {
      const feeds: Record<string, OrtTensor> = Object.fromEntries(fixed);
      if (looped) feeds[stepCount] = new ort.Tensor('int64', BigInt64Array.of(BigInt(steps.length)), []);
      return feeds;
    },
  };
}

export interface ResultBuffers {
  readonly fetches: Record<string, OrtTensor>;
  result(index: number): StepResult;
}

export function resultBuffers({ ort, stepsPerRun }: StepSetting, looped: boolean): ResultBuffers {
  const lists = results.map((name) => ({ name, data: new Float32Array(stepsPerRun) }));
  const shape = looped ? [stepsPerRun] : [];
  const fetches = lists.map(({ name, data }) => [
    looped ? stacked(name) : name,
    new ort.Tensor('float32', data, shape),
  ]);
  const [loss, correct1, correct5] = lists.map(({ data }) => data);
  return {
    fetches: Object.fromEntries(fetches),
    result: (index) => ({
      loss: loss?.[index] ?? Number.NaN,
      correct1: correct1?.[index] ?? 0,
      correct5: correct5?.[index] ?? 0,
    }),
  };
}
