/**
 * Data-parallel training: each of several replicas takes its part of every batch; all add up the gradients in the same
 * order and take the same update, so that their states stay equal bit for bit.
 */
import { encodeModel } from '../../onnx/encode.ts';
import { count } from '../../onnx/program.ts';
import { results } from '../lower/loop.ts';
import { memoryOf } from '../optimizer.ts';
import { isDecayed, type StepRecipe } from '../step.ts';
import type { StateTensor } from '../step-program.ts';
import { type Parameters, updateInPlace } from '../update.ts';
import type { OrtTensor } from './onnx-module.ts';
import { type HeldState, valuesOf } from './onnx-state.ts';
import { inputBuffers, type StepRunner, type StepSetting } from './onnx-step.ts';

export interface Replica {
  /** From 0. */
  readonly rank: number;
  readonly replicas: number;
  /** For this replica's gradients, of so many numbers; to be filled before `gather`. */
  own(size: number): Float32Array;
  /** Waits until all have filled theirs; then puts the mean into `target`. */
  gather(target: Float32Array): void;
}

/** Its step is that of `buildGradients`, for a part of a batch, lowered. */
export interface ReplicaSetting extends StepSetting {
  readonly recipe: StepRecipe;
  readonly replica: Replica;
}

/** Results are those of this replica's part. From here on the state is changed by `run` alone. */
export async function openReplica(setting: ReplicaSetting, state: HeldState): Promise<StepRunner> {
  const { ort, step, options, recipe, replica } = setting;
  const layout = layoutOf(step.state, recipe);
  const { parameters, feeds } = joinState(setting, layout, state);
  const mean = new Float32Array(layout.size);
  const inputs = inputBuffers({ ...setting, stepsPerRun: 1, part: replica }, step.program, false);
  const outputs = [...results, ...layout.places.map(({ gradient }) => gradient)];
  const session = await ort.InferenceSession.create(encodeModel(step.program), options);
  return {
    run: async (steps) => {
      const taken = [];
      for (const one of steps) {
        inputs.set(one, 0);
        const found = await session.run({ ...inputs.feeds([one]), ...feeds }, outputs);
        const own = replica.own(layout.size);
        for (const { gradient, from } of layout.places) own.set(valuesIn(found, gradient), from);
        replica.gather(mean);
        updateInPlace(parameters, mean, recipe, one.rate, one.step);
        state.version += 1;
        const [loss = Number.NaN, correct1 = 0, correct5 = 0] = results.map((name) => valuesIn(found, name)[0]);
        taken.push({ loss, correct1, correct5 });
      }
      return taken;
    },
    fetch: async () => {},
    close: () => session.release(),
  };
}

interface JoinedState {
  readonly parameters: Parameters;
  /** What the step reads of the state: parts of the vector, and what no step changes. */
  readonly feeds: Record<string, OrtTensor>;
}

/** Copies the state into vectors, parts of which are the state from then on. */
function joinState({ ort, step, packed, recipe }: ReplicaSetting, layout: Layout, state: HeldState): JoinedState {
  const values = new Float32Array(layout.size);
  const memory = memoryOf(recipe.optimizer).map((kind) => ({ kind, data: new Float32Array(layout.size) }));
  for (const { parameter, from, to } of layout.places) {
    const { name, shape } = parameter;
    const packing = packed.get(name);
    const vectors = [
      { own: name, data: values },
      ...memory.map(({ kind, data }) => ({ own: `${name}:${kind}`, data })),
    ];
    for (const { own, data } of vectors) {
      const part = data.subarray(from, to);
      if (state.tensors.has(own)) part.set(valuesOf(state, { name: own, shape }, packing));
      state.tensors.set(own, { shape, data: part, packing });
    }
  }
  const feeds = step.state.map(({ name, shape }) => {
    const data = valuesOf(state, { name, shape }, packed.get(name));
    return [name, new ort.Tensor('float32', data, shape)] as const;
  });
  const parameters = { values, memory: memory.map(({ data }) => data), decayed: layout.decayed };
  return { parameters, feeds: Object.fromEntries(feeds) };
}

function valuesIn(found: Readonly<Record<string, OrtTensor>>, name: string): Float32Array {
  const data = found[name]?.data;
  if (!(data instanceof Float32Array)) throw new Error(`a step gave no ${name}`);
  return data;
}

/** Where parameters stand in one vector. */
interface Layout {
  readonly places: readonly {
    readonly parameter: StateTensor;
    /** The output that is its gradient. */
    readonly gradient: string;
    readonly from: number;
    readonly to: number;
  }[];
  /** Those before this one decay. */
  readonly decayed: number;
  readonly size: number;
}

function layoutOf(state: readonly StateTensor[], recipe: StepRecipe): Layout {
  let size = 0;
  const placed = (decay: boolean): Layout['places'] =>
    state.flatMap((parameter) => {
      const { output: gradient, shape } = parameter;
      if (gradient === undefined || isDecayed(shape, recipe) !== decay) return [];
      const [from, to] = [size, size + count(shape)];
      size = to;
      return [{ parameter, gradient, from, to }];
    });
  const first = placed(true);
  const decayed = size;
  return { places: [...first, ...placed(false)], decayed, size };
}
