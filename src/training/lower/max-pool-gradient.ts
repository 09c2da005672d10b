/**
 * The gradient of max pooling without indices, exact about ties: of equal values in a window the first, row by row,
 * takes all, as in PyTorch. (ONNX Runtime's MaxPool that gives indices is some thirty times slower than the one that
 * does not.) Pooling is done again, first along each row, then along the columns of what that gives; on the way it is
 * noted at which tap a larger value was met. The gradient goes the same way back: first to a row of the window, then
 * to a place in that row. An axis is seen as the middle one of [outer, length, inner], so the layout does not matter.
 */
import {
  add,
  type Builder,
  concat,
  constant,
  emit,
  ints,
  multiply,
  reshape,
  scalar,
  slice,
  subtract,
} from '../../onnx/builder.ts';
import { frame } from '../arrange.ts';

/** How windows slide along one axis. */
export interface PooledAxis {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  /** Number of windows. */
  readonly output: number;
}

/** Below every value of a map, so that padding is never the largest. */
const lowest = -3.4028234663852886e38;

/** `x` [columns.outer, columns.length, columns.inner]; `dy` has the size of both outputs. Gives dx. */
export function maxPoolGradient(b: Builder, x: string, dy: string, columns: PooledAxis, rows: PooledAxis): string {
  const alongRows = pool(b, x, columns);
  const alongColumns = pool(b, alongRows.largest, rows);
  return spreadBack(b, spreadBack(b, dy, alongColumns.larger, rows), alongRows.larger, columns);
}

interface Pooled {
  /** [outer, output, inner] */
  readonly largest: string;
  /** For each tap but the first: 1 where its value is above all before it. */
  readonly larger: readonly string[];
}

function pool(b: Builder, value: string, axis: PooledAxis): Pooled {
  const [first, ...rest] = tapsOf(b, value, axis);
  if (first === undefined) throw new Error('a window has a place');
  let largest = first;
  const larger: string[] = [];
  for (const tap of rest) {
    larger.push(emit(b, 'Cast', [emit(b, 'Greater', [tap, largest])], { attributes: { to: 1 } }));
    largest = emit(b, 'Max', [largest, tap]);
  }
  return { largest, larger };
}

/** Tap t of window o is place s o + d t of the padded axis: number o + shift of those with the same rest, the phase. */
function placeOf({ stride, dilation }: PooledAxis, tap: number): { readonly phase: number; readonly shift: number } {
  return { phase: (tap * dilation) % stride, shift: Math.floor((tap * dilation) / stride) };
}

/** Places of each phase that some window reads. */
function placesOf(axis: PooledAxis): number {
  return axis.output + placeOf(axis, axis.kernel - 1).shift;
}

/** What each tap of the windows sees: [outer, output, inner]. */
function tapsOf(b: Builder, value: string, axis: PooledAxis): readonly string[] {
  const { outer, length, inner, stride, before, output, kernel } = axis;
  const places = placesOf(axis);
  const after = places * stride - before - length;
  const whole = reshape(b, value, [outer, length, inner]);
  const kept = after < 0 ? slice(b, whole, [1], [0], [length + after]) : whole;
  const sides = [0, before, 0, 0, Math.max(0, after), 0];
  const padded = sides.every((n) => n === 0) ? kept : emit(b, 'Pad', [kept, ints(b, sides), scalar(b, lowest)]);
  const phases = reshape(b, padded, [outer, places, stride * inner]);
  return Array.from({ length: kernel }, (_, tap) => {
    const { phase, shift } = placeOf(axis, tap);
    return slice(b, phases, [1, 2], [shift, phase * inner], [shift + output, (phase + 1) * inner]);
  });
}

/** The gradient of each window goes to the last tap that was larger than all before it, else to the first. */
function spreadBack(b: Builder, gradient: string, larger: readonly string[], axis: PooledAxis): string {
  const { outer, length, inner, stride, before, output } = axis;
  let rest = reshape(b, gradient, [outer, output, inner]);
  const shares: string[] = [];
  for (const mask of larger.toReversed()) {
    const share = multiply(b, rest, mask);
    rest = subtract(b, rest, share);
    shares.unshift(share);
  }
  shares.unshift(rest);
  const places = placesOf(axis);
  const phases: (string | undefined)[] = Array.from({ length: stride }, () => undefined);
  for (const [tap, share] of shares.entries()) {
    const { phase, shift } = placeOf(axis, tap);
    const placed = frame(b, share, [1], [shift], [places - shift - output]);
    const earlier = phases[phase];
    phases[phase] = earlier === undefined ? placed : add(b, earlier, placed);
  }
  const nothing = (): string =>
    emit(b, 'Expand', [constant(b, Float32Array.of(0), [1]), ints(b, [outer, places, inner])]);
  const joined = concat(
    b,
    phases.map((phase) => phase ?? nothing()),
    2,
  );
  const whole = reshape(b, joined, [outer, places * stride, inner]);
  return frame(b, whole, [1], [-before], [before + length - places * stride]);
}
