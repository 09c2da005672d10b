/** Pictures of the lesson's page: grids of cells as SVG. Their colours are the page's, by class. */

/** How a cell looks. Each differs from the others in more than its colour. */
export type CellKind =
  | 'input'
  /** Read by the window of this picture. */
  | 'read'
  | 'padding'
  | 'padding-read'
  /** An output that is there already, the one that is made now, one that is still to come. */
  | 'done'
  | 'now'
  | 'open'
  | 'weight'
  /** A number beside the grid. */
  | 'count';

export interface Cell {
  readonly kind: CellKind;
  readonly text?: string;
  /** Small, in the corner: the weight that a value is multiplied by. */
  readonly corner?: string;
}

export type Grid = readonly (readonly Cell[])[];

const fontSize = 12;
const cornerSize = 8;
/** Of a digit, in ems: tabular figures of a wide sans-serif font, bold, are near 0.65. */
const digitWidth = 0.66;

/** A cell is square, and as wide as its longest text needs. */
export function gridSvg(grid: Grid, label: string, smallest = 26): string {
  const longest = Math.max(0, ...grid.flat().map(({ text = '' }) => text.length));
  const side = Math.max(smallest, Math.ceil(longest * fontSize * digitWidth) + 8);
  const height = grid.length * side;
  const width = (grid[0]?.length ?? 0) * side;
  const parts = grid.flatMap((row, y) => row.map((cell, x) => cellSvg(cell, x * side, y * side, side)));
  const box = `width="${width + 2}" height="${height + 2}" viewBox="-1 -1 ${width + 2} ${height + 2}"`;
  const small = side < 16 ? 'class="small" ' : '';
  return `<svg role="img" ${small}aria-label="${escapeText(label)}" ${box}>${parts.join('')}</svg>`;
}

function cellSvg({ kind, text, corner }: Cell, x: number, y: number, side: number): string {
  const rect = `<rect class="${kind}" x="${x + 1}" y="${y + 1}" width="${side - 2}" height="${side - 2}"/>`;
  const low = corner === undefined ? 0.36 : 0.12;
  const main = text === undefined ? '' : textSvg(text, x + side / 2, y + side / 2 + fontSize * low, kind, fontSize);
  const small = corner === undefined ? '' : textSvg(corner, x + side / 2, y + side - 4, `${kind} corner`, cornerSize);
  return rect + main + small;
}

function textSvg(text: string, x: number, y: number, kind: string, size: number): string {
  return `<text class="${kind}" x="${x}" y="${y.toFixed(1)}" font-size="${size}" text-anchor="middle">${escapeText(text)}</text>`;
}

/** Values as shades, the least black and the greatest white, for a look at the matrix as an image. */
export function pixelsSvg(matrix: readonly (readonly number[])[], label: string): string {
  const side = Math.max(2, Math.min(16, Math.floor(160 / Math.max(matrix.length, matrix[0]?.length ?? 1))));
  const values = matrix.flat();
  const least = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const parts = matrix.flatMap((row, y) =>
    row.map((value, x) => {
      const shade = most === least ? 128 : Math.round((255 * (value - least)) / (most - least));
      return `<rect x="${x * side}" y="${y * side}" width="${side}" height="${side}" fill="rgb(${shade},${shade},${shade})"/>`;
    }),
  );
  const width = (matrix[0]?.length ?? 0) * side;
  const height = matrix.length * side;
  const box = `width="${width + 2}" height="${height + 2}" viewBox="-1 -1 ${width + 2} ${height + 2}"`;
  const frame = `<rect class="frame" x="-0.5" y="-0.5" width="${width + 1}" height="${height + 1}"/>`;
  return `<svg role="img" aria-label="${escapeText(label)}" shape-rendering="crispEdges" ${box}>${parts.join('')}${frame}</svg>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
