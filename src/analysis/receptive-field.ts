/**
 * Receptive field and jump of each layer, in input pixels (Araujo, Norris, Sim, "Computing receptive fields of
 * convolutional neural networks", Distill 2019, equations 1 and 2).
 *
 * r_out = r_in + (k - 1) * j_in and j_out = j_in * s, per axis, from r = j = 1 at the input. A merge takes the
 * maximum over its branches; `scale` takes its first branch, the map that is gated. Branches that have seen the
 * whole map through a `global` operator are left out where another branch has not: what they add is the same
 * context everywhere, not a window.
 */
import type { Graph, GraphNode } from '../graph/graph.ts';
import { isMap, type Size } from '../operators/operator.ts';
import { applicableRules, type Rule } from './applicable.ts';

export interface ReceptiveField {
  /** Extent of the window of the input that one value depends on, height and width; not cut at the border. */
  readonly field: Size;
  /** Distance in the input between the windows of two neighbouring values. */
  readonly jump: Size;
}

export interface ReceptiveFields {
  readonly layers: readonly ReceptiveField[];
  /** Of the last feature map before the first `global` operator on the way to the end of the stack, else of the end. */
  readonly total: Size;
}

interface State extends ReceptiveField {
  /** Field of the last map before a `global` operator; absent where none lies between the input and here. */
  readonly beforeGlobal: Size | undefined;
}

const pixel: State = { field: [1, 1], jump: [1, 1], beforeGlobal: undefined };

/** One pass in node order. `end` is the node whose field is the total. */
export function receptiveFields(
  graph: Graph,
  end: number,
  rules: readonly (Rule | undefined)[] = applicableRules(graph),
): ReceptiveFields {
  const layers: State[] = [];
  for (const node of graph.nodes) {
    layers.push(node.inputs.length === 0 ? pixel : after(node, rules[node.id], entering(node, layers)));
  }
  const last = layers[end] ?? pixel;
  return { layers, total: last.beforeGlobal ?? last.field };
}

function entering(node: GraphNode, layers: readonly State[]): State {
  const first = layers[node.inputs[0] ?? 0] ?? pixel;
  if (node.inputs.length === 1 || node.op === 'scale') return first;
  const states = node.inputs.map((input) => layers[input] ?? pixel);
  const local = states.filter((state) => state.beforeGlobal === undefined);
  const taken = local.length > 0 ? local : states;
  return taken.reduce((a, b) => ({
    field: larger(a.field, b.field),
    jump: larger(a.jump, b.jump),
    beforeGlobal: a.beforeGlobal && b.beforeGlobal && larger(a.beforeGlobal, b.beforeGlobal),
  }));
}

function after(node: GraphNode, rule: Rule | undefined, state: State): State {
  const window = rule?.operator.window?.(rule.inputs, node.args);
  if (window === undefined) return state;
  const { field, jump } = state;
  if (window === 'global') {
    const map = rule?.inputs[0];
    const extent: Size = map !== undefined && isMap(map) ? [map[1], map[2]] : [1, 1];
    return { field: grow(field, extent, jump), jump, beforeGlobal: state.beforeGlobal ?? field };
  }
  const { kernel, stride } = window;
  return {
    field: grow(field, kernel, jump),
    jump: [bounded(jump[0] * stride[0]), bounded(jump[1] * stride[1])],
    beforeGlobal: state.beforeGlobal,
  };
}

function grow(field: Size, kernel: Size, jump: Size): Size {
  return [bounded(field[0] + (kernel[0] - 1) * jump[0]), bounded(field[1] + (kernel[1] - 1) * jump[1])];
}

/** No input has more rows than this; unbounded, a thousand strides on a 1x1 map would give Infinity and then NaN. */
function bounded(n: number): number {
  return Math.min(n, Number.MAX_SAFE_INTEGER);
}

function larger(a: Size, b: Size): Size {
  return [Math.max(a[0], b[0]), Math.max(a[1], b[1])];
}
