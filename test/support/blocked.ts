/**
 * Blocks, for tests: the size that this processor has, and ONNX Runtime's blocked operators written in standard ones,
 * for any size, so that a lowering for blocks of 16 can be tested on a processor that has blocks of 8, and the other
 * way round.
 */
import ort from 'onnxruntime-node';
import {
  type Builder,
  createBuilder,
  emit,
  emitAll,
  finish,
  input,
  pad,
  reshape,
  transpose,
} from '../../src/onnx/builder.ts';
import { integer, list } from '../../src/onnx/infer.ts';
import type { Attribute, Program, ProgramNode } from '../../src/onnx/program.ts';
import { probeBlock } from '../../src/training/engines/onnx-probe.ts';
import { type Lowered, lowerBlocked } from '../../src/training/lower/blocked.ts';
import type { StateTensor } from '../../src/training/step-program.ts';

/** Channels in a block here; undefined where ONNX Runtime has no blocked operators for the processor. */
export const nativeBlock = await probeBlock(ort);

/** In the processor's own blocks; where it has none, in blocks of 8 by standard operators. */
export function lowerInBlocks(program: Program, state: readonly StateTensor[]): Lowered {
  if (nativeBlock !== undefined) return lowerBlocked(program, { block: nativeBlock, state });
  const lowered = lowerBlocked(program, { block: 8, state });
  return { ...lowered, program: withoutBlockedOperators(lowered.program, 8) };
}

type Shape4 = readonly [number, number, number, number];

function shape4(shape: readonly number[]): Shape4 {
  const [n = 1, c = 1, h = 1, w = 1] = shape;
  return [n, c, h, w];
}

function toBlocks(b: Builder, plain: string, [n, c, h, w]: Shape4, block: number): string {
  return reshape(b, transpose(b, reshape(b, plain, [n, c / block, block, h * w]), [0, 1, 3, 2]), [n, c, h, w]);
}

function toPlain(b: Builder, blocked: string, [n, c, h, w]: Shape4, block: number): string {
  return reshape(b, transpose(b, reshape(b, blocked, [n, c / block, h * w, block]), [0, 1, 3, 2]), [n, c, h, w]);
}

/** Weights as MLAS orders them, by whether their input channels are blocked, to [O, I, kh, kw]. */
function plainFilter(b: Builder, filter: string, [o, i, h, w]: Shape4, block: number, blockedInputs: boolean): string {
  if (!blockedInputs) {
    return reshape(b, transpose(b, reshape(b, filter, [o / block, i * h * w, block]), [0, 2, 1]), [o, i, h, w]);
  }
  const split = reshape(b, filter, [o / block, i / block, h * w, block, block]);
  return reshape(b, transpose(b, split, [0, 4, 1, 3, 2]), [o, i, h, w]);
}

function conv(
  b: Builder,
  node: ProgramNode,
  inputs: readonly string[],
  shapes: readonly Shape4[],
  out: Shape4,
  block: number,
): string {
  const [x = '', w = '', bias = '', sum = ''] = inputs;
  const [xShape = out, wShape = out] = shapes;
  const image = xShape[1] < block && wShape[1] === xShape[1] && integer(node.attributes.group, 1) === 1;
  const perChannel = wShape[1] === 1 && integer(node.attributes.group, 1) === wShape[0];
  const { activation, activation_params: params, ...attributes } = node.attributes;
  const entering = image ? x : toPlain(b, x, xShape, block);
  const filter = plainFilter(b, w, wShape, block, !image && !perChannel);
  let y = emit(b, 'Conv', bias === '' ? [entering, filter] : [entering, filter, bias], { attributes });
  if (sum !== '') y = emit(b, 'Add', [y, toPlain(b, sum, out, block)]);
  if (activation === 'Relu') y = emit(b, 'Relu', [y]);
  if (activation === 'HardSigmoid' && typeof params === 'object' && 'floats' in params) {
    const [alpha = 0, beta = 0] = params.floats;
    y = emit(b, 'HardSigmoid', [y], { attributes: { alpha: { float: alpha }, beta: { float: beta } } });
  }
  return toBlocks(b, y, out, block);
}

/** The same program with the operators of com.microsoft.nchwc replaced. */
export function withoutBlockedOperators(program: Program, block: number): Program {
  const b = createBuilder();
  // Above the numbers in the names that the program has.
  b.counter = 1_000_000;
  for (const name of program.inputs) input(b, name, program.types.get(name) ?? { element: 'float32', shape: [] });
  for (const [name, tensor] of program.constants) {
    b.constants.set(name, tensor);
    b.types.set(name, tensor);
  }
  for (const node of program.nodes) {
    const types = node.outputs.map((name) => program.types.get(name) ?? { element: 'float32' as const, shape: [] });
    if (node.domain !== 'com.microsoft.nchwc') {
      const { domain, attributes, outputs } = node;
      emitAll(b, node.op, node.inputs, outputs.length, { domain, attributes, types, names: outputs });
      continue;
    }
    const out = shape4(types[0]?.shape ?? []);
    const shapes = node.inputs.map((name) => shape4(program.types.get(name)?.shape ?? []));
    const value = replaced(b, node, shapes, out, block);
    emit(b, 'Identity', [value], { names: node.outputs });
  }
  b.outputs.push(...program.outputs);
  return finish(b, program.name);
}

function replaced(b: Builder, node: ProgramNode, shapes: readonly Shape4[], out: Shape4, block: number): string {
  const [x = ''] = node.inputs;
  const [own = out] = shapes;
  if (node.op === 'Conv') return conv(b, node, node.inputs, shapes, out, block);
  if (node.op === 'ReorderInput') {
    return toBlocks(b, pad(b, x, [0, 0, 0, 0, 0, out[1] - own[1], 0, 0]), out, block);
  }
  if (node.op === 'ReorderOutput') {
    const plain = toPlain(b, x, own, block);
    return pad(b, plain, [0, 0, 0, 0, 0, out[1] - own[1], 0, 0]);
  }
  const plain = toPlain(b, x, own, block);
  if (node.op === 'Upsample')
    return toBlocks(b, enlarged(b, plain, own, list(node.attributes.scales) ?? []), out, block);
  return toBlocks(b, emit(b, node.op, [plain], { attributes: node.attributes }), out, block);
}

function enlarged(
  b: Builder,
  plain: string,
  [n, c, h, w]: Shape4,
  [, , rows = 1, columns = 1]: readonly number[],
): string {
  const apart = reshape(b, plain, [n * c, h, 1, w, 1]);
  const shape: Attribute = [n * c, h, rows, w, columns];
  const zeros = emit(b, 'Expand', [apart, constantShape(b, shape)]);
  return reshape(b, zeros, [n, c, h * rows, w * columns]);
}

function constantShape(b: Builder, shape: readonly number[]): string {
  const name = `shape_${shape.join('_')}`;
  if (!b.types.has(name)) {
    const tensor = { element: 'int64', shape: [shape.length], data: BigInt64Array.from(shape, BigInt) } as const;
    b.constants.set(name, tensor);
    b.types.set(name, tensor);
  }
  return name;
}
