/**
 * Seeded fuzzing of the whole core: whatever the text, there is a result, no exception and no hang, and formatting
 * changes neither itself nor the meaning. FUZZ_RUNS sets the number of texts of each kind.
 */
import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lexer } from '../../grammar/tokens.ts';
import type { Examined } from '../../src/analysis/examine.ts';
import { reportJson } from '../../src/analysis/report.ts';
import { renderDiagnostic } from '../../src/diagnostics/render.ts';
import { format } from '../../src/syntax/format.ts';
import { examineText, read, root } from '../support/host.ts';

const runs = Number(process.env.FUZZ_RUNS ?? 150);
const options = { numRuns: runs, seed: 1998 };
const examples = readdirSync(`${root}/examples`)
  .filter((file) => file.endsWith('.arch'))
  .map((file) => read(`examples/${file}`).text);

const words = [
  ...['network', 'block', 'use', 'input', 'let', 'repeat', 'if', 'else', 'head', 'from', 'expect', 'require', 'train'],
  ...[
    'skip',
    'in',
    'true',
    'and',
    'not',
    'conv',
    'relu',
    'add',
    'concat',
    'scale',
    'flatten',
    'dense',
    'x',
    'B',
    'same',
  ],
  ...['->', '..', '.', ',', ':', '|', '(', ')', '[', ']', '{', '}', '+', '-', '*', '/', '==', '<', '=', '\n', ' '],
  ...['3', '64', '0', '3x3', '0.5', '25.56M', '"a"', '// note\n', '"', '$', '1_', '9e999', '\t', '\r\n', '变'],
];

function examine(text: string): Examined {
  const examined = examineText(text);
  for (const diagnostic of examined.diagnostics) {
    const { span } = diagnostic;
    const length = examined.compilation.sources.get(span.file)?.text.length ?? -1;
    expect(span.start).toBeGreaterThanOrEqual(0);
    expect(span.end).toBeGreaterThanOrEqual(span.start);
    expect(span.end).toBeLessThanOrEqual(length);
    renderDiagnostic(diagnostic, examined.compilation.sources, { color: false });
  }
  return examined;
}

function images(text: string): string[] {
  return lexer.tokenize(text).tokens.map((token) => token.image);
}

/** The report without the places in the source, which formatting moves. */
function meaning(examined: Examined): unknown {
  const { layers, diagnostics, ...rest } = reportJson(examined);
  const codes = diagnostics.map((diagnostic) => diagnostic.code).sort();
  return JSON.stringify([rest, layers.map((layer) => ({ ...layer, span: 0 })), codes]);
}

function check(text: string): void {
  const examined = examine(text);
  const file = { path: 'test.arch', text, library: false };
  const formatted = format(file);
  if (formatted.diagnostics.some(({ severity }) => severity === 'error')) {
    expect(formatted.value).toBe(text);
    return;
  }
  expect(format({ ...file, text: formatted.value }).value).toBe(formatted.value);
  expect(images(formatted.value)).toEqual(images(text));
  expect(meaning(examine(formatted.value))).toBe(meaning(examined));
}

const mutation = fc.record({
  source: fc.constantFrom(...examples),
  edits: fc.array(
    fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.nat(12), put: fc.constantFrom('', ...words) }),
    { minLength: 1, maxLength: 4 },
  ),
});

describe('fuzzing', () => {
  it('takes any bytes', () => {
    const bytes = fc.uint8Array({ maxLength: 400 }).map((array) => new TextDecoder().decode(array));
    fc.assert(fc.property(bytes, check), options);
  });

  it('takes any tokens', () => {
    const tokens = fc.array(fc.constantFrom(...words), { maxLength: 120 }).map((array) => array.join(' '));
    fc.assert(fc.property(tokens, check), options);
    const inNetwork = tokens.map((text) => `network N {\n input i [3, 8, 8]\n ${text}\n}`);
    fc.assert(fc.property(inNetwork, check), options);
  });

  it('takes mutated examples', () => {
    const mutated = mutation.map(({ source, edits }) =>
      edits.reduce((text, { at, cut, put }) => {
        const start = Math.floor(at * text.length);
        return `${text.slice(0, start)} ${put} ${text.slice(start + cut)}`;
      }, source),
    );
    fc.assert(fc.property(mutated, check), options);
  });

  it('keeps the meaning of every example with its white space changed', () => {
    for (const source of examples) check(source.replace(/ +/g, '   ').replaceAll('\n\n', '\n\n\n\n'));
  });
});
