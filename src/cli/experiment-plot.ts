/** The curves of an experiment: training loss and test error by epoch. */
import { lightPalette } from '../plots/plot.ts';
import type { SpreadCurvesPlot } from '../plots/spread-curves.ts';
import { curveOf, type ExperimentResult } from '../training/experiment-result.ts';
import type { Experiment, Figure } from '../training/experiments.ts';

export async function experimentPlot(experiment: Experiment, result: ExperimentResult): Promise<string> {
  const { drawSpreadCurves } = await import('../plots/spread-curves.ts');
  return `${drawSpreadCurves(plotOf(experiment, result), lightPalette, experiment.name)}\n`;
}

function plotOf({ title }: Experiment, { variants, setting }: ExperimentResult): SpreadCurvesPlot {
  const seeds = Math.max(...variants.map(({ runs }) => runs.length));
  const panel = (figure: Figure, yTitle: string): SpreadCurvesPlot['panels'][number] => ({
    yTitle,
    lines: variants.map((variant) => ({ label: variant.label, points: curveOf(variant, figure) })),
  });
  return {
    title,
    subtitle: seeds === 1 ? `${setting.data}, one seed` : `${setting.data}; means of ${seeds} seeds, with their range`,
    panels: [
      panel('training loss', 'mean training loss of the epoch'),
      panel('test error', 'test error after the epoch in %'),
    ],
  };
}
