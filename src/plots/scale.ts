/** Axes: a range with round ends, its ticks, and the place of a value on it. */

export interface Scale {
  readonly kind: 'linear' | 'log';
  readonly min: number;
  readonly max: number;
  /** Within the range, rising. */
  readonly ticks: readonly number[];
}

/** From here on, equal distances hide what the small values differ by. */
const logarithmicFrom = 20;

/** Logarithmic where the largest value is many times the smallest and both are positive. */
export function scaleOf(values: readonly number[]): Scale {
  const [low, high] = rangeOf(values);
  return low > 0 && high / low >= logarithmicFrom ? logScale(low, high) : linearScale(low, high);
}

/** Ends on the next round values beyond the data; a range of one value is opened around it. */
export function linearScale(low: number, high: number): Scale {
  const spread = high > low ? high - low : Math.abs(high) || 1;
  const step = roundStep(spread / 7);
  const first = Math.floor(low / step - 0.1);
  const last = Math.ceil(high / step + 0.1);
  const min = low >= 0 ? Math.max(0, first) : first;
  const ticks = Array.from({ length: last - min + 1 }, (_, index) => tidy((min + index) * step));
  return { kind: 'linear', min: ticks[0] ?? 0, max: ticks.at(-1) ?? 1, ticks };
}

/** Wider than the data, most at the upper end, where names need room; ticks at 1, 2 and 5 times the powers of ten, or at the powers alone. */
export function logScale(low: number, high: number): Scale {
  const [min, max] = [tidy(low / 1.5), tidy(high * 2)];
  const factors = max / min > 1e5 ? [1] : [1, 2, 5];
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(min)); power <= Math.ceil(Math.log10(max)); power++) {
    for (const factor of factors) ticks.push(tidy(factor * 10 ** power));
  }
  return { kind: 'log', min, max, ticks: ticks.filter((tick) => tick >= min && tick <= max) };
}

/** 0 at the lower end, 1 at the upper. */
export function placeOn({ kind, min, max }: Scale, value: number): number {
  if (kind === 'linear') return (value - min) / (max - min);
  return Math.log(value / min) / Math.log(max / min);
}

function rangeOf(values: readonly number[]): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [0, 1];
}

/** 1, 2 or 5 times a power of ten, not below `step`. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const factor = [1, 2, 5, 10].find((each) => each * power >= step * 0.999) ?? 10;
  return factor * power;
}

/** Without the dust of binary fractions. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
