/** Where something that is about a thing stands in the window. */
import type { Box, Point } from '../../../canvas/document.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** From the thing, and from the rim of the window. */
const apart = 14;
const rim = 8;

/** On its right, its left, below or above, wherever it fits first without covering it; else as near as the window lets. */
export function besidePlace(around: Box, { width, height }: Size, window: Size): Point {
  const places: readonly Point[] = [
    { x: around.x + around.width + apart, y: around.y },
    { x: around.x - width - apart, y: around.y },
    { x: around.x, y: around.y + around.height + apart },
    { x: around.x, y: around.y - height - apart },
  ];
  const most = { x: window.width - width - rim, y: window.height - height - rim };
  const inside = (place: Point): Point => ({
    x: Math.max(rim, Math.min(most.x, place.x)),
    y: Math.max(rim, Math.min(most.y, place.y)),
  });
  const covers = ({ x, y }: Point): boolean =>
    x < around.x + around.width && around.x < x + width && y < around.y + around.height && around.y < y + height;
  const [first = { x: rim, y: rim }] = places;
  return places.map(inside).find((place) => !covers(place)) ?? inside(first);
}
