/**
 * Maps of so few channels that those of several images fit into one block: images are seen as channels, [N, C, H, W]
 * as [N / F, F C, H, W], which in plain layout is the same memory. Blocks are then filled with values instead of zeros.
 * Convolutions get weights that are zero between different images; they multiply no more than before, since a block
 * is computed whole in any case.
 */
import { type Builder, constant, emit, extend, finish, ints, multiply, reshape, sum } from '../../onnx/builder.ts';
import { list } from '../../onnx/infer.ts';
import { type Attribute, count, type Program, type ProgramNode, sameShape } from '../../onnx/program.ts';
import { slidingOf } from './window.ts';

interface Folding {
  readonly b: Builder;
  readonly source: Program;
  readonly block: number;
  /** By the names of the source. */
  readonly folded: Map<string, string>;
  /** Values of the source that are there under their own name. */
  readonly there: Set<string>;
}

/** Whole maps to maps of the same channels, each channel by itself. */
const byChannel: ReadonlySet<string> = new Set([
  ...['Relu', 'LeakyRelu', 'Tanh', 'Sigmoid', 'ReluGradient', 'Add', 'Sub', 'Mul', 'Neg'],
  ...['MaxPool', 'AveragePool', 'MaxPoolGradient', 'AveragePoolGradient'],
]);

/** What makes no map, though it may look like one. */
const ofWeights: ReadonlySet<string> = new Set(['ConvGradientWeight', 'Identity']);

/** The program as it is where some map of few channels is made by an operator that is not known here. */
export function foldImages(program: Program, block: number): Program {
  const f: Folding = {
    b: extend({ ...program, nodes: [] }),
    source: program,
    block,
    folded: new Map(),
    there: new Set([...program.inputs, ...program.constants.keys()]),
  };
  const few = program.nodes.filter((node) => factorOf(f, node) > 1);
  if (few.length === 0 || few.some((node) => !canFold(f, node))) return program;
  for (const node of program.nodes) {
    f.b.origin = node.origin;
    foldNode(f, node);
  }
  f.b.origin = '';
  for (const name of program.outputs) unfolded(f, name);
  return finish(f.b, program.name);
}

function shapeIn({ source }: Folding, value: string): readonly number[] {
  return source.types.get(value)?.shape ?? [];
}

/** How many images are put together in a map; 1 where it has many channels, or is none. */
function factorOfMap(f: Folding, value: string): number {
  const [batch = 1, channels = 0, ...places] = shapeIn(f, value);
  if (places.length !== 2 || count(places) === 1 || channels === 0) return 1;
  let factor = Math.floor(f.block / channels);
  while (factor > 1 && batch % factor !== 0) factor -= 1;
  return Math.max(1, factor);
}

/** The same of what a node makes. */
function factorOf(f: Folding, { op, inputs, outputs: [output = ''] }: ProgramNode): number {
  if (ofWeights.has(op)) return 1;
  // Where dy has many channels, single images are quicker: blocked-convolution.ts has a way of its own for few of dx.
  if (op === 'ConvGradientInput' && factorOfMap(f, inputs[0] ?? '') === 1) return 1;
  return factorOfMap(f, output);
}

function canFold(f: Folding, node: ProgramNode): boolean {
  if (node.op === 'Conv' || node.op === 'ConvGradientInput') return slidingOf(node).group === 1;
  const own = shapeIn(f, node.outputs[0] ?? '').slice(0, 2);
  const fits = (value: string): boolean => {
    const shape = shapeIn(f, value);
    return value === '' || count(shape) === 1 || sameShape(shape.slice(0, 2), own);
  };
  return byChannel.has(node.op) && node.outputs.length === 1 && node.inputs.every(fits);
}

function foldNode(f: Folding, node: ProgramNode): void {
  const [output = ''] = node.outputs;
  const factor = factorOf(f, node);
  if (factor > 1) {
    const isConvolution = node.op === 'Conv' || node.op === 'ConvGradientInput';
    f.folded.set(output, isConvolution ? convolution(f, node, factor) : channelwise(f, node, factor));
  } else if (node.op === 'ConvGradientWeight' && f.folded.has(node.inputs[1] ?? '')) {
    weightGradient(f, node);
  } else if (node.op === 'ReduceSum' && isOverAll(f, node) && f.folded.has(node.inputs[0] ?? '')) {
    channelSum(f, node);
  } else {
    for (const name of node.inputs) unfolded(f, name);
    f.b.nodes.push(node);
    for (const name of node.outputs) f.there.add(name);
  }
}

/** Makes sure that a value is there as the source has it. */
function unfolded(f: Folding, value: string): void {
  const folded = f.folded.get(value);
  if (folded === undefined || f.there.has(value)) return;
  f.there.add(value);
  const inputs = [folded, ints(f.b, shapeIn(f, value))];
  f.b.nodes.push({ op: 'Reshape', domain: '', inputs, outputs: [value], attributes: {}, origin: f.b.origin });
}

function foldedShape(shape: readonly number[], factor: number): readonly number[] {
  const [batch = 1, channels = 1, ...places] = shape;
  return [batch / factor, factor * channels, ...places];
}

/** A map as [N / F, F C, H, W]. */
function foldedBy(f: Folding, value: string, factor: number): string {
  const shape = foldedShape(shapeIn(f, value), factor);
  const known = f.folded.get(value);
  if (known !== undefined && sameShape(f.b.types.get(known)?.shape ?? [], shape)) return known;
  unfolded(f, value);
  return reshape(f.b, value, shape);
}

/** The node on what `inputs` are: named anew, for images put together. */
function remade(f: Folding, node: ProgramNode, inputs: readonly string[], factor: number): string {
  const attributes: Record<string, Attribute> = { ...node.attributes };
  const input = list(node.attributes.input_shape);
  if (input !== undefined) attributes.input_shape = foldedShape(input, factor);
  const shape = foldedShape(shapeIn(f, node.outputs[0] ?? ''), factor);
  return emit(f.b, node.op, inputs, { domain: node.domain, attributes, types: [{ element: 'float32', shape }] });
}

function channelwise(f: Folding, node: ProgramNode, factor: number): string {
  const inputs = node.inputs.map((value) => {
    if (shapeIn(f, value).length === 4) return foldedBy(f, value, factor);
    unfolded(f, value);
    return value;
  });
  return remade(f, node, inputs, factor);
}

/** Conv(x, w, bias) and ConvGradientInput(dy, w). */
function convolution(f: Folding, node: ProgramNode, factor: number): string {
  const [map = '', weight = '', bias = ''] = node.inputs;
  const inputs = [foldedBy(f, map, factor), amongImages(f, weight, factor)];
  if (bias !== '') inputs.push(repeated(f, bias, factor));
  return remade(f, node, inputs, factor);
}

/** 1 where two images are the same: [F, 1, F, 1, 1, 1]. */
function sameImage(b: Builder, factor: number): string {
  const values = Float32Array.from({ length: factor ** 2 }, (_, index) => (index % (factor + 1) === 0 ? 1 : 0));
  return constant(b, values, [factor, 1, factor, 1, 1, 1]);
}

/** Weights [O, C, h, w] as [F O, F C, h, w]. */
function amongImages(f: Folding, weight: string, factor: number): string {
  const [outputs = 1, inputs = 1, ...places] = shapeIn(f, weight);
  const all = multiply(f.b, reshape(f.b, weight, [1, outputs, 1, inputs, ...places]), sameImage(f.b, factor));
  return reshape(f.b, all, [factor * outputs, factor * inputs, ...places]);
}

/** [C] as [F C]. */
function repeated(f: Folding, bias: string, factor: number): string {
  const channels = count(shapeIn(f, bias));
  const rows = emit(f.b, 'Expand', [reshape(f.b, bias, [1, channels]), ints(f.b, [factor, channels])]);
  return reshape(f.b, rows, [factor * channels]);
}

/** The sum of what is found between each image and itself. */
function weightGradient(f: Folding, node: ProgramNode): void {
  const [x = '', dy = ''] = node.inputs;
  const [dw = ''] = node.outputs;
  const { b } = f;
  const factor = factorOfMap(f, dy);
  const [outputs = 1, inputs = 1, ...places] = shapeIn(f, dw);
  const shape = [factor * outputs, factor * inputs, ...places];
  const attributes = { ...node.attributes, weight_shape: shape };
  const maps = [foldedBy(f, x, factor), foldedBy(f, dy, factor)];
  const types = [{ element: 'float32', shape }] as const;
  const all = emit(b, node.op, maps, { domain: node.domain, attributes, types });
  const byImages = reshape(b, all, [factor, outputs, factor, inputs, ...places]);
  named(f, sum(b, multiply(b, byImages, sameImage(b, factor)), [0, 2]), dw);
}

/** A sum over images and places, [C]. */
function isOverAll(f: Folding, { inputs, outputs }: ProgramNode): boolean {
  const axes = f.source.constants.get(inputs[1] ?? '')?.data;
  return axes?.join() === '0,2,3' && shapeIn(f, outputs[0] ?? '').length === 1;
}

function channelSum(f: Folding, node: ProgramNode): void {
  const [map = ''] = node.inputs;
  const [result = ''] = node.outputs;
  const channels = count(shapeIn(f, result));
  const sums = sum(f.b, f.folded.get(map) ?? '', [0, 2, 3]);
  named(f, sum(f.b, reshape(f.b, sums, [factorOfMap(f, map), channels]), [0]), result);
}

/** Gives the value that was emitted last the name that it has in the source. */
function named(f: Folding, value: string, name: string): void {
  const last = f.b.nodes.pop();
  if (last?.outputs[0] !== value) throw new Error(`${value} was not emitted last`);
  f.b.nodes.push({ ...last, outputs: [name] });
  f.there.add(name);
}
