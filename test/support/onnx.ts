/** Tensor programs in ONNX Runtime, for tests: encode, run once, read. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { encodeModel } from '../../src/onnx/encode.ts';
import { count, type Program, type ProgramNode, type TensorData, type TensorType } from '../../src/onnx/program.ts';

/** A value that went in or came out. */
export interface RunTensor {
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/** A session of the encoded program on the CPU. Its caller releases it. */
export function openSession(
  program: Program,
  options: InferenceSession.SessionOptions = {},
): Promise<InferenceSession> {
  return InferenceSession.create(encodeModel(program), { logSeverityLevel: 3, ...options });
}

/** The outputs of a program by name, for these data of its inputs. Throws where one has not the type it should. */
export async function runProgram(
  program: Program,
  inputs: Readonly<Record<string, TensorData>>,
): Promise<ReadonlyMap<string, RunTensor>> {
  const session = await openSession(program);
  try {
    const feeds = Object.fromEntries(program.inputs.map((name) => [name, feed(program, name, inputs[name])]));
    const results = await session.run(feeds);
    for (const [name, { type, dims }] of Object.entries(results)) {
      const [found, wanted] = [`${type} [${dims}]`, typeText(program.types.get(name))];
      if (found !== wanted) throw new Error(`'${name}' of ${program.name} is ${found}, and its type says ${wanted}`);
    }
    return new Map(
      Object.entries(results).map(([name, { dims, data }]) => [name, { shape: dims, data: data as TensorData }]),
    );
  } finally {
    await session.release();
  }
}

function feed(program: Program, name: string, data: TensorData | undefined): Tensor {
  const type = program.types.get(name);
  if (type === undefined || data === undefined) throw new Error(`no data for the input '${name}'`);
  return new Tensor(type.element, data, type.shape);
}

function typeText(type: TensorType | undefined): string {
  return type === undefined ? 'unknown' : `${type.element} [${type.shape}]`;
}

/** The float32 values of one output. */
export function floats(results: ReadonlyMap<string, RunTensor>, name: string): Float32Array {
  const data = results.get(name)?.data;
  if (!(data instanceof Float32Array)) throw new Error(`'${name}' holds no float32 values`);
  return data;
}

/**
 * The program with ONNX's own batch normalisation where the compiler's stands, so that a forward pass in training can
 * run before any lowering. With momentum 0 the new running statistics are those of the batch.
 */
export function withBatchStatistics(program: Program): Program {
  const constants = new Map(program.constants);
  const types = new Map(program.types);
  const nodes = program.nodes.map((node): ProgramNode => {
    if (node.op !== 'BatchNormTraining') return node;
    const scale = types.get(node.inputs[1] ?? '') ?? { element: 'float32', shape: [] };
    const name = `statistics_${scale.shape}`;
    constants.set(name, { ...scale, data: new Float32Array(count(scale.shape)).fill(1) });
    types.set(name, scale);
    const attributes = { ...node.attributes, training_mode: 1, momentum: { float: 0 } };
    return { ...node, op: 'BatchNormalization', domain: '', inputs: [...node.inputs, name, name], attributes };
  });
  return { ...program, nodes, constants, types };
}

/** A session that is run several times. */
export interface Runner {
  run(inputs: Readonly<Record<string, TensorData>>): Promise<ReadonlyMap<string, RunTensor>>;
  close(): Promise<void>;
}

export async function openRunner(program: Program): Promise<Runner> {
  const session = await openSession(program);
  return {
    run: async (inputs) => {
      const feeds = Object.fromEntries(program.inputs.map((name) => [name, feed(program, name, inputs[name])]));
      const results = await session.run(feeds);
      return new Map(
        Object.entries(results).map(([name, { dims, data }]) => [name, { shape: dims, data: data as TensorData }]),
      );
    },
    close: () => session.release(),
  };
}
