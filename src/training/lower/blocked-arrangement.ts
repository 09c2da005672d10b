/** Sums over places or images, and channels laid side by side or taken apart: in blocks, or on packed weights. */
import { concat, emit, multiply, reshape, scalar, slice } from '../../onnx/builder.ts';
import { integer, intsOf, list } from '../../onnx/infer.ts';
import { count, type ProgramNode, sameShape } from '../../onnx/program.ts';
import { channelMean, ownChannels } from './blocked-normalisation.ts';
import {
  type Blocking,
  blockedOf,
  blockedShape,
  isBlocked,
  isMap,
  nchwc,
  type Shape4,
  setBlocked,
  setPlain,
  shape4,
  sourceType,
} from './blocked-values.ts';

/** Sums and means over the places of each map, of each image or of all; over everything for packed weights. */
export function reduction(l: Blocking, node: ProgramNode): boolean {
  const [x = '', second] = node.inputs;
  const [y = ''] = node.outputs;
  const { shape } = sourceType(l, x);
  const listed = list(node.attributes.axes) ?? (second ? intsOf(l.source.constants.get(second)) : undefined);
  const axes = (listed ?? shape.map((_, axis) => axis)).map((axis) => (axis < 0 ? axis + shape.length : axis)).sort();
  const forms = l.forms.get(x);
  if (forms?.packed !== undefined && axes.length === shape.length) {
    const { keepdims } = node.attributes;
    setPlain(l, y, emit(l.b, node.op, [forms.packed], { attributes: keepdims === undefined ? {} : { keepdims } }));
    return true;
  }
  if (!isMap(l, x) || !isBlocked(l, x)) return false;
  const own = shape4(l, x);
  const result = sourceType(l, y).shape;
  if (sameShape(axes, [2, 3])) setPlain(l, y, reshape(l.b, overPlaces(l, x, own, node.op === 'ReduceSum'), result));
  else if (sameShape(axes, [0, 2, 3]))
    setPlain(l, y, reshape(l.b, overAll(l, x, own, node.op === 'ReduceSum'), result));
  else return false;
  return true;
}

function overAll(l: Blocking, x: string, own: Shape4, isSum: boolean): string {
  const mean = ownChannels(l, channelMean(l, blockedOf(l, x), blockedShape(l, own)), own[1]);
  return isSum ? multiply(l.b, mean, scalar(l.b, count(own) / own[1])) : mean;
}

/** [N, C]. */
function overPlaces(l: Blocking, x: string, own: Shape4, isSum: boolean): string {
  const { b } = l;
  const shape = blockedShape(l, own);
  const pooled = nchwc(b, 'GlobalAveragePool', [blockedOf(l, x)], [shape[0], shape[1], 1, 1]);
  const means = slice(b, reshape(b, pooled, [shape[0], shape[1]]), [1], [0], [own[1]]);
  return isSum ? multiply(b, means, scalar(b, own[2] * own[3])) : means;
}

/** Channels side by side, where each part is a whole number of blocks. */
export function concatenation(l: Blocking, node: ProgramNode): boolean {
  const [y = ''] = node.outputs;
  if (integer(node.attributes.axis, 0) !== 1 || !isMap(l, y)) return false;
  if (!node.inputs.some((value) => isBlocked(l, value))) return false;
  if (!node.inputs.every((value) => shape4(l, value)[1] % l.block === 0)) return false;
  setBlocked(
    l,
    y,
    concat(
      l.b,
      node.inputs.map((value) => blockedOf(l, value)),
      1,
    ),
  );
  return true;
}

/** A range of channels that begins and ends with a block. */
export function channelSlice(l: Blocking, node: ProgramNode): boolean {
  const [x = '', ...rest] = node.inputs;
  const [y = ''] = node.outputs;
  const [starts, ends, axes, steps] = rest.map((value) => intsOf(l.source.constants.get(value)));
  if (!isMap(l, x) || !isBlocked(l, x) || starts === undefined || ends === undefined) return false;
  const [start = 0, end = 0] = [starts[0], ends[0]];
  const channels = shape4(l, x)[1];
  const single = starts.length === 1 && axes?.[0] === 1 && (steps?.[0] ?? 1) === 1;
  const last = Math.min(end, channels);
  if (!single || start < 0 || end < 0 || start % l.block !== 0 || last % l.block !== 0) return false;
  setBlocked(l, y, slice(l.b, blockedOf(l, x), [1], [start], [last]));
  return true;
}
