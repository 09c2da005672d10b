import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expressionLines } from '../../../src/analysis/arithmetic/expression.ts';
import { namedKernels, stepImage } from '../../../src/analysis/arithmetic/kernels.ts';
import type { Matrix } from '../../../src/analysis/arithmetic/matrix.ts';
import { type Filter, slideOver, stepAt } from '../../../src/analysis/arithmetic/numbers.ts';
import { argumentsOf, axesOf, type Operation, recordOf } from '../../../src/analysis/arithmetic/operation.ts';
import type { Sides, Size } from '../../../src/operators/operator.ts';

/** Starts of the windows on one axis of the padded input, found by walking. */
function starts(n: number, before: number, after: number, extent: number, stride: number, ceil: boolean): number[] {
  const found: number[] = [];
  const padded = before + n + after;
  for (let start = 0; ceil ? start < before + n : start + extent <= padded; start += stride) {
    found.push(start);
    if (start + extent >= padded) break;
  }
  return found;
}

interface Case {
  readonly matrix: Matrix;
  readonly kernel: Size;
  readonly stride: Size;
  readonly dilation: Size;
  readonly sides: Sides;
}

type Reduce = (values: readonly (number | 'padding' | 'beyond')[]) => number;

/** Pads by copying, then slides: nothing is shared with the code under test. */
function naive({ matrix, kernel, stride, dilation, sides }: Case, reduce: Reduce, ceil: boolean): number[][] {
  const [top, bottom, left, right] = sides;
  const width = matrix[0]?.length ?? 0;
  const blank = (count: number) => Array.from({ length: count }, () => 'padding' as const);
  const wide = left + width + right;
  const padded: (number | 'padding')[][] = [
    ...Array.from({ length: top }, () => blank(wide)),
    ...matrix.map((row) => [...blank(left), ...row, ...blank(right)]),
    ...Array.from({ length: bottom }, () => blank(wide)),
  ];
  const [rows, columns] = [dilation[0] * (kernel[0] - 1) + 1, dilation[1] * (kernel[1] - 1) + 1];
  return starts(matrix.length, top, bottom, rows, stride[0], ceil).map((y) =>
    starts(width, left, right, columns, stride[1], ceil).map((x) => {
      const values: (number | 'padding' | 'beyond')[] = [];
      for (let u = 0; u < rows; u += dilation[0]) {
        for (let v = 0; v < columns; v += dilation[1]) values.push(padded[y + u]?.[x + v] ?? 'beyond');
      }
      return reduce(values);
    }),
  );
}

const side = fc.integer({ min: 1, max: 9 });
const matrices = fc.tuple(side, side).chain(([rows, columns]) =>
  fc.array(fc.array(fc.integer({ min: -20, max: 20 }), { minLength: columns, maxLength: columns }), {
    minLength: rows,
    maxLength: rows,
  }),
);
const small = fc.integer({ min: 1, max: 3 });
const pair = fc.tuple(small, small);

/** The registry's output shape, or undefined where it finds a problem. */
function registryShape(operation: Operation, matrix: Matrix, sides: Sides): readonly number[] | undefined {
  const input = [1, matrix.length, matrix[0]?.length ?? 0] as const;
  const { shape, problems } = recordOf(operation).shape([input], argumentsOf(operation, sides));
  return problems.length === 0 ? shape : undefined;
}

function axes(operation: Operation, matrix: Matrix, sides: Sides) {
  return axesOf(operation, sides, [1, matrix.length, matrix[0]?.length ?? 0]);
}

describe('the reference convolution', () => {
  const pads = fc.integer({ min: 0, max: 3 });
  const weights = pair.chain(([rows, columns]) =>
    fc.array(fc.array(fc.integer({ min: -5, max: 5 }), { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  );

  it('equals an independent loop over the padded input, and has the shape that the registry gives', () => {
    let compared = 0;
    fc.assert(
      fc.property(
        matrices,
        weights,
        pair,
        pair,
        fc.tuple(pads, pads, pads, pads),
        (matrix, w, stride, dilation, sides) => {
          const kernel: Size = [w.length, w[0]?.length ?? 0];
          const operation: Operation = { op: 'conv', kernel, stride, dilation };
          const shape = registryShape(operation, matrix, sides);
          const sum: Reduce = (values) =>
            values.reduce<number>((total, value, place) => {
              const weight = w[Math.floor(place / kernel[1])]?.[place % kernel[1]] ?? 0;
              return total + (typeof value === 'number' ? value * weight : 0);
            }, 0);
          const wanted = naive({ matrix, kernel, stride, dilation, sides }, sum, false);
          if (shape === undefined) {
            expect(wanted.length === 0 || wanted[0]?.length === 0).toBe(true);
            return;
          }
          compared += 1;
          const filter: Filter = { kind: 'weights', weights: w, divisor: 1 };
          const result = slideOver(matrix, filter, axes(operation, matrix, sides));
          expect(result.map((row) => row.map((value) => value + 0))).toEqual(
            wanted.map((row) => row.map((v) => v + 0)),
          );
          expect([1, result.length, result[0]?.length]).toEqual(shape);
        },
      ),
      { numRuns: 400 },
    );
    expect(compared).toBeGreaterThan(100);
  });

  it('is a cross-correlation: the kernel is not turned', () => {
    const filter: Filter = {
      kind: 'weights',
      weights: [
        [1, 0],
        [0, 0],
      ],
      divisor: 1,
    };
    const operation: Operation = { op: 'conv', kernel: [2, 2], stride: [1, 1], dilation: [1, 1] };
    const matrix = [
      [1, 2],
      [3, 4],
    ];
    expect(slideOver(matrix, filter, axes(operation, matrix, [0, 0, 0, 0]))).toEqual([[1]]);
  });

  it('writes each value as a sum whose terms add up to it', () => {
    const operation: Operation = { op: 'conv', kernel: [2, 3], stride: [1, 1], dilation: [1, 1] };
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 3 }), {
          minLength: 2,
          maxLength: 2,
        }),
        fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 3 }), {
          minLength: 2,
          maxLength: 2,
        }),
        (matrix, w) => {
          const filter: Filter = { kind: 'weights', weights: w, divisor: 1 };
          const step = stepAt(matrix, filter, axes(operation, matrix, [0, 0, 0, 0]), 0, 0);
          const [sum = '', value] = expressionLines(step, filter).join(' ').split(' = ');
          const terms = [...sum.matchAll(/\(?(-?\d+)\)?\*\(?(-?\d+)\)?/g)];
          expect(terms).toHaveLength(6);
          expect(terms.reduce((total, [, a, b]) => total + Number(a) * Number(b), 0)).toBe(Number(value));
        },
      ),
    );
  });
});

describe('the reference pooling', () => {
  const numbers = (values: readonly (number | 'padding' | 'beyond')[]) => values.filter((v) => typeof v === 'number');
  const largest: Reduce = (values) => Math.max(...numbers(values));
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const meanWith: Reduce = (values) => sum(numbers(values)) / values.filter((value) => value !== 'beyond').length;
  const meanWithout: Reduce = (values) => sum(numbers(values)) / numbers(values).length;

  it.each([
    ['maxpool', { kind: 'max' }, largest],
    ['avgpool', { kind: 'mean', includePadding: true }, meanWith],
    ['avgpool', { kind: 'mean', includePadding: false }, meanWithout],
  ] as const)('%s (%o) equals an independent loop, rounded down and up', (op, filter, reduce) => {
    let compared = 0;
    fc.assert(
      fc.property(matrices, pair, pair, fc.tuple(small, small), fc.boolean(), (matrix, kernel, stride, most, ceil) => {
        const [vertical, horizontal] = [
          Math.min(most[0], Math.floor(kernel[0] / 2)),
          Math.min(most[1], Math.floor(kernel[1] / 2)),
        ];
        const sides: Sides = [vertical, vertical, horizontal, horizontal];
        const countIncludePad = filter.kind !== 'mean' || filter.includePadding;
        const operation: Operation = { op, kernel, stride, ceil, countIncludePad };
        const shape = registryShape(operation, matrix, sides);
        if (shape === undefined) return;
        compared += 1;
        const result = slideOver(matrix, filter, axes(operation, matrix, sides));
        expect(result).toEqual(naive({ matrix, kernel, stride, dilation: [1, 1], sides }, reduce, ceil));
        expect([1, result.length, result[0]?.length]).toEqual(shape);
      }),
      { numRuns: 400 },
    );
    expect(compared).toBeGreaterThan(200);
  });
});

describe('the named kernels', () => {
  const on = (name: string, matrix: Matrix): Matrix => {
    const { weights = [], divisor = 1 } = namedKernels.get(name) ?? {};
    const operation: Operation = { op: 'conv', kernel: [3, 3], stride: [1, 1], dilation: [1, 1] };
    return slideOver(matrix, { kind: 'weights', weights, divisor }, axes(operation, matrix, [0, 0, 0, 0]));
  };

  it('are 3x3, and sum to zero (edges) or to one (the others)', () => {
    const edges = /edge|prewitt|sobel|laplacian/;
    for (const [name, { weights, divisor }] of namedKernels) {
      expect(
        weights.map((row) => row.length),
        name,
      ).toEqual([3, 3, 3]);
      expect(weights.flat().reduce((total, weight) => total + weight, 0) / divisor, name).toBe(
        edges.test(name) ? 0 : 1,
      );
    }
  });

  it('find the edge of the step image', () => {
    const rows = (row: readonly number[]) => Array.from({ length: 4 }, () => row);
    expect(on('vertical-edge', stepImage)).toEqual(rows([0, 30, 30, 0]));
    expect(on('horizontal-edge', stepImage)).toEqual(rows([0, 0, 0, 0]));
    expect(on('prewitt-x', stepImage)).toEqual(rows([0, -30, -30, 0]));
    expect(on('sobel-x', stepImage)).toEqual(rows([0, -40, -40, 0]));
    expect(on('sobel-y', stepImage)).toEqual(rows([0, 0, 0, 0]));
    expect(on('laplacian', stepImage)).toEqual(rows([0, -10, 10, 0]));
    expect(on('sharpen', stepImage)).toEqual(rows([10, 20, -10, 0]));
    expect(on('identity', stepImage)).toEqual(rows([10, 10, 0, 0]));
    expect(on('blur', stepImage)).toEqual(rows([10, 60 / 9, 30 / 9, 0]));
    expect(on('gaussian-blur', stepImage)).toEqual(rows([10, 7.5, 2.5, 0]));
  });
});
