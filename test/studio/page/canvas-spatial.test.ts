import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawing, foldAll } from '../../../src/canvas/drawing.ts';
import { boxAround, coverOf, indexOf, meets, seenIn } from '../../../src/studio/page/canvas/spatial.ts';
import { examineFile } from '../../support/host.ts';

const examined = examineFile('examples/googlenet.arch');
const document = drawing(examined, foldAll(examined, false));
const index = indexOf(document);

const view = fc.record({
  x: fc.integer({ min: -500, max: Math.ceil(document.width) }),
  y: fc.integer({ min: -500, max: Math.ceil(document.height) }),
  width: fc.integer({ min: 0, max: 3000 }),
  height: fc.integer({ min: 0, max: 3000 }),
});

describe('what a view meets', () => {
  it('is what all would be filtered to', () => {
    fc.assert(
      fc.property(view, (box) => {
        const seen = seenIn(index, box);
        expect(seen.nodes).toEqual(document.nodes.filter((node) => meets(node, box)));
        expect(seen.groups).toEqual(document.groups.filter((group) => meets(group, box)));
        expect(seen.edges).toEqual(document.edges.filter(({ points }) => meets(boxAround(points), box)));
      }),
      { numRuns: 60 },
    );
  });

  it('is little of a long drawing', () => {
    const seen = seenIn(index, { x: 0, y: document.height / 2, width: document.width, height: 800 });
    expect(seen.nodes.length).toBeGreaterThan(0);
    expect(seen.nodes.length).toBeLessThan(document.nodes.length / 4);
  });
});

describe('what is kept drawn around a view', () => {
  const box = { x: 100, y: 1000, width: 800, height: 600 };
  const cover = coverOf(box, undefined);

  it('stays while the view moves a little', () => {
    expect(coverOf({ ...box, y: 1200 }, cover)).toBe(cover);
  });

  it('is another when the view has left it, or sees much less', () => {
    const far = { ...box, y: 1400 };
    expect(coverOf(far, cover)).not.toBe(cover);
    expect(coverOf({ x: 300, y: 1200, width: 80, height: 60 }, cover)).not.toBe(cover);
  });

  it('always holds the view', () => {
    fc.assert(
      fc.property(view, view, (now, before) => {
        const kept = coverOf(now, coverOf(before, undefined));
        expect(kept.x).toBeLessThanOrEqual(now.x);
        expect(kept.y + kept.height).toBeGreaterThanOrEqual(now.y + now.height);
      }),
    );
  });
});
