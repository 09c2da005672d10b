/**
 * Training in TensorFlow.js: the same step as the other engines take, executed operator by operator. The gradients are
 * those of the compiler, not TensorFlow's. A step's results are the same in each run on the same machine.
 */
import { imagesName } from '../../onnx/forward.ts';
import { count } from '../../onnx/program.ts';
import type { Engine, StepInput, StepResult, StoredTensor, TrainingJob, TrainingSession } from '../engine.ts';
import { forwardProgram } from '../forward.ts';
import { buildStep } from '../step.ts';
import type { StepProgram } from '../step-program.ts';
import { batchFor, misfit } from './fit.ts';
import { drawMask } from './masks.ts';
import type { TfModule, TfTensor } from './tensorflow/module.ts';
import { lowerForTensorflow, openProgram, type TfProgram, unsupported } from './tensorflow/run.ts';
import { disposeValue, formOf, type Value, valueFrom } from './tensorflow/values.ts';

export interface TensorflowEngineOptions {
  /** What runs it, in words. */
  readonly title?: string;
}

/** `tf` with the backend that is to be used already chosen. Sessions reject with plain messages. */
export function tensorflowEngine(tf: TfModule, options: TensorflowEngineOptions = {}): Engine {
  return { name: 'tensorflow', open: async (job) => open(tf, options, job) };
}

/** Values by name: parameters, buffers, what the optimizer remembers. */
type State = Map<string, Value>;

async function open(tf: TfModule, options: TensorflowEngineOptions, job: TrainingJob): Promise<TrainingSession> {
  const { graph, recipe } = job;
  const step = buildStep(graph, recipe);
  const unfit = misfit(job.state, step.state);
  if (unfit !== undefined) throw new Error(unfit);
  const program = lowerForTensorflow(step.program);
  const lacking = unsupported(program);
  if (lacking !== undefined) {
    const layer = lacking.origin === '' ? '' : ` of ${lacking.origin}`;
    throw new Error(`the TensorFlow engine has no ${lacking.op}, which the step${layer} needs; use --engine onnx`);
  }
  const state = held(tf, job, step);
  const runs = new Map<number, TfProgram>();
  let training: TfProgram | undefined;
  return {
    description: options.title ?? `TensorFlow.js, backend ${tf.getBackend()}`,
    preferredSteps: 1,
    train: async (steps) => {
      training ??= openProgram(tf, program);
      const results: StepResult[] = [];
      for (const one of steps) results.push(await take(tf, training, { ...step, program }, state, one, recipe.seed));
      return results;
    },
    predict: async (images, number) => {
      const most = batchFor(number, recipe.batch);
      const forward = runs.get(most) ?? openProgram(tf, lowerForTensorflow(forwardProgram(graph, most).program));
      if (number > 0) runs.set(most, forward);
      return logitsOf(tf, forward, state, { images, number, most, shape: graph.input.shape, classes: step.classes });
    },
    state: async () => new Map(await Promise.all([...state].map((entry) => stored(tf, entry)))),
    close: async () => {
      for (const one of [training, ...runs.values()]) one?.close();
      for (const value of state.values()) disposeValue(value);
      runs.clear();
      state.clear();
    },
  };
}

/** Copied: some backends keep the very array that they are given. */
function held(tf: TfModule, job: TrainingJob, step: StepProgram): State {
  return new Map(
    step.state.map(({ name, shape }) => {
      const data = job.state.get(name)?.data.slice() ?? new Float32Array(count(shape));
      return [name, valueFrom(tf.tensor(data, shape, 'float32'), 'plain', shape)];
    }),
  );
}

async function stored(tf: TfModule, [name, value]: readonly [string, Value]): Promise<[string, StoredTensor]> {
  const known = value.forms.has('plain');
  const data = (await formOf(tf, value, 'plain').data()).slice();
  // Otherwise the next step would find it in the wrong order, and turn it again.
  if (!known) {
    value.forms.get('plain')?.dispose();
    value.forms.delete('plain');
  }
  if (!(data instanceof Float32Array)) throw new Error(`${name} holds no float32 values`);
  return [name, { shape: value.shape, data }];
}

async function take(
  tf: TfModule,
  training: TfProgram,
  step: StepProgram,
  state: State,
  { batch, rate, step: number }: StepInput,
  seed: number,
): Promise<StepResult> {
  const shape = step.program.types.get(imagesName)?.shape ?? [];
  if (batch.images.length !== count(shape) || batch.labels.length !== step.batch) {
    const found = `${batch.labels.length} images of ${batch.images.length / batch.labels.length} values`;
    throw new Error(`a batch has ${found}, and the step takes ${step.batch} of ${count(shape) / step.batch}`);
  }
  const masks = step.masks.map((mask, index) => {
    const data = new Uint8Array(count(mask.shape));
    drawMask(mask, [seed, number, index], data);
    return [mask.name, valueFrom(tf.tensor(data, mask.shape, 'bool'), 'plain', mask.shape)] as const;
  });
  const inputs = new Map<string, Value>([
    [imagesName, valueFrom(tf.tensor(batch.images, shape, 'float32'), 'plain', shape)],
    ['labels', valueFrom(tf.tensor(batch.labels, [step.batch], 'int32'), 'plain', [step.batch])],
    ['rate', valueFrom(tf.scalar(rate), 'plain', [])],
    ['step', valueFrom(tf.scalar(number), 'plain', [])],
    ...masks,
  ]);
  try {
    const outputs = training.run(new Map([...state, ...inputs]));
    replace(state, step, outputs);
    return await resultOf(tf, outputs);
  } finally {
    for (const value of inputs.values()) disposeValue(value);
  }
}

function replace(state: State, step: StepProgram, outputs: ReadonlyMap<string, Value>): void {
  for (const { name, output } of step.state) {
    const next = output === undefined ? undefined : outputs.get(output);
    if (next === undefined) continue;
    const old = state.get(name);
    if (old !== undefined) disposeValue(old);
    state.set(name, next);
  }
}

/** In one transfer. */
async function resultOf(tf: TfModule, outputs: ReadonlyMap<string, Value>): Promise<StepResult> {
  const values = ['loss', 'correct1', 'correct5']
    .map((name) => outputs.get(name))
    .filter((value) => value !== undefined);
  const joined = tf.tidy(
    (): TfTensor =>
      tf.concat(
        values.map((value) => tf.reshape(formOf(tf, value, 'plain'), [1])),
        0,
      ),
  );
  try {
    const [loss = Number.NaN, correct1 = 0, correct5 = 0] = await joined.data();
    return { loss, correct1, correct5 };
  } finally {
    joined.dispose();
    for (const value of values) disposeValue(value);
  }
}

interface Asked {
  readonly images: Float32Array;
  readonly number: number;
  /** Images that are taken at once. */
  readonly most: number;
  readonly shape: readonly number[];
  readonly classes: number;
}

async function logitsOf(
  tf: TfModule,
  forward: TfProgram,
  state: State,
  { images, number, most, shape, classes }: Asked,
): Promise<Float32Array> {
  const size = count(shape);
  if (images.length !== number * size) {
    throw new Error(`${number} images have ${images.length} values, and the network takes ${size} an image`);
  }
  const logits = new Float32Array(number * classes);
  for (let start = 0; start < number; start += most) {
    const some = Math.min(most, number - start);
    const batch = new Float32Array(most * size);
    batch.set(images.subarray(start * size, (start + some) * size));
    const own = [most, ...shape];
    const input = valueFrom(tf.tensor(batch, own, 'float32'), 'plain', own);
    const outputs = forward.run(new Map([...state, [imagesName, input]]));
    const result = outputs.get('logits');
    if (result === undefined) throw new Error('a forward pass gave no logits');
    const data = await formOf(tf, result, 'plain').data();
    logits.set(data.subarray(0, some * classes), start * classes);
    disposeValue(result);
    disposeValue(input);
  }
  return logits;
}
