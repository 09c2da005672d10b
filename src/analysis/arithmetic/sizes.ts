/** Sizes, parameters and multiply-accumulates under one padding, worked with the operator's own record. */
import { type AxisGeometry, type Padding, type Rounding, resolvePadding } from '../../operators/geometry.ts';
import { type FeatureMap, type Shape, type Sides, type Size, volume } from '../../operators/operator.ts';
import { formatArgument } from '../../operators/registry.ts';
import { formatCount } from '../format.ts';
import {
  type Arguments,
  argumentsOf,
  axesOf,
  callOf,
  inputMap,
  type Operation,
  problemText,
  recordOf,
} from './operation.ts';
import { type AxisReach, alike, axisReach, reachNotes } from './reach.ts';

export interface PaddingCase {
  /** `valid`, `same`, `1`, `[1, 0]`, `[0, 1, 0, 1]`, as after `pad =`. */
  readonly pad: string;
  readonly sides: Sides;
  /** "none", "1 on each side", "top 0, bottom 1, left 0, right 1" */
  readonly padding: string;
  /** The step in the language. */
  readonly call: string;
  readonly fit: Fit | Refusal;
  /** The padding shown before that adds as much, and so gives the same. */
  readonly sameAs?: string;
}

/** The compiler's own words for why it does not work. */
export interface Refusal {
  readonly kind: 'refused';
  readonly reasons: readonly string[];
}

export interface Fit {
  readonly kind: 'fits';
  readonly output: Shape;
  /** The chosen rounding first. A convolution only rounds down. */
  readonly roundings: readonly [Rounded, ...Rounded[]];
  /** True where one sum serves both axes. */
  readonly alike: boolean;
  readonly axes: readonly [AxisReach, AxisReach];
  readonly notes: readonly string[];
  readonly costs?: Costs;
}

export interface Rounded {
  readonly rounding: Rounding;
  /** Height and width; zero where this rounding leaves no window. */
  readonly size: Size;
  /** The record's lines, an axis each; where both are the same sum, one line that says so. */
  readonly worked: readonly string[];
}

/** A figure and the product or sum that gives it: `text` ends in the figure. */
export interface Worked {
  readonly value: number;
  readonly text: string;
}

export interface Costs {
  readonly parameters: Worked;
  readonly macs: Worked;
}

/**
 * The paddings that are compared when none is chosen: `valid`, `same` and a number. The number is 1; for a
 * convolution for which 1 is what `same` means, it is 2.
 */
export function comparedPaddings(operation: Operation): readonly Padding[] {
  const dilation: Size = operation.op === 'conv' ? operation.dilation : [1, 1];
  const same = resolvePadding('same', operation.kernel, dilation);
  const number = operation.op === 'conv' && same.every((side) => side === 1) ? 2 : 1;
  return ['valid', 'same', [number, number, number, number]];
}

export function paddingCase(operation: Operation, size: Size, pad: Padding): PaddingCase {
  const input = inputMap(operation, size);
  const args = argumentsOf(operation, pad);
  const sides = resolvePadding(pad, operation.kernel, operation.op === 'conv' ? operation.dilation : [1, 1]);
  const { shape, problems } = recordOf(operation).shape([input], args);
  const fit: Fit | Refusal =
    problems.length > 0 || shape === undefined
      ? { kind: 'refused', reasons: [...new Set(problems.map(problemText))] }
      : fitOf(operation, input, pad, args, shape);
  return { pad: formatArgument(pad), sides, padding: sidesText(sides), call: callOf(operation, pad), fit };
}

function fitOf(operation: Operation, input: FeatureMap, pad: Padding, args: Arguments, output: Shape): Fit {
  const [height, width] = axesOf(operation, pad, input);
  const axes: Fit['axes'] = [axisReach(height), axisReach(width)];
  const same = alike(height, width);
  const roundings: Fit['roundings'] =
    operation.op === 'conv'
      ? [rounded(operation, input, pad)]
      : [rounded(operation, input, pad), rounded({ ...operation, ceil: !operation.ceil }, input, pad)];
  const costs = costsOf(operation, input, args, output);
  return {
    kind: 'fits',
    output,
    roundings,
    alike: same,
    axes,
    notes: notesOf(axes, same),
    ...(costs === undefined ? {} : { costs }),
  };
}

function rounded(operation: Operation, input: FeatureMap, pad: Padding): Rounded {
  const [height, width] = axesOf(operation, pad, input);
  const lines = recordOf(operation).worked?.([input], argumentsOf(operation, pad)) ?? [];
  return { rounding: height.rounding, size: [height.output, width.output], worked: merged(lines) };
}

/** "height: 7 = 7" and "width: 7 = 7" in one line. */
function merged(lines: readonly string[]): readonly string[] {
  const [height, width] = lines;
  const sum = height?.replace(/^height: /, '');
  return sum !== undefined && width === `width: ${sum}` ? [`height and width: ${sum}`] : lines;
}

function notesOf([height, width]: Fit['axes'], same: boolean): readonly string[] {
  const rows = reachNotes(height);
  if (!same) return [...rows, ...reachNotes(width).filter((note) => !rows.includes(note))];
  return height.geometry.input === 1 ? rows : [...rows, 'The columns are as the rows.'];
}

function costsOf(operation: Operation, input: FeatureMap, args: Arguments, output: Shape): Costs | undefined {
  if (operation.op !== 'conv' || operation.channels === undefined) return undefined;
  const record = recordOf(operation);
  const weights = record.weights?.([input], args) ?? [];
  const products = weights.map(({ shape }) => shape.map(formatCount).join(' * '));
  const parameters = weights.reduce((sum, { shape }) => sum + volume(shape), 0);
  const macs = record.macs?.([input], args, output) ?? 0;
  const taps = [...(weights[0]?.shape ?? []), ...output.slice(1)].map(formatCount).join(' * ');
  return {
    parameters: { value: parameters, text: `${products.join(' + ')} = ${formatCount(parameters)}` },
    macs: { value: macs, text: `${taps} = ${formatCount(macs)}` },
  };
}

export function sidesText([top, bottom, left, right]: Sides): string {
  if ([top, bottom, left, right].every((side) => side === 0)) return 'none';
  if (top === bottom && left === right) {
    return top === left ? `${top} on each side` : `${top} at top and bottom, ${left} at left and right`;
  }
  return `top ${top}, bottom ${bottom}, left ${left}, right ${right}`;
}

/** "112x112" */
export function sizeText([height, width]: Size): string {
  return `${height}x${width}`;
}

/** For an axis that is too long to draw: its first two windows and the last. */
export function reachText(geometry: AxisGeometry): readonly string[] {
  const { output, stride, before, extent } = geometry;
  const chosen = [...new Set([0, Math.min(1, output - 1), output - 1])];
  return chosen.map((index) => {
    const start = index * stride - before;
    return `output ${formatCount(index)} reads ${signed(start)} to ${signed(start + extent - 1)}`;
  });
}

function signed(position: number): string {
  return position < 0 ? `-${formatCount(-position)}` : formatCount(position);
}
