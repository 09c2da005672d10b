/** Whether a network ends in the classes of a data set. */
import type { Span } from '../diagnostics/diagnostic.ts';
import type { Graph } from '../graph/graph.ts';
import { formatShape } from '../operators/operator.ts';
import type { DataSet } from './data/data-set.ts';

export interface EndProblem {
  readonly message: string;
  /** The step that should end otherwise. */
  readonly span: Span | undefined;
}

/** The first output, heads included, that is not one number for each class. `parameters` are those of the network. */
export function endProblem(
  graph: Graph,
  { name, classes }: Pick<DataSet, 'name' | 'classes'>,
  parameters: readonly string[],
): EndProblem | undefined {
  for (const output of graph.outputs) {
    const node = graph.nodes[output.node];
    const shape = node?.shape ?? [];
    const what = output.name === 'output' ? graph.name : `the head ${output.name}`;
    const span = node?.span;
    if (!isVector(shape)) {
      const message = `${what} ends in a map, ${formatShape(shape)}; a classifier ends in one number for each class: add \`global_avgpool -> dense(${classes.length})\``;
      return { message, span };
    }
    if (shape[0] === classes.length) continue;
    const flag = parameters.includes('classes') ? `write --set classes=${classes.length}, or ` : '';
    const message = `${what} ends in ${counted(shape[0] ?? 0, 'number')}, and ${name} has ${counted(classes.length, 'class', 'classes')}; ${flag}let it end in ${classes.length}`;
    return { message, span };
  }
  return undefined;
}

/** Also a map of one place counts as one. */
function isVector([, ...places]: readonly number[]): boolean {
  return places.every((extent) => extent === 1);
}

function counted(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}
