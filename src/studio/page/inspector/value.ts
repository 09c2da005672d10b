/** What is typed into a field, before the language sees it. */
import type { InspectedArgument } from '../../protocol.ts';

export type Fault =
  | { readonly kind: 'integer' }
  | { readonly kind: 'least'; readonly min: number }
  | { readonly kind: 'required' };

/** As the language writes it: `61_706`, `-0.5`, `1e-3`; undefined for what is no plain number. */
export function numberOf(text: string): number | undefined {
  return /^-?\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?$/.test(text) ? Number(text.replaceAll('_', '')) : undefined;
}

/** A plain number that its argument cannot be. An expression is the language's to judge. */
export function faultOf({ input, required }: InspectedArgument, text: string): Fault | undefined {
  if (text === '') return required ? { kind: 'required' } : undefined;
  const value = numberOf(text);
  if (input.kind !== 'number' || value === undefined) return undefined;
  if (input.integer && !Number.isInteger(value)) return { kind: 'integer' };
  return input.min !== undefined && value < input.min ? { kind: 'least', min: input.min } : undefined;
}

/**
 * One up or one down, in the last digit of a fraction; undefined where that is not allowed. A kernel may be a pair too:
 * such a field takes any text, and steps while there is one number in it.
 */
export function stepped({ input }: InspectedArgument, text: string, by: 1 | -1): string | undefined {
  const value = /[eE]/.test(text) ? undefined : numberOf(text);
  if (value === undefined || (input.kind !== 'number' && input.kind !== 'text')) return undefined;
  const { integer, min } = input.kind === 'number' ? input : { integer: false, min: undefined };
  const digits = integer ? 0 : (text.split('.')[1]?.length ?? 0);
  const next = Number((value + by / 10 ** digits).toFixed(digits));
  return min !== undefined && next < min ? undefined : next.toFixed(digits);
}
