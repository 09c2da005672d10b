/** The state as the engine holds it: in the layout of the program that changes it, two buffers for what changes. */
import type { StoredTensor, TrainingState } from '../engine.ts';
import { type Packing, pack, samePacking, unpack } from '../lower/packing.ts';
import type { StateTensor } from '../step-program.ts';

/** A tensor's values, packed or in PyTorch's order. */
export interface HeldTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
  readonly packing: Packing | undefined;
}

export interface HeldState {
  readonly tensors: Map<string, HeldTensor>;
  /** Counts changes, so that what was derived from the state knows when it is out of date. */
  version: number;
}

/** Nothing is copied: what is given stays the caller's, and is only read. */
export function holdState(state: TrainingState): HeldState {
  const tensors = [...state].map(([name, { shape, data }]) => [name, { shape, data, packing: undefined }] as const);
  return { tensors: new Map(tensors), version: 0 };
}

/** In PyTorch's order, copied. */
export function storedState({ tensors }: HeldState): TrainingState {
  const stored = [...tensors].map(([name, { shape, data, packing }]): [string, StoredTensor] => [
    name,
    { shape, data: packing === undefined ? data.slice() : unpack(data, packing) },
  ]);
  return new Map(stored);
}

/** The values of a tensor in some layout; not copied where they are in it already. */
export function valuesOf(
  state: HeldState,
  { name, shape }: Pick<StateTensor, 'name' | 'shape'>,
  packing: Packing | undefined,
): Float32Array {
  const held = state.tensors.get(name);
  if (held === undefined) throw new Error(`the state lacks ${name}`);
  if (samePacking(held.packing, packing)) return held.data;
  const plain = held.packing === undefined ? held.data : unpack(held.data, held.packing);
  return packing === undefined ? plain : pack(plain, { ...packing, shape });
}
