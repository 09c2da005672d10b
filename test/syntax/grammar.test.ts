import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { ArchParser } from '../../grammar/parser.ts';
import { errorLimit } from '../../grammar/phrases.ts';
import { parseText } from './support.ts';

describe('the grammar', () => {
  it('passes the validations of Chevrotain, which the parser leaves out for speed', () => {
    expect(() => new ArchParser({ skipValidations: false })).not.toThrow();
  });

  it('is what its generated types and diagram were made from', () => {
    execFileSync(process.execPath, ['scripts/generate-grammar.mjs', '--check'], { stdio: 'pipe' });
  });
});

describe('the time to parse', () => {
  const time = (text: string): number => {
    const start = performance.now();
    parseText(text);
    return performance.now() - start;
  };
  const shortest = (text: string): number => Math.min(time(text), time(text), time(text));

  const growing: readonly (readonly [name: string, text: (size: number) => string])[] = [
    ['steps', (n) => `network N {\n${'  conv(64, 3, pad = same)\n'.repeat(n)}}\n`],
    ['steps of one line', (n) => `network N { ${'relu '.repeat(n)} }`],
    ['one expression', (n) => `block B { let x = ${'1 + a * 2 == '.repeat(n)}3 }`],
    ['definitions with comments', (n) => '// doc\nblock B { relu }\n'.repeat(n)],
    ['unclosed brackets', (n) => `network N {\n${'  conv(64, [3\n -> relu'.repeat(n)}\n}\n`],
    ['closers', (n) => ')'.repeat(n)],
    ['openers', (n) => '([{'.repeat(n)],
    ['errors', (n) => `network N {\n${'  let x = : 3\n'.repeat(n)}}\n`],
    [
      'errors in deep brackets',
      (n) => `block B { let x = ${'f('.repeat(100)}${'a = , '.repeat(n)}${')'.repeat(100)} }`,
    ],
    ['stray characters', (n) => '@ a '.repeat(n)],
    ['conditions', (n) => `block B { ${'if '.repeat(n)} }`],
  ];
  it.each(growing)('grows with the number of %s', (_, text) => {
    shortest(text(1000));
    const small = shortest(text(3000));
    // Ten times the text in less than thirty times the time, with some allowance for a busy machine.
    expect(shortest(text(30_000))).toBeLessThan(30 * small + 200);
  });

  it('is short where an error in each of deeply nested rules stops the parser again and again', () => {
    const depth = errorLimit + 20;
    const texts = [`${'head h, { '.repeat(depth)}f${' }'.repeat(depth)}`, `${'repeat { '.repeat(depth)}let x =`];
    for (const text of texts) expect(time(`block B { ${text} }`)).toBeLessThan(5000);
  });
});
