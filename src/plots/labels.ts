/**
 * Where the labels of a scatter plot go, so that none covers another or a point's centre, or leaves the plot. Each
 * place has a cost: its distance, the markers it covers, what its leader crosses. Simulated annealing looks for the
 * cheapest places for all (Christensen, Marks and Shieber 1995). The same input gives the same places.
 */

import {
  around,
  type Box,
  crosses,
  distanceTo,
  inside,
  intersect,
  overlap,
  type Segment,
  segmentDistance,
} from './geometry.ts';

export interface Labelled {
  /** Centre of the marker. */
  readonly x: number;
  readonly y: number;
  /** Half of the marker's larger side. */
  readonly radius: number;
  /** Of the label's text. */
  readonly width: number;
  readonly height: number;
}

export interface Placement {
  readonly box: Box;
  /** From the point's centre to the label, where the label stands away from it. */
  readonly leader: Segment | undefined;
}

/** Distances from the marker's edge: beside it, and with a leader further out. */
const near = 2;
const far: readonly number[] = [8, 14, 21, 29, 38, 48, 59, 71, 84, 98, 113, 130, 150, 172, 196, 222, 250];
const directions = 32;
/** No label within this distance of a point's centre. */
const clear = 3;
/** What a place costs that must not be. */
const forbidden = 1000;

/** In the order of the points; undefined where no place is free. */
export function placeLabels(points: readonly Labelled[], area: Box): (Placement | undefined)[] {
  const choices = points.map((point, index) =>
    candidates(point)
      .filter(({ box }) => inside(box, area))
      .map((choice) => ({ ...choice, cost: choice.cost + obstruction(choice, index, points) }))
      .sort((a, b) => a.cost - b.cost),
  );
  const places: (Candidate | undefined)[] = choices.map(() => undefined);
  settle(choices, places);
  anneal(choices, places);
  settle(choices, places);
  return kept(places, points);
}

type Places = (Candidate | undefined)[];
type Choices = readonly (readonly Candidate[])[];

/** Each label in turn takes the place that costs least beside the others, until none moves or they turn in circles. */
function settle(choices: Choices, places: Places): void {
  for (let round = 0; round < 6; round++) {
    let moved = false;
    for (const [index, own] of choices.entries()) {
      const best = cheapest(own, index, places);
      moved ||= best !== places[index];
      places[index] = best;
    }
    if (!moved) return;
  }
}

/** Moves for each label, and comparisons of labels in all: no more than a person waits for. */
const movesEach = 6000;
const mostComparisons = 9e6;
/** Costs that a move may add: at the start, at the end. */
const hottest = 120;
const coolest = 3;

/** Labels move one at a time, at first also to places that cost more: so they let each other pass. */
function anneal(choices: Choices, places: Places): void {
  const random = generator();
  const moves = Math.min(movesEach * choices.length, mostComparisons / choices.length);
  for (let move = 0; move < moves; move++) {
    const heat = hottest * (coolest / hottest) ** (move / moves);
    const index = Math.floor(random() * choices.length);
    const own = choices[index] ?? [];
    // Cheap places are tried more often.
    const next = own[Math.floor(own.length * random() ** 2)];
    const now = places[index];
    if (next === undefined || now === undefined || next === now) continue;
    const before = now.cost + conflict(now, index, places, Number.POSITIVE_INFINITY);
    const most = before - heat * Math.log(1 - random());
    if (next.cost < most && next.cost + conflict(next, index, places, most - next.cost) < most) places[index] = next;
  }
}

/** The same sequence each time (Park and Miller's generator). */
function generator(): () => number {
  let state = 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/** Without the labels that are still where they must not be. */
function kept(places: Readonly<Places>, points: readonly Labelled[]): (Placement | undefined)[] {
  const result: Places = places.map(() => undefined);
  for (const [index, place] of places.entries()) {
    if (place === undefined || points.some(({ x, y }) => distanceTo(place.box, x, y) < clear)) continue;
    if (conflict(place, index, result, forbidden) < forbidden) result[index] = place;
  }
  return result;
}

interface Candidate extends Placement {
  readonly cost: number;
  /** Around label and leader: where two extents do not meet, nothing else can. */
  readonly extent: Box;
}

/** Eight places at the marker, right and above first, then rings of places with leaders. */
function candidates(point: Labelled): Candidate[] {
  const { x, y, radius, width, height } = point;
  const reach = radius + near;
  const slant = reach * Math.SQRT1_2;
  const box = (left: number, top: number): Box => ({ x: left, y: top, width, height });
  const beside: Box[] = [
    box(x + reach, y - height / 2),
    box(x + slant, y - slant - height),
    box(x - width / 2, y - reach - height),
    box(x + slant, y + slant),
    box(x - width / 2, y + reach),
    box(x - slant - width, y - slant - height),
    box(x - reach - width, y - height / 2),
    box(x - slant - width, y + slant),
  ];
  const close = beside.map(
    (each, index): Candidate => ({ box: each, leader: undefined, extent: each, cost: index * 0.4 }),
  );
  const rings = far.flatMap((distance) =>
    Array.from({ length: directions }, (_, index): Candidate => {
      const angle = (2 * Math.PI * index) / directions;
      const [cos, sin] = [Math.cos(angle), -Math.sin(angle)];
      const [endX, endY] = [x + (radius + distance) * cos, y + (radius + distance) * sin];
      // The label's side or corner that faces the marker meets the leader.
      const left = Math.abs(cos) < 0.2 ? endX - width / 2 : cos > 0 ? endX + 1 : endX - width - 1;
      const top = Math.abs(cos) < 0.2 ? (sin > 0 ? endY : endY - height) : endY - height / 2;
      const label = box(left, top);
      return {
        box: label,
        leader: { from: [x, y], to: [endX, endY] },
        extent: around(label, x, y),
        cost: 6 + distance * 0.2 + distance ** 2 / 400,
      };
    }),
  );
  return [...close, ...rings];
}

function cheapest(choices: readonly Candidate[], own: number, places: Readonly<Places>): Candidate | undefined {
  let best: Candidate | undefined;
  let lowest = Number.POSITIVE_INFINITY;
  for (const choice of choices) {
    if (choice.cost >= lowest) break;
    const cost = choice.cost + conflict(choice, own, places, lowest - choice.cost);
    if (cost >= lowest) continue;
    best = choice;
    lowest = cost;
  }
  return best;
}

/** What a place covers and its leader crosses of the points, wherever the other labels are. */
function obstruction({ box, leader }: Placement, own: number, points: readonly Labelled[]): number {
  let cost = 0;
  for (const [index, point] of points.entries()) {
    const gap = distanceTo(box, point.x, point.y);
    if (gap < clear) cost += forbidden;
    if (index === own) continue;
    if (gap < point.radius) cost += 40;
    if (leader && segmentDistance(leader, point.x, point.y) < Math.min(point.radius, 5)) cost += 40;
  }
  return cost;
}

/** What a place and its leader have against those of the other labels; may stop at `limit`. */
function conflict({ box, leader, extent }: Candidate, own: number, places: Readonly<Places>, limit: number): number {
  let cost = 0;
  for (let index = 0; index < places.length; index++) {
    const other = places[index];
    if (other === undefined || index === own || !overlap(extent, other.extent)) continue;
    if (overlap(box, other.box)) cost += forbidden;
    if (leader && crosses(leader, other.box)) cost += forbidden;
    if (other.leader && crosses(other.leader, box)) cost += forbidden;
    if (leader && other.leader && intersect(leader, other.leader)) cost += 60;
    if (cost >= limit) break;
  }
  return cost;
}
