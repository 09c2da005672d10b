/** What holds of every drawing: each sentence that comes back is a fault. */
import type { Box, CanvasDocument, CanvasEdge, CanvasGroup, CanvasNode, Point } from '../../src/canvas/document.ts';

const tolerance = 1e-6;

export function faults(document: CanvasDocument): string[] {
  return [
    ...idFaults(document),
    ...overlapFaults(document),
    ...containmentFaults(document),
    ...document.edges.flatMap((edge) => edgeFaults(edge, document)),
    ...crossingFaults(document),
  ];
}

function idFaults({ nodes, groups, edges }: CanvasDocument): string[] {
  const seen = new Set<string>();
  return [...nodes, ...groups, ...edges].flatMap(({ id }) => {
    if (seen.has(id)) return [`the id ${id} is there twice`];
    seen.add(id);
    return [];
  });
}

function overlap(a: Box, b: Box): boolean {
  return (
    a.x + a.width > b.x + tolerance &&
    b.x + b.width > a.x + tolerance &&
    a.y + a.height > b.y + tolerance &&
    b.y + b.height > a.y + tolerance
  );
}

/** No two cards anywhere, nor two groups of one parent. */
function overlapFaults({ nodes, groups }: CanvasDocument): string[] {
  const siblings = new Map<string, (CanvasNode | CanvasGroup)[]>();
  for (const item of [...nodes, ...groups]) {
    const parent = item.parent ?? '';
    siblings.set(parent, [...(siblings.get(parent) ?? []), item]);
  }
  const found: string[] = [];
  for (const set of [nodes, ...siblings.values()]) {
    const sorted = [...set].sort((a, b) => a.y - b.y);
    sorted.forEach((a, index) => {
      for (let next = index + 1; next < sorted.length; next++) {
        const b = sorted[next];
        if (!b || b.y >= a.y + a.height) break;
        if (overlap(a, b)) found.push(`${a.id} and ${b.id} overlap`);
      }
    });
  }
  return found;
}

function containmentFaults({ nodes, groups, width, height }: CanvasDocument): string[] {
  const whole: Box = { x: 0, y: 0, width, height };
  const byId = new Map(groups.map((group) => [group.id, group]));
  return [...nodes, ...groups].flatMap((item) => {
    const around = item.parent === undefined ? whole : byId.get(item.parent);
    if (!around) return [`${item.id} stands in ${item.parent}, which is not drawn`];
    const inside =
      item.x >= around.x - tolerance &&
      item.y >= around.y - tolerance &&
      item.x + item.width <= around.x + around.width + tolerance &&
      item.y + item.height <= around.y + around.height + tolerance;
    return inside ? [] : [`${item.id} is not inside of ${item.parent ?? 'the drawing'}`];
  });
}

function near(a: Point | undefined, b: Point): boolean {
  return a !== undefined && Math.abs(a.x - b.x) < tolerance && Math.abs(a.y - b.y) < tolerance;
}

function edgeFaults({ id, from, to, points }: CanvasEdge, { nodes, width, height }: CanvasDocument): string[] {
  const source = nodes.find((node) => node.id === from);
  const target = nodes.find((node) => node.id === to);
  if (!source || !target) return [`${id} has an end that is not drawn`];
  const found: string[] = [];
  if (!near(points[0], { x: source.x + source.width / 2, y: source.y + source.height })) {
    found.push(`${id} does not leave the bottom of ${from}`);
  }
  if (!near(points.at(-1), { x: target.x + target.width / 2, y: target.y })) {
    found.push(`${id} does not reach the top of ${to}`);
  }
  points.forEach((point, index) => {
    const before = points[index - 1];
    if (before && before.x !== point.x && before.y !== point.y) found.push(`${id} has a slanting piece`);
    if (before && before.x === point.x && point.y < before.y - tolerance) found.push(`${id} runs upward`);
    if (point.x < 0 || point.y < 0 || point.x > width || point.y > height) found.push(`${id} leaves the drawing`);
  });
  return found;
}

/** A line may touch only the two cards at its ends. */
function crossingFaults({ nodes, edges }: CanvasDocument): string[] {
  const found: string[] = [];
  const sorted = [...nodes].sort((a, b) => a.y - b.y);
  for (const { id, points } of edges) {
    points.forEach((point, index) => {
      const before = points[index - 1];
      if (!before) return;
      const x = Math.min(before.x, point.x);
      const y = Math.min(before.y, point.y);
      const piece = { x, y, width: Math.abs(before.x - point.x), height: Math.abs(before.y - point.y) };
      const bottom = y + piece.height;
      for (const node of sorted) {
        if (node.y >= bottom + tolerance) break;
        if (crosses(piece, node)) found.push(`${id} runs through ${node.id}`);
      }
    });
  }
  return found;
}

function crosses(piece: Box, node: Box): boolean {
  return (
    piece.x + piece.width > node.x + tolerance &&
    piece.x < node.x + node.width - tolerance &&
    piece.y + piece.height > node.y + tolerance &&
    piece.y < node.y + node.height - tolerance
  );
}
