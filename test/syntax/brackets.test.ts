import { describe, expect, it } from 'vitest';
import { nestingLimit } from '../../src/syntax/brackets.ts';
import { fixed, outline, parseText, problemsIn } from './support.ts';

describe('a bracket that is not closed', () => {
  const cases: readonly (readonly [name: string, text: string, mended: string])[] = [
    [
      'ends with its line',
      'network N {\n  conv(64, 3\n  relu -> tanh\n}\n',
      'network N {\n  conv(64, 3)\n  relu -> tanh\n}\n',
    ],
    [
      'ends before its comment',
      'network N {\n  conv(64, 3 // note\n  relu -> tanh\n}\n',
      'network N {\n  conv(64, 3) // note\n  relu -> tanh\n}\n',
    ],
    ['ends before an arrow', 'network N {\n  conv(64, 3 -> relu\n}\n', 'network N {\n  conv(64, 3) -> relu\n}\n'],
    ['ends before a bar', 'network N {\n  add { | f(1 | g }\n}\n', 'network N {\n  add { | f(1) | g }\n}\n'],
    ['ends before a brace', 'network N {\n  add { | f(1 }\n}\n', 'network N {\n  add { | f(1) }\n}\n'],
    ['ends before a keyword', 'network N {\n  f(1\n  let x = 2\n}\n', 'network N {\n  f(1)\n  let x = 2\n}\n'],
    ['ends with the file', 'network N {\n  f(1', 'network N {\n  f(1)\n}'],
    ['ends before a closer around it', 'network N {\n  f([1, 2)\n}\n', 'network N {\n  f([1, 2])\n}\n'],
    ['ends inside out', 'network N {\n  f([g(1 -> relu\n}\n', 'network N {\n  f([g(1)]) -> relu\n}\n'],
    [
      'does not cut what is closed',
      'network N {\n  f([1,\n  2]\n  relu -> x\n}\n',
      'network N {\n  f([1,\n  2])\n  relu -> x\n}\n',
    ],
    [
      'ends before the next block',
      'block A {\n  relu // note\n\nblock B { tanh }\n',
      'block A {\n  relu // note\n}\n\nblock B { tanh }\n',
    ],
    [
      'ends before a parenthesis of its line',
      'network N {\n  f(act = { relu )\n}\n',
      'network N {\n  f(act = { relu } )\n}\n',
    ],
  ];
  it.each(cases)('%s', (_, text, mended) => {
    const { diagnostics } = parseText(text);
    expect(new Set(diagnostics.map(({ code }) => code))).toEqual(new Set(['unclosed-bracket']));
    for (const { span } of diagnostics) expect('([{').toContain(text.slice(span.start, span.end));
    expect(fixed(text)).toBe(mended);
    expect(problemsIn(mended)).toEqual([]);
    // The tree is the same as if it were closed.
    expect(outline(text)).toBe(outline(mended));
  });

  it('is shown with the place where it was noticed', () => {
    const text = 'network N {\n  conv(64 -> relu\n}\n';
    const [diagnostic] = parseText(text).diagnostics;
    const [related] = diagnostic?.related ?? [];
    expect(text.slice(related?.span.start, related?.span.end)).toBe('->');
    expect(related?.message).toBe('noticed here: `->` cannot stand inside `(`');
  });

  it('holds braces of blocks and conditions, and `block` as a type', () => {
    const text = `block A(x: block,
  y:
  block) { x }
network N {
  A(if a { b } else { c }, { relu
    tanh }, [if a { 1 } else { 2 }])
}
`;
    expect(problemsIn(text)).toEqual([]);
  });
});

describe('a closing bracket that closes nothing', () => {
  const cases: readonly (readonly [text: string, mended: string])[] = [
    ['network N {\n  conv(1))\n  relu\n}\n', 'network N {\n  conv(1)\n  relu\n}\n'],
    ['network N {\n  f({\n    relu)\n  })\n  relu\n}\n', 'network N {\n  f({\n    relu\n  })\n  relu\n}\n'],
    ['network N { relu }\n}\nblock B { tanh }\n', 'network N { relu }\n\nblock B { tanh }\n'],
    ['network N {\n  conv(1]\n  relu\n}\n', 'network N {\n  conv(1)\n  relu\n}\n'],
  ];
  it.each(cases)('%j', (text, mended) => {
    expect(parseText(text).diagnostics.map(({ code }) => code)).toEqual(['unmatched-bracket']);
    expect(fixed(text)).toBe(mended);
    expect(problemsIn(mended)).toEqual([]);
    expect(outline(text)).toBe(outline(mended));
  });
});

describe('the depth of nesting', () => {
  // [opening, innermost, closing]; those of bodies stand in a block, those of values behind `let x =`.
  const values = [
    ['(', '1', ')'],
    ['f(', '1', ')'],
    ['f(a = 1 + f(2, b = -', '1', '))'],
    ['[', '1', ']'],
    ['a[', '1', ']'],
    ['if 1 { ', '1', ' } else { 2 }'],
    ['if ', '1', ' { 1 } else { 2 }'],
    ['{ f(', '1', ') }'],
  ] as const;
  const bodies = [
    ['repeat 3 { ', 'relu', ' }'],
    ['l: if a { ', 'relu', ' } else { skip }'],
    ['f({ g(a = { ', 'relu', ' }) })'],
    ['add { | ', 'relu', ' | skip }'],
    ['head h { ', 'relu', ' }'],
    ['let x = { ', 'relu', ' }'],
  ] as const;
  const nested = ([open, inner, close]: readonly [string, string, string], depth: number, value: boolean) =>
    `block B { ${value ? 'let x = ' : ''}${open.repeat(depth)}${inner}${close.repeat(depth)} }`;
  const all = [...values.map((each) => [each, true] as const), ...bodies.map((each) => [each, false] as const)];

  it.each(all)('%j is read as far as the limit', (each, value) => {
    // The braces of the block are one level.
    const levels = Math.max(1, [...each[0]].filter((character) => '([{'.includes(character)).length);
    const depth = Math.floor((nestingLimit - 1) / levels);
    expect(problemsIn(nested(each, depth, value))).toEqual([]);
  });

  it.each(all)('%j behind it is reported and left out, at any depth', (each, value) => {
    for (const depth of [nestingLimit + 1, 20_000]) {
      const { diagnostics } = parseText(nested(each, depth, value));
      expect(diagnostics.map(({ code }) => code)).toContain('nesting-too-deep');
    }
  });

  it('does not count conditions one behind the other, nor rows of `else if`', () => {
    const row = 'if a { 1 } else { 2 } + '.repeat(500);
    const chain = 'if a { relu } else '.repeat(500);
    expect(problemsIn(`block B { let x = ${row}1\n ${chain}{ tanh } }`)).toEqual([]);
  });

  it('is bounded for prefixes and accessors, which no bracket bounds', () => {
    expect(problemsIn(`block B { let x = ${'-'.repeat(32)}a${'.b'.repeat(32)} }`)).toEqual([]);
    const message = 'nesting-too-deep: this nests deeper than 32 levels, the limit of the parser';
    expect(problemsIn(`block B { let x = ${'-'.repeat(33)}a }`)).toEqual([`1:51 ${message}`]);
    expect(problemsIn(`block B { let x = a${'.b'.repeat(33)} }`)).toEqual([`1:84 ${message}`]);
    expect(problemsIn(`block B { let x = a${'[1]'.repeat(20_000)} }`)).toEqual([`1:116 ${message}`]);
  });
});
