import { describe, expect, it } from 'vitest';
import { stepsOf } from '../../../src/studio/page/canvas/selection.ts';
import { drawnAt } from '../../../src/studio/page/canvas/spatial.ts';
import {
  connectionsFrom,
  distanceTo,
  drawnUnder,
  isElsewhere,
  lastGap,
  middleOf,
  nearestEdge,
  wrapTarget,
} from '../../../src/studio/page/canvas/targets.ts';
import { branched, idOf, indexed } from './canvas-support.ts';

const index = indexed(branched);
const open = indexed(branched, 'open');

function centre(of: typeof index, id: string): { x: number; y: number } {
  const box = drawnAt(of, id);
  if (!box) throw new Error(`no ${id}`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

describe('the edge nearest to the pointer', () => {
  const edge = index.document.edges.find(({ to }) => to === idOf(index, 'flatten'));
  const middle = middleOf(edge?.points ?? []);

  it('is found within reach and not beyond', () => {
    expect(nearestEdge(index, { x: middle.x + 30, y: middle.y }, 40, () => true)?.id).toBe(edge?.id);
    expect(nearestEdge(index, { x: middle.x + 50, y: middle.y }, 40, () => true)).toBeUndefined();
  });

  it('is one that is accepted', () => {
    const other = nearestEdge(index, middle, 400, ({ id }) => id !== edge?.id);
    expect(other).toBeDefined();
    expect(other?.id).not.toBe(edge?.id);
  });

  it('is measured to its pieces', () => {
    const corner = [
      { x: 0, y: 0 },
      { x: 0, y: 10 },
      { x: 20, y: 10 },
    ];
    expect(distanceTo(corner, { x: 10, y: 14 })).toBe(4);
    expect(distanceTo(corner, { x: -3, y: -4 })).toBe(5);
    expect(middleOf(corner)).toEqual({ x: 5, y: 10 });
  });
});

describe('where steps may be moved', () => {
  const steps = stepsOf(index, [idOf(index, 'add')]);
  const gaps = index.document.edges.flatMap(({ gap, to }) => (gap ? [{ to, gap }] : []));
  const allowed = gaps.filter(({ gap }) => steps && isElsewhere(gap, steps)).map(({ to }) => drawnAt(index, to)?.title);

  it('is not beside themselves and not within', () => {
    expect([...allowed].sort()).toEqual(['dense', 'flatten', 'output', 'relu']);
  });
});

describe('what a wrapper that is dropped goes around', () => {
  it('is the card, where that is a step of the file', () => {
    expect(wrapTarget(index, centre(index, idOf(index, 'tanh')))?.id).toBe(idOf(index, 'tanh'));
  });

  it('is the call around a card of the library', () => {
    const inner = open.document.nodes.find(({ id, editable }) => id.startsWith('conv3_x/[2]/') && !editable);
    expect(wrapTarget(open, centre(open, inner?.id ?? ''))?.title).toBe('Bottleneck');
  });

  it('is the frame on the ground of which it is dropped', () => {
    const frame = open.groupById.get('conv3_x/');
    expect(drawnUnder(open, { x: (frame?.x ?? 0) + 4, y: (frame?.y ?? 0) + 4 })?.id).toBe('conv3_x/');
  });

  it('is never the input', () => {
    expect(wrapTarget(index, centre(index, idOf(index, 'input')))).toBeUndefined();
  });
});

describe('what can read the map of a step', () => {
  const targets = (title: string): string[] => {
    const node = index.nodeById.get(idOf(index, title));
    return node ? connectionsFrom(index, node).map(({ id, end }) => `${end.kind} ${drawnAt(index, id)?.title}`) : [];
  };

  it('is what follows it in its stack, and what stands in braces there', () => {
    expect(targets('relu')).toEqual([
      'step conv',
      'step batchnorm',
      'step tanh',
      'merge add',
      'step Bottleneck, sigmoid',
      'step flatten',
      'step dense',
    ]);
  });

  it('is out of sight beyond its branch', () => {
    expect(targets('conv')).toEqual(['step batchnorm']);
    expect(targets('tanh')).toEqual([]);
  });
});

it('without a choice a step goes to the end of the stack', () => {
  expect(lastGap(index.document)?.from).toBe(idOf(index, 'dense'));
});
