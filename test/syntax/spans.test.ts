import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Module } from '../../src/syntax/ast.ts';
import { nodesOf, parseText } from './support.ts';

const folder = (name: string) =>
  readdirSync(name)
    .filter((file) => file.endsWith('.arch'))
    .map((file) => [`${name}/${file}`, readFileSync(`${name}/${file}`, 'utf8')] as const);

const everything = `use residual . Bottleneck // comment
use "./my.arch"

block SE(body: block, reduction: int = 16, act = { relu -> x: tanh }) { // trailing
  body
  scale { | skip | global_avgpool -> dense(in.channels / reduction) -> act -> sigmoid }
}
network Net(classes = 1_000) {
  input image [3, 2 * (100 + 12), 224]
  let w = [1, 2.5e3, "a\\"b", true][(0)] + -(-f(a = 3x3).b) * 25.56M
  require not (w < 3) and w != 4 or false, "no"
  l: conv(64, 7x1, stride = if w == 0 { 2 } else if w == 1 { 3 } else { 1 }) -> relu
  s: repeat i in 0 .. 4 { SE(reduction = 8) { Bottleneck(64) } }
  repeat 3 { from l }
  concat { repeat i in 0..2 { | split(2, i) } if w { | a } else { | skip } }
  if w == 3 { skip } else if true { skip } else { f({ skip }) }
  head aux from l, weight = 0.3, training_only { flatten }
  train { epochs = 10, optimizer = sgd(0.1) }
  expect parameters == 25.56M
}
`;

const sources = [...folder('examples'), ...folder('blocks'), ['everything', everything] as const];

function check(module: Module, text: string): void {
  for (const { node, parent } of nodesOf(module)) {
    const own = text.slice(node.span.start, node.span.end);
    expect(own.trim(), `${node.kind ?? 'name'} has blanks around it`).toBe(own);
    expect(own).not.toBe('');
    if (parent) {
      expect(node.span.start).toBeGreaterThanOrEqual(parent.span.start);
      expect(node.span.end).toBeLessThanOrEqual(parent.span.end);
    }
    // A name is its text; `kind` tells the other nodes from names.
    if (node.kind === undefined && typeof node.text === 'string') expect(own).toBe(node.text);
    switch (node.kind) {
      case 'body':
        // A branch has no braces of its own.
        if (parent?.kind !== 'branch') expect([own.at(0), own.at(-1)]).toEqual(['{', '}']);
        break;
      case 'branch':
        expect(own.at(0)).toBe('|');
        break;
      case 'boolean':
        expect(['true', 'false']).toContain(own);
        break;
      case 'input':
      case 'let':
      case 'expect':
      case 'require':
      case 'train':
      case 'head':
      case 'use':
      case 'block':
      case 'network':
        expect(own.split(/\W/)[0]).toBe(node.kind);
        break;
      default:
    }
  }
}

describe('the span of each node is its text', () => {
  it.each(sources)('%s', (_, text) => {
    const { value, diagnostics } = parseText(text);
    expect(diagnostics).toEqual([]);
    check(value, text);
    for (const { span, text: said } of value.comments) {
      expect(
        text
          .slice(span.start, span.end)
          .replace(/^\/\/ ?/, '')
          .trimEnd(),
      ).toBe(said.trimEnd());
    }
  });

  it('with \\r\\n', () => {
    const text = everything.replaceAll('\n', '\r\n');
    const { value, diagnostics } = parseText(text);
    expect(diagnostics).toEqual([]);
    check(value, text);
  });

  it('with every kind of step and expression in it', () => {
    const kinds = new Set(nodesOf(parseText(everything).value).map(({ node }) => node.kind));
    const wanted = [
      ...['input', 'let', 'expect', 'require', 'train', 'head', 'call', 'skip', 'from', 'repeat', 'if', 'branch'],
      ...['number', 'string', 'boolean', 'list', 'reference', 'call-expression', 'member', 'index', 'unary', 'chain'],
      ...['conditional', 'body', 'use', 'block', 'network'],
    ];
    for (const kind of wanted) expect(kinds).toContain(kind);
  });
});
