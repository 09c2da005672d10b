import { expect, it } from 'vitest';
import { layersCsv, selectedIds, sortBy, sortRows } from '../../../src/studio/page/shell/layer-table.ts';
import type { LayerRow } from '../../../src/studio/protocol.ts';

function row(id: string, start: number, end: number, more: Partial<LayerRow> = {}): LayerRow {
  return {
    id,
    op: 'conv',
    what: `conv(${id})`,
    category: 'convolution',
    output: [8, 4, 4],
    parameters: 0,
    macs: 0,
    activationBytes: 0,
    receptiveField: [1, 1],
    trainingOnly: false,
    span: { file: 'net.arch', start, end },
    ...more,
  };
}

const rows = [
  row('stem/conv', 10, 30, { parameters: 5, output: [64, 2, 2] }),
  row('body/[1]/conv', 50, 60, { parameters: 9, output: [3, 9, 9] }),
  row('body/[2]/conv', 50, 60, { parameters: 9, output: [100, 1, 1] }),
  row('body/add', 40, 80, { parameters: 0, output: [1, 1, 1] }),
];

function order(...args: Parameters<typeof sortRows>): readonly number[] {
  return sortRows(...args).map(({ index }) => index);
}

it('sorts by figures from the largest, by names from the first, equals in the order of execution', () => {
  const start = { column: 'index', descending: false } as const;
  const byParameters = sortBy('parameters', start);
  expect(order(rows, byParameters)).toEqual([2, 3, 1, 4]);
  expect(order(rows, sortBy('parameters', byParameters))).toEqual([4, 1, 2, 3]);
  expect(order(rows, sortBy('id', byParameters))).toEqual([2, 3, 4, 1]);
  // By the number of values, not by the text.
  expect(order(rows, sortBy('output', start))).toEqual([1, 2, 3, 4].sort((a, b) => values(b) - values(a)));
});

function values(index: number): number {
  return rows[index - 1]?.output.reduce((product, side) => product * side, 1) ?? 0;
}

it('a card selects its layer, a folded group all of its own, a caret those of the innermost step', () => {
  const at = { start: 0, end: 0, by: 'canvas' } as const;
  const chosen = (nodes: readonly string[], start = 0): string[] => [
    ...selectedIds(rows, { ...at, start, nodes }, 'net.arch'),
  ];
  expect(chosen(['body/add'])).toEqual(['body/add']);
  expect(chosen(['body/'])).toEqual(['body/[1]/conv', 'body/[2]/conv', 'body/add']);
  expect(chosen([], 55)).toEqual(['body/[1]/conv', 'body/[2]/conv']);
  expect(chosen([], 45)).toEqual(['body/add']);
  expect(chosen([], 35)).toEqual([]);
  expect([...selectedIds(rows, { ...at, start: 55, nodes: [] }, 'other.arch')]).toEqual([]);
});

it('writes a table that other programs read', () => {
  const what = 'conv(8, "same")';
  expect(layersCsv([row('a,b', 0, 1, { what, parameters: 1234567 })])).toBe(
    'path,operator,layer,output,parameters,macs,activation_bytes,receptive_field,training_only\n' +
      '"a,b",conv,"conv(8, ""same"")",8x4x4,1234567,0,0,1x1,false\n',
  );
});
