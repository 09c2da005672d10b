/** A graph as text: one line a node. For tests, for debugging, for comparing two graphs. */
import { type ArgumentValue, formatShape, type OperatorParameter } from '../operators/operator.ts';
import { formatArgument, operators } from '../operators/registry.ts';
import type { Graph, GraphNode } from './graph.ts';
import { nodePaths } from './path.ts';

/**
 * `%2 conv2_x/[1]/conv = conv(64, 3, pad = same) %1 : 64x56x56`; a `?` behind a shape that is a guess. The outputs
 * follow: `output = %9`, `aux = %4, weight 0.3, training only`.
 */
export function printGraph(graph: Graph): string {
  const paths = nodePaths(graph);
  const lines = [`${graph.name}: ${graph.input.name} ${formatShape(graph.input.shape)}`];
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((input) => ` %${input}`).join('');
    const guess = node.certain ? '' : '?';
    lines.push(`%${node.id} ${paths[node.id]} = ${formatCall(node)}${inputs} : ${formatShape(node.shape)}${guess}`);
  }
  for (const { name, node, weight, trainingOnly } of graph.outputs) {
    const share = weight === 1 ? '' : `, weight ${weight}`;
    lines.push(`${name} = %${node}${share}${trainingOnly ? ', training only' : ''}`);
  }
  return `${lines.join('\n')}\n`;
}

/** The node's call as one would write it: what must be given by position, the rest by name where it is no default. */
export function formatCall(node: GraphNode): string {
  const parts: string[] = [];
  for (const parameter of operators.get(node.op)?.parameters ?? []) {
    const value = node.args[parameter.name];
    if (value === undefined || isDefault(parameter, value)) continue;
    const text = formatArgument(value);
    const required = parameter.default === undefined && parameter.defaultIs === undefined;
    parts.push(required ? text : `${parameter.name} = ${text}`);
  }
  return parts.length === 0 ? node.op : `${node.op}(${parts.join(', ')})`;
}

function isDefault(parameter: OperatorParameter, value: ArgumentValue): boolean {
  return parameter.default !== undefined && formatArgument(parameter.default) === formatArgument(value);
}
