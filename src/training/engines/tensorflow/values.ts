/**
 * Values while a program runs. TensorFlow.js convolves maps as [N, H, W, C] with filters [kh, kw, C, O], and programs
 * have them as [N, C, H, W] and [O, C, kh, kw]: so a value of four axes may be held in another order, and in several
 * orders at once. Operators that do not care take it as it is; so whole stretches of a network stay in one order.
 */
import type { TfModule, TfTensor } from './module.ts';

/** `plain`: as the program has it. `map`: channels last. `filter`: outputs last. */
export type Order = 'plain' | 'map' | 'filter';

/** Position in the held tensor to axis of the program's, for four axes. */
const axesOf: Readonly<Record<Order, readonly number[]>> = {
  plain: [0, 1, 2, 3],
  map: [0, 2, 3, 1],
  filter: [2, 3, 1, 0],
};

export interface Value {
  /** As the program has it. */
  readonly shape: readonly number[];
  /** The same values in one order or several; never none. */
  readonly forms: Map<Order, TfTensor>;
}

export function valueFrom(tensor: TfTensor, order: Order, shape: readonly number[]): Value {
  return { shape, forms: new Map([[shape.length === 4 ? order : 'plain', tensor]]) };
}

export function disposeValue({ forms }: Value): void {
  for (const tensor of forms.values()) tensor.dispose();
  forms.clear();
}

/** The tensor in the wanted order, which the value keeps from then on. Fewer axes than four are brought to four. */
export function formOf(tf: TfModule, value: Value, order: Order): TfTensor {
  const known = value.forms.get(order);
  if (known !== undefined) return known;
  const [first] = value.forms;
  if (first === undefined) throw new Error('a value was used after its end');
  const made = tf.tidy(() => reordered(tf, first[1], value.shape, first[0], order));
  value.forms.set(order, made);
  return made;
}

/** Axis of the program's tensor to position in the held one. */
export function positionOf(axis: number, order: Order, rank: number): number {
  return rank === 4 ? axesOf[order].indexOf(axis) : axis;
}

/** Numbers, one an axis of the program's tensor, in the order of the held one; missing leading axes have `lead`. */
export function inOrder(numbers: readonly number[], order: Order, lead = 1): readonly number[] {
  if (order === 'plain') return numbers;
  const all = [...Array.from({ length: 4 - numbers.length }, () => lead), ...numbers];
  return axesOf[order].map((axis) => all[axis] ?? lead);
}

function reordered(tf: TfModule, tensor: TfTensor, shape: readonly number[], from: Order, to: Order): TfTensor {
  const order = axesOf[to].map((axis) => axesOf[from].indexOf(axis));
  const held = inOrder(shape.length === 4 ? shape : [1, 1, 1, 1, ...shape].slice(-4), from);
  const wanted = order.map((position) => held[position] ?? 1);
  // Axes of one value move for nothing.
  const moving = order.filter((position) => held[position] !== 1);
  if (moving.every((position, index) => index === 0 || position > (moving[index - 1] ?? 0))) {
    return tf.reshape(tensor, wanted);
  }
  return tf.transpose(shape.length === 4 ? tensor : tf.reshape(tensor, held), order);
}
