import { describe, expect, it } from 'vitest';
import { parseValue } from '../../src/syntax/parse.ts';
import { fileOf, outline, parseText, problemsIn, valueOutline } from './support.ts';

const inNetwork = (text: string) => `network N {\n${text}\n}\n`;

function value(text: string): string {
  const { value: parsed, diagnostics } = parseValue(fileOf(text));
  expect(diagnostics).toEqual([]);
  return valueOutline(parsed);
}

describe('definitions', () => {
  it('are uses, blocks with parameters, and one network', () => {
    const { value: module, diagnostics } = parseText(`use residual.Bottleneck
use inception
use "./my.arch"
// Not a part of the comment below.

// A unit:
//   two lines.
block Unit(body: block, width: int = 4 * 2, act = { relu }, last) { body -> act }
network Main(classes = 10) { Unit { relu } }
`);
    expect(diagnostics).toEqual([]);
    expect(module.uses.map(({ source, block }) => [source.kind, block?.text])).toEqual([
      ['library', 'Bottleneck'],
      ['library', undefined],
      ['path', undefined],
    ]);
    const [unit] = module.blocks;
    expect(unit?.doc).toBe('A unit:\n  two lines.');
    expect(unit?.parameters.map(({ name, type }) => [name.text, type])).toEqual([
      ['body', 'block'],
      ['width', 'int'],
      ['act', undefined],
      ['last', undefined],
    ]);
    expect(unit?.parameters.map((each) => (each.default ? valueOutline(each.default) : '-'))).toEqual([
      '-',
      '(4 * 2)',
      '{ relu }',
      '-',
    ]);
    expect(module.network?.name.text).toBe('Main');
    expect(module.network?.doc).toBe('');
    expect(module.comments.map(({ text }) => text)).toEqual([
      'Not a part of the comment below.',
      'A unit:',
      'two lines.',
    ]);
  });

  it('keep the first network and report the second', () => {
    const text = 'network A { relu }\nnetwork B { tanh }\n';
    expect(outline(text)).toBe('{ relu }');
    expect(problemsIn(text)).toEqual(['2:9 duplicate-network: a file holds one network: `B` comes after `A`']);
  });
});

describe('steps', () => {
  const steps: readonly (readonly [string, string])[] = [
    ['input image [1, 32, 32]', 'input image [1, 32, 32]'],
    ['input [1, 28, 28]', 'input - [1, 28, 28]'],
    ['conv(6, 5) -> tanh -> avgpool(2)', 'conv(6, 5); tanh; avgpool(2)'],
    ['conv(6,\n 5)\n-> tanh ->\n relu', 'conv(6, 5); tanh; relu'],
    ['a: relu -> b: skip\nc: from a', 'a: relu; b: skip; c: from a'],
    ['repeat 3 { relu }', 'repeat 3 { relu }'],
    ['s: repeat i in 0..n - 1 { f(i) }', 's: repeat i in 0..(n - 1) { f(i) }'],
    ['if a { relu } else if b { tanh } else { skip }', 'if a { relu } else if b { tanh } else { skip }'],
    ['let w = in.channels / 2\nlet f = { relu -> tanh }', 'let w = (in.channels / 2); let f = { relu; tanh }'],
    ['expect shape(x) == [1, 2]', 'expect (shape(x) == [1, 2])'],
    ['require c % 2 == 0, "even"', 'require ((c % 2) == 0), "even"'],
    ['train { epochs = 10, rate = sgd(0.1)\n seed = 3 }', 'train (epochs = 10, rate = sgd(0.1), seed = 3)'],
    ['head h from x, weight = 0.3, training_only { relu }', 'head h from x weight 0.3 training { relu }'],
    ['head h { relu }', 'head h { relu }'],
    ['head h, training_only = false { relu }', 'head h { relu }'],
    ['SE(reduction = 8) { conv(4, 3) }', 'SE(reduction = 8) { conv(4, 3) }'],
    ['f({ relu }, act = { tanh })', 'f({ relu }, act = { tanh })'],
    ['f(1, 2,)', 'f(1, 2)'],
  ];
  it.each(steps)('%s', (text, expected) => {
    expect(problemsIn(inNetwork(text))).toEqual([]);
    expect(outline(inNetwork(text))).toBe(`{ ${expected} }`);
  });

  it('form branches behind bars, with repeat and if around them', () => {
    const text = inNetwork(`add {
  | conv(8, 3) -> relu
    tanh
  | skip
}
concat {
  repeat i in 0..4 { | split(4, i) -> relu }
  | skip
  if a { | relu } else { | tanh | elu }
}
concat { | repeat 3 { relu } | a }`);
    expect(problemsIn(text)).toEqual([]);
    expect(outline(text)).toBe(
      '{ add { | conv(8, 3); relu; tanh; | skip }; ' +
        'concat { repeat i in 0..4 { | split(4, i); relu }; | skip; if a { | relu } else { | tanh; | elu } }; ' +
        'concat { | repeat 3 { relu }; | a } }',
    );
  });
});

describe('expressions', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['1 + 2 * 3 - 4', '(1 + (2 * 3) - 4)'],
    ['(1 + 2) * 3', '((1 + 2) * 3)'],
    ['a or b and c == d + e * f', '(a or (b and (c == (d + (e * f)))))'],
    ['a * b + c < d and e or f', '(((((a * b) + c) < d) and e) or f)'],
    ['a / b % c', '(a / b % c)'],
    ['not a == b', '((not a) == b)'],
    ['- - a.b', '(- (- a.b))'],
    ['-a * -b', '((- a) * (- b))'],
    ['a.b[0].c', 'a.b[0].c'],
    ['[1, [2, 3],][1][0]', '[1, [2, 3]][1][0]'],
    ['in.channels', 'in.channels'],
    ['max(a, b = 3)', 'max(a, b = 3)'],
    ['SE(Bottleneck(64), act = { relu })', 'SE(Bottleneck(64), act = { relu })'],
    ['if i == 0 { 2 } else { 1 }', 'if (i == 0) { 2 } else { 1 }'],
    ['if a { 1 } else if b { 2 } else { 3 } + 1', '(if a { 1 } else if b { 2 } else { 3 } + 1)'],
    ['7x1', '[7, 1]'],
    ['"a \\"b\\" \\\\ \\n"', '"a \\"b\\" \\\\ \\n"'],
    ['true and not false', '(true and (not false))'],
    ['a // comment\n + b', '(a + b)'],
  ];
  it.each(cases)('%s', (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  it('are one flat node a level of precedence, however long', () => {
    const { value: long } = parseValue(fileOf(Array.from({ length: 50_000 }, (_, index) => index).join(' + ')));
    expect(long.kind === 'chain' && long.rest.length).toBe(49_999);
  });

  it('set from outside must be one expression', () => {
    const problems = (text: string) => parseValue(fileOf(text)).diagnostics.map(({ message }) => message);
    expect(problems('1 2')).toEqual(['expected the end, found `2`']);
    expect(problems('')).toEqual(['expected an expression, found the end of the file']);
    expect(problems('(1')).toEqual(['this `(` is never closed']);
  });
});
