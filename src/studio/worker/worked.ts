/** A layer's rules with the numbers filled in: those of its shape, then what it holds and computes. */
import type { Analysis } from '../../analysis/analyse.ts';
import { applicableRules } from '../../analysis/applicable.ts';
import { formatCount } from '../../analysis/format.ts';
import type { Graph, GraphNode } from '../../graph/graph.ts';
import { volume, type Weight } from '../../operators/operator.ts';

/**
 * "parameters: 64*3*7*7 + 64 = 9,472", the weights of the operator in their order; "MACs: 64*3*7*7 * 112*112 =
 * 118,013,952", the kernel at every place of the output. Empty for a layer that does not fit its inputs.
 */
export function workedLines(graph: Graph, analysis: Analysis, node: GraphNode): readonly string[] {
  const rule = applicableRules(graph)[node.id];
  const cost = analysis.layers[node.id];
  if (!rule || !cost) return [];
  const { operator, inputs } = rule;
  const lines = [...(operator.worked?.(inputs, node.args) ?? [])];
  const learned = (operator.weights?.(inputs, node.args) ?? []).filter(({ role }) => role === 'parameter');
  const [kernel] = learned;
  if (kernel) lines.push(`parameters: ${learned.map(product).join(' + ')} = ${formatCount(cost.parameters)}`);
  if (kernel && cost.macs > 0) lines.push(`MACs: ${product(kernel)}${placesOf(node)} = ${formatCount(cost.macs)}`);
  return lines;
}

function product({ shape }: Weight): string {
  return volume(shape) === 0 ? '0' : shape.join('*');
}

function placesOf({ shape }: GraphNode): string {
  const places = shape.slice(1);
  return places.length === 0 ? '' : ` * ${places.join('*')}`;
}
