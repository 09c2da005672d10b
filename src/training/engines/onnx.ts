/** Training in ONNX Runtime, which only infers: the step is built, differentiated and lowered here, and run there. */
import type { Engine, TrainingJob, TrainingSession } from '../engine.ts';
import { buildGradients, buildStep } from '../step.ts';
import { misfit } from './fit.ts';
import { openForward } from './onnx-forward.ts';
import { loweringFor, stepsPerRun } from './onnx-lowering.ts';
import type { OrtModule, OrtSessionOptions } from './onnx-module.ts';
import { openNamedStep } from './onnx-named-step.ts';
import { probeBlock, probeDevice } from './onnx-probe.ts';
import { openReplica, type Replica } from './onnx-replica.ts';
import { holdState, storedState } from './onnx-state.ts';
import { openStep, type StepRunner } from './onnx-step.ts';

/** ONNX Runtime's names of its execution providers. */
export type OrtDevice = 'cpu' | 'wasm' | 'webgpu' | 'cuda' | 'dml' | 'coreml';

export interface OnnxEngineOptions {
  readonly device: OrtDevice;
  /** Of the processor; ONNX Runtime chooses without it. */
  readonly threads?: number;
  /** `auto`: blocked on the processor where ONNX Runtime has the operators for it, else portable. */
  readonly layout?: 'auto' | 'portable' | 'blocked';
  /** Chosen by the size of the step without it; 1 on other devices than the processor, always on `wasm` and `webgpu`. */
  readonly stepsPerRun?: number;
  /** Makes this one of several replicas, which share the threads; it takes its part of each batch. */
  readonly replica?: Replica;
  /** As it is to be shown: "ONNX Runtime 1.30.0". */
  readonly title?: string;
}

/** Sessions reject with plain messages where a state or a batch does not fit the network. */
export function onnxEngine(ort: OrtModule, options: OnnxEngineOptions): Engine {
  return { name: 'onnx', open: (job) => open(ort, options, job) };
}

async function open(ort: OrtModule, options: OnnxEngineOptions, job: TrainingJob): Promise<TrainingSession> {
  const { device, layout = 'auto', threads, replica } = options;
  const onProcessor = device === 'cpu' || device === 'wasm';
  const problem = onProcessor ? undefined : await probeDevice(ort, device);
  if (problem !== undefined) throw new Error(`the device ${device} cannot be used here: ${problem}`);
  const block = device === 'cpu' && layout !== 'portable' ? await probeBlock(ort) : undefined;
  if (layout === 'blocked' && block === undefined) {
    throw new Error(`this ONNX Runtime has no blocked operators for ${device}; the layout 'portable' runs everywhere`);
  }
  const lower = loweringFor(device, block);
  const sessionOptions: OrtSessionOptions = {
    executionProviders: [device],
    logSeverityLevel: 3,
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
  };
  const state = holdState(job.state);
  const step = buildStep(job.graph, job.recipe);
  const unfit = misfit(job.state, step.state);
  if (unfit !== undefined) throw new Error(unfit);
  const byNames = device === 'wasm' || device === 'webgpu';
  const preferredSteps = byNames ? 1 : (options.stepsPerRun ?? (onProcessor ? stepsPerRun(step) : 1));

  let runner: Promise<StepRunner> | undefined;
  const training = (): Promise<StepRunner> => {
    runner ??= openRunner();
    return runner;
  };
  // Opened by the first step: who only predicts pays for no training.
  const openRunner = (): Promise<StepRunner> => {
    if (replica !== undefined) return openPart(replica);
    const { program, packed } = lower(step.program, step.state);
    const own = { step: { ...step, program }, packed, stepsPerRun: preferredSteps, seed: job.recipe.seed };
    const setting = { ort, options: sessionOptions, ...own };
    if (!byNames) return openStep(setting, state);
    return openNamedStep(setting, state, device === 'webgpu' ? 'gpu-buffer' : 'cpu');
  };
  const openPart = (own: Replica): Promise<StepRunner> => {
    const { graph, recipe } = job;
    if (step.state.some(({ role, output }) => role === 'buffer' && output !== undefined)) {
      throw new Error('statistics of a batch are not shared by replicas');
    }
    const part = buildGradients(graph, { ...recipe, batch: recipe.batch / own.replicas });
    const { program, packed } = lower(part.program, part.state);
    const intraOpNumThreads = Math.max(1, Math.floor((threads ?? own.replicas) / own.replicas));
    const setting = { ort, options: { ...sessionOptions, intraOpNumThreads }, packed, stepsPerRun: 1 };
    return openReplica({ ...setting, seed: recipe.seed, step: { ...part, program }, recipe, replica: own }, state);
  };
  const fetched = async (): Promise<void> => {
    if (runner !== undefined) await (await runner).fetch();
  };
  const forward = openForward(
    { ort, options: sessionOptions, graph: job.graph, lower, batch: job.recipe.batch },
    state,
  );
  return {
    description: describe(options, block),
    preferredSteps,
    train: async (steps) => {
      const { run } = await training();
      const all = [];
      for (let start = 0; start < steps.length; start += preferredSteps) {
        all.push(...(await run(steps.slice(start, start + preferredSteps))));
      }
      return all;
    },
    predict: async (images, number) => {
      await fetched();
      return forward.predict(images, number);
    },
    state: async () => {
      await fetched();
      return storedState(state);
    },
    close: async () => {
      await forward.close();
      if (runner !== undefined) await (await runner).close();
    },
  };
}

function describe(
  { device, threads, replica, title = 'ONNX Runtime' }: OnnxEngineOptions,
  block: number | undefined,
): string {
  const where = device === 'cpu' ? 'CPU' : device;
  const workers = threads === undefined ? [] : [`${threads} ${threads === 1 ? 'thread' : 'threads'}`];
  const layout = block === undefined ? 'portable layout' : `blocked layout of ${block}`;
  return [title, where, ...workers, layout, ...(replica === undefined ? [] : [`${replica.replicas} replicas`])].join(
    ', ',
  );
}
