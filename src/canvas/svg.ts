/** The drawing as an SVG text: the canvas's export. It needs no font file, script or style sheet beside it. */
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { fontFamily } from '../plots/text.ts';
import type { CanvasDocument } from './document.ts';
import {
  cardMarkup,
  edgeLabelMarkup,
  frameMarkup,
  frameTitleMarkup,
  largestShares,
  lineMarkup,
  type Pen,
  round,
} from './markup.ts';
import { dark, light } from './palette.ts';

export interface SvgOptions {
  readonly mode: 'light' | 'dark';
  /** Those of the examined source, by which cards and lines are marked. */
  readonly diagnostics: readonly Diagnostic[];
}

export function canvasSvg(document: CanvasDocument, { mode, diagnostics }: SvgOptions): string {
  const palette = mode === 'dark' ? dark : light;
  const pen: Pen = { palette, diagnostics, most: largestShares(document) };
  const { width, height } = document;
  const framed = document.groups.filter((group) => group.framed);
  const size = `width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="${fontFamily}">`,
    `<rect width="100%" height="100%" fill="${palette.page}"/>`,
    ...framed.map((group) => frameMarkup(group, pen)),
    ...document.edges.map((edge) => lineMarkup(edge, pen)),
    ...framed.map((group) => frameTitleMarkup(group, pen)),
    ...document.edges.map((edge) => edgeLabelMarkup(edge, pen)),
    ...document.nodes.map((node) => cardMarkup(node, pen)),
    '</svg>\n',
  ]
    .filter((part) => part !== '')
    .join('\n');
}
