/** What takes a gradient operator away: emitters of ONNX nodes that compute the same. */
import { type Builder, emit, transpose } from '../../onnx/builder.ts';
import { list } from '../../onnx/infer.ts';
import type { ProgramNode } from '../../onnx/program.ts';

/**
 * `cpu`: FusedMatMul is there. `webgpu`: only operators that ONNX Runtime's WebGPU provider
 * has, since one that it lacks sends its inputs to the processor and back.
 */
export type Target = 'cpu' | 'webgpu';

export interface Lowering {
  readonly target: Target;
}

/** `inputs` stand for the node's own. Gives the values that stand for its outputs. */
export type Emitter = (
  b: Builder,
  node: ProgramNode,
  inputs: readonly string[],
  lowering: Lowering,
) => readonly string[];

export function given(inputs: readonly string[], index: number): string {
  const value = inputs[index];
  if (value === undefined) throw new Error(`a gradient operator lacks its input ${index}`);
  return value;
}

/** A list of numbers that autodiff hands over with the node. */
export function shapeAttribute(node: ProgramNode, name: string): readonly number[] {
  const shape = list(node.attributes[name]);
  if (shape === undefined) throw new Error(`${node.op} lacks its ${name}`);
  return shape;
}

/** Stacks of matrices A [.., m, k] and B [.., n, k]: A B^T. */
export function timesTransposed(b: Builder, one: string, other: string, target: Target): string {
  if (target === 'webgpu') return emit(b, 'MatMul', [one, transpose(b, other, [0, 2, 1])]);
  return emit(b, 'FusedMatMul', [one, other], { domain: 'com.microsoft', attributes: { transB: 1 } });
}
