/** Logits of any number of images, under the state as it is at the moment. */
import type { Graph } from '../../graph/graph.ts';
import { encodeModel } from '../../onnx/encode.ts';
import { count } from '../../onnx/program.ts';
import { forwardProgram } from '../forward.ts';
import type { Lowered } from '../lower/blocked.ts';
import type { ForwardProgram } from '../step-program.ts';
import { batchFor } from './fit.ts';
import type { Lowering } from './onnx-lowering.ts';
import type { OrtModule, OrtSession, OrtSessionOptions, OrtTensor } from './onnx-module.ts';
import { type HeldState, valuesOf } from './onnx-state.ts';

export interface Predictor {
  predict(images: Float32Array, count: number): Promise<Float32Array>;
  close(): Promise<void>;
}

export interface ForwardSetting {
  readonly ort: OrtModule;
  readonly options: OrtSessionOptions;
  readonly graph: Graph;
  readonly lower: Lowering;
  /** Images that are taken at once, at most. */
  readonly batch: number;
}

interface Opened extends Lowered {
  readonly forward: ForwardProgram;
  readonly session: OrtSession;
  readonly images: Float32Array;
  feeds: Record<string, OrtTensor>;
  /** Of the state that `feeds` hold. */
  version: number;
}

export function openForward(setting: ForwardSetting, state: HeldState): Predictor {
  // A program is made for a number of images; one is opened when that number is first asked for.
  const opened = new Map<number, Promise<Opened>>();
  const openedFor = (batch: number): Promise<Opened> => {
    const known = opened.get(batch);
    if (known !== undefined) return known;
    const made = open(setting, batch);
    opened.set(batch, made);
    // What could not be opened may be tried again.
    made.catch(() => opened.delete(batch));
    return made;
  };
  return {
    predict: async (images, number) => {
      if (number === 0) return new Float32Array(0);
      const one = await openedFor(batchFor(number, setting.batch));
      refresh(setting, one, state);
      const { batch, classes } = one.forward;
      const size = one.images.length / batch;
      if (images.length !== number * size) {
        throw new Error(`${number} images have ${images.length} values, and the network takes ${size} an image`);
      }
      const logits = new Float32Array(number * classes);
      for (let start = 0; start < number; start += batch) {
        const some = Math.min(batch, number - start);
        one.images.set(images.subarray(start * size, (start + some) * size));
        one.images.fill(0, some * size);
        const { logits: found } = await one.session.run(one.feeds, ['logits']);
        if (!(found?.data instanceof Float32Array)) throw new Error('a forward pass gave no logits');
        logits.set(found.data.subarray(0, some * classes), start * classes);
      }
      return logits;
    },
    close: async () => {
      for (const one of opened.values()) await (await one).session.release();
      opened.clear();
    },
  };
}

async function open({ ort, options, graph, lower }: ForwardSetting, batch: number): Promise<Opened> {
  const forward = forwardProgram(graph, batch);
  const { program, packed } = lower(forward.program, forward.state);
  const session = await ort.InferenceSession.create(encodeModel(program), options);
  const images = new Float32Array(count(program.types.get('images')?.shape ?? []));
  return { forward, program, packed, session, images, feeds: {}, version: -1 };
}

/** Feeds hold the state's own buffers where the layouts agree, so they are made anew after each change. */
function refresh({ ort }: ForwardSetting, one: Opened, state: HeldState): void {
  if (one.version === state.version) return;
  const { program, packed, forward, images } = one;
  one.feeds = { images: new ort.Tensor('float32', images, program.types.get('images')?.shape ?? []) };
  for (const tensor of forward.state) {
    if (!program.inputs.includes(tensor.name)) continue;
    const data = valuesOf(state, tensor, packed.get(tensor.name));
    one.feeds[tensor.name] = new ort.Tensor('float32', data, tensor.shape);
  }
  one.version = state.version;
}
