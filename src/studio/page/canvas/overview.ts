/** The drawing from afar, where no text could be read: coloured places on a bitmap, in one go. */
import type { Box, CanvasNode } from '../../../canvas/document.ts';
import { worst } from '../../../canvas/markup.ts';
import type { Palette } from '../../../canvas/palette.ts';
import type { Diagnostic } from '../../../diagnostics/diagnostic.ts';
import { type SpatialIndex, seenIn } from './spatial.ts';

export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export interface OverviewLook {
  readonly colours: Palette;
  readonly diagnostics: readonly Diagnostic[];
  readonly selected: ReadonlySet<string>;
}

/** Below this zoom words are unreadable. */
export const readable = 0.35;

/** Of the part of the drawing that the viewport shows on so many pixels. */
export function viewBox({ x, y, zoom }: Viewport, width: number, height: number): Box {
  return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
}

export function drawOverview(
  context: CanvasRenderingContext2D,
  index: SpatialIndex,
  { x, y, zoom }: Viewport,
  size: { readonly width: number; readonly height: number; readonly ratio: number },
  { colours, diagnostics, selected }: OverviewLook,
): void {
  const { width, height, ratio } = size;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.setTransform(ratio * zoom, 0, 0, ratio * zoom, ratio * x, ratio * y);
  const { nodes, groups, edges } = seenIn(index, viewBox({ x, y, zoom }, width, height));
  /** Of the window, as long as the drawing is in pixels of its own. */
  const pixel = 1 / zoom;

  context.fillStyle = colours.frameFill;
  context.lineWidth = pixel;
  for (const group of groups) {
    if (!group.framed) continue;
    context.strokeStyle = group.hasError ? colours.error : colours.frame;
    context.fillRect(group.x, group.y, group.width, group.height);
    context.strokeRect(group.x, group.y, group.width, group.height);
  }
  const strokes = { line: new Path2D(), skip: new Path2D(), error: new Path2D() };
  for (const { points, role, problem } of edges) {
    const path = strokes[problem ? 'error' : role === 'skip' || role === 'from' ? 'skip' : 'line'];
    const [start, ...rest] = points;
    if (start) path.moveTo(start.x, start.y);
    for (const { x: right, y: down } of rest) path.lineTo(right, down);
  }
  for (const kind of ['line', 'skip', 'error'] as const) {
    context.strokeStyle = colours[kind];
    context.lineWidth = kind === 'error' ? 2.5 * pixel : Math.max(1.4, 0.7 * pixel);
    context.stroke(strokes[kind]);
  }
  for (const [category, cards] of byCategory(nodes)) {
    context.fillStyle = colours.categories[category];
    for (const card of cards) context.fillRect(card.x, card.y, card.width, card.height);
  }
  // What matters is seen however small it is.
  const mark = (node: Box, colour: string, around: number): void => {
    context.strokeStyle = colour;
    context.lineWidth = 2 * pixel;
    const by = around * pixel;
    context.strokeRect(node.x - by, node.y - by, node.width + 2 * by, node.height + 2 * by);
  };
  for (const node of nodes) {
    const severity = worst(node.diagnostics, diagnostics);
    if (severity) mark(node, colours[severity], 1);
    if (selected.has(node.id)) mark(node, colours.skip, 4);
  }
  for (const group of groups) if (selected.has(group.id)) mark(group, colours.skip, 2);
}

function byCategory(nodes: readonly CanvasNode[]): ReadonlyMap<CanvasNode['category'], readonly CanvasNode[]> {
  const kinds = new Map<CanvasNode['category'], CanvasNode[]>();
  for (const node of nodes) {
    const known = kinds.get(node.category);
    if (known) known.push(node);
    else kinds.set(node.category, [node]);
  }
  return kinds;
}
