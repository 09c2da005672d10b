/**
 * Random numbers that are the same on every machine and need no memory of the past: a stream is named by numbers
 * (seed, epoch, index, ...), so that an interrupted run goes on with what it would have drawn.
 */

/** Uniform in [0, 1), 32 bits. */
export type Random = () => number;

/** Mulberry32 over a mixed key: passes gjrand up to sizes far above what one stream is asked for. */
export function randomStream(...key: readonly number[]): Random {
  let state = key.reduce((hash, part) => mix(hash ^ mix((part >>> 0) + 0x9e3779b9)), 0x243f6a88);
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The finaliser of MurmurHash3. */
function mix(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Standard normal, by Box and Muller. */
export function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}

/** Fisher and Yates, in place. */
export function shuffle(values: Int32Array, random: Random): void {
  for (let last = values.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const moved = values[last] ?? 0;
    values[last] = values[other] ?? 0;
    values[other] = moved;
  }
}
