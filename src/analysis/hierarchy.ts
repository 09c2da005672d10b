/** The block hierarchy as a reader sees it: what stands in each scope, what it is called, and what it sums to. */
import type { SourceFile } from '../diagnostics/diagnostic.ts';
import type { Graph, GraphNode, Scope } from '../graph/graph.ts';
import { formatCall } from '../graph/print.ts';
import type { Analysis } from './analyse.ts';

export type Part =
  | { readonly kind: 'layer'; readonly node: GraphNode }
  | { readonly kind: 'group'; readonly scope: Scope };

/** What one part, with all that is in it, holds and computes. */
export interface Sum {
  parameters: number;
  macs: number;
  /** The layer whose output leaves. */
  last: number;
  /** No output of the deployed network depends on any of its layers. */
  trainingOnly: boolean;
}

export interface Hierarchy {
  readonly graph: Graph;
  readonly sources: ReadonlyMap<string, SourceFile> | undefined;
  /** By scope, in the order of execution. Scopes without a layer are left out. */
  readonly parts: readonly (readonly Part[])[];
  /** By scope. */
  readonly sums: readonly Sum[];
}

/** One pass over the nodes and one back over the scopes, whose parents always come first. */
export function hierarchyOf(
  graph: Graph,
  analysis: Analysis,
  sources: ReadonlyMap<string, SourceFile> | undefined,
): Hierarchy {
  const parts: Part[][] = graph.scopes.map(() => []);
  const sums: Sum[] = graph.scopes.map(() => ({ parameters: 0, macs: 0, last: 0, trainingOnly: true }));
  const attached = new Set<number>();
  for (const node of graph.nodes) {
    attach(graph, node.scope, parts, attached);
    parts[node.scope]?.push({ kind: 'layer', node });
    const cost = analysis.layers[node.id];
    const sum = sums[node.scope];
    if (sum && cost) include(sum, { ...cost, last: node.id });
  }
  for (let id = sums.length - 1; id > 0; id--) {
    const sum = sums[id];
    const parent = sums[graph.scopes[id]?.parent ?? 0];
    if (sum && parent) include(parent, sum);
  }
  return { graph, sources, parts, sums };
}

/** Puts a scope, and those around it, into its parent's parts: once, where its first layer appears. */
function attach(graph: Graph, id: number, parts: readonly Part[][], attached: Set<number>): void {
  let scope = graph.scopes[id];
  while (scope?.parent !== undefined && !attached.has(scope.id)) {
    attached.add(scope.id);
    parts[scope.parent]?.push({ kind: 'group', scope });
    scope = graph.scopes[scope.parent];
  }
}

function include(sum: Sum, part: Readonly<Sum>): void {
  sum.parameters += part.parameters;
  sum.macs += part.macs;
  sum.last = Math.max(sum.last, part.last);
  sum.trainingOnly &&= part.trainingOnly;
}

/** The layer that joins the branches of a merge's scope has its name and comes right behind it. */
export function isMergeOf(group: Part | undefined, part: Part): boolean {
  return (
    part.kind === 'layer' &&
    group?.kind === 'group' &&
    group.scope.kind === 'merge' &&
    group.scope.name === part.node.name
  );
}

/** What a layer is, as one would write it; a merge with the number of its branches. */
export function describeLayer(node: GraphNode): string {
  if (node.inputs.length < 2) return formatCall(node);
  return `${formatCall(node)}, ${node.inputs.length} branches`;
}

/** Deeper than this, a description would not fit into a line anyway. */
const describedLevels = 3;

/** What a group is: `Bottleneck(64)`, `3 x Bottleneck`, `head: dense(10)`, `branch 2`. */
export function describeGroup(hierarchy: Hierarchy, scope: Scope, level = 0): string {
  switch (scope.kind) {
    case 'block':
      return callOf(hierarchy, scope);
    case 'repeat':
      return describeRepeat(hierarchy, scope, level);
    case 'head':
      return level < describedLevels ? `head: ${contents(hierarchy, scope, level + 1)}` : 'head';
    case 'branch':
      return `branch ${scope.name.replace(/^\[(.*)\]$/, '$1')}`;
    case 'merge':
    case 'iteration':
    case 'network':
      return scope.name;
  }
}

function describeRepeat(hierarchy: Hierarchy, scope: Scope, level: number): string {
  if (level >= describedLevels) return 'repeat';
  const iterations = (hierarchy.parts[scope.id] ?? []).flatMap((part) => (part.kind === 'group' ? [part.scope] : []));
  const full = new Set(iterations.map((iteration) => contents(hierarchy, iteration, level + 1)));
  if (full.size === 1) return `${iterations.length} x ${[...full].join()}`;
  const names = new Set(iterations.map((iteration) => contentNames(hierarchy, iteration)));
  return names.size === 1 ? `${iterations.length} x ${[...names].join()}` : `${iterations.length} iterations`;
}

/** The one part of a scope in full, or the names of its first parts. */
function contents(hierarchy: Hierarchy, scope: Scope, level: number): string {
  const [first, second, ...more] = hierarchy.parts[scope.id] ?? [];
  if (first === undefined) return 'nothing';
  if (second === undefined) return describe(hierarchy, first, level);
  if (more.length === 0 && isMergeOf(first, second)) return describe(hierarchy, second, level);
  return contentNames(hierarchy, scope);
}

function describe(hierarchy: Hierarchy, part: Part, level: number): string {
  return part.kind === 'layer' ? describeLayer(part.node) : describeGroup(hierarchy, part.scope, level);
}

const namedParts = 3;

function contentNames({ parts }: Hierarchy, scope: Scope): string {
  const names: string[] = [];
  let previous: Part | undefined;
  for (const part of parts[scope.id] ?? []) {
    // The branches of a merge are told by the merge itself.
    if (isMergeOf(previous, part)) names.pop();
    if (names.length > namedParts) break;
    names.push(part.kind === 'layer' ? part.node.op : (part.scope.block ?? part.scope.kind));
    previous = part;
  }
  if (names.length === 1) return names.join();
  return `(${(names.length > namedParts ? [...names.slice(0, namedParts), '...'] : names).join(', ')})`;
}

const longestArguments = 24;

/** A block's call with its arguments, where the source is at hand and they are short and plain. */
function callOf({ sources }: Hierarchy, { block, span, kind }: Scope): string {
  const name = block ?? kind;
  const text = sources?.get(span.file)?.text.slice(span.start, Math.min(span.end, span.start + 200)) ?? '';
  const [, callee, args] = /^(?:\w+\s*:\s*)?(\w+)\s*(\([^(){}\n]*\))/.exec(text) ?? [];
  return callee === name && args !== undefined && args.length <= longestArguments ? `${name}${args}` : name;
}
