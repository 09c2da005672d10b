/** The rows of the table of layers. */
import type { Examined } from '../../analysis/examine.ts';
import { describeLayer } from '../../analysis/hierarchy.ts';
import type { Span } from '../../diagnostics/diagnostic.ts';
import type { Graph, GraphNode } from '../../graph/graph.ts';
import { nodePaths } from '../../graph/path.ts';
import { operators } from '../../operators/registry.ts';
import type { LayerRow } from '../protocol.ts';

/** Without the input, which is no layer. Empty where there is no graph. */
export function layerRows({ compilation, analysis }: Examined): readonly LayerRow[] {
  const { graph, file } = compilation;
  if (!graph || !analysis) return [];
  const paths = nodePaths(graph);
  return graph.nodes.flatMap((node): LayerRow[] => {
    const cost = analysis.layers[node.id];
    const operator = operators.get(node.op);
    if (!cost || !operator) return [];
    const { parameters, macs, activationBytes, receptiveField, trainingOnly } = cost;
    return [
      {
        id: paths[node.id] ?? node.name,
        op: node.op,
        what: describeLayer(node),
        category: operator.category,
        output: node.shape,
        parameters,
        macs,
        activationBytes,
        receptiveField,
        trainingOnly,
        span: placeOf(graph, node, file.path),
      },
    ];
  });
}

/** The step of the main file that made the layer: its own, or the innermost call around it that stands there. */
export function placeOf({ scopes }: Graph, { span, scope }: GraphNode, path: string): Span {
  if (span.file === path) return span;
  for (let around = scopes[scope]; around; around = scopes[around.parent ?? -1]) {
    if (around.span.file === path) return around.span;
  }
  return span;
}
