/** Depth as the papers count it: the weighted layers on the longest way through the network. */
import type { Graph } from '../graph/graph.ts';
import { operators } from '../operators/registry.ts';

/**
 * The most weighted layers (convolutions and dense layers) on any path from the input to `end`.
 * `scale` takes its first branch, the map that is gated: papers do not count the layers of a gate.
 * ResNet-50 and SE-ResNet-50 give 50 (He et al. 2016, table 1; Hu et al. 2018, table 1), GoogLeNet 22 (Szegedy et al.
 * 2015, section 5).
 */
export function depthOf(graph: Graph, end: number): number {
  const depths: number[] = [];
  for (const node of graph.nodes) {
    let deepest = 0;
    const inputs = node.op === 'scale' ? node.inputs.slice(0, 1) : node.inputs;
    for (const input of inputs) deepest = Math.max(deepest, depths[input] ?? 0);
    depths.push(deepest + (operators.get(node.op)?.weighted ? 1 : 0));
  }
  return depths[end] ?? 0;
}
