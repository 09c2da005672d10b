/**
 * A tensor program: ONNX as data, every shape known. Layers are lowered to it, gradients are appended to it, and
 * what is left after the last lowering is encoded for ONNX Runtime.
 *
 * Domains: '' is standard ONNX (opset 17); `netwright` holds the operators that autodiff adds and a lowering takes
 * away again (src/training/gradients/operators.ts); the two of Microsoft are ONNX Runtime's own.
 */

export type ElementType = 'float32' | 'int64' | 'int32' | 'uint8' | 'bool';

export interface TensorType {
  readonly element: ElementType;
  /** Batch first; always static. [] is a scalar. */
  readonly shape: readonly number[];
}

export type TensorData = Float32Array | BigInt64Array | Int32Array | Uint8Array;

export interface Tensor extends TensorType {
  readonly data: TensorData;
}

export type Domain = '' | 'netwright' | 'com.microsoft' | 'com.microsoft.nchwc';

/** A number is an integer; floats say so, because ONNX tells them apart. */
export type Attribute =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | { readonly body: Program };

export interface ProgramNode {
  readonly op: string;
  readonly domain: Domain;
  /** Names of values; '' where an optional input is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** The layer it was made for, as a path in the block hierarchy; for profiles and messages. */
  readonly origin: string;
}

export interface Program {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** In an order in which they can be executed. */
  readonly nodes: readonly ProgramNode[];
  readonly constants: ReadonlyMap<string, Tensor>;
  /** Of every value: inputs, constants, and outputs of nodes. */
  readonly types: ReadonlyMap<string, TensorType>;
}

/** Number of values in a tensor. */
export function count(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((n, axis) => n === b[axis]);
}

/** The programs inside a node. */
export function bodiesOf(attributes: ProgramNode['attributes']): readonly Program[] {
  return Object.values(attributes).flatMap((value) => (typeof value === 'object' && 'body' in value ? value.body : []));
}
