/** Programs with gradient operators to programs that every ONNX Runtime executes, in plain [N, C, H, W] layout. */
import { type Builder, createBuilder, finish } from '../../onnx/builder.ts';
import type { Program, ProgramNode } from '../../onnx/program.ts';
import { prune } from '../../onnx/unused.ts';
import type { GradientOperator } from '../gradients/operators.ts';
import type { Emitter, Target } from './emitter.ts';
import { convGradientInput, convGradientWeight } from './portable-convolution.ts';
import { batchNormGradient, batchNormTraining, reluGradient } from './portable-normalisation.ts';
import { averagePoolGradient, globalAveragePoolGradient, maxPoolGradient } from './portable-pooling.ts';
import { forWebGpu } from './webgpu.ts';

export const portableLowerings: Readonly<Record<GradientOperator, Emitter>> = {
  ConvGradientInput: convGradientInput,
  ConvGradientWeight: convGradientWeight,
  BatchNormTraining: batchNormTraining,
  BatchNormGradient: batchNormGradient,
  ReluGradient: reluGradient,
  MaxPoolGradient: maxPoolGradient,
  AveragePoolGradient: averagePoolGradient,
  GlobalAveragePoolGradient: globalAveragePoolGradient,
};

export interface PortableOptions {
  readonly target?: Target;
  /** Gradient operators that stay, for engines that have them. */
  readonly keep?: ReadonlySet<string>;
}

/** The same inputs and outputs, by the same names; linear in the size of the program. */
export function lowerPortable(program: Program, { target = 'cpu', keep }: PortableOptions = {}): Program {
  const b = createBuilder();
  b.inputs.push(...program.inputs);
  b.outputs.push(...program.outputs);
  for (const [name, tensor] of program.constants) b.constants.set(name, tensor);
  // All names are taken from the start, so that none that is made here meets one that is copied later.
  for (const [name, type] of program.types) b.types.set(name, type);
  const standsFor = new Map<string, string>();
  for (const node of program.nodes) {
    const inputs = node.inputs.map((name) => standsFor.get(name) ?? name);
    const lower = node.domain === 'netwright' && !keep?.has(node.op) ? emitterOf(node) : undefined;
    b.origin = node.origin;
    if (lower !== undefined) {
      const values = lower(b, node, inputs, { target });
      for (const [index, name] of node.outputs.entries()) standsFor.set(name, values[index] ?? name);
    } else b.nodes.push({ ...node, inputs });
  }
  const lowered = prune(finish(withOutputs(b, standsFor), program.name));
  return target === 'webgpu' ? forWebGpu(lowered) : lowered;
}

function emitterOf(node: ProgramNode): Emitter {
  const emitter = Object.entries(portableLowerings).find(([op]) => op === node.op)?.[1];
  if (emitter === undefined) throw new Error(`there is no lowering of ${node.op}`);
  return emitter;
}

/** A program's outputs keep their names also where other values stand for them. */
function withOutputs(b: Builder, standsFor: ReadonlyMap<string, string>): Builder {
  b.origin = '';
  for (const name of b.outputs) {
    const value = standsFor.get(name);
    if (value === undefined) continue;
    b.nodes.push({ op: 'Identity', domain: '', inputs: [value], outputs: [name], attributes: {}, origin: '' });
  }
  return b;
}
