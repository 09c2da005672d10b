/** Figures of a few steps on a map: they are compiled as a network of their own, and its report is read. */
import type { Host } from '../../compiler/modules.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Graph, GraphNode } from '../../graph/graph.ts';
import { type FeatureMap, type Shape, type Size, volume } from '../../operators/operator.ts';
import { operators } from '../../operators/registry.ts';
import { examine } from '../examine.ts';

export interface Figures {
  readonly output: Shape;
  /** Height and width in values of the map that enters. */
  readonly receptiveField: Size;
  /** Distance in the map that enters between the windows of neighbouring outputs. */
  readonly jump: Size;
  /** Values of the kernels: parameters without biases and normalisation. */
  readonly weights: number;
  /** Learned values, biases and normalisation included. */
  readonly parameters: number;
  readonly macs: number;
  /** Values of all maps that the layers leave for one image, the output and what normalisation and activations leave included. */
  readonly activations: number;
  readonly nonLinearities: number;
}

export type Weighed =
  | { readonly kind: 'figures'; readonly figures: Figures; readonly ops: readonly string[] }
  | { readonly kind: 'errors'; readonly errors: readonly Diagnostic[] };

const noFiles: Host = { libraryNames: [], library: () => undefined, file: () => undefined };

/** The steps may be operators alone: there is no file that blocks could come from. */
export function weigh(input: FeatureMap, steps: string): Weighed {
  const text = `network Steps {\n  input map [${input.join(', ')}]\n  ${steps}\n}\n`;
  const { compilation, analysis, diagnostics } = examine({ path: 'steps.arch', text, library: false }, noFiles);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const { graph } = compilation;
  if (errors.length > 0 || !graph || !analysis) return { kind: 'errors', errors };
  const layers = graph.nodes.slice(1);
  const end = graph.outputs[0]?.node ?? 0;
  const last = analysis.layers[end];
  const figures: Figures = {
    output: graph.nodes[end]?.shape ?? input,
    receptiveField: last?.receptiveField ?? [1, 1],
    jump: last?.jump ?? [1, 1],
    weights: layers.reduce((sum, node) => sum + weightsOf(graph, node), 0),
    parameters: analysis.totals.parameters,
    macs: analysis.totals.macs,
    activations: layers.reduce((sum, { shape }) => sum + volume(shape), 0),
    nonLinearities: layers.filter(isActivation).length,
  };
  return { kind: 'figures', figures, ops: layers.map(({ op }) => op) };
}

export function isActivation({ op }: GraphNode): boolean {
  return operators.get(op)?.category === 'activation';
}

function weightsOf(graph: Graph, node: GraphNode): number {
  const operator = operators.get(node.op);
  if (!operator?.weighted) return 0;
  const inputs = node.inputs.map((input) => graph.nodes[input]?.shape ?? graph.input.shape);
  const kernels = operator.weights?.(inputs, node.args).filter(({ name }) => name === 'weight') ?? [];
  return kernels.reduce((sum, { shape }) => sum + volume(shape), 0);
}
