/** The training step: forward pass, loss, backward pass, update, as one program. Layout and device come with lowering. */

import type { Recipe } from '../compiler/recipe.ts';
import type { Graph } from '../graph/graph.ts';
import {
  add,
  type Builder,
  divide,
  emit,
  finish,
  input,
  multiply,
  output,
  scalar,
  shapeOf,
  sum,
} from '../onnx/builder.ts';
import { type Forward, lowerForward } from '../onnx/forward.ts';
import { prune } from '../onnx/unused.ts';
import { pullBack } from './gradients/differentiate.ts';
import { countCorrect, crossEntropy, labelColumn, oneHot, rankOfLabel } from './loss.ts';
import { type Memory, memoryOf, update, updateContext } from './optimizer.ts';
import type { StateTensor, StepProgram } from './step-program.ts';

export type StepRecipe = Pick<Recipe, 'batch' | 'optimizer' | 'labelSmoothing' | 'clip' | 'decayAll'>;

/**
 * Inputs and outputs are those of `StepProgram`. The state is listed in the network's order: parameters and buffers
 * first, then what the optimizer remembers. For a graph without errors whose outputs are vectors of classes.
 */
export function buildStep(graph: Graph, recipe: StepRecipe): StepProgram {
  const made = lossAndGradients(graph, recipe);
  const { b, forward, gradients } = made;
  const rate = input(b, 'rate', { element: 'float32', shape: [] });
  const count = input(b, 'step', { element: 'float32', shape: [] });
  const outputs = runningStatistics(b, forward);
  const memory = emitUpdates(b, recipe, clipped(b, gradients, recipe.clip), { rate, count, outputs });
  return finished(graph, recipe, made, outputs, memory);
}

/**
 * The step without its update: what comes out for a parameter is its gradient. Without statistics of the batch in the
 * network, the mean of this over equal parts of a batch is the gradient over the batch.
 */
export function buildGradients(graph: Graph, recipe: StepRecipe): StepProgram {
  const made = lossAndGradients(graph, recipe);
  const outputs = new Map(
    [...made.gradients].map(([name, value]) => [name, output(made.b, value, `${name}:gradient`)]),
  );
  return finished(graph, recipe, made, outputs, []);
}

/** Whether weight decay applies. Biases, and scales and shifts of normalisation, are lists of one number a channel. */
export function isDecayed(shape: readonly number[], { decayAll }: StepRecipe): boolean {
  return decayAll || shape.length > 1;
}

interface LossAndGradients {
  readonly b: Builder;
  readonly forward: Forward;
  readonly classes: number;
  /** By the parameters' names. */
  readonly gradients: ReadonlyMap<string, string>;
}

function lossAndGradients(graph: Graph, { batch, labelSmoothing }: StepRecipe): LossAndGradients {
  const forward = lowerForward(graph, { mode: 'training', batch, includeHeads: true });
  const b = forward.builder;
  const labels = input(b, 'labels', { element: 'int64', shape: [batch] });
  const { gradientsOfLogits, classes } = emitLoss(b, forward, labels, labelSmoothing);
  const parameters = forward.state.filter(({ role }) => role === 'parameter').map(({ name }) => name);
  return { b, forward, classes, gradients: pullBack(b, gradientsOfLogits, parameters) };
}

/** `outputs`: by the names of the parameters and buffers. */
function finished(
  { name }: Graph,
  { batch }: StepRecipe,
  { b, forward, classes }: LossAndGradients,
  outputs: ReadonlyMap<string, string>,
  memory: readonly StateTensor[],
): StepProgram {
  const state = [...forward.state.map((tensor) => withOutput(tensor, outputs)), ...memory];
  return { program: prune(finish(b, name)), state, masks: forward.masks, batch, classes };
}

interface EmittedLoss {
  /** Logits to the gradient of the loss. */
  readonly gradientsOfLogits: ReadonlyMap<string, string>;
  readonly classes: number;
}

/** The outputs `loss`, `correct1` and `correct5`: the first output counts for what is correct. */
function emitLoss(b: Builder, { logits }: Forward, labels: string, smoothing: number): EmittedLoss {
  const [main] = logits;
  if (main === undefined) throw new Error('a network without an output was to be trained');
  b.origin = 'loss';
  const column = labelColumn(b, labels);
  const hots = new Map<number, string>();
  const gradients = new Map<string, string>();
  const losses = logits.map(({ name, value, weight }) => {
    const classes = classesOf(b, name, value);
    const hot = hots.get(classes) ?? oneHot(b, column, classes);
    hots.set(classes, hot);
    const { value: loss, gradient } = crossEntropy(b, value, hot, smoothing, weight);
    const earlier = gradients.get(value);
    gradients.set(value, earlier === undefined ? gradient : add(b, earlier, gradient));
    return weight === 1 ? loss : multiply(b, loss, scalar(b, weight));
  });
  output(
    b,
    losses.reduce((one, other) => add(b, one, other)),
    'loss',
  );
  const classes = classesOf(b, main.name, main.value);
  const rank = rankOfLabel(b, main.value, hots.get(classes) ?? '', column);
  output(b, countCorrect(b, rank, 1), 'correct1');
  output(b, countCorrect(b, rank, Math.min(5, classes)), 'correct5');
  b.origin = '';
  return { gradientsOfLogits: gradients, classes };
}

/** Of logits [N, classes]. */
function classesOf(b: Builder, name: string, value: string): number {
  const [, classes = 0, ...places] = shapeOf(b, value);
  if (places.length === 0) return classes;
  const map = [classes, ...places].join('x');
  throw new Error(`the output '${name}' is a map of ${map}, and a loss needs a vector of classes`);
}

/** All gradients by one factor, so that their norm as one vector is at most `limit`: torch's clip_grad_norm_. */
function clipped(
  b: Builder,
  gradients: ReadonlyMap<string, string>,
  limit: number | undefined,
): ReadonlyMap<string, string> {
  if (limit === undefined || gradients.size === 0) return gradients;
  b.origin = 'clip';
  const squares = [...gradients.values()].map((gradient) =>
    sum(
      b,
      multiply(b, gradient, gradient),
      shapeOf(b, gradient).map((_, axis) => axis),
    ),
  );
  const norm = emit(b, 'Sqrt', [emit(b, 'Sum', squares)]);
  const factor = divide(b, scalar(b, limit), add(b, norm, scalar(b, 1e-6)));
  const held = emit(b, 'Min', [factor, scalar(b, 1)]);
  return new Map([...gradients].map(([name, gradient]) => [name, multiply(b, gradient, held)]));
}

/** PyTorch's: (1 - momentum) old + momentum new, the new variance unbiased. Gives the outputs by the buffers' names. */
function runningStatistics(b: Builder, { statistics }: Forward): Map<string, string> {
  const outputs = new Map<string, string>();
  for (const { layer, mean, variance, count, momentum } of statistics) {
    b.origin = layer;
    const unbiased = count / Math.max(1, count - 1);
    for (const [name, value, share] of [
      [`${layer}.running_mean`, mean, momentum],
      [`${layer}.running_var`, variance, momentum * unbiased],
    ] as const) {
      const old = multiply(b, name, scalar(b, 1 - momentum));
      const next = add(b, old, multiply(b, value, scalar(b, share)));
      outputs.set(name, output(b, next));
    }
  }
  return outputs;
}

interface Surroundings {
  readonly rate: string;
  readonly count: string;
  /** Filled with the parameters' outputs by name. */
  readonly outputs: Map<string, string>;
}

/** Updates every parameter that has a gradient; gives what the optimizer remembers of them. */
function emitUpdates(
  b: Builder,
  recipe: StepRecipe,
  gradients: ReadonlyMap<string, string>,
  { rate, count, outputs }: Surroundings,
): readonly StateTensor[] {
  b.origin = 'optimizer';
  const { optimizer } = recipe;
  const context = updateContext(b, optimizer, rate, count);
  const kinds = memoryOf(optimizer);
  return [...gradients].flatMap(([name, gradient]) => {
    const shape = shapeOf(b, name);
    const memory = new Map<Memory, string>(
      kinds.map((kind) => [kind, input(b, `${name}:${kind}`, { element: 'float32', shape })]),
    );
    const next = update(b, optimizer, name, gradient, memory, context, isDecayed(shape, recipe));
    outputs.set(name, output(b, next.parameter));
    return [...next.memory].map(([kind, value]): StateTensor => {
      return { name: `${name}:${kind}`, output: output(b, value), shape, role: 'optimizer', of: name };
    });
  });
}

function withOutput(tensor: Forward['state'][number], outputs: ReadonlyMap<string, string>): StateTensor {
  const name = outputs.get(tensor.name);
  return name === undefined ? tensor : { ...tensor, output: name };
}
