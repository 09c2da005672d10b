/**
 * Seeded fuzzing of the syntax: whatever the text, a tree with spans inside the text, no exception and no hang; and the
 * formatter changes nothing but white space, and nothing at all the second time. FUZZ_RUNS sets the number of texts of
 * each kind.
 */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allTokens, lexer } from '../../grammar/tokens.ts';
import { format } from '../../src/syntax/format.ts';
import { parseValue } from '../../src/syntax/parse.ts';
import { fileOf, nodesOf, outline, parseText } from '../syntax/support.ts';

const runs = Number(process.env.FUZZ_RUNS ?? 300);
const options = { numRuns: runs, seed: 1989 };

const sources = ['examples', 'blocks'].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.arch'))
    .map((name) => readFileSync(`${folder}/${name}`, 'utf8')),
);

const words = [
  ...allTokens.flatMap(({ PATTERN }) => (typeof PATTERN === 'string' ? [PATTERN] : [])),
  ...['*', '/', '%', '==', '!=', '<=', '<', '>', 'a', 'conv', 'add', 'x1', '_', 'same', 'training_only', 'weight'],
  ...['3', '0', '64', '3x3', '0.5', '1e-4', '25.56M', '61_706', '1e', '3x', '9e999', '99999999999999999999'],
  ...[
    '"a"',
    '"a\\"b"',
    '"',
    '"a\\',
    '// note',
    '//',
    '\n',
    '\n\n',
    '\r\n',
    '\r',
    '\t',
    ' ',
    '\uFEFF',
    '@',
    '$$',
    '\u00e9',
  ],
];
const separators = fc.constantFrom(' ', ' ', '\n', '');
const anyTokens = fc
  .array(fc.tuple(fc.constantFrom(...words), separators), { maxLength: 150 })
  .map((parts) => parts.map((part) => part.join('')).join(''));

/** A text that follows the grammar, with white space and comments anywhere. */
const blank = fc.constantFrom(' ', ' ', ' ', '\n', '  ', '\n\n\n', ' // note\n', '\r\n');
const { body: validBody } = fc.letrec<{ value: string; body: string; item: string; call: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('3', 'a', '7x1', '0.5', '25.56M', '"s"', 'true', 'in.channels', '- 1', 'not a', '[ ]'),
    fc.tuple(tie('value'), fc.constantFrom('+', '-', '*', '==', 'and', 'or'), tie('value')).map((all) => all.join(' ')),
    fc.tuple(tie('value'), tie('value')).map(([a, b]) => `[ ${a} , ${b} , ]`),
    fc.tuple(tie('value'), tie('value')).map(([a, b]) => `( ${a} ) [ ${b} ] . c`),
    fc.tuple(tie('value'), tie('value'), tie('value')).map(([a, b, c]) => `if ${a} { ${b} } else { ${c} }`),
    fc.tuple(tie('value'), tie('value')).map(([a, b]) => `f ( ${a} , b = ${b} )`),
  ),
  call: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('relu', 'skip', 'x : tanh', 'from x'),
    tie('value').map((value) => `conv ( ${value} , pad = same )`),
    fc.tuple(tie('body'), tie('body')).map(([a, b]) => `f ( ${a} ) ${b}`),
    fc.tuple(tie('call'), tie('call')).map(([a, b]) => `add { | ${a} -> ${b} | ${b} }`),
    fc.tuple(tie('call'), tie('value')).map(([a, n]) => `concat { repeat i in 0 .. ${n} { | ${a} } | ${a} }`),
  ),
  item: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('call'),
    tie('value').map((value) => `let x = ${value}`),
    fc.tuple(tie('value'), tie('body')).map(([n, steps]) => `repeat i in ${n} .. 4 ${steps}`),
    fc.tuple(tie('value'), tie('body'), tie('body')).map(([c, a, b]) => `if ${c} ${a} else ${b}`),
    fc.tuple(tie('value'), tie('body')).map(([w, steps]) => `head h from x , weight = ${w} , training_only ${steps}`),
    tie('value').map((value) => `expect a == ${value}`),
  ),
  body: fc.array(tie('item'), { maxLength: 4 }).map((items) => `{ ${items.join(' \n ')} }`),
}));
const validText = fc.tuple(validBody, fc.array(blank, { minLength: 7, maxLength: 40 })).map(([text, blanks]) => {
  let at = 0;
  const words = `network N ${text}`.split(' ');
  return words.reduce((done, word) => {
    at += 1;
    return `${done}${blanks[at % blanks.length]}${word}`;
  });
});

const mutated = fc
  .record({
    source: fc.constantFrom(...sources),
    edits: fc.array(
      fc.record({ at: fc.nat(), cut: fc.nat(20), put: fc.oneof(fc.constantFrom('', ...words), anyTokens) }),
      { minLength: 1, maxLength: 5 },
    ),
  })
  .map(({ source, edits }) =>
    edits.reduce((text, { at, cut, put }) => {
      const start = at % (text.length + 1);
      return text.slice(0, start) + put + text.slice(start + cut);
    }, source),
  );

function tokensOf(text: string): string[] {
  return lexer.tokenize(text).tokens.map(({ image }) => image);
}

function check(text: string): void {
  const { value, diagnostics } = parseText(text);
  for (const { span } of [...diagnostics, ...nodesOf(value).map(({ node }) => node)]) {
    if (!(span.start >= 0 && span.start <= span.end && span.end <= text.length)) {
      expect.fail(`the span ${span.start} to ${span.end} is outside of a text of ${text.length}`);
    }
  }
  expect(diagnostics.length).toBeLessThanOrEqual(20);
  const edits = diagnostics.flatMap(({ fix }) => fix?.edits ?? []);
  for (const { span } of edits) expect(span.end).toBeLessThanOrEqual(text.length);
  const { value: formatted } = format(fileOf(text));
  if (diagnostics.some(({ severity }) => severity === 'error')) {
    expect(formatted).toBe(text);
    return;
  }
  expect(tokensOf(formatted)).toEqual(tokensOf(text));
  expect(format(fileOf(formatted)).value).toBe(formatted);
  expect(parseText(formatted).diagnostics).toEqual([]);
  expect(outline(formatted)).toBe(outline(text));
  expect(formatted).not.toMatch(/[ \t]\n|\n\n\n|\r/);
}

describe('fuzzing the syntax', () => {
  it('with any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), check), options);
  });

  it('with any tokens', () => {
    fc.assert(fc.property(anyTokens, check), options);
    fc.assert(
      fc.property(anyTokens, (text) => check(`network N {\n${text}\n}`)),
      options,
    );
    fc.assert(
      fc.property(anyTokens, (text) => void parseValue(fileOf(text))),
      options,
    );
  });

  it('with mutated sources', () => {
    fc.assert(fc.property(mutated, check), options);
  });

  it('with texts that follow the grammar', () => {
    fc.assert(
      fc.property(validText, (text) => {
        check(text);
        // Two steps may have come to stand on one line; nothing else can be wrong.
        const codes = new Set(parseText(text).diagnostics.map(({ code }) => code));
        codes.delete('missing-arrow');
        expect([...codes]).toEqual([]);
      }),
      options,
    );
  });
});
