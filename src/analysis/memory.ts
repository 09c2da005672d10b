/** Memory of the feature maps of one image, from the lifetime of each. Weights are not in it. */
import type { Graph } from '../graph/graph.ts';
import { volume } from '../operators/operator.ts';

/** Feature maps hold 32-bit floats. */
export const bytesPerValue = 4;

export function mapBytes(shape: readonly number[]): number {
  return bytesPerValue * volume(shape);
}

/** For each node, whether an output outside training depends on it: the network that is deployed. */
export function deployedNodes(graph: Graph): boolean[] {
  const deployed = graph.nodes.map(() => false);
  for (const output of graph.outputs) {
    if (!output.trainingOnly && output.node < deployed.length) deployed[output.node] = true;
  }
  for (let id = deployed.length - 1; id >= 0; id--) {
    if (!deployed[id]) continue;
    for (const input of graph.nodes[id]?.inputs ?? []) deployed[input] = true;
  }
  return deployed;
}

/**
 * Peak over execution in node order of the bytes of the live feature maps. A map lives from its making to its
 * last use, the network's outputs to the end; a layer's inputs and its output coexist (nothing works in place).
 * The input image counts. Nodes that are not in `runs` are not executed.
 */
export function peakBytes(
  graph: Graph,
  runs: readonly boolean[],
  bytes: readonly number[] = graph.nodes.map(({ shape }) => mapBytes(shape)),
): number {
  const { nodes } = graph;
  const lastUse = nodes.map(() => -1);
  for (const node of nodes) {
    if (runs[node.id]) for (const input of node.inputs) lastUse[input] = node.id;
  }
  for (const output of graph.outputs) {
    if (!output.trainingOnly) lastUse[output.node] = nodes.length;
  }

  let live = 0;
  let peak = 0;
  for (const node of nodes) {
    if (!runs[node.id]) continue;
    live += bytes[node.id] ?? 0;
    peak = Math.max(peak, live);
    for (const input of node.inputs) {
      if (lastUse[input] !== node.id) continue;
      live -= bytes[input] ?? 0;
      // A layer may read one map twice, but it is freed once.
      lastUse[input] = -1;
    }
  }
  return peak;
}
