/** What is done value by value: on maps in blocks, or on packed weights and what the optimizer keeps for them. */
import { emit, filled, pad, reshape } from '../../onnx/builder.ts';
import { count, type ProgramNode, sameShape } from '../../onnx/program.ts';
import { affine } from './blocked-normalisation.ts';
import {
  type Blocking,
  blockedOf,
  blockedShape,
  hasShape,
  isBlocked,
  isMap,
  packedOf,
  padded,
  pendingOf,
  plainOf,
  setBlocked,
  setPacked,
  setPending,
  shape4,
  sourceType,
} from './blocked-values.ts';

/** Of operators that work value by value: whether they leave zeros zero, as the channels that fill up a block must be. */
export const keepsZero: Readonly<Record<string, boolean>> = {
  Relu: true,
  LeakyRelu: true,
  Elu: true,
  Tanh: true,
  HardSwish: true,
  Abs: true,
  Neg: true,
  Sign: true,
  Sqrt: true,
  Floor: true,
  Sigmoid: false,
  HardSigmoid: false,
  Softplus: false,
  Exp: false,
  Log: false,
  Reciprocal: false,
  Clip: false,
  Add: false,
  Sub: false,
  Mul: true,
  Div: false,
  Pow: false,
  Max: false,
  Min: false,
  Sum: false,
};

/** Relu takes up a pending convolution; everything else is done on what is there. */
export function relu(l: Blocking, node: ProgramNode): boolean {
  const [x = ''] = node.inputs;
  const [y = ''] = node.outputs;
  const pending = pendingOf(l, x);
  if (pending === undefined) return elementwise(l, node);
  setBlocked(l, y, pending.emit(pending.sum, 'Relu'));
  return true;
}

/** A sum of two maps of which one is a pending convolution is done in the convolution's pass. */
export function addMaps(l: Blocking, node: ProgramNode): boolean {
  const [x = '', y = ''] = node.inputs;
  const [z = ''] = node.outputs;
  if (node.inputs.length !== 2 || !isMap(l, z) || !sameTypes(l, node.inputs)) return elementwise(l, node);
  if (addPhases(l, x, y, z)) return true;
  // The later of two was made for this sum; the earlier stands ready.
  const taken = [y, x].find((value) => {
    const pending = pendingOf(l, value);
    return pending !== undefined && pending.sum === undefined;
  });
  const pending = taken === undefined ? undefined : pendingOf(l, taken);
  if (pending === undefined || x === y) return elementwise(l, node);
  const other = taken === y ? x : y;
  const sum = blockedOf(l, other);
  if (l.lastReaders.get(other) === node) {
    setPending(l, z, { emit: pending.emit, sum });
    return true;
  }
  // ONNX Runtime adds in the summand's memory, and copies it, on one core, where it is read again. So it is the other way round.
  const shape = blockedShape(l, shape4(l, z));
  const result = pending.emit(undefined, undefined);
  setPending(l, z, {
    emit: (summand, activation) => affine(l, sum, shape, filled(l.b, 1, [shape[1]]), undefined, summand, activation),
    sum: result,
  });
  return true;
}

function sameTypes(l: Blocking, values: readonly string[]): boolean {
  const [first, ...rest] = values;
  return first !== undefined && rest.every((value) => hasShape(l, value, sourceType(l, first).shape));
}

/** Sums of maps whose phases are held apart stay apart. */
function addPhases(l: Blocking, x: string, y: string, z: string): boolean {
  const [one, other] = [l.forms.get(x)?.phases, l.forms.get(y)?.phases];
  if (one === undefined || other === undefined) return false;
  if (one.rows !== other.rows || one.columns.length !== other.columns.length || !sameShape(one.size, other.size))
    return false;
  const columns = one.columns.map((column, index) => {
    const second = other.columns[index];
    if (column === undefined || second === undefined) return column ?? second;
    return emit(l.b, 'Add', [column, second]);
  });
  l.forms.set(z, { phases: { ...one, columns } });
  return true;
}

/** Any operator that works value by value. */
export function elementwise(l: Blocking, node: ProgramNode): boolean {
  return onPacked(l, node) || onBlocks(l, node);
}

/** On weights as they are packed, and what the optimizer keeps for them. */
function onPacked(l: Blocking, node: ProgramNode): boolean {
  const [y = ''] = node.outputs;
  const { shape } = sourceType(l, y);
  const isPacked = (value: string): boolean => value !== '' && l.forms.get(value)?.packed !== undefined;
  if (!node.inputs.some(isPacked)) return false;
  const fits = (value: string): boolean => {
    const own = value === '' ? [] : sourceType(l, value).shape;
    return sameShape(own, shape) || count(own) === 1;
  };
  if (!node.inputs.every(fits)) return false;
  const inputs = node.inputs.map((value) => {
    if (value === '' || !hasShape(l, value, shape)) return value === '' ? '' : plainOf(l, value);
    return packedOf(l, value, { shape, block: l.block });
  });
  setPacked(l, y, emit(l.b, node.op, inputs, { attributes: node.attributes }));
  return true;
}

function onBlocks(l: Blocking, node: ProgramNode): boolean {
  const [y = ''] = node.outputs;
  if (!isMap(l, y) || !node.inputs.some((value) => value !== '' && isBlocked(l, value))) return false;
  if (sourceType(l, y).element !== 'float32') return false;
  const shape = blockedShape(l, shape4(l, y));
  const own = shape4(l, y);
  const whole = own[1] === shape[1];
  const roles = node.inputs.map((value) => roleOf(l, value, own));
  if (roles.includes(undefined)) return false;
  if (!whole && !(keepsZero[node.op] || (roles.every((role) => role === 'map') && maps.has(node.op)))) return false;
  if (roles.includes('channel')) return byChannel(l, node, roles);
  const inputs = node.inputs.map((value, index) => (roles[index] === 'map' ? blockedOf(l, value) : scalarOf(l, value)));
  setBlocked(l, y, emit(l.b, node.op, inputs, { attributes: node.attributes }));
  return true;
}

/** Of maps alone these leave zeros zero. */
const maps: ReadonlySet<string> = new Set(['Add', 'Sub', 'Max', 'Min', 'Sum']);

type Role = 'map' | 'scalar' | 'channel';

/** What an operand is beside a map: one as large, a single number, a number for each channel (of each image or of all). */
function roleOf(l: Blocking, value: string, [batch, channels, height, width]: readonly number[]): Role | undefined {
  if (value === '') return 'scalar';
  const { shape, element } = sourceType(l, value);
  if (element !== 'float32') return undefined;
  if (sameShape(shape, [batch ?? 0, channels ?? 0, height ?? 0, width ?? 0])) return 'map';
  if (count(shape) === 1) return 'scalar';
  const [w, h, c, n = 1, ...more] = shape.toReversed();
  const perChannel = w === 1 && h === 1 && c === channels && (n === 1 || n === batch) && more.length === 0;
  return perChannel ? 'channel' : undefined;
}

function scalarOf(l: Blocking, value: string): string {
  return value === '' ? '' : reshape(l.b, plainOf(l, value), []);
}

/** [N or 1, C, 1, 1] with the channels that fill up the last block, plain and in blocks at once. */
function channelValues(
  l: Blocking,
  value: string,
  channels: number,
): { readonly value: string; readonly images: number } {
  const { shape } = sourceType(l, value);
  const images = shape.length === 4 ? (shape[0] ?? 1) : 1;
  const whole = padded(l, channels);
  const vector = reshape(l.b, plainOf(l, value), [images, channels]);
  return { value: pad(l.b, vector, [0, 0, 0, whole - channels]), images };
}

/** A map and a number for each channel: a product is a depthwise convolution, all else is broadcast. */
function byChannel(l: Blocking, node: ProgramNode, roles: readonly (Role | undefined)[]): boolean {
  const { b, block } = l;
  const [y = ''] = node.outputs;
  const own = shape4(l, y);
  const shape = blockedShape(l, own);
  const [batch, channels, height, width] = shape;
  const map = node.inputs[roles.indexOf('map')];
  const other = node.inputs[roles.indexOf('channel')];
  if (map === undefined || other === undefined || !isBlocked(l, map)) return false;
  if (node.op === 'Mul' && node.inputs.length === 2) {
    const gate = channelValues(l, other, own[1]);
    const maps = gate.images * channels;
    const wide = [batch / gate.images, maps, height, width] as const;
    const product = affine(l, reshape(b, blockedOf(l, map), wide), wide, gate.value, undefined);
    setBlocked(l, y, reshape(b, product, shape));
    return true;
  }
  if (own[1] !== channels) return false;
  const inputs = node.inputs.map((value, index) => {
    if (roles[index] === 'scalar') return scalarOf(l, value);
    if (roles[index] === 'map')
      return reshape(b, blockedOf(l, value), [batch, channels / block, height * width, block]);
    const numbers = channelValues(l, value, own[1]);
    return reshape(b, numbers.value, [numbers.images, channels / block, 1, block]);
  });
  setBlocked(l, y, reshape(b, emit(b, node.op, inputs, { attributes: node.attributes }), shape));
  return true;
}
