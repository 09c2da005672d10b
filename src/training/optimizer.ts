/**
 * One update of a parameter by its gradient, the formulas and their order as in torch.optim, so that runs agree with
 * PyTorch's. What an optimizer remembers begins with zeros.
 */

import type { Optimizer } from '../compiler/recipe.ts';
import { add, type Builder, divide, emit, multiply, scalar, subtract } from '../onnx/builder.ts';

/** What is the same for all parameters of a step. */
export interface UpdateContext {
  /** Learning rate, []. */
  readonly rate: string;
  /** 1 - beta1^step and the root of 1 - beta2^step, for Adam: []. */
  readonly corrections?: { readonly first: string; readonly second: string };
}

export interface Update {
  readonly parameter: string;
  readonly memory: ReadonlyMap<Memory, string>;
}

/** Names of what an optimizer remembers: the parameter's name, a colon, one of these. */
export type Memory = 'momentum' | 'adam_m' | 'adam_v' | 'rms';

export function memoryOf(optimizer: Optimizer): readonly Memory[] {
  if (optimizer.kind === 'sgd') return optimizer.momentum === 0 ? [] : ['momentum'];
  if (optimizer.kind === 'rmsprop') return optimizer.momentum === 0 ? ['rms'] : ['rms', 'momentum'];
  return ['adam_m', 'adam_v'];
}

/** `step` counts from 1, float32 []. */
export function updateContext(b: Builder, optimizer: Optimizer, rate: string, step: string): UpdateContext {
  if (optimizer.kind !== 'adam' && optimizer.kind !== 'adamw') return { rate };
  const first = oneMinusPower(b, optimizer.beta1, step);
  const second = emit(b, 'Sqrt', [oneMinusPower(b, optimizer.beta2, step)]);
  return { rate, corrections: { first, second } };
}

/**
 * 1 - beta^step, as -2h / (1 - h) with h = tanh(step ln(beta) / 2): a beta of 0.999 in float32, taken from 1, would
 * lose four digits in the first steps.
 */
function oneMinusPower(b: Builder, beta: number, step: string): string {
  if (beta === 0) return scalar(b, 1);
  const h = emit(b, 'Tanh', [multiply(b, step, scalar(b, Math.log(beta) / 2))]);
  return divide(b, multiply(b, h, scalar(b, -2)), subtract(b, scalar(b, 1), h));
}

/** `memory` holds the values before the update, `decay` says whether this parameter is decayed. */
export function update(
  b: Builder,
  optimizer: Optimizer,
  parameter: string,
  gradient: string,
  memory: ReadonlyMap<Memory, string>,
  context: UpdateContext,
  decay: boolean,
): Update {
  const amount = decay ? optimizer.decay : 0;
  const decayed = amount === 0 || optimizer.kind === 'adamw' ? gradient : add(b, gradient, times(b, parameter, amount));
  if (optimizer.kind === 'sgd') return sgd(b, optimizer, parameter, decayed, memory, context);
  if (optimizer.kind === 'rmsprop') return rmsprop(b, optimizer, parameter, decayed, memory, context);
  const shrunk =
    amount === 0 || optimizer.kind === 'adam'
      ? parameter
      : multiply(b, parameter, subtract(b, scalar(b, 1), times(b, context.rate, amount)));
  return adam(b, optimizer, shrunk, decayed, memory, context);
}

type Of<K extends Optimizer['kind']> = Extract<Optimizer, { kind: K }>;

/** m <- mu m + g; p <- p - rate m, or with Nesterov's momentum p - rate (g + mu m). */
function sgd(
  b: Builder,
  { momentum, nesterov }: Of<'sgd'>,
  parameter: string,
  gradient: string,
  memory: ReadonlyMap<Memory, string>,
  { rate }: UpdateContext,
): Update {
  const earlier = memory.get('momentum');
  if (earlier === undefined) return { parameter: step(b, parameter, rate, gradient), memory: new Map() };
  const velocity = add(b, times(b, earlier, momentum), gradient);
  const direction = nesterov ? add(b, gradient, times(b, velocity, momentum)) : velocity;
  return { parameter: step(b, parameter, rate, direction), memory: new Map([['momentum', velocity]]) };
}

/**
 * m <- b1 m + (1 - b1) g; v <- b2 v + (1 - b2) g^2; p <- p - rate / (1 - b1^t) m / (sqrt(v) / sqrt(1 - b2^t) + epsilon)
 */
function adam(
  b: Builder,
  { beta1, beta2, epsilon }: Of<'adam' | 'adamw'>,
  parameter: string,
  gradient: string,
  memory: ReadonlyMap<Memory, string>,
  { rate, corrections }: UpdateContext,
): Update {
  if (corrections === undefined) throw new Error('Adam wants its bias corrections');
  const m = add(b, times(b, remembered(memory, 'adam_m'), beta1), times(b, gradient, 1 - beta1));
  const squares = times(b, multiply(b, gradient, gradient), 1 - beta2);
  const v = add(b, times(b, remembered(memory, 'adam_v'), beta2), squares);
  const denominator = add(b, divide(b, emit(b, 'Sqrt', [v]), corrections.second), scalar(b, epsilon));
  const scaledRate = divide(b, rate, corrections.first);
  return {
    parameter: step(b, parameter, scaledRate, divide(b, m, denominator)),
    memory: new Map([
      ['adam_m', m],
      ['adam_v', v],
    ]),
  };
}

/** s <- a s + (1 - a) g^2; d = g / (sqrt(s) + epsilon); p <- p - rate d, or with momentum m <- mu m + d; p - rate m. */
function rmsprop(
  b: Builder,
  { smoothing, momentum, epsilon }: Of<'rmsprop'>,
  parameter: string,
  gradient: string,
  memory: ReadonlyMap<Memory, string>,
  { rate }: UpdateContext,
): Update {
  const squares = times(b, multiply(b, gradient, gradient), 1 - smoothing);
  const rms = add(b, times(b, remembered(memory, 'rms'), smoothing), squares);
  const direction = divide(b, gradient, add(b, emit(b, 'Sqrt', [rms]), scalar(b, epsilon)));
  const earlier = memory.get('momentum');
  if (earlier === undefined) return { parameter: step(b, parameter, rate, direction), memory: new Map([['rms', rms]]) };
  const velocity = add(b, times(b, earlier, momentum), direction);
  return {
    parameter: step(b, parameter, rate, velocity),
    memory: new Map([
      ['rms', rms],
      ['momentum', velocity],
    ]),
  };
}

function step(b: Builder, parameter: string, rate: string, direction: string): string {
  return subtract(b, parameter, multiply(b, direction, rate));
}

function times(b: Builder, value: string, factor: number): string {
  return multiply(b, value, scalar(b, factor));
}

function remembered(memory: ReadonlyMap<Memory, string>, name: Memory): string {
  const value = memory.get(name);
  if (value === undefined) throw new Error(`an optimizer lacks its ${name}`);
  return value;
}
