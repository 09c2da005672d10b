/** The forward pass for evaluation and prediction. */
import type { Graph } from '../graph/graph.ts';
import { finish, output } from '../onnx/builder.ts';
import { lowerForward } from '../onnx/forward.ts';
import type { ForwardProgram } from './step-program.ts';

/**
 * The end of the stack alone, with running statistics and without dropout. An output that is a map of several places
 * [N, C, H, W] stays one.
 */
export function forwardProgram(graph: Graph, batch: number): ForwardProgram {
  const { builder, logits, state } = lowerForward(graph, { mode: 'evaluation', batch, includeHeads: false });
  const [end] = logits;
  if (end === undefined) throw new Error('a network without an output was lowered');
  output(builder, end.value, 'logits');
  const program = finish(builder, graph.name);
  return { program, state, batch, classes: program.types.get('logits')?.shape[1] ?? 0 };
}
