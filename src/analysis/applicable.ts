/** Which rules may be asked: an operator's rules hold only for inputs and arguments that fit it. */
import type { Graph, GraphNode } from '../graph/graph.ts';
import type { Operator, Shape } from '../operators/operator.ts';
import { operators } from '../operators/registry.ts';

export interface Rule {
  readonly operator: Operator;
  readonly inputs: readonly Shape[];
}

/**
 * By node id, the operator with the shapes that enter it; undefined for the input, and for a node that stands in the
 * graph although its arguments or inputs are wrong.
 */
export function applicableRules(graph: Graph): readonly (Rule | undefined)[] {
  return graph.nodes.map((node) => applicableRule(graph, node));
}

function applicableRule(graph: Graph, node: GraphNode): Rule | undefined {
  const operator = operators.get(node.op);
  if (operator === undefined) return undefined;
  const inputs = node.inputs.map((input) => graph.nodes[input]?.shape ?? graph.input.shape);
  if (node.certain) return { operator, inputs };
  const complete = operator.parameters.every(
    ({ name, defaultIs }) => defaultIs !== undefined || node.args[name] !== undefined,
  );
  const fits = () => operator.shape(inputs, node.args).problems.every(({ severity }) => severity !== 'error');
  return complete && fits() ? { operator, inputs } : undefined;
}
