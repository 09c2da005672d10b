/** Where a convolution stands: found by its path, with what follows it, and the step of the source that made it. */
import { bodiesOf, walkSteps } from '../../compiler/walk.ts';
import type { Span } from '../../diagnostics/diagnostic.ts';
import { nearest } from '../../diagnostics/nearest.ts';
import type { Graph, GraphNode } from '../../graph/graph.ts';
import { nodePaths } from '../../graph/path.ts';
import { formatCall } from '../../graph/print.ts';
import { operators } from '../../operators/registry.ts';
import type { Body, CallStep, Module } from '../../syntax/ast.ts';
import { isActivation } from './weigh.ts';

export interface NamedLayer {
  readonly path: string;
  readonly node: GraphNode;
}

export type Search =
  | ({ readonly kind: 'layer' } & NamedLayer)
  /** The path is that of a block, a repetition or a branch with several convolutions, or with none. */
  | { readonly kind: 'group'; readonly convolutions: readonly NamedLayer[] }
  | { readonly kind: 'unknown'; readonly nearest: readonly string[] };

export function convolutionsOf(graph: Graph): readonly NamedLayer[] {
  const paths = nodePaths(graph);
  return graph.nodes.flatMap((node) =>
    node.op === 'conv' || node.op === 'depthwise' ? [{ node, path: paths[node.id] ?? node.name }] : [],
  );
}

/** A layer by its path, or by the path of what it stands in where it is the only convolution there. */
export function findLayer(graph: Graph, wanted: string): Search {
  const paths = nodePaths(graph);
  const convolutions = convolutionsOf(graph);
  const inside = convolutions.filter(({ path }) => path.startsWith(`${wanted}/`));
  const exact = graph.nodes[paths.indexOf(wanted)];
  const [first, second] = inside;
  // A merge has the name of the scope of its branches.
  if (exact && (exact.inputs.length < 2 || inside.length === 0)) return { kind: 'layer', path: wanted, node: exact };
  if (first && !second) return { kind: 'layer', ...first };
  if (first || paths.some((path) => path.startsWith(`${wanted}/`))) return { kind: 'group', convolutions: inside };
  return { kind: 'unknown', nearest: nearestPaths(wanted, convolutions) };
}

const shownPaths = 5;

/** The nearest as a whole, else those with the last or the first segment. */
function nearestPaths(wanted: string, convolutions: readonly NamedLayer[]): readonly string[] {
  const paths = convolutions.map(({ path }) => path);
  const close = nearest(wanted, paths);
  const segments = wanted.split('/');
  const begins = (path: string): boolean => path.startsWith(`${segments[0]}/`);
  const ends = (path: string): boolean => path.split('/').at(-1) === segments.at(-1);
  const found = [...paths.filter(begins), ...paths.filter(ends), ...paths];
  return [...new Set(close === undefined ? found : [close, ...found.filter(begins)])].slice(0, shownPaths);
}

export interface Surroundings {
  /** What follows the convolution directly: a normalisation, an activation, both in this order, or nothing. */
  readonly following: readonly GraphNode[];
  /** The same as steps in numbers, with a relu where no activation follows directly. */
  readonly between: string;
  readonly activation: boolean;
}

/** The default between two factors where nothing of the kind follows the convolution. */
export const usualActivation = 'relu';

export function surroundingsOf(graph: Graph, node: GraphNode): Surroundings {
  const following: GraphNode[] = [];
  for (let at = nextReader(graph, node); at && following.length < 2; at = nextReader(graph, at)) {
    const category = operators.get(at.op)?.category;
    const keeps = at.shape.join() === node.shape.join();
    if (!keeps || !(category === 'activation' || (category === 'normalisation' && following.length === 0))) break;
    following.push(at);
    if (category === 'activation') break;
  }
  const activation = following.some(isActivation);
  const steps = [...following.map(formatCall), ...(activation ? [] : [usualActivation])];
  return { following, between: steps.join(' -> '), activation };
}

/** The layer behind a node in its stack; later readers go back to the map by a label. */
function nextReader(graph: Graph, { id }: GraphNode): GraphNode | undefined {
  return graph.nodes.find(({ inputs }) => inputs.includes(id));
}

export interface WrittenStep {
  readonly step: CallStep;
  /** The stack in which it stands. */
  readonly body: Body;
}

/** The call that is written at a span; undefined where the layer was made from a block handed over by its name. */
export function stepAt(module: Module, span: Span): WrittenStep | undefined {
  let found: WrittenStep | undefined;
  const search = (body: Body): void => {
    for (const step of body.steps) {
      if (step.kind === 'call' && step.span.start === span.start && step.span.end === span.end) found = { step, body };
    }
  };
  for (const { body } of [...module.blocks, ...(module.network ? [module.network] : [])]) {
    search(body);
    walkBodies(body, search);
  }
  return found;
}

function walkBodies(outer: Body, visit: (body: Body) => void): void {
  walkSteps(outer, (item) => {
    for (const body of bodiesOf(item)) visit(body);
  });
}
