/** Graphs by hand, for tests of what comes after the compiler: shapes by the operators' rules, names as it gives. */
import type { Graph, GraphNode, Output, Scope } from '../../src/graph/graph.ts';
import type { ArgumentValue, FeatureMap, Shape } from '../../src/operators/operator.ts';
import { operators } from '../../src/operators/registry.ts';

export type Arguments = Readonly<Record<string, ArgumentValue>>;

interface Titles {
  readonly block?: string;
  readonly label?: string;
}

export interface Builder {
  /** Adds a layer on the current map (or on `from`) and makes its output current. Sizes may be one number. */
  layer(op: string, args?: Arguments, more?: { from?: readonly number[]; label?: string }): number;
  /** Runs each branch on the current map and joins their outputs. */
  merge(op: string, branches: readonly (() => void)[], label?: string): number;
  /** Opens a scope, to be closed by `leave`; gives its name. */
  enter(kind: Scope['kind'], name: string, more?: Titles): string;
  leave(): void;
  block(block: string, body: () => void, label?: string): void;
  repeat(count: number, body: (index: number) => void, label?: string): void;
  head(name: string, from: number, trainingOnly: boolean, body: () => void): void;
  /** The current node. */
  at(): number;
  /** Goes back to a node. */
  from(node: number): void;
  graph(): Graph;
}

export const testFile = 'test.arch';

export function builder(input: FeatureMap, name = 'Test'): Builder {
  // Each scope and node has a line of its own in an imagined source of ten characters a line.
  let place = 0;
  const span = () => ({ file: testFile, start: 10 * place, end: 10 * place++ + 5 });
  const nodes: GraphNode[] = [];
  const scopes: Scope[] = [
    { id: 0, parent: undefined, kind: 'network', name, block: undefined, label: undefined, span: span() },
  ];
  const heads: Output[] = [];
  const taken = new Map<string, number>();
  let scope = 0;
  let current = 0;

  const unique = (parent: number, wanted: string): string => {
    const key = `${parent} ${wanted}`;
    const count = (taken.get(key) ?? 0) + 1;
    taken.set(key, count);
    return count === 1 ? wanted : `${wanted}#${count}`;
  };
  const shapeOf = (id: number): Shape => {
    const shape = nodes[id]?.shape;
    if (shape === undefined) throw new Error(`there is no node ${id}`);
    return shape;
  };
  const push = (node: Omit<GraphNode, 'id' | 'scope' | 'span'>): number => {
    current = nodes.length;
    nodes.push({ id: current, scope, span: span(), ...node });
    return current;
  };
  const enter: Builder['enter'] = (kind, wanted, more = {}) => {
    const named = unique(scope, wanted);
    scopes.push({
      id: scopes.length,
      parent: scope,
      kind,
      name: named,
      block: more.block,
      label: more.label,
      span: span(),
    });
    scope = scopes.length - 1;
    return named;
  };
  const leave = (): void => {
    scope = scopes[scope]?.parent ?? 0;
  };
  const inScope = (kind: Scope['kind'], wanted: string, body: () => void, more: Titles = {}): string => {
    const named = enter(kind, wanted, more);
    body();
    leave();
    return named;
  };
  const addLayer = (op: string, args: Arguments, inputs: readonly number[], label?: string, named?: string): number => {
    const record = operators.get(op);
    if (record === undefined) throw new Error(`there is no operator ${op}`);
    const complete = complement(op, args);
    const { shape, problems } = record.shape(inputs.map(shapeOf), complete);
    const certain = problems.length === 0 && inputs.every((input) => nodes[input]?.certain);
    return push({
      op,
      args: complete,
      inputs,
      shape: shape ?? shapeOf(inputs[0] ?? 0),
      certain,
      name: named ?? unique(scope, label ?? op),
      label,
    });
  };

  push({ op: 'input', args: {}, inputs: [], shape: input, certain: true, name: 'image', label: undefined });
  return {
    layer: (op, args = {}, more = {}) => addLayer(op, args, more.from ?? [current], more.label),
    merge(op, branches, label) {
      const entering = current;
      const outputs: number[] = [];
      const named = inScope(
        'merge',
        label ?? op,
        () => {
          branches.forEach((branch, index) => {
            current = entering;
            inScope('branch', `[${index + 1}]`, branch);
            outputs.push(current);
          });
        },
        label === undefined ? {} : { label },
      );
      return addLayer(op, {}, outputs, label, named);
    },
    enter,
    leave,
    block: (block, body, label) => void inScope('block', label ?? block, body, { block, ...(label && { label }) }),
    repeat(count, body, label) {
      const iterations = () => {
        for (let index = 0; index < count; index++) inScope('iteration', `[${index + 1}]`, () => body(index));
      };
      inScope('repeat', label ?? 'repeat', iterations, label === undefined ? {} : { label });
    },
    head(head, from, trainingOnly, body) {
      const end = current;
      current = from;
      inScope('head', head, body, { label: head });
      heads.push({ name: head, node: current, weight: 0.3, trainingOnly });
      current = end;
    },
    at: () => current,
    from(node) {
      current = node;
    },
    graph: () => ({
      name,
      input: { name: 'image', shape: input },
      nodes,
      scopes,
      outputs: [{ name: 'output', node: current, weight: 1, trainingOnly: false }, ...heads],
      labels: nodes.flatMap((node) =>
        node.label !== undefined && node.scope === 0 ? [{ name: node.label, node: node.id }] : [],
      ),
    }),
  };
}

/** The arguments as an operator receives them: defaults filled in, sizes and sides at full length. */
function complement(op: string, given: Arguments): Arguments {
  const args: Record<string, ArgumentValue> = {};
  for (const { name, type, default: fallback } of operators.get(op)?.parameters ?? []) {
    const value = given[name] ?? fallback;
    if (value === undefined) continue;
    if (type.kind === 'size' && typeof value === 'number') args[name] = [value, value];
    else if (type.kind === 'padding' && typeof value === 'number') args[name] = [value, value, value, value];
    else args[name] = value;
  }
  return args;
}
