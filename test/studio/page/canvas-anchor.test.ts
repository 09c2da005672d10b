import { describe, expect, it } from 'vitest';
import { movesBetween, shiftBetween } from '../../../src/studio/page/canvas/anchor.ts';
import { nodesIn, type SpatialIndex } from '../../../src/studio/page/canvas/spatial.ts';
import { branched, idOf, indexed } from './canvas-support.ts';

const before = indexed(branched);
/** Two steps more above the rest. */
const after = indexed(branched.replace('  first: relu', '  prelu\n  lrn(5)\n  first: relu'));
const all = { x: -50, y: -50, width: 4000, height: 4000 };

/** Where a card is in the window, when the view has followed. */
function onScreen(index: SpatialIndex, id: string, shift = { x: 0, y: 0 }): readonly number[] {
  const node = index.nodeById.get(id);
  return node ? [node.x + node.width / 2 - shift.x, node.y - shift.y] : [];
}

describe('when the drawing is replaced', () => {
  it('what is chosen stays where it is', () => {
    const id = idOf(before, 'flatten');
    const shift = shiftBetween(before, after, all, [id]);
    expect(shift?.y).toBeGreaterThan(50);
    expect(onScreen(after, id, shift)).toEqual(onScreen(before, id));
  });

  it('else the highest card in view that is still there', () => {
    const add = idOf(before, 'add');
    const top = before.nodeById.get(add)?.y ?? 0;
    const below = { ...all, y: top - 5 };
    expect(onScreen(after, add, shiftBetween(before, after, below, []))).toEqual(onScreen(before, add));
    // With the input in view nothing has to follow.
    expect(shiftBetween(before, after, all, [])?.y).toBe(0);
  });

  it('a group keeps its upper edge when it is opened and when it is folded', () => {
    const opened = indexed(branched, new Map([['conv3_x/', false]]));
    const card = before.nodeById.get('conv3_x/');
    const frame = opened.groupById.get('conv3_x/');
    const there = shiftBetween(before, opened, all, [], 'conv3_x/');
    expect((frame?.y ?? 0) - (there?.y ?? 0)).toBe(card?.y);
    const back = shiftBetween(opened, before, all, [], 'conv3_x/');
    expect((card?.y ?? 0) - (back?.y ?? 0)).toBe(frame?.y);
  });

  it('what is chosen is followed with the others, not alone', () => {
    const moved = indexed(branched.replace('  flatten\n', '').replace('  first: relu', '  flatten\n  first: relu'));
    const id = idOf(before, 'flatten');
    expect(moved.nodeById.get(id)?.y).not.toBe(before.nodeById.get(id)?.y);
    expect(shiftBetween(before, moved, all, [id])?.y).toBe(0);
  });

  it('nothing is said where nothing is left', () => {
    expect(
      shiftBetween(before, indexed('network Other {\n  input x [3, 8, 8]\n}\n'), { ...all, y: 100, height: 300 }, []),
    ).toBe(undefined);
  });

  it('the rest moves as far as it moved beside that', () => {
    const id = idOf(before, 'flatten');
    const shift = shiftBetween(before, after, all, [id]) ?? { x: 0, y: 0 };
    const moves = movesBetween(before.nodeById, nodesIn(after, all), shift);
    expect(moves.has(id)).toBe(false);
    expect(moves.has(idOf(after, 'dense'))).toBe(false);
    expect(moves.get(idOf(after, 'input'))?.y).toBe(shift.y);
    expect(moves.has(idOf(after, 'prelu'))).toBe(false);
  });
});
