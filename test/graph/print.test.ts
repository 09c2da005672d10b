import { describe, expect, it } from 'vitest';
import { printGraph } from '../../src/graph/print.ts';
import { builder } from '../support/graph.ts';
import { withHead } from '../support/networks.ts';

describe('printGraph', () => {
  it('gives one line a node, and the outputs', () => {
    expect(printGraph(withHead())).toMatchInlineSnapshot(`
      "WithHead: image 3x8x8
      %0 image = input : 3x8x8
      %1 stem = conv(4, 3, pad = 1) %0 : 4x8x8
      %2 relu = relu %1 : 4x8x8
      %3 aux/conv = conv(2, 1) %1 : 2x8x8
      %4 aux/global_avgpool = global_avgpool %3 : 2x1x1
      %5 aux/dense = dense(10) %4 : 10
      %6 global_avgpool = global_avgpool %2 : 4x1x1
      %7 dense = dense(10) %6 : 10
      output = %7
      aux = %5, weight 0.3, training only
      "
    `);
  });

  it('writes arguments as one would: required by position, others by name where they are no default', () => {
    const b = builder([8, 9, 9]);
    b.layer('conv', { channels: 8, kernel: [7, 1], pad: [3, 3, 0, 0], groups: 2, bias: true });
    b.layer('maxpool', { kernel: 3, stride: 2, pad: 'valid', ceil: true });
    expect(printGraph(b.graph()).split('\n').slice(2, 4)).toEqual([
      '%1 conv = conv(8, 7x1, pad = [3, 0], groups = 2) %0 : 8x9x9',
      '%2 maxpool = maxpool(3, stride = 2, ceil = true) %1 : 8x4x4',
    ]);
  });

  it('marks a shape that is a guess', () => {
    const b = builder([8, 9, 9]);
    b.layer('dense', { units: 10 });
    expect(printGraph(b.graph())).toContain('%1 dense = dense(10) %0 : 10?\n');
  });
});
