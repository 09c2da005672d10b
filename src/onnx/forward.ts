/** The forward pass of a checked graph as a tensor program: layers in order, each lowered by its operator's rule. */
import type { Graph, GraphNode, Output } from '../graph/graph.ts';
import { nodePaths } from '../graph/path.ts';
import type { Shape } from '../operators/operator.ts';
import { operators } from '../operators/registry.ts';
import { type Builder, createBuilder, emit, input, reshape, shapeOf } from './builder.ts';
import type { BatchStatistics, Layer, Mode } from './layers/layer.ts';
import { layerLowerings } from './layers/table.ts';
import type { Program, Tensor } from './program.ts';
import { sameShape } from './program.ts';

export interface ForwardOptions {
  /** In training, batch normalisation uses the batch's statistics, dropout has masks, and training-only heads are there. */
  readonly mode: Mode;
  readonly batch: number;
  /** Without them, only the end of the stack is computed. */
  readonly includeHeads: boolean;
}

/** A weight as an input of the program. */
export interface ForwardState {
  /** The layer's path, a dot, the weight's name: `conv1/ConvBN/conv.weight`. */
  readonly name: string;
  /** As the operator's record has it. */
  readonly shape: readonly number[];
  readonly role: 'parameter' | 'buffer';
}

/** A mask as an input of the program: uint8, 0 with probability `rate`. The program divides by 1 - rate. */
export interface ForwardMask {
  /** The layer's path and `:mask`. */
  readonly name: string;
  /** Batch first. */
  readonly shape: readonly number[];
  readonly rate: number;
}

/** A batch normalisation in training. */
export interface ForwardStatistics extends BatchStatistics {
  /** Path of the layer; its buffers are `<layer>.running_mean` and `<layer>.running_var`. */
  readonly layer: string;
}

export interface ForwardLogits {
  /** The head's name, or `output` for the end of the stack. */
  readonly name: string;
  /** [N, classes] where the output is a vector or a map of one place, else [N, C, H, W]; before any softmax. */
  readonly value: string;
  /** Weight of its loss. */
  readonly weight: number;
  readonly trainingOnly: boolean;
}

export interface Forward {
  /** Inputs: `images` float32 [N, C, H, W], then the state in order, then the masks. No outputs yet. */
  readonly builder: Builder;
  /** The end of the stack first, then heads in order. */
  readonly logits: readonly ForwardLogits[];
  /** Of the layers that some output needs, in the graph's order. */
  readonly state: readonly ForwardState[];
  readonly masks: readonly ForwardMask[];
  readonly statistics: readonly ForwardStatistics[];
}

/** The network's input: [N, C, H, W]. */
export const imagesName = 'images';

/** For a graph without errors. Time and size are linear in the number of layers. */
export function lowerForward(graph: Graph, options: ForwardOptions): Forward {
  const b = createBuilder();
  const ends = wantedOutputs(graph, options).map((output) => ({ output, end: endOf(graph, output) }));
  const needed = neededNodes(
    graph,
    ends.map(({ end }) => end.node),
  );
  const paths = nodePaths(graph);
  const path = ({ id }: GraphNode): string => paths[id] ?? '';
  const images = input(b, imagesName, { element: 'float32', shape: [options.batch, ...graph.input.shape] });
  const state = needed.flatMap((node) => stateOf(graph, node, path(node)));
  for (const { name, shape } of state) input(b, name, { element: 'float32', shape });

  const values = [images];
  const masks: ForwardMask[] = [];
  const statistics: ForwardStatistics[] = [];
  for (const node of needed) {
    b.origin = path(node);
    const layer: Layer = {
      inputs: node.inputs.map((id) => at(values, id)),
      args: node.args,
      inputShapes: inputShapes(graph, node),
      outputShape: node.shape,
      mode: options.mode,
      batch: options.batch,
      path: path(node),
      weight: (name) => `${path(node)}.${name}`,
      mask(rate, shape) {
        const name = `${path(node)}:mask`;
        masks.push({ name, shape, rate });
        return input(b, name, { element: 'uint8', shape });
      },
      observe: (observed) => void statistics.push({ layer: path(node), ...observed }),
    };
    values[node.id] = lowerLayer(b, node, layer);
  }
  const logits = ends.map(({ output, end }) => {
    b.origin = paths[output.node] ?? '';
    const value = squeezed(b, at(values, end.node));
    const { name, weight, trainingOnly } = output;
    return { name, value: end.negate ? emit(b, 'Neg', [value]) : value, weight, trainingOnly };
  });
  b.origin = '';
  return { builder: b, logits, state, masks, statistics };
}

/** The program with inputs turned into constants: one file that holds a network and its weights. */
export function bindState(program: Program, state: ReadonlyMap<string, Pick<Tensor, 'shape' | 'data'>>): Program {
  const constants = new Map(program.constants);
  for (const name of program.inputs) {
    const tensor = state.get(name);
    const type = program.types.get(name);
    if (tensor === undefined || type === undefined) continue;
    if (!sameShape(tensor.shape, type.shape)) {
      throw new Error(`${name} is ${tensor.shape.join('x')}, and the network wants ${type.shape.join('x')}`);
    }
    constants.set(name, { ...type, data: tensor.data });
  }
  return { ...program, inputs: program.inputs.filter((name) => !state.has(name)), constants };
}

function wantedOutputs({ outputs }: Graph, { mode, includeHeads }: ForwardOptions): readonly Output[] {
  const own = includeHeads ? outputs : outputs.slice(0, 1);
  return own.filter(({ trainingOnly }) => mode === 'training' || !trainingOnly);
}

interface End {
  /** Whose value the logits are. */
  readonly node: number;
  /** For distances, of which the smallest is the answer. */
  readonly negate: boolean;
}

/** Logits stand before a softmax; a flatten after it only changes their form. */
function endOf(graph: Graph, output: Output): End {
  let node = at(graph.nodes, output.node);
  while (node.op === 'flatten' && isOnePlace(node.shape, inputShapes(graph, node)[0])) {
    node = at(graph.nodes, at(node.inputs, 0));
  }
  if (node.op === 'softmax') return { node: at(node.inputs, 0), negate: false };
  return node.op === 'rbf' ? { node: node.id, negate: true } : { node: output.node, negate: false };
}

/** Whether a flatten leaves as many numbers as there were channels. */
function isOnePlace(flat: Shape, before: Shape | undefined): boolean {
  return flat[0] === before?.[0];
}

/** [N, C, 1, 1] as [N, C]. */
function squeezed(b: Builder, value: string): string {
  const [batch = 0, channels = 0, ...places] = shapeOf(b, value);
  return places.length > 0 && places.every((n) => n === 1) ? reshape(b, value, [batch, channels]) : value;
}

/** Without the input, in the graph's order. */
function neededNodes({ nodes }: Graph, ends: readonly number[]): readonly GraphNode[] {
  const needed = new Set(ends);
  for (const node of nodes.toReversed()) {
    if (needed.has(node.id)) for (const id of node.inputs) needed.add(id);
  }
  return nodes.filter(({ id }) => id > 0 && needed.has(id));
}

function inputShapes(graph: Graph, node: GraphNode): readonly Shape[] {
  return node.inputs.map((id) => at(graph.nodes, id).shape);
}

function stateOf(graph: Graph, node: GraphNode, path: string): readonly ForwardState[] {
  const weights = operators.get(node.op)?.weights?.(inputShapes(graph, node), node.args) ?? [];
  return weights.map(({ name, shape, role }) => ({ name: `${path}.${name}`, shape, role }));
}

function lowerLayer(b: Builder, node: GraphNode, layer: Layer): string {
  const lower = layerLowerings[node.op];
  if (lower === undefined) throw new Error(`there is no lowering of ${node.op}`);
  const value = lower(b, layer);
  const [found, wanted] = [shapeOf(b, value), [layer.batch, ...node.shape]];
  if (sameShape(found, wanted)) return value;
  throw new Error(`${layer.path} was lowered to ${found.join('x')}, and its shape is ${wanted.join('x')}`);
}

function at<T>(values: readonly T[], index: number): T {
  const value = values[index];
  if (value === undefined) throw new Error(`there is no node ${index}`);
  return value;
}
