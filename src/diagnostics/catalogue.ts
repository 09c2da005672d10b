/**
 * The catalogue of diagnostics: every code with its severity, texts and example. Stages make
 * diagnostics by `diagnose`, operators by `problem`, and never write a message themselves.
 */
import { contractEntries } from './catalogue/contracts.ts';
import { expansionEntries } from './catalogue/expansion.ts';
import { nameEntries } from './catalogue/names.ts';
import { shapeEntries } from './catalogue/shapes.ts';
import { syntaxEntries } from './catalogue/syntax.ts';
import { trainingEntries } from './catalogue/training.ts';
import { valueEntries } from './catalogue/values.ts';
import type { Diagnostic, Fix, Related, Severity, Span } from './diagnostic.ts';
import type { Entry } from './entry.ts';

export const catalogue = {
  ...syntaxEntries,
  ...nameEntries,
  ...valueEntries,
  ...expansionEntries,
  ...shapeEntries,
  ...contractEntries,
  ...trainingEntries,
};

export type Code = keyof typeof catalogue;
export type DataOf<C extends Code> = Parameters<(typeof catalogue)[C]['message']>[0];

/** In the order of the catalogue: by stage. */
export const codes = Object.keys(catalogue) as readonly Code[];

export function isCode(text: string): text is Code {
  return Object.hasOwn(catalogue, text);
}

/** Where in the step a problem lies: an argument of the call, or one of the inputs (branches, from 0), else the callee. */
export type Place =
  | { readonly kind: 'argument'; readonly name: string }
  | { readonly kind: 'input'; readonly index: number };

/** A diagnostic without its span: operators know no source text; the compiler adds it. */
export interface Problem {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
  readonly place?: Place;
}

export function problem<C extends Code>(code: C, data: DataOf<C>, place?: Place): Problem {
  const { severity, message, hint } = texts(code, data);
  return {
    code,
    severity,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(place === undefined ? {} : { place }),
  };
}

export interface Additions {
  readonly related?: readonly Related[] | undefined;
  readonly fix?: Fix | undefined;
  /** Path of the graph node. */
  readonly node?: string | undefined;
}

export function diagnose<C extends Code>(code: C, data: DataOf<C>, span: Span, more: Additions = {}): Diagnostic {
  const { severity, message, hint } = texts(code, data);
  const fix = more.fix ?? respelling(data, span);
  return {
    severity,
    code,
    message,
    span,
    ...(hint === undefined ? {} : { hint }),
    ...(more.related === undefined || more.related.length === 0 ? {} : { related: more.related }),
    ...(fix === undefined ? {} : { fix }),
    ...(more.node === undefined ? {} : { node: more.node }),
  };
}

/** Data with a `nearest` name belongs to a misspelt one at `span`: the fix writes it there. */
function respelling(data: object, span: Span): Fix | undefined {
  if (!('nearest' in data) || typeof data.nearest !== 'string') return undefined;
  return { title: `write ${data.nearest}`, edits: [{ span, text: data.nearest }] };
}

function texts<C extends Code>(code: C, data: DataOf<C>) {
  // The compiler cannot see that an entry found by C takes the data of C; the signature above guarantees it.
  const found = catalogue[code] as unknown as Entry<DataOf<C>>;
  return { severity: found.severity, message: found.message(data), hint: found.hint?.(data) };
}
