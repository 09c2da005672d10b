/** An axis as every plot here has it: its own ticks, its name in the middle, faint lines across. */
import type { Palette } from './plot.ts';
import type { Scale } from './scale.ts';

export function axis(scale: Scale, name: string, nameGap: number, palette: Palette): object {
  const customValues = [...scale.ticks];
  return {
    type: scale.kind === 'log' ? 'log' : 'value',
    min: scale.min,
    max: scale.max,
    name,
    nameLocation: 'middle',
    nameGap,
    nameTextStyle: { color: palette.ink, fontSize: 12 },
    axisLine: { show: true, onZero: false, lineStyle: { color: palette.ink } },
    axisTick: { show: true, customValues, lineStyle: { color: palette.ink } },
    axisLabel: { customValues, color: palette.ink, fontSize: 11, formatter: (value: number) => String(value) },
    splitLine: { show: true, customValues, lineStyle: { color: palette.grid } },
  };
}
