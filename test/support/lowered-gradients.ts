/** Gradients lowered in blocks beside those lowered plain. */
import type { Graph } from '../../src/graph/graph.ts';
import { lowerBlocked } from '../../src/training/lower/blocked.ts';
import { pack } from '../../src/training/lower/packing.ts';
import { lowerPortable } from '../../src/training/lower/portable.ts';
import { nativeBlock, withoutBlockedOperators } from './blocked.ts';
import { differentiated, relativeError } from './gradients.ts';
import { floats, runProgram } from './onnx.ts';

/**
 * The relative error of each gradient, of the images and of all parameters. Blocks of the size that the processor has
 * are run by its own operators, others by standard ones.
 */
export async function gradientErrors(
  graph: Graph,
  batch: number,
  block: number,
): Promise<readonly (readonly [gradient: string, error: number])[]> {
  const { program, forward, tensors, names } = differentiated(graph, batch);
  const feeds = Object.fromEntries(Object.entries(tensors).map(([name, { data }]) => [name, data]));
  const wanted = await runProgram(lowerPortable(program), feeds);
  const { program: blocked, packed } = lowerBlocked(program, { block, state: forward.state });
  for (const [name, packing] of packed) {
    const plain = feeds[name];
    if (plain instanceof Float32Array) feeds[name] = pack(plain, packing);
  }
  const found = await runProgram(block === nativeBlock ? blocked : withoutBlockedOperators(blocked, block), feeds);
  const keys = names.map((name) => `gradient:${name}`).filter((key) => wanted.has(key));
  return keys.map((key) => [key, relativeError(floats(found, key), floats(wanted, key))] as const);
}
