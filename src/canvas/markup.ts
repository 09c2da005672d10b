/** What the drawing is made of, as SVG: shared by the exported picture and the page's canvas, which so look alike. */
import type { Diagnostic, Severity } from '../diagnostics/diagnostic.ts';
import { formatShape } from '../operators/operator.ts';
import { drawnShape, fitCard, frameText, gaps, sizes } from './card.ts';
import type { CanvasDocument, CanvasEdge, CanvasGroup, CanvasNode, EdgeProblem, Figures, Point } from './document.ts';
import type { Palette } from './palette.ts';

export interface Pen {
  readonly palette: Palette;
  /** Those of the examined source, by which cards are marked. */
  readonly diagnostics: readonly Diagnostic[];
  /** The largest shares of any card: bars compare the cards with each other. */
  readonly most: Figures;
}

export function largestShares({ nodes }: CanvasDocument): Figures {
  return {
    parameters: nodes.reduce((max, { share }) => Math.max(max, share.parameters), 0),
    macs: nodes.reduce((max, { share }) => Math.max(max, share.macs), 0),
  };
}

export function frameMarkup({ x, y, width, height, hasError, kind }: CanvasGroup, { palette }: Pen): string {
  const stroke = hasError ? palette.error : palette.frame;
  const dashed = kind === 'head' ? ' stroke-dasharray="5 4"' : '';
  return `<rect ${box(x, y, width, height)} rx="9" fill="${palette.frameFill}" stroke="${stroke}"${dashed}/>`;
}

/** With a rim that hides the line behind it. */
export function frameTitleMarkup(group: CanvasGroup, { palette }: Pen): string {
  const { label, title, arguments: args } = frameText(group);
  const rim = `stroke="${palette.page}" stroke-width="5" stroke-linejoin="round" paint-order="stroke"`;
  const runs = [
    { words: label, fill: palette.skip, size: sizes.frameTitle, bold: true },
    { words: title, fill: palette.text, size: sizes.frameTitle, bold: true },
    { words: args, fill: palette.muted, size: sizes.small, bold: false },
  ];
  return textRuns(runs, group.x + 12, group.y + 19, rim);
}

export function lineMarkup({ points, role, problem, certain }: CanvasEdge, { palette }: Pen): string {
  const colour = problem ? palette.error : role === 'skip' || role === 'from' ? palette.skip : palette.line;
  const width = problem ? 2.2 : 1.4;
  const dashes = certain ? (role === 'head' ? ' stroke-dasharray="5 4"' : '') : ' stroke-dasharray="2 3"';
  const d = rounded(points, 7);
  const stroke = `fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round"${dashes}`;
  return `<path d="${d}" ${stroke}/>${arrow(points, colour)}`;
}

function arrow(points: readonly Point[], colour: string): string {
  const tip = points.at(-1);
  if (!tip) return '';
  return `<path d="M${round(tip.x)} ${round(tip.y)}l-3.6 -6.4h7.2z" fill="${colour}"/>`;
}

/** An orthogonal line with round corners. */
export function rounded(points: readonly Point[], radius: number): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let d = `M${round(first.x)} ${round(first.y)}`;
  rest.forEach((point, index) => {
    const before = points[index];
    const next = rest[index + 1];
    if (!before || !next) {
      d += `L${round(point.x)} ${round(point.y)}`;
      return;
    }
    const r = Math.min(radius, length(before, point) / 2, length(point, next) / 2);
    const from = towards(point, before, r);
    const to = towards(point, next, r);
    d += `L${round(from.x)} ${round(from.y)}Q${round(point.x)} ${round(point.y)} ${round(to.x)} ${round(to.y)}`;
  });
  return d;
}

function length(a: Point, b: Point): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
}

function towards(from: Point, to: Point, distance: number): Point {
  return { x: from.x + Math.sign(to.x - from.x) * distance, y: from.y + Math.sign(to.y - from.y) * distance };
}

export function edgeLabelMarkup({ labelAt, shape, certain, problem, points }: CanvasEdge, { palette }: Pen): string {
  const halo = `stroke="${palette.page}" stroke-width="3" paint-order="stroke"`;
  if (problem) {
    const end = points.at(-1);
    if (!end) return '';
    return text(
      problemText(problem),
      end.x + 8,
      end.y - 5,
      `font-size="11" font-weight="600" fill="${palette.error}" ${halo}`,
    );
  }
  if (!labelAt || !shape) return '';
  const words = drawnShape(formatShape(shape)) + (certain ? '' : ' ?');
  return text(words, labelAt.x, labelAt.y, `font-size="10" fill="${palette.muted}" ${halo}`);
}

/** Both shapes, of which the one does not fit the other. */
export function problemText({ shapes }: EdgeProblem): string {
  return shapes.map((each) => drawnShape(formatShape(each))).join(' \u2260 ');
}

export function cardMarkup(node: CanvasNode, pen: Pen): string {
  const { palette, diagnostics } = pen;
  const { x, y, width, height, kind, category, certain } = node;
  const severity = worst(node.diagnostics, diagnostics);
  const mark = severity && palette[severity];
  const colour = palette.categories[category];
  const isEnd = kind === 'input' || kind === 'output';
  const outline = mark ?? (kind === 'folded' ? colour : palette.edge);
  const fill = mark === palette.error ? palette.errorFill : palette.card;
  const radius = isEnd || height <= sizes.line ? height / 2 : 8;
  const dashes = kind === 'unbuilt' || !certain ? ' stroke-dasharray="4 3"' : '';
  const stroke = `stroke="${outline}" stroke-width="${mark ? 1.8 : 1.1}"${dashes}`;
  const shape = (dx: number, dy: number, extra: string): string =>
    `<rect ${box(x + dx, y + dy, width, height)} rx="${radius}" ${extra}`;
  return [
    '<g>',
    ...(node.count !== undefined
      ? [shape(7, 6, `fill="${palette.card}" stroke="${outline}" stroke-opacity="0.45"/>`)]
      : []),
    ...(node.count !== undefined
      ? [shape(3.5, 3, `fill="${palette.card}" stroke="${outline}" stroke-opacity="0.7"/>`)]
      : []),
    shape(0, 0, `fill="${fill}" ${stroke}/>`),
    shape(0, 0, `fill="${colour}" fill-opacity="${isEnd ? 0.1 : kind === 'folded' ? 0.12 : 0.09}"/>`),
    words(node, pen, colour),
    bars(node, pen, colour),
    ...(mark ? [`<circle cx="${round(x + width - 1)}" cy="${round(y + 1)}" r="5" fill="${mark}"/>`] : []),
    '</g>',
  ].join('');
}

/** Of what is said about a card or a frame; undefined where that is nothing. */
export function worst(indices: readonly number[], diagnostics: readonly Diagnostic[]): Severity | undefined {
  const severities = indices.map((index) => diagnostics[index]?.severity);
  return (['error', 'warning'] as const).find((each) => severities.includes(each));
}

function words(node: CanvasNode, { palette }: Pen, colour: string): string {
  const { count, title, arguments: args, label, figures } = fitCard(node);
  const { x, y, width, height } = node;
  const single = height <= sizes.line;
  const runs = [
    { words: count, fill: colour, size: sizes.title, bold: true },
    { words: title, fill: palette.text, size: sizes.title, bold: true },
    { words: args, fill: palette.muted, size: sizes.small, bold: false },
  ];
  // A slim card's words stand in its middle.
  if (single) return textRuns(runs, x + width / 2, y + height / 2 + 4.3, 'text-anchor="middle"');
  const left = x + sizes.padding;
  const small = `font-size="${sizes.small}"`;
  const second = y + 35;
  return [
    textRuns(runs, left, y + 19.5, ''),
    label === '' ? '' : text(label, left, second, `${small} font-weight="600" fill="${colour}"`),
    figures === ''
      ? ''
      : figuresText(figures, left, x + width - sizes.padding, second, label === '', `${small} fill="${palette.muted}"`),
  ].join('');
}

/** At the right of a label, at the left without one. */
function figuresText(figures: string, left: number, right: number, y: number, alone: boolean, look: string): string {
  return alone ? text(figures, left, y, look) : text(figures, right, y, `${look} text-anchor="end"`);
}

interface Run {
  readonly words: string;
  readonly fill: string;
  readonly size: number;
  readonly bold: boolean;
}

/** Words of different looks on one line, placed by the font that draws them. */
function textRuns(runs: readonly Run[], x: number, y: number, attributes: string): string {
  const spans = runs
    .filter(({ words }) => words !== '')
    .map(({ words, fill, size, bold }, index) => {
      const gap = index === 0 ? '' : ` dx="${gaps.words}"`;
      return `<tspan${gap} font-size="${size}"${bold ? ' font-weight="600"' : ''} fill="${fill}">${escapeText(words)}</tspan>`;
    });
  return spans.length === 0 ? '' : `<text x="${round(x)}" y="${round(y)}" ${attributes}>${spans.join('')}</text>`;
}

/** Parameters and MACs beside the largest card's, one under the other along the lower edge. */
function bars({ x, y, width, height, share }: CanvasNode, { palette, most }: Pen, colour: string): string {
  const room = width - 2 * sizes.padding;
  const bar = (part: number, whole: number, top: number, opacity: number): string => {
    if (part <= 0 || whole <= 0) return '';
    const length = Math.max(1, (room * part) / whole);
    const left = x + sizes.padding;
    return (
      `<rect ${box(left, top, room, 1.6)} rx="0.8" fill="${palette.track}"/>` +
      `<rect ${box(left, top, length, 1.6)} rx="0.8" fill="${colour}" fill-opacity="${opacity}"/>`
    );
  };
  return (
    bar(share.parameters, most.parameters, y + height - 7.4, 0.9) + bar(share.macs, most.macs, y + height - 4.6, 0.45)
  );
}

function box(x: number, y: number, width: number, height: number): string {
  return `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;
}

function text(words: string, x: number, y: number, attributes: string): string {
  return `<text x="${round(x)}" y="${round(y)}" ${attributes}>${escapeText(words)}</text>`;
}

function escapeText(words: string): string {
  return words.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
