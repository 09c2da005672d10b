/** From ECharts' option to SVG text, without a browser; the same text for the same option. */
import { BarChart, ScatterChart } from 'echarts/charts';
import { GraphicComponent, GridComponent, LegendComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Dimensions } from './plot.ts';

use([BarChart, ScatterChart, GraphicComponent, GridComponent, LegendComponent, SVGRenderer]);

export interface RenderOptions extends Dimensions {
  /** Begins the ids in the SVG: of two plots on one page, not the same. */
  readonly id: string;
  /** For readers who do not see the picture. */
  readonly title: string;
}

export function renderSvg(option: EChartsCoreOption, { width, height, id, title }: RenderOptions): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ animation: false, ...option });
    return printed(chart.renderToSVGString(), id, title);
  } finally {
    chart.dispose();
  }
}

/** ECharts numbers ids by what it has drawn before, and adds styles and marks for a mouse: a picture has neither. */
function printed(svg: string, id: string, title: string): string {
  return svg
    .replace(/<style\s*>[\s\S]*?<\/style>\s*/g, '')
    .replace(/ (?:class|pointer-events|ecmeta_\w+)="[^"]*"/g, '')
    .replace(/zr\d+-/g, `${id}-`)
    .replace(
      /<svg ([^>]*)>/,
      (_, attributes: string) => `<svg ${attributes} role="img"><title>${escaped(title)}</title>`,
    );
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
