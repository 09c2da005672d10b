/** What the shell gives: a value, or in words for the user why there is none. */
import { type Decoded, describeProblem } from '../data/decoded.ts';

export type Outcome<T> =
  | { readonly value: T; readonly problem?: undefined }
  | { readonly value?: undefined; readonly problem: string };

export function inWords<T>(decoded: Decoded<T>): Outcome<T> {
  return decoded.problem ? { problem: describeProblem(decoded.problem) } : { value: decoded.value };
}
