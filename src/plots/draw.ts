/** The plots as SVG text. What imports this loads ECharts. */
import { accuracyOption, accuracySize } from './accuracy.ts';
import { densityOption, densitySize, layersOption, layersSize } from './bars.ts';
import type { Palette, Plot } from './plot.ts';
import { renderSvg } from './render.ts';

/** A plot without any point or bar has no axes: the caller says so in words instead. */
export function drawPlot(drawn: Plot, palette: Palette): string {
  const options = { id: `plot-${drawn.kind}`, title: drawn.plot.title };
  switch (drawn.kind) {
    case 'accuracy':
      return renderSvg(accuracyOption(drawn.plot, palette), { ...options, ...accuracySize });
    case 'density':
      return renderSvg(densityOption(drawn.plot, palette), { ...options, ...densitySize(drawn.plot) });
    case 'layers':
      return renderSvg(layersOption(drawn.plot, palette), { ...options, ...layersSize(drawn.plot) });
  }
}
