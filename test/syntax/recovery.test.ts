/** What is said about a broken text, and what is still read of it. */
import { describe, expect, it } from 'vitest';
import { fixed, outline, parseText, problemsIn } from './support.ts';

const inNetwork = (text: string) => `network N {\n${text}\nlast\n}\n`;

describe('one error does not silence the steps behind it', () => {
  const cases: readonly (readonly [text: string, problems: readonly string[], steps: string])[] = [
    ['conv(64 3)', ['2:9 unexpected-token: expected `,` or `)`, found `3`'], 'conv(64, 3)'],
    ['conv(64,, 3)', ['2:9 unexpected-token: expected an argument, found `,`'], 'conv(64, 3)'],
    ['conv(, 64)', ['2:6 unexpected-token: expected an argument, found `,`'], 'conv(64)'],
    ['conv(64, = 3)', ['2:10 unexpected-token: expected an argument, found `=`'], 'conv(64, 3)'],
    ['conv(64, pad = )', ['2:16 unexpected-token: expected a value, found `)`'], 'conv(64, pad = ?)'],
    ['conv(2 + , 3)', ['2:10 unexpected-token: expected an expression, found `,`'], 'conv((2 + ?), 3)'],
    ['conv(2 * * 3)', ['2:10 unexpected-token: expected an expression, found `*`'], 'conv((2 * ? * 3))'],
    ['conv((1 2))', ['2:9 unexpected-token: expected `)`, found `2`'], 'conv(1)'],
    ['conv(a[1 2])', ['2:10 unexpected-token: expected `]`, found `2`'], 'conv(a[1])'],
    ['conv([1 2])', ['2:9 unexpected-token: expected `,` or `]`, found `2`'], 'conv([1, 2])'],
    ['conv(a.)', ['2:8 unexpected-token: expected a name, found `)`'], 'conv(a)'],
    ['let x = : foo(2)', ['2:9 unexpected-token: expected a value, found `:`'], 'let x = ?'],
    ['let = 3', ['2:5 unexpected-token: expected a name, found `=`'], 'let  = 3'],
    ['let x 3', ['2:7 unexpected-token: expected `=`, found `3`'], 'let x = 3'],
    [
      'let x = if a { 3 }',
      ['2:19 unexpected-token: expected `else`, found the end of the line'],
      'let x = if a { 3 } else { ? }',
    ],
    ['input image', ['2:12 unexpected-token: expected `[`, found the end of the line'], 'input image ?'],
    ['repeat { conv(3) }', ['2:8 unexpected-token: expected an expression, found `{`'], 'repeat ? { conv(3) }'],
    ['repeat i 0..3 { relu }', ['2:10 unexpected-token: expected `{`, found `0`'], 'repeat i {  }'],
    [
      'if { relu } else { tanh }',
      ['2:4 unexpected-token: expected an expression, found `{`'],
      'if ? { relu } else { tanh }',
    ],
    [
      'head a from b weight = 3 { relu }',
      ['2:15 unexpected-token: expected `{`, found `weight`'],
      'head a from b {  }',
    ],
    ['5 relu', ['2:1 unexpected-token: expected a step, found `5`'], ''],
    ['relu = 5 -> tanh', ['2:6 unexpected-token: expected a step, found `=`'], 'relu; tanh'],
    ['else { relu }', ['2:1 unexpected-token: expected a step, found `else`'], ''],
    ['conv(1) @ relu', ['2:9 unexpected-character: unexpected character `@`'], 'conv(1); relu'],
    [
      'conv(1); relu;',
      ['2:8 unexpected-character: unexpected character `;`', '2:14 unexpected-character: unexpected character `;`'],
      'conv(1); relu',
    ],
    ['conv("abc)', ['2:6 unterminated-string: this string is not closed on its line'], 'conv("abc)")'],
    [
      'train { 5, rate = 1 }',
      ['2:9 unexpected-token: expected a setting such as `epochs = 10`, found `5`'],
      'train (rate = 1)',
    ],
    ['from -> relu', ['2:6 unexpected-token: expected a name, found `->`'], 'relu'],
  ];
  it.each(cases)('%s', (text, problems, steps) => {
    expect(problemsIn(inNetwork(text))).toEqual(problems);
    expect(outline(inNetwork(text))).toBe(`{ ${steps === '' ? '' : `${steps}; `}last }`);
  });

  it('nor the definitions behind it', () => {
    const text = `use
use residual.
block A(x: foo, y 3) { relu }
conv(3)
relu
block B(a)
  conv(3)
}
block { relu }
network N { tanh }
5 6
`;
    expect(problemsIn(text)).toEqual([
      '1:4 unexpected-token: expected the name of a library module or the path of a file, found the end of the line',
      '2:14 unexpected-token: expected a name, found the end of the line',
      '3:12 unknown-type: there is no type `foo`',
      '3:19 unexpected-token: expected `,` or `)`, found `3`',
      '4:1 unexpected-token: expected `use`, `block` or `network`, found `conv`',
      '6:11 unexpected-token: expected `{`, found the end of the line',
      '8:1 unmatched-bracket: this `}` closes nothing',
      '9:7 unexpected-token: expected a name, found `{`',
      '11:1 unexpected-token: expected `use`, `block` or `network`, found `5`',
    ]);
    const { value } = parseText(text);
    expect(value.blocks.map(({ name }) => name.text)).toEqual(['A', 'B']);
    expect(outline(text)).toBe('{ tanh }');
  });
});

describe('steps of one line', () => {
  it('want an arrow between them, which a fix inserts', () => {
    const text = inNetwork('relu tanh\nadd { | a b | c } relu\nlet x = 3 f(x)');
    expect(problemsIn(text).map((each) => each.split(':', 2).join(':'))).toEqual([
      '2:6 missing-arrow',
      '3:11 missing-arrow',
      '3:19 missing-arrow',
      '4:11 missing-arrow',
    ]);
    const mended = fixed(text);
    expect(mended).toBe(inNetwork('relu -> tanh\nadd { | a -> b | c } -> relu\nlet x = 3 -> f(x)'));
    expect(problemsIn(mended)).toEqual([]);
  });

  it('have one arrow between them, and none at the ends; a fix takes the others away', () => {
    const text = inNetwork('-> relu -> -> tanh\nadd { | -> a -> | b -> }\nf({ a -> }) ->');
    const places = problemsIn(text).map((each) => each.split(':', 2).join(':'));
    expect(places).toEqual(['2:1', '2:12', '3:9', '3:14', '3:21', '4:7'].map((place) => `${place} misplaced-arrow`));
    expect(problemsIn(fixed(text))).toEqual([]);
    expect(outline(fixed(text))).toBe(outline(text));
  });
});

describe('branches', () => {
  it('without a step are reported, and `skip` is the fix', () => {
    const text = inNetwork('add {\n  |\n  | relu |\n}');
    expect(problemsIn(text)).toEqual([
      '3:3 empty-branch: this branch has no step',
      '4:10 empty-branch: this branch has no step',
    ]);
    expect(outline(fixed(text))).toBe('{ add { | skip; | relu; | skip }; last }');
  });

  it('keep the steps that stand beside them', () => {
    expect(outline(inNetwork('add { relu\n | a\n repeat 2 { | b }\n tanh\n}'))).toBe(
      '{ add { relu; tanh; | a; repeat 2 { | b } }; last }',
    );
  });
});

describe('a head', () => {
  it('takes a weight and training_only, each once', () => {
    const text = inNetwork('head h, weight = 1, weight = 2, rate = 3, training_only = 4 { relu }');
    expect(problemsIn(text)).toEqual([
      '2:21 duplicate-argument: `weight` of `head` is given twice',
      '2:33 unknown-argument: `head` has no argument `rate`',
      '2:59 wrong-type: `training_only` of `head` must be written alone, or true or false, found `4`',
    ]);
  });
});

describe('a text in pieces', () => {
  it('is read as far as it makes sense, with at most 20 errors', () => {
    const broken = Array.from({ length: 1000 }, (_, index) => `  let x${index} = : 3`).join('\n');
    const text = `block A { relu }\nnetwork N {\n  tanh\n${broken}\n}\n`;
    const { value, diagnostics } = parseText(text);
    expect(diagnostics).toHaveLength(20);
    expect(value.blocks).toHaveLength(1);
    expect(value.network?.body.steps.length).toBeGreaterThan(10);
    expect(outline(text)).toMatch(/^\{ tanh; let x0 = \?;/);
  });

  it('has its errors in order', () => {
    const text = 'network N {\n conv(1 2)\n @ relu\n "a\n conv(3))\n x(\n}\n';
    const starts = parseText(text).diagnostics.map(({ span }) => span.start);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    expect(starts.length).toBeGreaterThan(3);
  });
});
