/** The lesson as data: what the terminal, the page and the JSON show. */
import type { Padding } from '../../operators/geometry.ts';
import type { FeatureMap, Size } from '../../operators/operator.ts';
import { formatCount, formatSize } from '../format.ts';
import { expressionLines } from './expression.ts';
import { equal, formatValue, type Matrix, sizeOf, turned } from './matrix.ts';
import { type Axes, type Filter, mostTaps, type Step, slideOver, stepAt, tapCount } from './numbers.ts';
import { axesOf, inputMap, type Operation, sizeRule } from './operation.ts';
import { axisReach } from './reach.ts';
import { comparedPaddings, type PaddingCase, paddingCase, sizeText } from './sizes.ts';

export interface Lesson {
  /** "conv: 7x7 input, kernel 3, stride 2" */
  readonly title: string;
  readonly operation: Operation;
  readonly input: FeatureMap;
  /** The size rule in the record's notation. */
  readonly rule: readonly string[];
  /** One for each padding that is shown; at least one of them fits. */
  readonly cases: readonly PaddingCase[];
  readonly numbers?: Numbers;
}

/** A matrix worked value by value. */
export interface Numbers {
  readonly matrix: Matrix;
  readonly filter: Filter;
  /** "vertical-edge" */
  readonly kernelName?: string;
  readonly result: Matrix;
  /** In reading order; all of them, or the first ones where there are more than `mostSteps`. */
  readonly steps: readonly WrittenStep[];
  /** Of all outputs. */
  readonly stepCount: number;
  readonly axes: Axes;
  readonly notes: readonly string[];
}

export interface WrittenStep extends Step {
  /** The sum, a line for each row of the kernel. */
  readonly written: readonly string[];
}

export type Lessoned =
  | { readonly kind: 'lesson'; readonly lesson: Lesson }
  | { readonly kind: 'refused'; readonly reasons: readonly string[] };

/** Most steps that are written out. */
export const mostSteps = 144;

/** Without a padding, all three kinds are worked side by side. */
export function sizesLesson(operation: Operation, size: Size, pad: Padding | undefined): Lessoned {
  const paddings = pad === undefined ? comparedPaddings(operation) : [pad];
  const cases = paddings.map((padding) => paddingCase(operation, size, padding)).map(withTwin);
  if (cases.every(({ fit }) => fit.kind === 'refused')) {
    const [first] = cases;
    return { kind: 'refused', reasons: first?.fit.kind === 'refused' ? first.fit.reasons : [] };
  }
  return { kind: 'lesson', lesson: lessonOf(operation, size, cases) };
}

/** A padding that adds as much as one before it says so. */
function withTwin(shown: PaddingCase, index: number, all: readonly PaddingCase[]): PaddingCase {
  const twin = all.slice(0, index).find(({ sides }) => sides.every((side, place) => side === shown.sides[place]));
  return twin === undefined ? shown : { ...shown, sameAs: twin.pad };
}

export interface Numeric {
  readonly matrix: Matrix;
  readonly filter: Filter;
  readonly kernelName?: string;
  /** What is special about this matrix or kernel, in sentences. */
  readonly notes?: readonly string[];
}

/** `operation` has the kernel's size. */
export function numbersLesson(operation: Operation, pad: Padding, numeric: Numeric): Lessoned {
  const { matrix, filter, kernelName } = numeric;
  const size = sizeOf(matrix);
  const only = paddingCase(operation, size, pad);
  if (only.fit.kind === 'refused') return only.fit;
  const axes = axesOf(operation, pad, inputMap(operation, size));
  const taps = tapCount(axes);
  if (taps > mostTaps) {
    const most = `at most ${formatCount(mostTaps)} are worked`;
    const reason = `the result needs ${formatCount(taps)} values to be read, and ${most}; use a smaller matrix or kernel`;
    return { kind: 'refused', reasons: [reason] };
  }
  const [rows, columns] = [axes[0].output, axes[1].output];
  const stepCount = rows * columns;
  const steps = Array.from({ length: Math.min(stepCount, mostSteps) }, (_, index): WrittenStep => {
    const step = stepAt(matrix, filter, axes, Math.floor(index / columns), index % columns);
    return { ...step, written: expressionLines(step, filter) };
  });
  const numbers: Numbers = {
    matrix,
    filter,
    ...(kernelName === undefined ? {} : { kernelName }),
    result: slideOver(matrix, filter, axes),
    steps,
    stepCount,
    axes,
    notes: [...(numeric.notes ?? []), ...filterNotes(matrix, filter, axes)],
  };
  return { kind: 'lesson', lesson: { ...lessonOf(operation, size, [only]), numbers } };
}

function lessonOf(operation: Operation, size: Size, cases: readonly PaddingCase[]): Lesson {
  return {
    title: titleOf(operation, size),
    operation,
    input: inputMap(operation, size),
    rule: sizeRule(operation),
    cases,
  };
}

function titleOf(operation: Operation, size: Size): string {
  const { op, kernel, stride } = operation;
  const parts = [`${sizeText(size)} input`, `kernel ${formatSize(kernel)}`, `stride ${formatSize(stride)}`];
  if (operation.op === 'conv') {
    const { dilation, channels } = operation;
    if (formatSize(dilation) !== '1') parts.push(`dilation ${formatSize(dilation)}`);
    if (channels !== undefined)
      parts.push(`${formatCount(channels.input)} to ${formatCount(channels.output)} channels`);
    if (channels !== undefined && channels.groups > 1) parts.push(`${formatCount(channels.groups)} groups`);
  } else if (operation.ceil) parts.push('ceil');
  return `${op}: ${parts.join(', ')}`;
}

function filterNotes(matrix: Matrix, filter: Filter, axes: Axes): readonly string[] {
  const padded = axes.some(({ before, after }) => before + after > 0);
  const beyond = axes.some((axis) => axisReach(axis).beyond > 0)
    ? ['Rounded up, the last windows reach beyond the input and its padding; what would lie there is left out.']
    : [];
  switch (filter.kind) {
    case 'weights': {
      const zeros = padded ? ['The padding counts as zeros.'] : [];
      return [
        'The kernel is laid on the input as it is, not turned: this is cross-correlation, which the field calls ' +
          `convolution. ${turnedNote(matrix, filter.weights, filter.divisor, axes)}`,
        ...zeros,
      ];
    }
    case 'max':
      return [...(padded ? ['The padding never wins: it counts as minus infinity.'] : []), ...beyond];
    case 'mean': {
      if (!padded) return beyond;
      return [
        filter.includePadding
          ? 'The padding counts as zeros, and in the divisor; --exclude-pad leaves it out.'
          : 'The padding is left out of the mean: the divisor counts input values only.',
        ...beyond,
      ];
    }
  }
}

/** Longest row of a result that is quoted in a sentence. */
const quotedValues = 12;

/** What the mathematician's convolution would give. */
function turnedNote(matrix: Matrix, weights: Matrix, divisor: number, axes: Axes): string {
  const other = turned(weights);
  const lead = "The mathematician's convolution turns it by 180 degrees first";
  if (equal(weights, other)) return `${lead}; this kernel stays the same when turned.`;
  const [height, width] = axes;
  const firstRow: Axes = [{ ...height, output: 1 }, width];
  const [row = []] = slideOver(matrix, { kind: 'weights', weights: other, divisor }, firstRow);
  if (row.length > quotedValues) return `${lead}.`;
  return `${lead}; the first row of the result would then be ${row.map(formatValue).join(' ')}.`;
}
