/** The invariants of a graph, checked. For tests: a graph that the compiler made has none of these faults. */
import { formatShape, type Shape } from '../operators/operator.ts';
import { operators } from '../operators/registry.ts';
import type { Graph, GraphNode } from './graph.ts';
import { nodePath } from './path.ts';

/** One sentence for each broken invariant; an empty list for a sound graph. */
export function verify(graph: Graph): string[] {
  const scopes = scopeFaults(graph);
  // Without a sound hierarchy there are no paths to name nodes by; a cycle in it would have no end.
  if (scopes.length > 0) return scopes;
  return [...nodeFaults(graph), ...nameFaults(graph), ...outputFaults(graph)];
}

function scopeFaults(graph: Graph): string[] {
  const faults: string[] = [];
  const root = graph.scopes[0];
  if (root === undefined) return ['there is no scope 0'];
  if (root.kind !== 'network' || root.parent !== undefined) faults.push('scope 0 is not the network');
  graph.scopes.forEach((scope, index) => {
    const what = `scope ${index} (${scope.name})`;
    if (scope.id !== index) faults.push(`${what} has the id ${scope.id}`);
    if (scope.name === '' || scope.name.includes('/')) faults.push(`${what} has a name that is no path segment`);
    if (scope.kind === 'block' && scope.block === undefined) faults.push(`${what} does not name its block`);
    if (index === 0) return;
    const { parent } = scope;
    if (parent === undefined) faults.push(`${what} has no parent`);
    else if (!isIdBelow(parent, index)) faults.push(`${what} has the parent ${parent}, which is not before it`);
    else if (scope.kind === 'iteration' && graph.scopes[parent]?.kind !== 'repeat') {
      faults.push(`${what} is an iteration, but its parent is no repeat`);
    }
  });
  return faults;
}

function nodeFaults(graph: Graph): string[] {
  const faults: string[] = [];
  const first = graph.nodes[0];
  if (first?.op !== 'input') faults.push('node 0 is not the input');
  else if (!equal(first.shape, graph.input.shape)) {
    faults.push(`node 0 is ${formatShape(first.shape)}, the network's input ${formatShape(graph.input.shape)}`);
  }
  graph.nodes.forEach((node, index) => {
    const what = `node ${index} (${nodePath(graph, index)})`;
    if (node.id !== index) faults.push(`${what} has the id ${node.id}`);
    if (graph.scopes[node.scope] === undefined) faults.push(`${what} stands in scope ${node.scope}, which is missing`);
    if (!isShape(node.shape)) faults.push(`${what} has the shape [${node.shape}]`);
    if (node.span.start > node.span.end) faults.push(`${what} has a span that ends before it starts`);
    const forward = node.inputs.filter((input) => !isIdBelow(input, index));
    if (forward.length > 0) faults.push(`${what} takes input from ${forward}, which is not before it`);
    else faults.push(...ruleFaults(graph, node).map((fault) => `${what} ${fault}`));
  });
  return faults;
}

/** Whether the node agrees with its operator: number of inputs, and the shape, where nothing before it was wrong. */
function ruleFaults(graph: Graph, node: GraphNode): string[] {
  if (node.op === 'input') return node.inputs.length === 0 ? [] : ['is an input with inputs'];
  const operator = operators.get(node.op);
  if (operator === undefined) return [`has the unknown operator ${node.op}`];
  if (operator.inputs === 'one' ? node.inputs.length !== 1 : node.inputs.length === 0) {
    return [`has ${node.inputs.length} inputs, which ${node.op} does not take`];
  }
  const inputs = node.inputs.flatMap((input) => graph.nodes[input] ?? []);
  if (!node.certain || inputs.some((input) => !input.certain)) return [];
  const { shape, problems } = operator.shape(
    inputs.map((input) => input.shape),
    node.args,
  );
  const faults = problems
    .filter((problem) => problem.severity === 'error')
    .map((problem) => `is called certain, but: ${problem.message}`);
  if (shape !== undefined && !equal(shape, node.shape)) {
    faults.push(`is ${formatShape(node.shape)}, its operator's rule gives ${formatShape(shape)}`);
  }
  return faults;
}

/** Siblings have different names; a merge alone may share its name with the scope that holds its branches. */
function nameFaults(graph: Graph): string[] {
  const faults: string[] = [];
  const scopes = new Map<string, string>();
  for (const scope of graph.scopes) {
    const key = `${scope.parent} ${scope.name}`;
    if (scopes.has(key)) faults.push(`scope ${scope.id} has the name of a sibling, ${scope.name}`);
    scopes.set(key, scope.kind);
  }
  const nodes = new Set<string>();
  for (const node of graph.nodes) {
    const key = `${node.scope} ${node.name}`;
    if (node.name === '' || node.name.includes('/')) {
      faults.push(`node ${node.id} has a name that is no path segment: '${node.name}'`);
    }
    if (nodes.has(key) || (scopes.has(key) && scopes.get(key) !== 'merge')) {
      faults.push(`node ${node.id} has the name of a sibling, ${node.name}`);
    }
    nodes.add(key);
  }
  return faults;
}

function outputFaults(graph: Graph): string[] {
  const faults: string[] = [];
  const count = graph.nodes.length;
  if (graph.outputs.length === 0) faults.push('there is no output');
  if (graph.outputs[0]?.trainingOnly) faults.push('the end of the stack is for training only');
  const names = new Set<string>();
  for (const { name, node, weight } of graph.outputs) {
    if (!isIdBelow(node, count)) faults.push(`output ${name} is node ${node}, which is missing`);
    if (!Number.isFinite(weight)) faults.push(`output ${name} has the weight ${weight}`);
    if (names.has(name)) faults.push(`two outputs are named ${name}`);
    names.add(name);
  }
  for (const { name, node } of graph.labels) {
    if (!isIdBelow(node, count)) faults.push(`label ${name} is node ${node}, which is missing`);
  }
  return faults;
}

function isIdBelow(id: number, limit: number): boolean {
  return Number.isInteger(id) && id >= 0 && id < limit;
}

function isShape(shape: readonly number[]): boolean {
  return (shape.length === 1 || shape.length === 3) && shape.every((n) => Number.isSafeInteger(n) && n > 0);
}

function equal(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((n, axis) => n === b[axis]);
}
