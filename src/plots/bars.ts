/** Horizontal bars: accuracy density (Canziani et al. 2016, figure 10) and parameters by kind of layer. */
import type { EChartsCoreOption } from 'echarts/core';
import type { DensityPlot, Dimensions, LayersPlot, Palette } from './plot.ts';
import { linearScale, type Scale } from './scale.ts';
import { fitText, fontFamily, textWidth } from './text.ts';

const width = 960;
const rowHeight = 20;
const fontSize = 11;
const top = 52;
const bottom = 58;
const longestLabel = 240;

/** As high as its bars need. */
export function densitySize({ bars }: DensityPlot): Dimensions {
  return { width, height: top + bottom + rowHeight * bars.length };
}

/** With a line for the legend. */
export function layersSize({ bars }: LayersPlot): Dimensions {
  return { width, height: top + legendHeight + bottom + rowHeight * bars.length };
}

const legendHeight = 26;

/** Hatching that tells kinds apart without colour; the first has none. */
function decals(palette: Palette): readonly (object | undefined)[] {
  const color = palette.ink;
  return [
    undefined,
    { color, symbol: 'rect', symbolSize: 1, dashArrayX: [1, 0], dashArrayY: [1, 4], rotation: -Math.PI / 4 },
    {
      color,
      symbol: 'circle',
      symbolSize: 0.7,
      dashArrayX: [
        [6, 6],
        [0, 6, 6, 0],
      ],
      dashArrayY: [5, 0],
    },
    { color, symbol: 'rect', symbolSize: 1, dashArrayX: [1, 0], dashArrayY: [1, 5], rotation: 0 },
    { color, symbol: 'rect', symbolSize: 1, dashArrayX: [1, 0], dashArrayY: [1, 2], rotation: Math.PI / 4 },
  ];
}

export function densityOption(plot: DensityPlot, palette: Palette): EChartsCoreOption {
  const hatch = decals(palette)[1];
  const most = Math.max(...plot.bars.map(({ value }) => value), 0);
  const scale = densityScale(most);
  return {
    ...frame(plot.title, plot.xTitle, plot.bars, scale, palette, { top, right: 60 }),
    series: [
      {
        type: 'bar',
        silent: true,
        barWidth: '68%',
        data: plot.bars.map(({ value, measured }) => ({
          value,
          itemStyle: measured ? { color: palette.series[1], decal: hatch } : { color: palette.series[0] },
        })),
        itemStyle: { borderColor: palette.ink, borderWidth: 0.5 },
        label: {
          show: true,
          position: 'right',
          color: palette.ink,
          fontSize,
          formatter: ({ value }: { readonly value: number }) => formatDensity(value),
        },
      },
    ],
  };
}

/** From 0 to somewhat more than the longest bar. */
function densityScale(most: number): Scale {
  const { ticks, kind } = linearScale(0, most);
  const max = most * 1.06 || 1;
  return { kind, min: 0, max, ticks: ticks.filter((tick) => tick <= max) };
}

function formatDensity(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** Shares in per cent, so that small networks can be read beside large ones; the totals stand at the right. */
export function layersOption(plot: LayersPlot, palette: Palette): EChartsCoreOption {
  const scale: Scale = { kind: 'linear', min: 0, max: 100, ticks: [0, 20, 40, 60, 80, 100] };
  const totals = plot.bars.map(({ values }) => values.reduce((sum, value) => sum + value, 0));
  const share = (value: number, bar: number): number => (100 * value) / (totals[bar] || 1);
  const patterns = decals(palette);
  const last = plot.kinds.length - 1;
  return {
    ...frame(plot.title, plot.xTitle, plot.bars, scale, palette, { top: top + legendHeight, right: 90 }),
    legend: {
      left: labelsWidth(plot.bars),
      top: 42,
      itemGap: 18,
      itemWidth: 22,
      itemHeight: 13,
      selectedMode: false,
      textStyle: { color: palette.ink, fontSize: 12 },
    },
    series: plot.kinds.map((name, kind) => ({
      type: 'bar',
      name,
      stack: 'parameters',
      silent: true,
      // Sums of shares may pass 100 by the last binary digit.
      clip: false,
      barWidth: '68%',
      itemStyle: {
        color: palette.series[kindColors[kind] ?? kind],
        decal: patterns[kind],
        borderColor: palette.ink,
        borderWidth: 0.5,
      },
      data: plot.bars.map(({ values }, bar) => share(values[kind] ?? 0, bar)),
      label: {
        show: kind === last,
        position: 'right',
        color: palette.ink,
        fontSize,
        formatter: ({ dataIndex }: { readonly dataIndex: number }) => formatMillions(totals[dataIndex] ?? 0),
      },
    })),
  };
}

/** Of the palette: dark and light in turn. */
const kindColors = [0, 3, 1, 2, 7];

function formatMillions(count: number): string {
  return count >= 1e6 ? `${(count / 1e6).toFixed(count >= 1e8 ? 0 : 1)} M` : `${(count / 1e3).toFixed(1)} k`;
}

function labelsWidth(bars: readonly { readonly label: string }[]): number {
  const widest = Math.max(...bars.map(({ label }) => textWidth(label, fontSize)), 0);
  return Math.min(widest, longestLabel) + 22;
}

/** The first bar on top; the value axis below. */
function frame(
  title: string,
  xTitle: string,
  bars: readonly { readonly label: string }[],
  scale: Scale,
  palette: Palette,
  margins: { readonly top: number; readonly right: number },
): EChartsCoreOption {
  const left = labelsWidth(bars);
  const customValues = [...scale.ticks];
  return {
    backgroundColor: palette.background,
    textStyle: { fontFamily },
    grid: { left, right: margins.right, top: margins.top, bottom },
    xAxis: {
      type: 'value',
      min: scale.min,
      max: scale.max,
      name: xTitle,
      nameLocation: 'middle',
      nameGap: 34,
      nameTextStyle: { color: palette.ink, fontSize: 12 },
      axisLine: { show: true, lineStyle: { color: palette.ink } },
      axisTick: { show: true, customValues, lineStyle: { color: palette.ink } },
      axisLabel: { customValues, color: palette.ink, fontSize, formatter: (value: number) => String(value) },
      splitLine: { show: true, lineStyle: { color: palette.grid } },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: bars.map(({ label }) => fitText(label, fontSize, longestLabel)),
      axisLine: { lineStyle: { color: palette.ink } },
      axisTick: { show: false },
      axisLabel: { interval: 0, color: palette.ink, fontSize },
    },
    graphic: [
      {
        type: 'text',
        x: left,
        y: 16,
        silent: true,
        style: { text: title, fill: palette.ink, font: `bold 14px ${fontFamily}` },
      },
    ],
  };
}
