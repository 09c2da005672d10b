/** The engine that a command line asks for. */
import { reasonOf } from '../machine/files.ts';
import type { Engine, TrainingJob, TrainingSession } from '../training/engine.ts';
import type { OrtDevice } from '../training/engines/onnx.ts';
import { threadedOnnxEngine } from '../training/node/engine.ts';
import type { Outcome } from '../training/node/outcome.ts';
import { chooseDevice, inspectRuntime } from '../training/node/runtime.ts';
import type { Device, EngineName } from './commands/training-options.ts';

export interface EngineSettings {
  readonly engine: EngineName;
  readonly device: Device;
  readonly threads: number | undefined;
}

/** A network on an engine; in words why there is none. */
export async function openSession(settings: EngineSettings, job: TrainingJob): Promise<Outcome<TrainingSession>> {
  const engine = settings.engine === 'onnx' ? await onnx(settings) : await tensorflow(settings);
  if (engine.problem !== undefined) return engine;
  try {
    return { value: await engine.value.open(job) };
  } catch (error) {
    return { problem: reasonOf(error) };
  }
}

async function onnx(settings: EngineSettings): Promise<Outcome<Engine>> {
  const device = await deviceOf(settings);
  if (device.problem !== undefined) return device;
  const { threads } = settings;
  return { value: threadedOnnxEngine({ device: device.value, ...(threads !== undefined && { threads }) }) };
}

/** Its package decides where it runs. */
async function tensorflow({ device, threads }: EngineSettings): Promise<Outcome<Engine>> {
  if (device !== 'auto' && device !== 'cpu') {
    return { problem: `--device ${device} is for --engine onnx; TensorFlow runs where the installed package runs` };
  }
  const { loadTensorflowEngine } = await import('../training/node/tensorflow.ts');
  return loadTensorflowEngine(threads === undefined ? {} : { threads });
}

/** Devices are tried before they are used: ONNX Runtime would fall back to the processor without a word. */
async function deviceOf({ device }: EngineSettings): Promise<Outcome<OrtDevice>> {
  if (device === 'cpu') return { value: device };
  const { value, problem } = await inspectRuntime(device === 'auto' ? ['cuda'] : [device]);
  if (problem !== undefined) return { problem };
  if (device === 'auto') return { value: chooseDevice(value) };
  const found = value.devices.find(({ name }) => name === device);
  if (found === undefined) {
    return { problem: `this ONNX Runtime was built without ${device}; \`netwright doctor\` shows what works here` };
  }
  if (found.problem === undefined) return { value: device };
  return { problem: `${device} does not work here: ${found.problem}; \`netwright doctor\` shows what does` };
}
