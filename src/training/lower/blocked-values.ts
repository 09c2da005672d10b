/**
 * Values of a program in the layouts of ONNX Runtime's blocked operators, and the ways from one to the other.
 *
 *   plain    [N, C, H, W], or what shape the value has
 *   blocked  maps only: blocks of B channels; in each the places; in each the block's channels. The operators call it
 *            [N, Cp, H, W], Cp being C rounded up to a multiple of B; the channels from C on hold zeros
 *   packed   weights of convolutions and what has their shape (packing.ts)
 *   phases   maps whose columns s v + j are held apart, by j, and whose rows s u + i are blocks of channels: what a
 *            strided convolution's gradient comes in (blocked-convolution.ts). An absent phase is zero
 *   pending  a convolution that is not emitted yet, because what follows may be done in the same pass
 */
import { type Builder, constant, emit, pad, reshape, slice, transpose } from '../../onnx/builder.ts';
import type { Attribute, Program, ProgramNode, TensorType } from '../../onnx/program.ts';
import { sameShape } from '../../onnx/program.ts';
import { exchangeOuter } from '../arrange.ts';
import type { Packing } from './packing.ts';

export type Shape4 = readonly [batch: number, channels: number, height: number, width: number];

export interface Phases {
  readonly columns: readonly (string | undefined)[];
  /** How many rows' phases lie in the channels of each. */
  readonly rows: number;
  /** Of one phase. */
  readonly size: readonly [height: number, width: number];
}

/** A blocked convolution with room for a summand and a rectifier. */
export interface Pending {
  readonly emit: (sum: string | undefined, activation: 'Relu' | undefined) => string;
  readonly sum?: string;
}

export interface Forms {
  plain?: string;
  blocked?: string;
  packed?: string;
  phases?: Phases;
  pending?: Pending;
}

export interface Blocking {
  readonly b: Builder;
  readonly block: number;
  /** What is lowered. */
  readonly source: Program;
  /** By the name of the value in the source. */
  readonly forms: Map<string, Forms>;
  /** The node of the source that makes a value. */
  readonly makers: ReadonlyMap<string, ProgramNode>;
  /** The last node of the source that reads a value; none for outputs. */
  readonly lastReaders: ReadonlyMap<string, ProgramNode>;
  /** How often nodes and outputs of the source read a value. */
  readonly uses: ReadonlyMap<string, number>;
  /** Weights that come packed, and whatever has their shape and meets them. */
  readonly packings: ReadonlyMap<string, Packing>;
  /** Results that several nodes of the source would compute, by a description. */
  readonly shared: Map<string, string>;
}

export function formsOf(l: Blocking, value: string): Forms {
  const known = l.forms.get(value);
  if (known !== undefined) return known;
  const tensor = l.source.constants.get(value);
  if (tensor === undefined) throw new Error(`'${value}' is read before it is made`);
  const forms: Forms = { plain: constant(l.b, tensor.data, tensor.shape) };
  l.forms.set(value, forms);
  return forms;
}

export function sourceType(l: Blocking, value: string): TensorType {
  const type = l.source.types.get(value);
  if (type === undefined) throw new Error(`no value is named '${value}'`);
  return type;
}

export function shape4(l: Blocking, value: string): Shape4 {
  const { shape } = sourceType(l, value);
  const [n, c, h, w] = shape;
  if (n === undefined || c === undefined || h === undefined || w === undefined || shape.length !== 4) {
    throw new Error(`${value} is no map`);
  }
  return [n, c, h, w];
}

export function isMap(l: Blocking, value: string): boolean {
  return sourceType(l, value).shape.length === 4;
}

/** Whether a value is there in blocks, or in what is easily brought to blocks. */
export function isBlocked(l: Blocking, value: string): boolean {
  const forms = l.forms.get(value);
  return forms?.blocked !== undefined || forms?.phases !== undefined || forms?.pending !== undefined;
}

/** Rounded up to a multiple of the block. */
export function padded(l: Pick<Blocking, 'block'>, channels: number): number {
  return Math.ceil(channels / l.block) * l.block;
}

/** The shape under which the blocked operators know a map. */
export function blockedShape(l: Blocking, [n, c, h, w]: Shape4): Shape4 {
  return [n, padded(l, c), h, w];
}

/** An operator of ONNX Runtime for blocks; its output's shape must be given. */
export function nchwc(
  b: Builder,
  op: 'Conv' | 'MaxPool' | 'AveragePool' | 'GlobalAveragePool' | 'ReorderInput' | 'ReorderOutput' | 'Upsample',
  inputs: readonly string[],
  shape: readonly number[],
  attributes: Readonly<Record<string, Attribute>> = {},
): string {
  return emit(b, op, inputs, { domain: 'com.microsoft.nchwc', types: [{ element: 'float32', shape }], attributes });
}

export function setPlain(l: Blocking, value: string, plain: string): void {
  l.forms.set(value, { plain });
}

export function setBlocked(l: Blocking, value: string, blocked: string): void {
  l.forms.set(value, { blocked });
}

export function setPacked(l: Blocking, value: string, packed: string): void {
  l.forms.set(value, { packed });
}

/** Emitted when it is first asked for, unless its only reader takes it up. */
export function setPending(l: Blocking, value: string, pending: Pending): void {
  l.forms.set(value, { pending });
}

/** The pending convolution of a value that nothing else reads. */
export function pendingOf(l: Blocking, value: string): Pending | undefined {
  return l.uses.get(value) === 1 ? l.forms.get(value)?.pending : undefined;
}

export function plainOf(l: Blocking, value: string): string {
  const forms = formsOf(l, value);
  forms.plain ??= forms.packed === undefined ? mapToPlain(l, value) : unpacked(l, value, forms.packed);
  return forms.plain;
}

export function blockedOf(l: Blocking, value: string): string {
  const forms = formsOf(l, value);
  if (forms.blocked === undefined && forms.pending !== undefined) {
    forms.blocked = forms.pending.emit(forms.pending.sum, undefined);
    delete forms.pending;
  }
  if (forms.blocked === undefined && forms.phases !== undefined) {
    forms.blocked = interleaved(l, forms.phases, shape4(l, value));
  }
  forms.blocked ??= mapToBlocks(l, plainOf(l, value), shape4(l, value));
  return forms.blocked;
}

export function packedOf(l: Blocking, value: string, packing: Packing): string {
  const forms = formsOf(l, value);
  forms.packed ??= packed(l.b, plainOf(l, value), packing);
  return forms.packed;
}

function mapToPlain(l: Blocking, value: string): string {
  const shape = shape4(l, value);
  const blocked = blockedOf(l, value);
  if (sameMemory(l, shape)) return blocked;
  return nchwc(l.b, 'ReorderOutput', [blocked], shape, { channels: shape[1] });
}

/** A map of one place lies in memory the same way in both, if no channels are added. */
function sameMemory(l: Blocking, [, channels, height, width]: Shape4): boolean {
  return height * width === 1 && channels % l.block === 0;
}

/** ONNX Runtime reorders maps of 4, 8, 12, ... channels and fills up the last block with zeros. */
const reorderable = 4;

export function mapToBlocks(l: Blocking, plain: string, shape: Shape4): string {
  if (sameMemory(l, shape)) return plain;
  const [, channels] = shape;
  const whole = Math.ceil(channels / reorderable) * reorderable;
  const filled = pad(l.b, plain, [0, 0, 0, 0, 0, whole - channels, 0, 0]);
  return nchwc(l.b, 'ReorderInput', [filled], blockedShape(l, shape));
}

/** The last axis but one and a block exchange places: [.., B, m] to [.., m, B], with the reordering's speed. */
export function blockInnermost(l: Blocking, value: string, stacks: number, m: number): string {
  const shape = [stacks, l.block, m, 1];
  return nchwc(l.b, 'ReorderInput', [reshape(l.b, value, shape)], shape);
}

/**
 * Columns of all phases side by side, then rows: [N, rows, C / B, u, v, columns B] to [N, C / B, u, rows, v columns, B].
 * What reaches beyond the map, because its size is no multiple of the stride, is cut off.
 */
function interleaved(l: Blocking, { columns, rows, size }: Phases, shape: Shape4): string {
  const { b, block } = l;
  const [n, channels, height, width] = blockedShape(l, shape);
  const [u, v] = size;
  const places = (n * rows * channels * u * v) / block;
  const parts = columns.map((column) => {
    if (column !== undefined) return reshape(b, column, [places, block]);
    return emit(b, 'Expand', [constant(b, Float32Array.of(0), [1, 1]), constantShape(b, [places, block])]);
  });
  const wide = v * columns.length * block;
  const joined = parts.length === 1 ? (parts[0] ?? '') : emit(b, 'Concat', parts, { attributes: { axis: 1 } });
  const byRow = exchangeOuter(b, joined, [n, rows, (channels / block) * u], wide);
  const [allRows, allColumns] = [u * rows, v * columns.length];
  if (allRows === height && allColumns === width) return reshape(b, byRow, [n, channels, height, width]);
  const whole = reshape(b, byRow, [(n * channels) / block, allRows, allColumns * block]);
  return reshape(b, slice(b, whole, [1, 2], [0, 0], [height, width * block]), [n, channels, height, width]);
}

function constantShape(b: Builder, shape: readonly number[]): string {
  return constant(b, BigInt64Array.from(shape, BigInt), [shape.length]);
}

/** In the program itself, for weights that are not kept packed. */
export function packed(b: Builder, plain: string, { shape, block }: Packing): string {
  const [outputs = 1, inputs = 1, height = 1, width = 1] = shape;
  const split = reshape(b, plain, [outputs / block, block, inputs / block, block, height * width]);
  return reshape(b, transpose(b, split, [0, 2, 4, 3, 1]), shape);
}

function unpacked(l: Blocking, value: string, packedValue: string): string {
  const { shape } = sourceType(l, value);
  const [outputs = 1, inputs = 1, height = 1, width = 1] = shape;
  const { b, block } = l;
  const split = reshape(b, packedValue, [outputs / block, inputs / block, height * width, block, block]);
  return reshape(b, transpose(b, split, [0, 4, 1, 3, 2]), shape);
}

/** A result that does not depend on which node asks for it. */
export function sharedResult(l: Blocking, description: string, make: () => string): string {
  const known = l.shared.get(description);
  if (known !== undefined) return known;
  const made = make();
  l.shared.set(description, made);
  return made;
}

export function hasShape(l: Blocking, value: string, shape: readonly number[]): boolean {
  return sameShape(sourceType(l, value).shape, shape);
}
