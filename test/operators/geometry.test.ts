import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dilatedExtent, resolvePadding, slide, windowCount, workedLines } from '../../src/operators/geometry.ts';

/** Slides a window over the padded rows, one position after the other, and counts those that lie inside. */
function countInside(input: number, before: number, after: number, extent: number, stride: number): number {
  let count = 0;
  for (let start = -before; start + extent <= input + after; start += stride) count += 1;
  return count;
}

/** Slides until the padded rows are covered; a window that would start after the input is not taken. */
function countCovering(input: number, before: number, after: number, extent: number, stride: number): number {
  let count = 0;
  let covered = -before;
  for (let start = -before; covered < input + after && start < input; start += stride) {
    count += 1;
    covered = start + extent;
  }
  return count;
}

const axis = fc.record({
  input: fc.integer({ min: 1, max: 40 }),
  before: fc.integer({ min: 0, max: 5 }),
  after: fc.integer({ min: 0, max: 5 }),
  kernel: fc.integer({ min: 1, max: 9 }),
  dilation: fc.integer({ min: 1, max: 4 }),
  stride: fc.integer({ min: 1, max: 6 }),
});

describe('window count', () => {
  it.each([
    // input, before, after, extent, stride, floor, ceil
    [224, 3, 3, 7, 2, 112, 113], // ResNet's first convolution
    [112, 0, 0, 3, 2, 55, 56], // GoogLeNet's first pooling
    [227, 0, 0, 11, 4, 55, 55], // AlexNet's first convolution
    [32, 0, 0, 5, 1, 28, 28], // LeNet-5's first convolution
    [7, 0, 0, 7, 1, 1, 1],
    [5, 0, 0, 2, 2, 2, 3],
    [4, 1, 1, 2, 2, 3, 3],
    [3, 1, 1, 2, 2, 2, 2], // ceil gives 3, and the third window would start after the input
    [5, 0, 0, 1, 3, 2, 2], // likewise, without padding
  ])('of %i rows padded %i and %i under a window of %i, stride %i', (n, before, after, extent, stride, floor, ceil) => {
    expect(windowCount(n, before, after, extent, stride, 'floor')).toBe(floor);
    expect(windowCount(n, before, after, extent, stride, 'ceil')).toBe(ceil);
  });

  it('is below one where the window does not fit', () => {
    expect(windowCount(2, 0, 0, 3, 1, 'floor')).toBe(0);
    expect(windowCount(1, 0, 0, 2, 2, 'floor')).toBe(0);
    expect(windowCount(2, 0, 0, 7, 1, 'ceil')).toBe(-4);
  });

  it('lets a window with ceil reach beyond the input when it starts inside', () => {
    expect(windowCount(2, 0, 0, 3, 2, 'ceil')).toBe(1);
  });

  it('equals the number of positions found one by one, floor', () => {
    fc.assert(
      fc.property(axis, ({ input, before, after, kernel, dilation, stride }) => {
        const extent = dilatedExtent(kernel, dilation);
        const count = Math.max(0, windowCount(input, before, after, extent, stride, 'floor'));
        expect(count).toBe(countInside(input, before, after, extent, stride));
      }),
      { numRuns: 2000 },
    );
  });

  it('equals the number of positions found one by one, ceil', () => {
    fc.assert(
      fc.property(axis, ({ input, before, after, kernel, dilation, stride }) => {
        const extent = dilatedExtent(kernel, dilation);
        // Pooling pads by half its kernel at most; otherwise several windows could start after the input.
        fc.pre(extent <= input + before + after && after <= extent);
        const count = windowCount(input, before, after, extent, stride, 'ceil');
        expect(count).toBe(countCovering(input, before, after, extent, stride));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('padding', () => {
  it('is half the kernel on each side for odd kernels', () => {
    expect(resolvePadding('same', [3, 5], [1, 1])).toEqual([1, 1, 2, 2]);
    expect(resolvePadding('same', [7, 1], [1, 1])).toEqual([3, 3, 0, 0]);
  });

  it('puts the odd row and column at the bottom and right for even kernels', () => {
    expect(resolvePadding('same', [2, 4], [1, 1])).toEqual([0, 1, 1, 2]);
  });

  it('follows the dilated extent', () => {
    expect(resolvePadding('same', [3, 3], [2, 4])).toEqual([2, 2, 4, 4]);
  });

  it('is none for valid, and as given for sides', () => {
    expect(resolvePadding('valid', [3, 3], [1, 1])).toEqual([0, 0, 0, 0]);
    expect(resolvePadding([1, 2, 3, 4], [3, 3], [1, 1])).toEqual([1, 2, 3, 4]);
  });

  it('same gives ceil(n / s) whatever the kernel and the dilation', () => {
    fc.assert(
      fc.property(axis, ({ input, kernel, dilation, stride }) => {
        const [rows] = slide([1, input, 1], {
          kernel: [kernel, 1],
          stride: [stride, 1],
          dilation: [dilation, 1],
          pad: 'same',
          rounding: 'floor',
        });
        expect(rows.output).toBe(Math.ceil(input / stride));
      }),
    );
  });
});

describe('worked lines', () => {
  const square = { stride: [2, 2], dilation: [1, 1], rounding: 'floor' } as const;

  it('fill the numbers in, an axis a line', () => {
    const axes = slide([3, 224, 180], { ...square, kernel: [7, 7], pad: 'same' });
    expect(workedLines(axes)).toEqual([
      'height: floor((224 + 2*3 - 7) / 2) + 1 = 112',
      'width: floor((180 + 2*3 - 7) / 2) + 1 = 90',
    ]);
  });

  it('show unequal sides, the dilated extent and the window that is dropped', () => {
    const uneven = slide([1, 9, 9], { ...square, kernel: [2, 3], dilation: [1, 2], pad: [0, 1, 2, 2] });
    expect(workedLines(uneven)).toEqual([
      'height: floor((9 + 0 + 1 - 2) / 2) + 1 = 5',
      'width: floor((9 + 2*2 - 5) / 2) + 1 = 5, with f = 2*(3 - 1) + 1 = 5',
    ]);
    const dropped = slide([1, 3, 112], { ...square, kernel: [2, 2], pad: [1, 1, 0, 0], rounding: 'ceil' });
    expect(workedLines(dropped)).toEqual([
      'height: ceil((3 + 2*1 - 2) / 2) + 1 = 3, less 1 for the window that would start after the input = 2',
      'width: ceil((112 + 2*0 - 2) / 2) + 1 = 56',
    ]);
  });
});
