/** The form of a catalogue entry. The texts are functions of typed data, so that no message lacks its numbers. */
import type { Severity } from './diagnostic.ts';

export interface Entry<Data> {
  readonly severity: Severity;
  /** A few words, for lists. */
  readonly title: string;
  /** One sentence: what was found, what was wanted, with the numbers. */
  readonly message: (data: Data) => string;
  /** What to do, where it can be said. */
  readonly hint?: (data: Data) => string | undefined;
  /** A paragraph for `netwright explain CODE` and the docs: why it is an error and how one gets out. */
  readonly explanation: string;
  /** A small source that causes exactly this diagnostic; a test compiles it. */
  readonly example: string;
  /** Other files that the example uses, by their paths relative to it. */
  readonly files?: Readonly<Record<string, string>>;
  /** Parameters that the example sets from outside, as `--set KEY=VALUE`. */
  readonly set?: Readonly<Record<string, string>>;
}

export function entry<Data>(record: Entry<Data>): Entry<Data> {
  return record;
}
