import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceTo, inside, overlap } from '../../src/plots/geometry.ts';
import { type Labelled, type Placement, placeLabels } from '../../src/plots/labels.ts';

const area = { x: 50, y: 40, width: 700, height: 500 };

/** What no placement may do, whatever the points. */
function faults(points: readonly Labelled[], places: readonly (Placement | undefined)[]): string[] {
  const found: string[] = [];
  for (const [index, place] of places.entries()) {
    if (place === undefined) continue;
    if (!inside(place.box, area)) found.push(`${index} leaves the plot`);
    for (const [other, point] of points.entries()) {
      if (distanceTo(place.box, point.x, point.y) === 0) found.push(`${index} covers the centre of ${other}`);
    }
    for (const [other, second] of places.entries()) {
      if (other > index && second !== undefined && overlap(place.box, second.box)) found.push(`${index} on ${other}`);
    }
  }
  return found;
}

describe('placeLabels', () => {
  it('never covers a label or a centre, and stays in the plot', () => {
    const point = fc.record({
      x: fc.integer({ min: 50, max: 750 }),
      y: fc.integer({ min: 40, max: 540 }),
      radius: fc.integer({ min: 1, max: 30 }),
      width: fc.integer({ min: 10, max: 160 }),
      height: fc.constant(12),
    });
    fc.assert(
      fc.property(fc.array(point, { maxLength: 12 }), (points) => {
        const places = placeLabels(points, area);
        expect(places).toHaveLength(points.length);
        expect(faults(points, places)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('puts a lonely label right beside its point', () => {
    const [place] = placeLabels([{ x: 300, y: 200, radius: 5, width: 60, height: 12 }], area);
    expect(place).toMatchObject({ leader: undefined, box: { x: 307, y: 194 } });
  });

  it('gives every point of a crowd a label, with a leader from its centre', () => {
    const points = Array.from({ length: 9 }, (_, index) => ({
      x: 400 + (index % 3) * 6,
      y: 300 + Math.floor(index / 3) * 6,
      radius: 8,
      width: 90,
      height: 12,
    }));
    const places = placeLabels(points, area);
    expect(places.every((place) => place !== undefined)).toBe(true);
    expect(faults(points, places)).toEqual([]);
    for (const [index, place] of places.entries()) {
      if (place?.leader) expect(place.leader.from).toEqual([points[index]?.x, points[index]?.y]);
    }
    expect(placeLabels(points, area)).toEqual(places);
  });

  it('leaves out a label that fits nowhere', () => {
    expect(placeLabels([{ x: 300, y: 200, radius: 5, width: 900, height: 12 }], area)).toEqual([undefined]);
  });
});
