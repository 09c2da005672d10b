/** What ONNX Runtime's WebGPU provider lacks or computes wrongly, expressed by what it has. */
import {
  add,
  type Builder,
  createBuilder,
  emit,
  finish,
  ints,
  pad,
  reshape,
  shapeOf,
  slice,
} from '../../onnx/builder.ts';
import { integer } from '../../onnx/infer.ts';
import type { Program, ProgramNode } from '../../onnx/program.ts';

/** The same inputs and outputs, by the same names; linear in the size of the program. */
export function forWebGpu(program: Program): Program {
  const b = createBuilder();
  b.inputs.push(...program.inputs);
  b.outputs.push(...program.outputs);
  for (const [name, tensor] of program.constants) b.constants.set(name, tensor);
  // All names are taken from the start, so that none that is made here meets one that is copied later.
  for (const [name, type] of program.types) b.types.set(name, type);
  for (const node of program.nodes) {
    b.origin = node.origin;
    b.nodes.push(...rewritten(b, node));
  }
  b.origin = '';
  return finish(b, program.name);
}

/** What stands for a node; what it needs before is emitted. */
function rewritten(b: Builder, node: ProgramNode): readonly ProgramNode[] {
  if (node.domain !== '') return [node];
  if (node.op === 'Sum') return [asAdditions(b, node)];
  if (node.op === 'Or') return [asConjunction(b, node)];
  return node.op === 'Conv' || node.op === 'ConvTranspose' ? withWholeChannels(b, node) : [node];
}

/** It has no sum of several. */
function asAdditions(b: Builder, node: ProgramNode): ProgramNode {
  const [first, second, ...rest] = node.inputs;
  if (first === undefined) throw new Error('Sum has an input');
  if (second === undefined) return { ...node, op: 'Identity' };
  const last = rest.at(-1);
  if (last === undefined) return { ...node, op: 'Add' };
  const before = [second, ...rest.slice(0, -1)].reduce((sum, value) => add(b, sum, value), first);
  return { ...node, op: 'Add', inputs: [before, last] };
}

/** It has And and Not: x or y is not (not x and not y). */
function asConjunction(b: Builder, node: ProgramNode): ProgramNode {
  const negated = node.inputs.map((value) => emit(b, 'Not', [value]));
  return { ...node, op: 'Not', inputs: [emit(b, 'And', negated)] };
}

/**
 * Zero channels up to the next multiple of four. Its convolution computes something else (as of 1.30) with a kernel
 * larger than 1 and 6, 9 or 18 input channels in a group, and with several groups of 6, 9 or 18 output channels; its
 * transposed one with several groups of 2 channels that give 1. Which numbers are right is not known beyond what was
 * tried: multiples of four are, and so are numbers up to four where nothing is added.
 */
function withWholeChannels(b: Builder, node: ProgramNode): readonly ProgramNode[] {
  const [x = '', w = '', bias] = node.inputs;
  const transposed = node.op === 'ConvTranspose';
  const group = integer(node.attributes.group, 1);
  const [first = 1, second = 1, ...kernel] = shapeOf(b, w);
  const [inputs, outputs] = transposed ? [first / group, second] : [second, first / group];
  const awkward = transposed ? group > 1 && inputs > 1 : kernel.some((n) => n > 1);
  if (!awkward) return [node];
  const inputsAfter = transposed || inputs > vector ? whole(inputs) : inputs;
  const outputsAfter = transposed || (group > 1 && outputs > vector) ? whole(outputs) : outputs;
  if (inputsAfter === inputs && outputsAfter === outputs) return [node];

  const widened = widen(b, x, 1, group, inputsAfter);
  const filter = transposed
    ? widen(b, widen(b, w, 0, group, inputsAfter), 1, 1, outputsAfter)
    : widen(b, widen(b, w, 0, group, outputsAfter), 1, 1, inputsAfter);
  const shift = bias === undefined ? [] : [widen(b, bias, 0, group, outputsAfter)];
  if (outputsAfter === outputs) return [{ ...node, inputs: [widened, filter, ...shift] }];
  const wide = emit(b, node.op, [widened, filter, ...shift], { attributes: node.attributes });
  const [n = 1, , ...places] = shapeOf(b, wide);
  const grouped = reshape(b, wide, [n, group, outputsAfter, ...places]);
  const cut = slice(b, grouped, [2], [0], [outputs]);
  return [{ ...node, op: 'Reshape', attributes: {}, inputs: [cut, ints(b, [n, group * outputs, ...places])] }];
}

/** Channels that it reads at once. */
const vector = 4;

function whole(channels: number): number {
  return Math.ceil(channels / vector) * vector;
}

/** Each of the groups along an axis gets zeros at its end, up to `length`. */
function widen(b: Builder, value: string, axis: number, group: number, length: number): string {
  const shape = shapeOf(b, value);
  const own = (shape[axis] ?? 1) / group;
  if (own === length) return value;
  const [before, after] = [shape.slice(0, axis), shape.slice(axis + 1)];
  const apart = [...before, group, own, ...after];
  const sides = [...apart.map(() => 0), ...apart.map((_, position) => (position === axis + 1 ? length - own : 0))];
  return reshape(b, pad(b, reshape(b, value, apart), sides), [...before, group * length, ...after]);
}
