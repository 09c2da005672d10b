/** Accuracy against operations, the points' areas proportional to parameters: Canziani et al. 2016, figure 2. */

import type { EChartsCoreOption } from 'echarts/core';
import { axis } from './axis.ts';
import type { Box } from './geometry.ts';
import { type Placement, placeLabels } from './labels.ts';
import { type Marker, markerSize, markers } from './markers.ts';
import type { AccuracyPlot, AccuracyPoint, Dimensions, Palette } from './plot.ts';
import { linearScale, placeOn, type Scale, scaleOf } from './scale.ts';
import { fitText, fontFamily, textWidth } from './text.ts';

export const accuracySize: Dimensions = { width: 960, height: 700 };

const fontSize = 11;
const labelHeight = 12;
const margin = { left: 62, right: 178, top: 52, bottom: 58 };
const longestLabel = 230;

/** Everything of the plot that has a place, in CSS pixels. */
export interface AccuracyLayout {
  readonly area: Box;
  readonly x: Scale;
  readonly y: Scale;
  /** Areas in the legend, in 1e6 parameters. */
  readonly sizes: readonly number[];
  /** The largest points first, so that none is hidden. */
  readonly points: readonly PlacedPoint[];
  readonly families: readonly { readonly name: string; readonly marker: Marker; readonly color: number }[];
}

export interface PlacedPoint {
  readonly point: AccuracyPoint;
  readonly x: number;
  readonly y: number;
  /** Width and height of the marker. */
  readonly size: readonly [number, number];
  readonly text: string;
  /** Undefined where no place was free. */
  readonly label: Placement | undefined;
}

export function layoutAccuracy(
  { points, families: known }: AccuracyPlot,
  { width, height } = accuracySize,
): AccuracyLayout {
  const area = {
    x: margin.left,
    y: margin.top,
    width: width - margin.left - margin.right,
    height: height - margin.top - margin.bottom,
  };
  const x = scaleOf(points.map((point) => point.x));
  const ys = points.map((point) => point.y);
  const y = within(linearScale(Math.min(...ys), Math.max(...ys)), 0, 100);
  const { sizes, pixels } = areaScale(points.map(({ size }) => size));
  const families = known
    .map((name, index) => ({ name, marker: markers[index % markers.length] as Marker, color: index }))
    .filter(({ name }) => points.some(({ family }) => family === name));
  const placed = [...points]
    .sort((a, b) => b.size - a.size)
    .map((point) => {
      const marker = families.find(({ name }) => name === point.family)?.marker ?? (markers[0] as Marker);
      return {
        point,
        x: area.x + area.width * placeOn(x, point.x),
        y: area.y + area.height * (1 - placeOn(y, point.y)),
        size: markerSize(marker, point.size * pixels),
        text: fitText(point.label, fontSize, longestLabel),
      };
    });
  const labels = placeLabels(
    placed.map((each) => ({
      x: each.x,
      y: each.y,
      radius: Math.max(...each.size) / 2,
      width: textWidth(each.text, fontSize),
      height: labelHeight,
    })),
    area,
  );
  return { area, x, y, sizes, families, points: placed.map((each, index) => ({ ...each, label: labels[index] })) };
}

function within(scale: Scale, low: number, high: number): Scale {
  const ticks = scale.ticks.filter((tick) => tick >= low && tick <= high);
  return { ...scale, ticks, min: Math.max(low, scale.min), max: Math.min(high, scale.max) };
}

/** Square pixels for a million parameters, where the legend's largest is 150 million. */
const pixelsPerMillion = 9;

/** The legend's 5, 50 and 150 million, by powers of ten smaller or larger where the networks are. */
function areaScale(values: readonly number[]): { sizes: readonly number[]; pixels: number } {
  const largest = Math.max(...values);
  const power = largest > 0 ? Math.ceil(Math.log10(largest / 150)) : 0;
  return { sizes: [5, 50, 150].map((size) => size * 10 ** power), pixels: pixelsPerMillion / 10 ** power };
}

export function accuracyOption(plot: AccuracyPlot, palette: Palette, dimensions = accuracySize): EChartsCoreOption {
  const layout = layoutAccuracy(plot, dimensions);
  return {
    backgroundColor: palette.background,
    textStyle: { fontFamily },
    grid: { left: margin.left, right: margin.right, top: margin.top, bottom: margin.bottom },
    xAxis: axis(layout.x, plot.xTitle, 34, palette),
    yAxis: axis(layout.y, plot.yTitle, 40, palette),
    legend: familyLegend(layout, palette, dimensions),
    series: layout.families.map((family) => ({
      type: 'scatter',
      name: family.name,
      symbol: family.marker.symbol,
      silent: true,
      clip: false,
      z: 3,
      itemStyle: { color: palette.series[family.color % palette.series.length] },
      data: layout.points
        .filter(({ point }) => point.family === family.name)
        .map(({ point, size }) => ({
          value: [point.x, point.y],
          symbolSize: size,
          itemStyle: {
            opacity: 0.62,
            borderColor: palette.ink,
            // Around a small marker a pattern would be a speck.
            borderWidth: point.measured && size[0] > 8 ? 1.8 : 0.8,
            borderType: point.measured && size[0] > 8 ? [3, 2] : 'solid',
          },
        })),
    })),
    graphic: [
      heading(plot.title, palette),
      ...layout.points.flatMap((each) => labelElements(each, palette)),
      ...sizeLegend(layout, plot.notes, palette, dimensions),
    ],
  };
}

function heading(text: string, palette: Palette): object {
  return {
    type: 'text',
    x: margin.left,
    y: 16,
    silent: true,
    style: { text, fill: palette.ink, font: `bold 14px ${fontFamily}` },
  };
}

function labelElements({ text, label, point }: PlacedPoint, palette: Palette): object[] {
  if (label === undefined) return [];
  const { box, leader } = label;
  const [from, to] = [leader?.from ?? [0, 0], leader?.to ?? [0, 0]];
  const line = {
    type: 'line',
    z: 4,
    silent: true,
    shape: { x1: from[0], y1: from[1], x2: to[0], y2: to[1] },
    style: { stroke: palette.ink, lineWidth: 0.6 },
  };
  const dot = {
    type: 'circle',
    z: 4,
    silent: true,
    shape: { cx: from[0], cy: from[1], r: 1.3 },
    style: { fill: palette.ink },
  };
  const weight = point.measured ? 'bold ' : '';
  const words = {
    type: 'text',
    z: 5,
    silent: true,
    // The box is an upper bound of the text's width: the text keeps to the side that faces its point.
    x: box.x + (leader !== undefined && to[0] > box.x + box.width / 2 ? box.width : 0),
    y: box.y + labelHeight / 2,
    style: {
      text,
      fill: palette.ink,
      font: `${weight}${fontSize}px ${fontFamily}`,
      textAlign: leader !== undefined && to[0] > box.x + box.width / 2 ? 'right' : 'left',
      textVerticalAlign: 'middle',
      stroke: palette.background,
      lineWidth: 2.5,
    },
  };
  return leader === undefined ? [words] : [line, dot, words];
}

function familyLegend({ families }: AccuracyLayout, palette: Palette, { width }: Dimensions): object {
  return {
    orient: 'vertical',
    left: width - margin.right + 16,
    top: margin.top - 4,
    itemGap: 9,
    itemWidth: 14,
    itemHeight: 12,
    selectedMode: false,
    textStyle: { color: palette.ink, fontSize: 12 },
    data: families.map(({ name }) => name),
  };
}

/** Circles of the areas that numbers of parameters have, one above the other; notes below them. */
function sizeLegend(
  { sizes, families }: AccuracyLayout,
  notes: readonly string[],
  palette: Palette,
  { width }: Dimensions,
): object[] {
  const circle = markers[0] as Marker;
  const per = pixelsPerMillion / ((sizes[2] ?? 150) / 150);
  const left = width - margin.right + 20;
  const top = margin.top + families.length * 24 + 28;
  const text = (y: number, content: string, x: number): object => ({
    type: 'text',
    x,
    y,
    silent: true,
    style: { text: content, fill: palette.ink, font: `12px ${fontFamily}`, textVerticalAlign: 'middle' },
  });
  let y = top + 20;
  const rows = sizes.flatMap((size) => {
    const radius = (markerSize(circle, size * per)[0] ?? 0) / 2;
    y += radius;
    const row = [
      {
        type: 'circle',
        silent: true,
        shape: { cx: left + 29, cy: y, r: radius },
        style: { fill: 'none', stroke: palette.ink, lineWidth: 0.8 },
      },
      text(y, `${formatMillions(size)} M`, left + 68),
    ];
    y += radius + 8;
    return row;
  });
  const remarks = notes.map((note, index) => text(y + 24 + 18 * index, note, left));
  return [text(top, 'area: parameters', left), ...rows, ...remarks];
}

function formatMillions(size: number): string {
  return String(Number(size.toPrecision(3)));
}
