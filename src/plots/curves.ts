/** Learning curves: a figure of several trainings against the epoch. */

import { LineChart } from 'echarts/charts';
import { type EChartsCoreOption, use } from 'echarts/core';
import { axis } from './axis.ts';
import type { Dimensions, Palette } from './plot.ts';
import { renderSvg } from './render.ts';
import { type Scale, scaleOf } from './scale.ts';
import { fitText, fontFamily, textWidth } from './text.ts';

use([LineChart]);

export interface Curve {
  readonly label: string;
  /** [epoch, value], by epoch. */
  readonly test: readonly (readonly [number, number])[];
  /** The same of the training images. */
  readonly train: readonly (readonly [number, number])[];
}

export interface CurvesPlot {
  readonly title: string;
  readonly yTitle: string;
  readonly curves: readonly Curve[];
}

export const curvesSize: Dimensions = { width: 960, height: 560 };

const margin = { left: 62, top: 74, bottom: 58 };
const fontSize = 11;
const longestLabel = 190;

/** `id` begins the ids in the SVG: of two plots on one page, not the same. */
export function drawCurves(plot: CurvesPlot, palette: Palette, id: string): string {
  return renderSvg(curvesOption(plot, palette), { ...curvesSize, id, title: plot.title });
}

/** Test figures are solid those of training dashed, in one colour for each training. */
export function curvesOption({ title, yTitle, curves }: CurvesPlot, palette: Palette): EChartsCoreOption {
  const points = curves.flatMap(({ test, train }) => [...test, ...train]);
  const x = epochScale(points.map(([epoch]) => epoch));
  const y = scaleOf(points.map(([, value]) => value));
  const names = curves.map(({ label }) => fitText(label, fontSize, longestLabel));
  const right = 66 + Math.max(0, ...names.map((name) => textWidth(name, fontSize)));
  return {
    backgroundColor: palette.background,
    textStyle: { fontFamily },
    grid: { ...margin, right },
    xAxis: axis(x, 'epoch', 34, palette),
    yAxis: axis(y, yTitle, 44, palette),
    legend: {
      data: names,
      orient: 'vertical',
      left: curvesSize.width - right + 14,
      top: margin.top - 4,
      itemWidth: 26,
      selectedMode: false,
      textStyle: { color: palette.ink, fontSize },
    },
    series: curves.flatMap(({ test, train }, index) => {
      const color = palette.series[index % palette.series.length];
      const line = { type: 'line', silent: true, clip: false, symbolSize: 5, itemStyle: { color } };
      // With more points than this, marks run into each other.
      const showSymbol = test.length <= 30;
      return [
        { ...line, data: train, showSymbol: false, lineStyle: { color, width: 1, type: 'dashed' } },
        {
          ...line,
          name: names[index],
          data: test,
          showSymbol,
          symbol: symbols[index % symbols.length],
          lineStyle: { color, width: 2 },
        },
      ];
    }),
    graphic: [
      text(title, 16, `bold 14px ${fontFamily}`, palette.ink),
      text(
        'solid: test images, after the epoch;  dashed: training images, during it',
        40,
        `12px ${fontFamily}`,
        palette.faint,
      ),
    ],
  };
}

/** Told apart without colour. */
const symbols = ['circle', 'rect', 'triangle', 'diamond', 'emptyCircle', 'emptyRect', 'emptyTriangle', 'emptyDiamond'];

function text(content: string, y: number, font: string, fill: string): object {
  return { type: 'text', x: margin.left, y, silent: true, style: { text: content, fill, font } };
}

/** From 0 or 1 to the last epoch, at whole numbers. */
function epochScale(epochs: readonly number[]): Scale {
  const max = Math.max(1, ...epochs);
  const power = 10 ** Math.floor(Math.log10(max));
  const step = Math.max(
    1,
    [0.1, 0.2, 0.5, 1].map((factor) => factor * power).find((each) => max / each <= 12) ?? power,
  );
  const ticks = Array.from({ length: Math.floor(max / step) + 1 }, (_, index) => index * step);
  return { kind: 'linear', min: 0, max, ticks };
}
