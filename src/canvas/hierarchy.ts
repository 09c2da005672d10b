/** The graph's scopes as the drawing needs them: what stands in each, in order, and what it sums to. */
import type { Examined } from '../analysis/examine.ts';
import type { Graph, GraphNode, Scope } from '../graph/graph.ts';
import type { Category } from '../operators/operator.ts';
import { operators } from '../operators/registry.ts';
import type { CardCategory, Figures } from './document.ts';

export type Part =
  | { readonly kind: 'layer'; readonly node: GraphNode }
  | { readonly kind: 'scope'; readonly scope: Scope };

export interface ScopeSum {
  parameters: number;
  macs: number;
  /** The same of the layers that are deployed. */
  deployedParameters: number;
  deployedMacs: number;
  /** First and last layer; -1 where there is none. */
  first: number;
  last: number;
  /** A bit for each of `byWeight`, and one for merges. */
  categories: number;
  /** The one convolution or dense layer; undefined where there is none, `many` where there are several. */
  weighted: GraphNode | 'many' | undefined;
}

export interface ScopeTree {
  readonly graph: Graph;
  /** By scope. A merge's are its branches, those without a layer too; elsewhere what has no layer is left out. */
  readonly parts: readonly (readonly Part[])[];
  readonly sums: readonly ScopeSum[];
  /** The scope of a merge's branches, by the node that joins them, and the reverse. */
  readonly branchesOf: ReadonlyMap<number, Scope>;
  readonly mergeOf: ReadonlyMap<number, GraphNode>;
  readonly heads: readonly Scope[];
}

/** One pass over the nodes and one back over the scopes, whose parents always come first. */
export function scopeTree(graph: Graph, analysis: Examined['analysis']): ScopeTree {
  const parts: Part[][] = graph.scopes.map(() => []);
  const sums = graph.scopes.map(
    (): ScopeSum => ({
      parameters: 0,
      macs: 0,
      deployedParameters: 0,
      deployedMacs: 0,
      first: -1,
      last: -1,
      categories: 0,
      weighted: undefined,
    }),
  );
  const attached = new Set<number>([0]);
  const merges = new Map<string, Scope>();
  for (const scope of graph.scopes) {
    if (scope.kind === 'merge') merges.set(`${scope.parent}/${scope.name}`, scope);
    if (scope.kind !== 'branch' && scope.kind !== 'head') continue;
    attached.add(scope.id);
    if (scope.kind === 'branch') parts[scope.parent ?? 0]?.push({ kind: 'scope', scope });
  }
  const attach = (id: number): void => {
    for (let scope = graph.scopes[id]; scope?.parent !== undefined; scope = graph.scopes[scope.parent]) {
      if (attached.has(scope.id)) {
        if (scope.kind !== 'branch') return;
        continue;
      }
      attached.add(scope.id);
      parts[scope.parent]?.push({ kind: 'scope', scope });
    }
  };
  const branchesOf = new Map<number, Scope>();
  const mergeOf = new Map<number, GraphNode>();
  for (const node of graph.nodes) {
    attach(node.scope);
    const branches = merges.get(`${node.scope}/${node.name}`);
    if (branches) {
      attach(branches.id);
      branchesOf.set(node.id, branches);
      mergeOf.set(branches.id, node);
    } else parts[node.scope]?.push({ kind: 'layer', node });
    addLayer(sums[node.scope], node, analysis);
  }
  for (let id = sums.length - 1; id > 0; id--) addScope(sums[graph.scopes[id]?.parent ?? 0], sums[id]);
  return { graph, parts, sums, branchesOf, mergeOf, heads: graph.scopes.filter(({ kind }) => kind === 'head') };
}

function addLayer(sum: ScopeSum | undefined, node: GraphNode, analysis: Examined['analysis']): void {
  if (!sum) return;
  const cost = analysis?.layers[node.id];
  sum.parameters += cost?.parameters ?? 0;
  sum.macs += cost?.macs ?? 0;
  if (cost && !cost.trainingOnly) {
    sum.deployedParameters += cost.parameters;
    sum.deployedMacs += cost.macs;
  }
  if (sum.first < 0) sum.first = node.id;
  sum.last = node.id;
  const operator = operators.get(node.op);
  if (operator) sum.categories |= bitOf(operator.category);
  if (operator?.weighted) sum.weighted = sum.weighted ? 'many' : node;
}

function addScope(into: ScopeSum | undefined, sum: ScopeSum | undefined): void {
  if (!into || !sum || sum.first < 0) return;
  into.parameters += sum.parameters;
  into.macs += sum.macs;
  into.deployedParameters += sum.deployedParameters;
  into.deployedMacs += sum.deployedMacs;
  into.first = into.first < 0 ? sum.first : Math.min(into.first, sum.first);
  into.last = Math.max(into.last, sum.last);
  into.categories |= sum.categories;
  if (sum.weighted) into.weighted = into.weighted ? 'many' : sum.weighted;
}

/** From the weightiest to what stands beside it. */
const byWeight: readonly Category[] = [
  'convolution',
  'dense',
  'pooling',
  'output',
  'normalisation',
  'activation',
  'regularisation',
  'arrangement',
];

function bitOf(category: Category): number {
  return 1 << (byWeight.indexOf(category) + 1);
}

export function categoryOf({ categories }: ScopeSum): CardCategory {
  const hasMerge = (categories & bitOf('merge')) !== 0;
  return hasMerge ? 'group' : (byWeight.find((each) => (categories & bitOf(each)) !== 0) ?? 'group');
}

/** Shared by the many cards and groups that have neither. */
export const none: Figures = { parameters: 0, macs: 0 };

export function figuresOf(parameters: number, macs: number): Figures {
  return parameters === 0 && macs === 0 ? none : { parameters, macs };
}

export function shareOf(parameters: number, macs: number, totals: Figures): Figures {
  if (parameters === 0 && macs === 0) return none;
  return {
    parameters: totals.parameters > 0 ? parameters / totals.parameters : 0,
    macs: totals.macs > 0 ? macs / totals.macs : 0,
  };
}
