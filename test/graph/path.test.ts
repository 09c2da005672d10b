import { describe, expect, it } from 'vitest';
import { nodePath, nodePaths, scopePath } from '../../src/graph/path.ts';
import { nested, resnet50 } from '../support/networks.ts';

describe('paths', () => {
  const graph = resnet50('3x3');

  it('lead from below the network to the layer', () => {
    const index = graph.nodes.findIndex(({ shape, op }) => op === 'conv' && shape[0] === 256);
    expect(nodePath(graph, index)).toBe('conv2_x/[1]/Bottleneck/add/[1]/ConvBN#3/conv');
    expect(nodePath(graph, 0)).toBe('image');
    expect(scopePath(graph, 0)).toBe('');
    expect(scopePath(graph, graph.nodes[index]?.scope ?? 0)).toBe('conv2_x/[1]/Bottleneck/add/[1]/ConvBN#3');
  });

  it('are unique, and the same one by one and all at once', () => {
    const all = nodePaths(graph);
    expect(new Set(all).size).toBe(graph.nodes.length);
    expect(all).toEqual(graph.nodes.map(({ id }) => nodePath(graph, id)));
  });

  it('are empty for what is not there', () => {
    expect(nodePath(graph, graph.nodes.length)).toBe('');
    expect(scopePath(graph, -1)).toBe('');
  });

  it('reach through thousands of nested blocks', () => {
    const graph = nested(2000);
    expect(nodePath(graph, 1)).toBe(`${'B/'.repeat(2000)}relu`);
    expect(nodePaths(graph)[1]).toBe(`${'B/'.repeat(2000)}relu`);
  });
});
