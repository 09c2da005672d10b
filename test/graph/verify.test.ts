import { describe, expect, it } from 'vitest';
import type { Graph, GraphNode, Scope } from '../../src/graph/graph.ts';
import { verify } from '../../src/graph/verify.ts';
import { builder } from '../support/graph.ts';
import { lenet5, resnet50, vgg16, withHead } from '../support/networks.ts';

function withNode(graph: Graph, id: number, change: Partial<GraphNode>): Graph {
  return { ...graph, nodes: graph.nodes.map((node) => (node.id === id ? { ...node, ...change } : node)) };
}

function withScope(graph: Graph, id: number, change: Partial<Scope>): Graph {
  return { ...graph, scopes: graph.scopes.map((scope) => (scope.id === id ? { ...scope, ...change } : scope)) };
}

describe('verify', () => {
  it('finds nothing wrong with sound graphs', () => {
    for (const graph of [lenet5(), vgg16(), resnet50('1x1'), resnet50('3x3'), withHead()]) {
      expect(verify(graph)).toEqual([]);
    }
  });

  it('finds nothing wrong with guesses behind an error', () => {
    const b = builder([3, 8, 8]);
    b.layer('dense', { units: 4 });
    b.layer('relu');
    expect(verify(b.graph())).toEqual([]);
  });

  const graph = resnet50('3x3');
  const add = graph.nodes.find(({ op }) => op === 'add')?.id ?? 0;
  const block = graph.scopes.find(({ kind }) => kind === 'block')?.id ?? 0;
  const iteration = graph.scopes.find(({ kind }) => kind === 'iteration')?.id ?? 0;
  const broken: [what: string, graph: Graph, fault: RegExp][] = [
    ['an id out of order', withNode(graph, 5, { id: 6 }), /^node 5 .* has the id 6$/],
    [
      'an input that comes later',
      withNode(graph, add, { inputs: [add, 1] }),
      /takes input from \d+, which is not before/,
    ],
    [
      'a shape against the rule',
      withNode(graph, 2, { shape: [64, 1, 1] }),
      /is 64x1x1, its operator's rule gives 64x112x112/,
    ],
    ['a certain layer that does not fit', withNode(graph, add, { inputs: [1, 0] }), /is called certain, but: /],
    ['a merge without inputs', withNode(graph, add, { inputs: [] }), /has 0 inputs, which add does not take/],
    [
      'two inputs where one is taken',
      withNode(graph, 2, { inputs: [0, 1] }),
      /has 2 inputs, which batchnorm does not take/,
    ],
    ['an unknown operator', withNode(graph, 2, { op: 'conf' }), /has the unknown operator conf/],
    ['a shape that is none', withNode(graph, 2, { shape: [64, 0, 112] }), /has the shape \[64,0,112\]/],
    ['a missing scope', withNode(graph, 2, { scope: 9999 }), /stands in scope 9999, which is missing/],
    ['a name used twice', withNode(graph, 2, { name: 'conv' }), /node 2 has the name of a sibling, conv/],
    ['a name with a slash', withNode(graph, 2, { name: 'a/b' }), /no path segment/],
    ['a span backwards', withNode(graph, 2, { span: { file: 'a', start: 2, end: 1 } }), /ends before it starts/],
    ['a first node that is no input', withNode(graph, 0, { op: 'relu' }), /node 0 is not the input/],
    [
      'an input of another shape',
      withNode(graph, 0, { shape: [1, 2, 3] }),
      /node 0 is 1x2x3, the network's input 3x224x224/,
    ],
    ['a scope before its parent', withScope(graph, 3, { parent: 4 }), /parent 4, which is not before it/],
    ['an orphan', withScope(graph, 3, { parent: undefined }), /scope 3 .* has no parent/],
    ['a block without a name', withScope(graph, block, { block: undefined }), /does not name its block/],
    ['an iteration of nothing', withScope(graph, iteration, { parent: 0 }), /its parent is no repeat/],
    ['a root that is no network', withScope(graph, 0, { kind: 'block', block: 'B' }), /scope 0 is not the network/],
    ['no output', { ...graph, outputs: [] }, /there is no output/],
    [
      'an output that is missing',
      { ...graph, outputs: [{ name: 'output', node: 9999, weight: 1, trainingOnly: false }] },
      /output output is node 9999, which is missing/,
    ],
    [
      'a label that is missing',
      { ...graph, labels: [{ name: 'a', node: -1 }] },
      /label a is node -1, which is missing/,
    ],
  ];
  it.each(broken)('finds %s', (_, bad, fault) => {
    expect(verify(bad).join('\n')).toMatch(new RegExp(fault, 'm'));
  });
});
