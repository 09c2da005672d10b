import { describe, expect, it } from 'vitest';
import { besidePlace } from '../../../src/studio/page/canvas/beside.ts';

const window = { width: 800, height: 600 };
const size = { width: 300, height: 100 };

describe('what is said beside a card', () => {
  it.each([
    ['on its right', { x: 100, y: 200, width: 120, height: 40 }, { x: 234, y: 200 }],
    ['on its left, where the right has no room', { x: 600, y: 200, width: 120, height: 40 }, { x: 286, y: 200 }],
    ['below, where the sides have none', { x: 100, y: 200, width: 600, height: 40 }, { x: 100, y: 254 }],
    ['above, where that has none either', { x: 100, y: 500, width: 600, height: 90 }, { x: 100, y: 386 }],
    ['within the window, at its lower edge', { x: 100, y: 580, width: 120, height: 40 }, { x: 234, y: 492 }],
    ['over it, where it fills the window', { x: 0, y: 0, width: 800, height: 600 }, { x: 492, y: 8 }],
  ])('stands %s', (_how, around, place) => {
    expect(besidePlace(around, size, window)).toEqual(place);
  });
});
