/** Gradients of networks, made by differentiation, lowered, and run in ONNX Runtime: for tests. */
import type { Graph } from '../../src/graph/graph.ts';
import { type Builder, finish, input, multiply, output, shapeOf, sum } from '../../src/onnx/builder.ts';
import { type Forward, imagesName, lowerForward } from '../../src/onnx/forward.ts';
import type { Program } from '../../src/onnx/program.ts';
import { differentiate } from '../../src/training/gradients/differentiate.ts';
import { randomStream } from '../../src/training/random.ts';
import { examineText, network } from './host.ts';
import { randomTensor, randomTensors } from './random-tensors.ts';
import type { ReferenceTensor } from './torch.ts';

/** A network around some steps; throws where it has errors. */
export function graphOf(steps: string, shape: string): Graph {
  const { compilation, diagnostics } = examineText(network(steps, shape));
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (compilation.graph === undefined || errors.length > 0) {
    throw new Error(`${steps}: ${errors.map(({ message }) => message).join('; ')}`);
  }
  return compilation.graph;
}

/** A program with gradient operators: outputs `loss` and `gradient:<name>` for the images and each parameter. */
export interface Differentiated {
  readonly program: Program;
  readonly forward: Forward;
  /** Of all inputs. */
  readonly tensors: Readonly<Record<string, ReferenceTensor>>;
  readonly names: readonly string[];
}

/** The loss is the sum of the first output times a random tensor, `projection`. */
export function differentiated(graph: Graph, batch: number, seed = 1): Differentiated {
  const forward = lowerForward(graph, { mode: 'training', batch, includeHeads: true });
  const { builder: b, logits, state } = forward;
  const value = logits[0]?.value ?? '';
  const projection = input(b, 'projection', { element: 'float32', shape: shapeOf(b, value) });
  const names = [imagesName, ...state.filter(({ role }) => role === 'parameter').map(({ name }) => name)];
  emitGradients(b, projected(b, value, projection), names);
  const tensors = {
    ...randomTensors(forward, seed),
    projection: randomTensor(shapeOf(b, value), randomStream(seed, 3)),
  };
  return { program: finish(b, graph.name), forward, tensors, names };
}

/** Sum of the products, []. */
export function projected(b: Builder, value: string, projection: string): string {
  const product = multiply(b, value, projection);
  return sum(
    b,
    product,
    shapeOf(b, product).map((_, axis) => axis),
  );
}

/** Makes the loss and its gradients outputs; a value that the loss does not depend on has none. */
export function emitGradients(b: Builder, loss: string, names: readonly string[]): void {
  const gradients = differentiate(b, loss, names);
  output(b, loss, 'loss');
  for (const [name, gradient] of gradients) output(b, gradient, `gradient:${name}`);
}

/**
 * Largest difference, relative to the largest value that was expected: the error of a tensor as a whole. NaN where a
 * value is none, infinite where lengths differ.
 */
export function relativeError(found: ArrayLike<number>, wanted: ArrayLike<number>): number {
  if (found.length !== wanted.length) return Number.POSITIVE_INFINITY;
  let [difference, size] = [0, 0];
  for (let index = 0; index < wanted.length; index++) {
    const off = Math.abs((found[index] ?? Number.NaN) - (wanted[index] ?? Number.NaN));
    if (!(off <= difference)) difference = off;
    if (Number.isNaN(difference)) return difference;
    size = Math.max(size, Math.abs(wanted[index] ?? 0));
  }
  return difference === 0 ? 0 : difference / size;
}
