/** Shapes of points that are told apart in print without colour, each drawn with exactly the area that is asked for. */

type Point = readonly [x: number, y: number];

export interface Marker {
  readonly name: string;
  /** As ECharts takes it: a shape of its own or `path://`. */
  readonly symbol: string;
  /** Width and height of the shape where its area is 1. */
  readonly unit: readonly [width: number, height: number];
}

const diameter = 2 / Math.sqrt(Math.PI);

function regular(corners: number, turn: number): Point[] {
  return Array.from({ length: corners }, (_, index) => polar(1, turn + (2 * Math.PI * index) / corners));
}

function star(points: number): Point[] {
  return Array.from({ length: 2 * points }, (_, index) =>
    polar(index % 2 === 0 ? 1 : 0.45, -Math.PI / 2 + (Math.PI * index) / points),
  );
}

function polar(radius: number, angle: number): Point {
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

const plus: readonly Point[] = [
  [-1, -3],
  [1, -3],
  [1, -1],
  [3, -1],
  [3, 1],
  [1, 1],
  [1, 3],
  [-1, 3],
  [-1, 1],
  [-3, 1],
  [-3, -1],
  [-1, -1],
];

function turned(points: readonly Point[], angle: number): Point[] {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return points.map(([x, y]) => [x * cos - y * sin, x * sin + y * cos]);
}

function polygon(name: string, points: readonly Point[]): Marker {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const side = 1 / Math.sqrt(areaOf(points));
  const path = points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(4)} ${y.toFixed(4)}`).join('');
  return {
    name,
    symbol: `path://${path}Z`,
    unit: [side * (Math.max(...xs) - Math.min(...xs)), side * (Math.max(...ys) - Math.min(...ys))],
  };
}

/** The shoelace formula. */
function areaOf(points: readonly Point[]): number {
  const sum = points.reduce((total, [x, y], index) => {
    const [nextX, nextY] = points[(index + 1) % points.length] ?? [x, y];
    return total + x * nextY - nextX * y;
  }, 0);
  return Math.abs(sum) / 2;
}

export const markers: readonly Marker[] = [
  { name: 'circle', symbol: 'circle', unit: [diameter, diameter] },
  polygon('square', regular(4, Math.PI / 4)),
  polygon('triangle', regular(3, -Math.PI / 2)),
  polygon('diamond', regular(4, 0)),
  polygon('inverted triangle', regular(3, Math.PI / 2)),
  polygon('plus', plus),
  polygon('star', star(5)),
  polygon('hexagon', regular(6, 0)),
  polygon('cross', turned(plus, Math.PI / 4)),
];

/** Width and height of a marker with this area. */
export function markerSize({ unit: [width, height] }: Marker, area: number): [number, number] {
  const side = Math.sqrt(area);
  return [width * side, height * side];
}
