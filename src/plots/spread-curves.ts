/** Figures of several settings against the epoch: means over runs as lines, the spread of the runs as bands. */

import { LineChart } from 'echarts/charts';
import { type EChartsCoreOption, use } from 'echarts/core';
import { axis } from './axis.ts';
import type { Box } from './geometry.ts';
import { placeInColumn } from './line-labels.ts';
import { type Marker, markerSize, markers } from './markers.ts';
import type { Dimensions, Palette } from './plot.ts';
import { renderSvg } from './render.ts';
import { linearScale, placeOn, type Scale } from './scale.ts';
import { fitText, fontFamily, textWidth } from './text.ts';

use([LineChart]);

export interface SpreadCurvesPlot {
  readonly title: string;
  /** Below the title. */
  readonly subtitle: string;
  /** Side by side. */
  readonly panels: readonly SpreadPanel[];
}

export interface SpreadPanel {
  readonly yTitle: string;
  /** In each panel the same settings in the same order: they share colour, dashes and marker. */
  readonly lines: readonly SpreadLine[];
}

export interface SpreadLine {
  readonly label: string;
  /** By epoch, from the first. */
  readonly points: readonly { readonly mean: number; readonly lowest: number; readonly highest: number }[];
}

export const spreadCurvesSize: Dimensions = { width: 960, height: 430 };

const margin = { left: 58, top: 66, bottom: 54 };
const fontSize = 11;
const longestLabel = 150;
const labelGap = 14;
/** From a line's end to its label. */
const leaderWidth = 16;
const markerArea = 34;
/** Told apart without colour, together with the markers. */
const dashes: readonly ('solid' | readonly number[])[] = ['solid', [7, 4], [2, 3], [9, 3, 2, 3], [14, 4]];
const dashOf = (index: number): 'solid' | number[] => {
  const dash = dashes[index % dashes.length] ?? 'solid';
  return dash === 'solid' ? dash : [...dash];
};

/** `id` begins the ids in the SVG: of two plots on one page, not the same. */
export function drawSpreadCurves(plot: SpreadCurvesPlot, palette: Palette, id: string): string {
  return renderSvg(spreadCurvesOption(plot, palette), { ...spreadCurvesSize, id, title: plot.title });
}

/** Everything of a panel that has a place, in CSS pixels. */
export interface PanelLayout {
  readonly area: Box;
  readonly x: Scale;
  readonly y: Scale;
  readonly labels: readonly {
    readonly text: string;
    readonly end: readonly [x: number, y: number];
    readonly y: number;
  }[];
}

export function layoutPanels({ panels }: SpreadCurvesPlot, { width, height } = spreadCurvesSize): PanelLayout[] {
  const own = width / panels.length;
  return panels.map(({ lines }, index) => {
    const texts = lines.map(({ label }) => fitText(label, fontSize, longestLabel));
    const right = leaderWidth + 10 + Math.max(0, ...texts.map((text) => textWidth(text, fontSize)));
    const area = {
      x: index * own + margin.left,
      y: margin.top,
      width: own - margin.left - right,
      height: height - margin.top - margin.bottom,
    };
    const x = epochScale(Math.max(1, ...lines.map(({ points }) => points.length)));
    const values = lines.flatMap(({ points }) => points.flatMap(({ lowest, highest }) => [lowest, highest]));
    const y = values.length === 0 ? linearScale(0, 1) : valueScale(Math.min(...values), Math.max(...values));
    const ends = lines.map(({ points }) => pointAt({ area, x, y }, points.length, points.at(-1)?.mean ?? y.min));
    const places = placeInColumn(
      ends.map(([, place]) => place),
      labelGap,
      area.y,
      area.y + area.height,
    );
    const labels = texts.map((text, line) => ({ text, end: ends[line] ?? [0, 0], y: places[line] ?? 0 }) as const);
    return { area, x, y, labels };
  });
}

/** From here on the first epochs would press the last ones, which matter, into one line. */
const logarithmicFrom = 4;

function valueScale(low: number, high: number): Scale {
  if (low <= 0 || high / low < logarithmicFrom) return linearScale(low, high);
  const [min, max] = [low / 1.1, high * 1.1];
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(min)); power <= Math.ceil(Math.log10(max)); power++) {
    for (const factor of [1, 1.5, 2, 3, 5, 7]) ticks.push(Number((factor * 10 ** power).toPrecision(6)));
  }
  return { kind: 'log', min, max, ticks: ticks.filter((tick) => tick >= min && tick <= max) };
}

function pointAt(
  { area, x, y }: Pick<PanelLayout, 'area' | 'x' | 'y'>,
  epoch: number,
  value: number,
): readonly [number, number] {
  return [area.x + area.width * placeOn(x, epoch), area.y + area.height * (1 - placeOn(y, value))];
}

/** Ticks at whole epochs, at most a dozen; room at both sides for the marks. */
function epochScale(epochs: number): Scale {
  const step = Math.ceil(epochs / 12);
  const ticks = Array.from({ length: Math.floor(epochs / step) }, (_, index) => (index + 1) * step);
  const room = Math.max(0.25, 0.03 * (epochs - 1));
  return { kind: 'linear', min: 1 - room, max: epochs + room, ticks: step === 1 ? ticks : [1, ...ticks] };
}

export function spreadCurvesOption(plot: SpreadCurvesPlot, palette: Palette): EChartsCoreOption {
  const layouts = layoutPanels(plot);
  const colorOf = (line: number): string => palette.series[line % palette.series.length] ?? palette.ink;
  return {
    backgroundColor: palette.background,
    textStyle: { fontFamily },
    grid: layouts.map(({ area }) => ({ left: area.x, top: area.y, width: area.width, height: area.height })),
    xAxis: layouts.map(({ x }, gridIndex) => ({ ...axis(x, 'epoch', 30, palette), gridIndex })),
    yAxis: layouts.map(({ y }, gridIndex) => ({
      ...axis(y, plot.panels[gridIndex]?.yTitle ?? '', 40, palette),
      gridIndex,
    })),
    series: plot.panels.flatMap(({ lines }, panel) =>
      lines.map(({ points }, line) => {
        const marker = markers[line % markers.length] as Marker;
        return {
          type: 'line',
          xAxisIndex: panel,
          yAxisIndex: panel,
          silent: true,
          clip: false,
          z: 3,
          data: points.map(({ mean }, index) => [index + 1, mean]),
          showSymbol: true,
          symbol: marker.symbol,
          symbolSize: markerSize(marker, markerArea),
          itemStyle: { color: colorOf(line), borderColor: palette.background, borderWidth: 0.6 },
          lineStyle: { color: colorOf(line), width: 1.8, type: dashOf(line) },
        };
      }),
    ),
    graphic: [
      words(plot.title, margin.left, 16, `bold 14px ${fontFamily}`, palette.ink),
      words(plot.subtitle, margin.left, 38, `12px ${fontFamily}`, palette.faint),
      ...layouts.flatMap((layout, panel) => [
        ...(plot.panels[panel]?.lines ?? []).flatMap((line, index) => band(layout, line, colorOf(index))),
        ...layout.labels.flatMap((label) => endLabel(layout, label, palette)),
      ]),
    ],
  };
}

/** From the lowest to the highest run; nothing where there is no more than one. */
function band(layout: PanelLayout, { points }: SpreadLine, fill: string): object[] {
  if (points.every(({ lowest, highest }) => lowest === highest)) return [];
  const upper = points.map(({ highest }, index) => pointAt(layout, index + 1, highest));
  const lower = points.map(({ lowest }, index) => pointAt(layout, index + 1, lowest));
  if (points.length === 1) {
    const [from, to] = [upper[0] ?? [0, 0], lower[0] ?? [0, 0]];
    const shape = { x1: from[0], y1: from[1], x2: to[0], y2: to[1] };
    return [{ type: 'line', z: 1, silent: true, shape, style: { stroke: fill, lineWidth: 5, opacity: 0.25 } }];
  }
  const shape = { points: [...upper, ...lower.reverse()] };
  return [{ type: 'polygon', z: 1, silent: true, shape, style: { fill, opacity: 0.16 } }];
}

function endLabel({ area }: PanelLayout, { text, end, y }: PanelLayout['labels'][number], palette: Palette): object[] {
  const x = area.x + area.width + leaderWidth;
  const leader = {
    type: 'line',
    z: 2,
    silent: true,
    shape: { x1: end[0] + 6, y1: end[1], x2: x - 3, y2: y },
    style: { stroke: palette.faint, lineWidth: 0.7 },
  };
  return [leader, words(text, x, y, `${fontSize}px ${fontFamily}`, palette.ink, 'middle')];
}

function words(
  text: string,
  x: number,
  y: number,
  font: string,
  fill: string,
  textVerticalAlign: 'top' | 'middle' = 'top',
): object {
  return { type: 'text', x, y, z: 5, silent: true, style: { text, fill, font, textVerticalAlign } };
}
