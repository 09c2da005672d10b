import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisReach, countedPositions, drawnPositions, reachNotes } from '../../../src/analysis/arithmetic/reach.ts';
import { type Rounding, slide } from '../../../src/operators/geometry.ts';

function height(n: number, kernel: number, stride: number, pad: readonly [number, number], rounding: Rounding, d = 1) {
  const sliding = {
    kernel: [kernel, 1],
    stride: [stride, 1],
    dilation: [d, 1],
    pad: [...pad, 0, 0],
    rounding,
  } as const;
  return slide([1, n, 1], { ...sliding, pad: [pad[0], pad[1], 0, 0] })[0];
}

function notes(...of: Parameters<typeof height>): string {
  return reachNotes(axisReach(height(...of))).join(' ');
}

describe('what the windows of an axis read', () => {
  it('is what walking over the padded input finds', () => {
    const numbers = fc.record({
      n: fc.integer({ min: 1, max: 30 }),
      kernel: fc.integer({ min: 1, max: 5 }),
      stride: fc.integer({ min: 1, max: 6 }),
      before: fc.integer({ min: 0, max: 3 }),
      after: fc.integer({ min: 0, max: 3 }),
      dilation: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(numbers, ({ n, kernel, stride, before, after, dilation }) => {
        const geometry = height(n, kernel, stride, [before, after], 'floor', dilation);
        fc.pre(geometry.output >= 1);
        const reads = new Array<number>(n).fill(0);
        let end = 0;
        for (let start = 0; start + geometry.extent <= before + n + after; start += stride) {
          for (let tap = 0; tap < kernel; tap += 1) {
            const position = start + tap * dilation - before;
            if (position >= 0 && position < n) reads[position] = (reads[position] ?? 0) + 1;
          }
          end = start + geometry.extent;
        }
        const reach = axisReach(geometry);
        expect(reach.reads).toEqual(reads);
        expect(reach.leftOver).toBe(before + n + after - end);
        const unread = (reach.unread ?? []).flatMap(([from, to]) =>
          Array.from({ length: to - from + 1 }, (_, i) => from + i),
        );
        expect(unread).toEqual(reads.flatMap((count, position) => (count === 0 ? [position] : [])));
        if (before + n + after <= drawnPositions) expect(reach.windows).toHaveLength(geometry.output);
        else expect(reach.windows).toBeUndefined();
      }),
    );
  });

  it('is told in sentences', () => {
    expect(notes(7, 3, 2, [0, 0], 'floor')).toBe(
      'Neighbouring windows overlap by 1 row: extent 3 less stride 2. Every row is read. ' +
        'Row 0 is read by 1 output, the middle by up to 2.',
    );
    expect(notes(8, 3, 3, [0, 0], 'floor')).toBe(
      'Neighbouring windows touch and do not overlap: extent and stride are both 3. Never read: rows 6-7.',
    );
    expect(notes(8, 3, 3, [0, 0], 'ceil')).toContain(
      'Rounded up, the last window reaches 1 row beyond the input and its padding.',
    );
    expect(notes(10, 1, 3, [0, 0], 'floor')).toBe(
      'Neighbouring windows leave 2 rows between them: stride 3 less extent 1. Never read: rows 1-2, 4-5, 7-8.',
    );
    expect(notes(6, 3, 2, [1, 1], 'floor')).toContain('1 row of the padding at the bottom is never read.');
    expect(notes(20, 1, 2, [0, 0], 'floor')).toContain('Never read: rows 1, 3, 5, 7, ... (10 in all).');
    expect(notes(3, 3, 1, [0, 0], 'floor')).toBe('Every row is read.');
  });

  it('is not counted one by one on a huge axis, and what is left over is still said', () => {
    const reach = axisReach(height(1_000_000, 3, 7, [0, 0], 'floor'));
    expect(reach.reads).toBeUndefined();
    expect(reach.leftOver).toBe(5);
    expect(reachNotes(reach).at(-1)).toBe('The last 5 rows are never read: no further window fits.');
    expect(axisReach(height(countedPositions, 2048, 1, [0, 0], 'floor')).reads).toHaveLength(countedPositions);
  });
});
