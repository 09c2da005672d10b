/**
 * Programs with gradient operators to programs for ONNX Runtime's processor kernels in blocked layout (NCHWc), which
 * are about three times as fast as those in plain layout. ONNX Runtime uses them by itself only where weights are
 * constants; here they are inputs, so its internal operators (domain com.microsoft.nchwc) are emitted. What they cannot
 * do is done plain, by the portable lowering.
 */
import { createBuilder, emitAll, finish, input, reshape } from '../../onnx/builder.ts';
import { type Program, type ProgramNode, sameShape } from '../../onnx/program.ts';
import { prune } from '../../onnx/unused.ts';
import type { StateTensor } from '../step-program.ts';
import { channelSlice, concatenation, reduction } from './blocked-arrangement.ts';
import { conv, convGradientInput } from './blocked-convolution.ts';
import { addMaps, elementwise, keepsZero, relu } from './blocked-elementwise.ts';
import { isPackable } from './blocked-filters.ts';
import { batchNormalization, batchNormGradient, batchNormTraining } from './blocked-normalisation.ts';
import {
  averagePoolGradient,
  globalAveragePool,
  globalAveragePoolGradient,
  maxPoolGradient,
  pool,
  spreadToLargest,
} from './blocked-pooling.ts';
import {
  type Blocking,
  blockedOf,
  formsOf,
  isBlocked,
  isMap,
  packedOf,
  plainOf,
  setBlocked,
  setPlain,
  shape4,
  sourceType,
} from './blocked-values.ts';
import { convGradientWeight } from './blocked-weight-gradient.ts';
import { foldImages } from './fold-images.ts';
import type { Packing } from './packing.ts';
import { portableLowerings } from './portable.ts';
import { slidingOf } from './window.ts';

/** A program that can be run, and the layout of what goes into it. */
export interface Lowered {
  /** Its inputs and outputs are named as before. */
  readonly program: Program;
  /** The tensors of the state that go in and come out packed. */
  readonly packed: ReadonlyMap<string, Packing>;
}

export interface BlockedOptions {
  /** Channels in a block: 8 or 16, as the processor has it. */
  readonly block: number;
  readonly state: readonly StateTensor[];
}

/** Lowers a node in blocks, or says that it is to be done plain. */
type Lower = (l: Blocking, node: ProgramNode) => boolean;

const lowerings: Readonly<Record<string, Lower>> = {
  ...Object.fromEntries(Object.keys(keepsZero).map((op) => [op, elementwise])),
  Relu: relu,
  Add: addMaps,
  Conv: conv,
  BatchNormalization: batchNormalization,
  MaxPool: pool,
  AveragePool: pool,
  GlobalAveragePool: globalAveragePool,
  ReduceSum: reduction,
  ReduceMean: reduction,
  Concat: concatenation,
  Slice: channelSlice,
  Identity: alias,
  Reshape: otherImages,
  ConvGradientInput: convGradientInput,
  ConvGradientWeight: convGradientWeight,
  BatchNormTraining: batchNormTraining,
  BatchNormGradient: batchNormGradient,
  ReluGradient: reluGradient,
  MaxPoolGradient: maxPoolGradient,
  AveragePoolGradient: averagePoolGradient,
  GlobalAveragePoolGradient: globalAveragePoolGradient,
};

/** Linear in the size of the program. */
export function lowerBlocked(source: Program, { block, state }: BlockedOptions): Lowered {
  const program = foldImages(source, block);
  const packed = packings(program, state, block);
  const l: Blocking = {
    b: createBuilder(),
    block,
    source: program,
    forms: new Map(),
    makers: new Map(program.nodes.flatMap((node) => node.outputs.map((name) => [name, node]))),
    lastReaders: lastReadersOf(program),
    uses: usesOf(program),
    packings: packed,
    shared: new Map(),
  };
  for (const name of program.inputs) {
    input(l.b, name, sourceType(l, name));
    l.forms.set(name, packed.has(name) ? { packed: name } : { plain: name });
  }
  // Taken from the start, so that no value made on the way has the name of an output.
  for (const name of program.outputs) if (!l.b.types.has(name)) l.b.types.set(name, sourceType(l, name));
  for (const node of program.nodes) {
    l.b.origin = node.origin;
    if (lowerings[node.op]?.(l, node) !== true) lowerPlain(l, node);
  }
  l.b.origin = '';
  const outputs = new Map(state.flatMap(({ name, output }) => (output === undefined ? [] : [[output, name] as const])));
  const values = program.outputs.map((name) => {
    const packing = packed.get(outputs.get(name) ?? '');
    return packing === undefined ? plainOf(l, name) : packedOf(l, name, packing);
  });
  return { program: prune(named(finish(l.b, program.name), values, program.outputs)), packed };
}

/** Weights of convolutions that are whole numbers of blocks, and what the optimizer keeps for them. */
function packings(program: Program, state: readonly StateTensor[], block: number): ReadonlyMap<string, Packing> {
  const groups = new Map<string, number>();
  for (const node of program.nodes) {
    const weight = node.inputs[1];
    if ((node.op !== 'Conv' && node.op !== 'ConvGradientInput') || weight === undefined) continue;
    groups.set(weight, slidingOf(node, program.types.get(weight)?.shape.slice(2) ?? []).group);
  }
  return new Map(
    state.flatMap(({ name, of = name, shape }) => {
      const group = groups.get(of);
      if (group === undefined || !isPackable(block, shape, group)) return [];
      return [[name, { shape, block }] as const];
    }),
  );
}

function lastReadersOf({ nodes, outputs }: Program): ReadonlyMap<string, ProgramNode> {
  const readers = new Map(nodes.flatMap((node) => node.inputs.map((name) => [name, node])));
  for (const name of outputs) readers.delete(name);
  return readers;
}

function usesOf(program: Program): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  for (const name of [...program.nodes.flatMap(({ inputs }) => inputs), ...program.outputs]) {
    uses.set(name, (uses.get(name) ?? 0) + 1);
  }
  return uses;
}

/** An Identity is another name. */
function alias(l: Blocking, node: ProgramNode): boolean {
  const [x = ''] = node.inputs;
  const [y = ''] = node.outputs;
  if (isBlocked(l, x)) blockedOf(l, x);
  l.forms.set(y, formsOf(l, x));
  return true;
}

/** Maps of whole blocks whose images are put together or taken apart lie in memory the same way. */
function otherImages(l: Blocking, node: ProgramNode): boolean {
  const [x = ''] = node.inputs;
  const [y = ''] = node.outputs;
  if (!isMap(l, x) || !isMap(l, y) || !isBlocked(l, x)) return false;
  const [own, other] = [shape4(l, x), shape4(l, y)];
  if (own[1] % l.block !== 0 || other[1] % l.block !== 0 || !sameShape(own.slice(2), other.slice(2))) return false;
  setBlocked(l, y, reshape(l.b, blockedOf(l, x), other));
  return true;
}

/**
 * dy times 1 where y > 0. What max pooling gives back to a rectified map is masked before it is spread: the largest
 * value of a window is above 0 where it came from if it is so in the pooled map, which is smaller.
 */
function reluGradient(l: Blocking, node: ProgramNode): boolean {
  const [dy = '', y = ''] = node.inputs;
  const [dx = ''] = node.outputs;
  if (!isMap(l, dx) || !(isBlocked(l, dy) || isBlocked(l, y))) return false;
  const pooling = l.makers.get(dy);
  if (pooling?.op === 'MaxPoolGradient' && pooling.inputs[1] === y && l.uses.get(dy) === 1) {
    const [pooledDy = '', , pooled = ''] = pooling.inputs;
    const masked = maskedBy(l, node, pooledDy, pooled);
    setBlocked(l, dx, spreadToLargest(l, pooling, masked));
    return true;
  }
  setBlocked(l, dx, maskedBy(l, node, dy, y));
  return true;
}

function maskedBy(l: Blocking, node: ProgramNode, dy: string, y: string): string {
  const inputs = [blockedOf(l, dy), blockedOf(l, y)];
  const [value] = portableLowerings.ReluGradient(l.b, node, inputs, { target: 'cpu' });
  if (value === undefined) throw new Error('ReluGradient has one output');
  return value;
}

function lowerPlain(l: Blocking, node: ProgramNode): void {
  const inputs = node.inputs.map((value) => (value === '' ? '' : plainOf(l, value)));
  const values = node.domain === 'netwright' ? lowerGradient(l, node, inputs) : copied(l, node, inputs);
  for (const [index, name] of node.outputs.entries()) {
    const value = values[index];
    if (value !== undefined) setPlain(l, name, value);
  }
}

function lowerGradient(l: Blocking, node: ProgramNode, inputs: readonly string[]): readonly string[] {
  const emitter = Object.entries(portableLowerings).find(([op]) => op === node.op)?.[1];
  if (emitter === undefined) throw new Error(`there is no lowering of ${node.op}`);
  return emitter(l.b, node, inputs, { target: 'cpu' });
}

function copied(l: Blocking, node: ProgramNode, inputs: readonly string[]): readonly string[] {
  const { op, domain, attributes } = node;
  const types = node.outputs.map((name) => sourceType(l, name));
  return emitAll(l.b, op, inputs, node.outputs.length, { domain, attributes, types });
}

/**
 * The program with `names` for its outputs `values`. Where a value is no input and has no other name yet it is renamed,
 * since an Identity would copy it.
 */
function named(program: Program, values: readonly string[], names: readonly string[]): Program {
  const renamed = new Map<string, string>();
  const copies: ProgramNode[] = [];
  const fixed = new Set([...program.inputs, ...program.constants.keys()]);
  const types = new Map(program.types);
  for (const [index, name] of names.entries()) {
    const value = values[index] ?? '';
    const type = types.get(value);
    if (type === undefined) throw new Error(`no value is named '${value}'`);
    if (value === name) continue;
    types.set(name, type);
    if (fixed.has(value) || renamed.has(value)) {
      copies.push({ op: 'Identity', domain: '', inputs: [value], outputs: [name], attributes: {}, origin: '' });
    } else renamed.set(value, name);
  }
  const other = (name: string): string => renamed.get(name) ?? name;
  const nodes = [...program.nodes, ...copies].map((node) => ({
    ...node,
    inputs: node.inputs.map(other),
    outputs: node.outputs.map(other),
  }));
  return { ...program, nodes, outputs: names, types };
}
