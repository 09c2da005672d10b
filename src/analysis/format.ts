/** Figures for people. The same text everywhere: no locale. */
import type { Size } from '../operators/operator.ts';

/** "4,089,184,256" */
export function formatCount(count: number): string {
  const digits = String(Math.trunc(count));
  // Beyond 2^53 the digits would be false, and beyond 10^21 there are none.
  if (!Number.isSafeInteger(count)) return count.toPrecision(4);
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}

const units = [
  { size: 1e12, suffix: 'T' },
  { size: 1e9, suffix: 'G' },
  { size: 1e6, suffix: 'M' },
] as const;

/** "4.09 G"; below a million, the exact count. */
export function formatShort(count: number): string {
  // A number that would round to 1000.00 belongs to the next unit.
  const unit = units.find(({ size }) => count >= size * 0.999995);
  return unit === undefined || count < 1e6 ? formatCount(count) : `${(count / unit.size).toFixed(2)} ${unit.suffix}`;
}

/** "9.19 MiB", with at least three digits that mean something: "0.0359 MiB". */
export function formatMebibytes(bytes: number): string {
  const mebibytes = bytes / 2 ** 20;
  return `${mebibytes >= 1 || bytes === 0 ? mebibytes.toFixed(2) : mebibytes.toPrecision(3)} MiB`;
}

/** "483", or "7x1" where height and width differ. */
export function formatSize([height, width]: Size): string {
  return height === width ? String(height) : `${height}x${width}`;
}
