/** The corners of the lines, from where everything stands. */
import type { Point } from './document.ts';
import type { Branch, Card, Merge, Wire } from './items.ts';
import { rowOf, spacing } from './layout.ts';

export function bottomOf(card: Card): Point {
  return { x: card.x + card.axis, y: card.y + card.height };
}

export function topOf(card: Card): Point {
  return { x: card.x + card.axis, y: card.y };
}

/** From the middle of the one card's bottom to the middle of the other's top, in horizontal and vertical pieces. */
export function route({ from, to, path }: Wire): readonly Point[] {
  const start = bottomOf(from);
  const end = topOf(to);
  const points: Point[] = [start];
  let x = start.x;
  let aside = 0;
  /** Along a row to another vertical. */
  const shift = (y: number, to: number): void => {
    points.push({ x, y }, { x: to, y });
    x = to;
  };
  path.forEach((point, index) => {
    const next = path[index + 1];
    // What goes on to a fork keeps its distance from the main line; what arrives stands on the axis.
    const goesOn = next !== undefined && next.kind !== 'join';
    switch (point.kind) {
      case 'fork':
        shift(forkRow(point.merge, point.merge.forkRows?.size ?? 0), axisOf(point.branch));
        break;
      case 'fork-aside':
        shift(forkRow(point.merge, point.row), axisOf(point.branch) + (goesOn ? aside : 0));
        break;
      case 'join':
        shift(point.merge.y + point.merge.join, point.merge.x + point.merge.axis);
        break;
      case 'aside':
        aside = spacing.aside * (1 + (point.row.row % 3));
        shift(rowOf(point.row), point.row.stack.x + point.row.stack.axis + (goesOn ? aside : 0));
        break;
      case 'lane': {
        const axis = point.stack.x + point.stack.axis;
        aside = spacing.aside * (1 + (point.back.row % 3));
        shift(rowOf(point.out), axis + point.lane.x);
        shift(rowOf(point.back), axis + (goesOn ? aside : 0));
        break;
      }
      case 'head': {
        const { head, row } = point;
        // What comes from another label than the head itself keeps beside its line.
        aside = point.from === head.source ? 0 : spacing.aside;
        shift(rowOf(row), row.stack.x + head.channel + aside);
        shift(head.item.y - spacing.landing - aside, head.item.x + head.item.axis + (goesOn ? aside : 0));
        break;
      }
    }
  });
  if (x !== end.x) shift(end.y - spacing.landing / 2, end.x);
  points.push(end);
  return straightened(points);
}

function forkRow({ y, fork }: Merge, row: number): number {
  return y + fork + row * spacing.row;
}

function axisOf(branch: Branch): number {
  return branch.x + branch.axis;
}

/** Without corners that are none. */
function straightened(points: readonly Point[]): readonly Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const last = kept.at(-1);
    if (last && last.x === point.x && last.y === point.y) continue;
    const before = kept.at(-2);
    const sameColumn = before?.x === last?.x && last?.x === point.x;
    const sameRow = before?.y === last?.y && last?.y === point.y;
    if (before && (sameColumn || sameRow)) kept.pop();
    kept.push(point);
  }
  return kept;
}
