/**
 * Paths in the block hierarchy: segments joined by `/`, from below the network down to the layer, as in
 * `conv2_x/[1]/Bottleneck/add/[2]/ConvBN#2/conv`. Names are unique among siblings, so paths are unique.
 */
import type { Graph } from './graph.ts';

/** What a path is made from: also a graph under construction has it. */
type Hierarchy = Pick<Graph, 'nodes' | 'scopes'>;

/** The path of a scope; empty for the network itself. */
export function scopePath(graph: Hierarchy, id: number): string {
  const segments: string[] = [];
  for (let scope = graph.scopes[id]; scope?.parent !== undefined; scope = graph.scopes[scope.parent]) {
    segments.push(scope.name);
  }
  return segments.reverse().join('/');
}

/** The path of a node; empty where there is no such node. */
export function nodePath(graph: Hierarchy, id: number): string {
  const node = graph.nodes[id];
  return node === undefined ? '' : join(scopePath(graph, node.scope), node.name);
}

/** All paths at once, by node id: each scope's path is made once, from its parent's. */
export function nodePaths(graph: Hierarchy): string[] {
  const scopes: string[] = [];
  for (const { parent, name } of graph.scopes) {
    scopes.push(parent === undefined ? '' : join(scopes[parent] ?? '', name));
  }
  return graph.nodes.map((node) => join(scopes[node.scope] ?? '', node.name));
}

function join(parent: string, name: string): string {
  return parent === '' ? name : `${parent}/${name}`;
}
