/** Boxes and line segments in the plane. */

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Segment {
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
}

export function inside(box: Box, area: Box): boolean {
  return (
    box.x >= area.x &&
    box.y >= area.y &&
    box.x + box.width <= area.x + area.width &&
    box.y + box.height <= area.y + area.height
  );
}

/** The box made larger to hold a point. */
export function around(box: Box, x: number, y: number): Box {
  const [left, top] = [Math.min(box.x, x), Math.min(box.y, y)];
  const [right, bottom] = [Math.max(box.x + box.width, x), Math.max(box.y + box.height, y)];
  return { x: left, y: top, width: right - left, height: bottom - top };
}

export function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** 0 inside. */
export function distanceTo(box: Box, x: number, y: number): number {
  const across = Math.max(box.x - x, 0, x - box.x - box.width);
  const down = Math.max(box.y - y, 0, y - box.y - box.height);
  return Math.hypot(across, down);
}

export function segmentDistance({ from: [ax, ay], to: [bx, by] }: Segment, x: number, y: number): number {
  const [dx, dy] = [bx - ax, by - ay];
  const along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1);
  const t = Math.max(0, Math.min(1, along));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

export function crosses(segment: Segment, box: Box): boolean {
  const { x, y, width, height } = box;
  const { from, to } = segment;
  const within = ([px, py]: readonly [number, number]): boolean =>
    px > x && px < x + width && py > y && py < y + height;
  if (within(from) || within(to)) return true;
  const corners = [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ] as const;
  return corners.some((corner, index) => intersect(segment, { from: corner, to: corners[(index + 1) % 4] ?? corner }));
}

export function intersect(a: Segment, b: Segment): boolean {
  const side = (s: Segment, [x, y]: readonly [number, number]): number =>
    Math.sign((s.to[0] - s.from[0]) * (y - s.from[1]) - (s.to[1] - s.from[1]) * (x - s.from[0]));
  return side(a, b.from) * side(a, b.to) < 0 && side(b, a.from) * side(b, a.to) < 0;
}
