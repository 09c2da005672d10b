/** Building a program node by node. A builder is mutable while one function builds; `finish` makes it data. */
import { inferTypes } from './infer.ts';
import type { Attribute, Domain, Program, ProgramNode, Tensor, TensorData, TensorType } from './program.ts';
import { count } from './program.ts';

export interface Builder {
  readonly inputs: string[];
  readonly outputs: string[];
  readonly nodes: ProgramNode[];
  readonly constants: Map<string, Tensor>;
  readonly types: Map<string, TensorType>;
  /** Small constants by their content, so that each is stored once. */
  readonly known: Map<string, string>;
  /** Given to the nodes that are emitted next. */
  origin: string;
  counter: number;
}

export interface EmitOptions {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly domain?: Domain;
  /** Of the outputs, for operators that `inferTypes` does not know. */
  readonly types?: readonly TensorType[];
  /** Names of the outputs instead of made ones. */
  readonly names?: readonly string[];
}

export function createBuilder(): Builder {
  return {
    inputs: [],
    outputs: [],
    nodes: [],
    constants: new Map(),
    types: new Map(),
    known: new Map(),
    origin: '',
    counter: 0,
  };
}

/** A builder that goes on where a program ends; the program itself stays as it is. */
export function extend(program: Program): Builder {
  const b = createBuilder();
  b.inputs.push(...program.inputs);
  b.outputs.push(...program.outputs);
  b.nodes.push(...program.nodes);
  for (const [name, tensor] of program.constants) b.constants.set(name, tensor);
  for (const [name, type] of program.types) b.types.set(name, type);
  return b;
}

export function finish(b: Builder, name: string): Program {
  return { name, inputs: b.inputs, outputs: b.outputs, nodes: b.nodes, constants: b.constants, types: b.types };
}

export function input(b: Builder, name: string, type: TensorType): string {
  claim(b, name);
  b.inputs.push(name);
  b.types.set(name, type);
  return name;
}

/** Makes a value an output of the program, under its own name or, by an Identity, under another. */
export function output(b: Builder, value: string, name: string = value): string {
  if (name !== value) emit(b, 'Identity', [value], { names: [name] });
  b.outputs.push(name);
  return name;
}

/** The type of a value; a value that is not there is a bug. */
export function typeOf(b: Pick<Builder, 'types'>, value: string): TensorType {
  const type = b.types.get(value);
  if (type === undefined) throw new Error(`no value is named '${value}'`);
  return type;
}

export function shapeOf(b: Pick<Builder, 'types'>, value: string): readonly number[] {
  return typeOf(b, value).shape;
}

/** Emits an operator with one output; gives the output's name. */
export function emit(b: Builder, op: string, inputs: readonly string[], options: EmitOptions = {}): string {
  const [first, ...rest] = emitAll(b, op, inputs, 1, options);
  if (first === undefined || rest.length > 0) throw new Error(`${op} was to have one output`);
  return first;
}

/** Emits an operator with `outputs` outputs; gives their names. */
export function emitAll(
  b: Builder,
  op: string,
  inputs: readonly string[],
  outputs: number,
  { attributes = {}, domain = '', types, names }: EmitOptions = {},
): readonly string[] {
  const inputTypes = inputs.map((name) => (name === '' ? undefined : typeOf(b, name)));
  const constants = inputs.map((name) => b.constants.get(name));
  const outputTypes = types ?? inferTypes({ op, domain, attributes, outputs, inputs: inputTypes, constants });
  const outputNames = names ?? outputTypes.map(() => freshName(b, op));
  for (const [index, name] of outputNames.entries()) {
    const type = outputTypes[index];
    if (type === undefined) throw new Error(`${op} has no output ${index}`);
    claim(b, name);
    b.types.set(name, type);
  }
  b.nodes.push({ op, domain, inputs, outputs: outputNames, attributes, origin: b.origin });
  return outputNames;
}

/** Below this many values a constant is looked up among those there are. */
const smallConstant = 4096;

export function constant(b: Builder, data: TensorData, shape: readonly number[]): string {
  const element = elementOf(data);
  if (data.length !== count(shape)) throw new Error(`${data.length} values do not make a tensor ${shape.join('x')}`);
  const key = data.length < smallConstant ? `${element}|${shape.join(',')}|${data.join(',')}` : undefined;
  const earlier = key === undefined ? undefined : b.known.get(key);
  if (earlier !== undefined) return earlier;
  const name = freshName(b, 'constant');
  b.constants.set(name, { element, shape, data });
  b.types.set(name, { element, shape });
  if (key !== undefined) b.known.set(key, name);
  return name;
}

/** A float32 scalar. */
export function scalar(b: Builder, value: number): string {
  return constant(b, Float32Array.of(value), []);
}

/** A list of int64, as shapes, axes and pads are given. */
export function ints(b: Builder, values: readonly number[]): string {
  return constant(b, BigInt64Array.from(values, BigInt), [values.length]);
}

export function filled(b: Builder, value: number, shape: readonly number[]): string {
  return constant(b, new Float32Array(count(shape)).fill(value), shape);
}

export function reshape(b: Builder, value: string, shape: readonly number[]): string {
  const own = shapeOf(b, value);
  if (own.length === shape.length && own.every((n, axis) => n === shape[axis])) return value;
  return emit(b, 'Reshape', [value, ints(b, shape)]);
}

export function transpose(b: Builder, value: string, order: readonly number[]): string {
  return order.every((axis, position) => axis === position)
    ? value
    : emit(b, 'Transpose', [value], { attributes: { perm: order } });
}

export function add(b: Builder, x: string, y: string): string {
  return emit(b, 'Add', [x, y]);
}

export function subtract(b: Builder, x: string, y: string): string {
  return emit(b, 'Sub', [x, y]);
}

export function multiply(b: Builder, x: string, y: string): string {
  return emit(b, 'Mul', [x, y]);
}

export function divide(b: Builder, x: string, y: string): string {
  return emit(b, 'Div', [x, y]);
}

/** Sum over some axes; without `keep` they are gone from the shape. */
export function sum(b: Builder, value: string, axes: readonly number[], keep = false): string {
  return emit(b, 'ReduceSum', [value, ints(b, axes)], { attributes: { keepdims: keep ? 1 : 0 } });
}

export function mean(b: Builder, value: string, axes: readonly number[], keep = false): string {
  return emit(b, 'ReduceMean', [value], { attributes: { axes, keepdims: keep ? 1 : 0 } });
}

/** From `starts` to before `ends` along `axes`. */
export function slice(
  b: Builder,
  value: string,
  axes: readonly number[],
  starts: readonly number[],
  ends: readonly number[],
  steps: readonly number[] = axes.map(() => 1),
): string {
  return emit(b, 'Slice', [value, ints(b, starts), ints(b, ends), ints(b, axes), ints(b, steps)]);
}

export function concat(b: Builder, values: readonly string[], axis: number): string {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : emit(b, 'Concat', values, { attributes: { axis } });
}

/** `sides`: first all beginnings, then all ends, an entry an axis, as ONNX has them; negative ones crop. */
export function pad(b: Builder, value: string, sides: readonly number[], mode = 'constant'): string {
  return sides.every((n) => n === 0) ? value : emit(b, 'Pad', [value, ints(b, sides)], { attributes: { mode } });
}

function elementOf(data: TensorData): Tensor['element'] {
  if (data instanceof Float32Array) return 'float32';
  if (data instanceof BigInt64Array) return 'int64';
  return data instanceof Int32Array ? 'int32' : 'uint8';
}

function freshName(b: Builder, op: string): string {
  b.counter += 1;
  const name = `${op.toLowerCase()}_${b.counter}`;
  return b.types.has(name) ? freshName(b, op) : name;
}

function claim(b: Builder, name: string): void {
  if (b.types.has(name)) throw new Error(`two values would be named '${name}'`);
}
