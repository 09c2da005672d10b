import { describe, expect, it } from 'vitest';
import { drawnAt } from '../../../src/studio/page/canvas/spatial.ts';
import { type Direction, endOf, neighbour } from '../../../src/studio/page/canvas/walk.ts';
import { branched, idOf, indexed } from './canvas-support.ts';

const index = indexed(branched);

function walked(from: string, ...ways: readonly Direction[]): readonly string[] {
  const seen: string[] = [];
  let at = idOf(index, from);
  for (const way of ways) {
    const to = neighbour(index, at, way);
    seen.push(to === undefined ? '-' : (drawnAt(index, to)?.title ?? ''));
    at = to ?? at;
  }
  return seen;
}

describe('the arrow keys', () => {
  it('go down along the edges, into the first branch and out of the merge', () => {
    expect(walked('input', 'down', 'down', 'down', 'down', 'down')).toEqual([
      'relu',
      'conv',
      'batchnorm',
      'add',
      'Bottleneck, sigmoid',
    ]);
  });

  it('go up again', () => {
    expect(walked('batchnorm', 'up', 'up', 'up', 'up')).toEqual(['conv', 'relu', 'input', '-']);
  });

  it('go from branch to branch', () => {
    expect(walked('conv', 'right', 'left')).toEqual(['tanh', 'conv']);
    expect(walked('tanh', 'right')).toEqual(['-']);
  });

  it('go from a frame to what is in it, and up to what is before it', () => {
    const open = indexed(branched, new Map([['conv3_x/', false]]));
    expect(neighbour(open, 'conv3_x/', 'down')).toMatch(/^conv3_x\/\[1\]\//);
    expect(drawnAt(open, neighbour(open, 'conv3_x/', 'up') ?? '')?.title).toBe('add');
  });

  it('begin at the input where nothing is chosen', () => {
    expect(neighbour(index, '', 'down')).toBe(endOf(index, 'first'));
    expect(endOf(index, 'first')).toBe(idOf(index, 'input'));
    expect(endOf(index, 'last')).toBe(idOf(index, 'output'));
  });

  it('reach every card of a drawing from the input', () => {
    const open = indexed(branched, 'open');
    const found = new Set<string>();
    const left = [endOf(open, 'first') ?? ''];
    for (let at = left.pop(); at !== undefined; at = left.pop()) {
      if (found.has(at)) continue;
      found.add(at);
      for (const way of ['up', 'down', 'left', 'right'] as const) {
        const to = neighbour(open, at, way);
        if (to !== undefined) left.push(to);
      }
    }
    expect([...found].sort()).toEqual(open.document.nodes.map(({ id }) => id).sort());
  });
});
