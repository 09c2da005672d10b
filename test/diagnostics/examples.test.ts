import { describe, expect, it } from 'vitest';
import { type Code, catalogue, codes } from '../../src/diagnostics/catalogue.ts';
import type { Entry } from '../../src/diagnostics/entry.ts';
import { examineText } from '../support/host.ts';

/** An entry without its functions, whose data differ from code to code. */
function exampleOf(code: Code): Pick<Entry<never>, 'severity' | 'example' | 'files' | 'set'> {
  return catalogue[code];
}

/** Milliseconds: `too-large` expands layers up to the bound before it says so. */
const patience = 90_000;

describe('the example of each code causes it, and nothing else', () => {
  it.each(codes)(
    '%s',
    (code) => {
      const { severity, example, files, set } = exampleOf(code);
      const { diagnostics } = examineText(example, { set: new Map(Object.entries(set ?? {})) }, { ...files });
      expect(diagnostics.map((diagnostic) => [diagnostic.severity, diagnostic.code])).toEqual([[severity, code]]);
    },
    patience,
  );
});
