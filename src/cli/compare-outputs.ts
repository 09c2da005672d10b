/** The files that `compare` writes: a page, a plot as SVG, a plot as PNG. */

import type { Comparison } from '../analysis/compare/comparison.ts';
import { plotOf } from '../analysis/compare/plots.ts';
import { reasonOf, writeWhole } from '../machine/files.ts';
import { lightPalette, type PlotKind, plotKinds } from '../plots/plot.ts';

/** Paths. */
export interface OutputFiles {
  readonly html?: string | undefined;
  readonly svg?: string | undefined;
  readonly png?: string | undefined;
}

export interface Written {
  readonly paths: readonly string[];
  /** One line each. */
  readonly failures: readonly string[];
}

/** `plot` is what the SVG and the PNG show; the page has all three. */
export async function writeOutputs(comparison: Comparison, files: OutputFiles, plot: PlotKind): Promise<Written> {
  const { html, svg, png } = files;
  const paths: string[] = [];
  const failures: string[] = [];
  const write = (path: string, content: string | Uint8Array): void => {
    const reason = writeWhole(path, content);
    if (reason === undefined) paths.push(path);
    else failures.push(`cannot write ${path}: ${reason}`);
  };
  if (html === undefined && svg === undefined && png === undefined) return { paths, failures };
  const { drawPlot } = await import('../plots/draw.ts');
  if (html !== undefined) {
    const { comparisonPage, pagePalette } = await import('./compare-page.ts');
    const plots = plotKinds.flatMap((kind) => {
      const drawn = plotOf(kind, comparison);
      return drawn === undefined ? [] : [{ title: drawn.plot.title, svg: drawPlot(drawn, pagePalette) }];
    });
    write(html, comparisonPage(comparison, plots));
  }
  const drawn = svg === undefined && png === undefined ? undefined : plotOf(plot, comparison);
  if (drawn === undefined) {
    for (const path of [svg, png]) {
      if (path !== undefined) failures.push(`${path} is not written: ${nothingToPlot(plot, comparison)}`);
    }
    return { paths, failures };
  }
  const picture = drawPlot(drawn, lightPalette);
  if (svg !== undefined) write(svg, `<?xml version="1.0" encoding="UTF-8"?>\n${picture}\n`);
  if (png !== undefined) {
    const bytes = await rasterised(picture);
    if (bytes instanceof Uint8Array) write(png, bytes);
    else failures.push(`cannot make ${png}: ${bytes.reason}`);
  }
  return { paths, failures };
}

function nothingToPlot(kind: PlotKind, { terms }: Comparison): string {
  if (kind === 'layers') return 'none of the networks has parameters';
  return `no top-1 error is known for these networks under the protocol '${terms.protocol}' on ${terms.dataSet}; --protocol any takes others, --results your own, and --plot layers needs none`;
}

/** At 72 a pixel of the SVG is one of the picture; twice as many are for print. */
const dotsPerInch = 144;

async function rasterised(svg: string): Promise<Uint8Array | { readonly reason: string }> {
  try {
    const { default: sharp } = await import('sharp');
    return await sharp(Buffer.from(svg), { density: dotsPerInch }).png().toBuffer();
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}
