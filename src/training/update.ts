/**
 * The update of a step on arrays in memory, for engines that add up gradients themselves. The formulas are those of
 * optimizer.ts, in double precision, rounded where they are stored.
 */
import type { Optimizer } from '../compiler/recipe.ts';

/** Parameters one after another. */
export interface Parameters {
  readonly values: Float32Array;
  /** What the optimizer remembers of each, in the order of `memoryOf`. */
  readonly memory: readonly Float32Array[];
  /** Weight decay applies to the values before this one. */
  readonly decayed: number;
}

export interface UpdateRule {
  readonly optimizer: Optimizer;
  /** Largest norm of the gradient. */
  readonly clip?: number;
}

/** Takes one step along `gradient`. `step` counts from 1. */
export function updateInPlace(
  parameters: Parameters,
  gradient: Float32Array,
  { optimizer, clip }: UpdateRule,
  rate: number,
  step: number,
): void {
  const { decayed, values } = parameters;
  const factor = clip === undefined ? 1 : Math.min(1, clip / (normOf(gradient) + 1e-6));
  const common = { ...parameters, gradient, factor, rate, step };
  const parts = [
    { ...common, from: 0, to: decayed, decay: optimizer.decay },
    { ...common, from: decayed, to: values.length, decay: 0 },
  ];
  for (const part of parts) {
    if (optimizer.kind === 'sgd') sgd(part, optimizer);
    else if (optimizer.kind === 'rmsprop') rmsprop(part, optimizer);
    else adam(part, optimizer);
  }
}

function normOf(gradient: Float32Array): number {
  let squares = 0;
  for (let i = 0; i < gradient.length; i += 1) squares += (gradient[i] ?? 0) ** 2;
  return Math.sqrt(squares);
}

/** The values from `from` to `to`, of which one decay holds. */
interface Part extends Parameters {
  readonly gradient: Float32Array;
  readonly factor: number;
  readonly rate: number;
  readonly step: number;
  readonly from: number;
  readonly to: number;
  readonly decay: number;
}

type Of<K extends Optimizer['kind']> = Extract<Optimizer, { kind: K }>;

const nothing = new Float32Array();

function sgd(
  { values, memory: [velocity = nothing], gradient, factor, rate, decay, from, to }: Part,
  { momentum, nesterov }: Of<'sgd'>,
): void {
  for (let i = from; i < to; i += 1) {
    const value = values[i] ?? 0;
    const g = factor * (gradient[i] ?? 0) + decay * value;
    const v = momentum * (velocity[i] ?? 0) + g;
    // Writing beyond the end of a typed array, as without momentum, does nothing.
    velocity[i] = v;
    values[i] = value - rate * (nesterov ? g + momentum * v : v);
  }
}

function adam(
  { values, memory: [first = nothing, second = nothing], gradient, factor, rate, step, decay, from, to }: Part,
  { kind, beta1, beta2, epsilon }: Of<'adam' | 'adamw'>,
): void {
  const scaledRate = rate / (1 - beta1 ** step);
  const correction = Math.sqrt(1 - beta2 ** step);
  const [added, shrunk] = kind === 'adam' ? [decay, 1] : [0, 1 - rate * decay];
  for (let i = from; i < to; i += 1) {
    const value = values[i] ?? 0;
    const g = factor * (gradient[i] ?? 0) + added * value;
    const m = beta1 * (first[i] ?? 0) + (1 - beta1) * g;
    const v = beta2 * (second[i] ?? 0) + (1 - beta2) * g * g;
    first[i] = m;
    second[i] = v;
    values[i] = shrunk * value - (scaledRate * m) / (Math.sqrt(v) / correction + epsilon);
  }
}

function rmsprop(
  { values, memory: [squares = nothing, velocity = nothing], gradient, factor, rate, decay, from, to }: Part,
  { smoothing, momentum, epsilon }: Of<'rmsprop'>,
): void {
  for (let i = from; i < to; i += 1) {
    const value = values[i] ?? 0;
    const g = factor * (gradient[i] ?? 0) + decay * value;
    const s = smoothing * (squares[i] ?? 0) + (1 - smoothing) * g * g;
    const v = momentum * (velocity[i] ?? 0) + g / (Math.sqrt(s) + epsilon);
    squares[i] = s;
    velocity[i] = v;
    values[i] = value - rate * v;
  }
}
