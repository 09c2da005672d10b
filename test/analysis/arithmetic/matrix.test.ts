import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatValue, type Matrix, parseMatrix, turned } from '../../../src/analysis/arithmetic/matrix.ts';

const matrices = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 })).chain(([rows, columns]) =>
  fc.array(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: columns, maxLength: columns }), {
    minLength: rows,
    maxLength: rows,
  }),
);

const written = (matrix: Matrix, between: string, after: string) => matrix.map((row) => row.join(between)).join(after);

describe('a matrix as text', () => {
  it('is read in all the ways of writing it', () => {
    fc.assert(
      fc.property(
        matrices,
        fc.constantFrom(' ', ',', ', ', '\t', '  '),
        fc.constantFrom(';', '; ', '\n', '\r\n'),
        (m, b, a) => {
          expect(parseMatrix(written(m, b, a))).toEqual({ kind: 'matrix', matrix: m });
          expect(parseMatrix(` ${written(m, b, a)}${a}`)).toEqual({ kind: 'matrix', matrix: m });
        },
      ),
    );
    expect(parseMatrix('.5 -1.25; +2 1e2')).toEqual({
      kind: 'matrix',
      matrix: [
        [0.5, -1.25],
        [2, 100],
      ],
    });
  });

  it.each([
    ['1 2 3; 4 5', 'row 2 has 2 values, row 1 has 3; every row must have as many'],
    ['1 2; 3', 'row 2 has 1 value, row 1 has 2; every row must have as many'],
    ['1 2; 3 x', "row 2, value 2 is 'x', which is no number; write 2, -1 or 0.5"],
    ['0x10', "row 1, value 1 is '0x10', which is no number; write 2, -1 or 0.5"],
    ['NaN', "row 1, value 1 is 'NaN', which is no number; write 2, -1 or 0.5"],
    ['1,,2', 'row 1, value 2 is missing: there is nothing between two commas, or beside the first or last'],
    ['1e300', 'row 1, value 1 is 1e300; at most 1,000,000,000 is worked with'],
    [' ; \n', 'it is empty; write rows of numbers, as in "1 2 3; 4 5 6"'],
    ['1\n'.repeat(4097), 'it has 4,097 rows, and 4,096 is the most that is read'],
    ['1 '.repeat(4097), 'it has 4,097 values in row 1, and 4,096 is the most that is read'],
  ])('says what is wrong with %j', (text, reason) => {
    expect(parseMatrix(text)).toEqual({ kind: 'failure', reason });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(['matrix', 'failure']).toContain(parseMatrix(text).kind);
      }),
    );
  });
});

describe('values', () => {
  it('are shown to six significant digits', () => {
    expect([30, -0.5, 10 / 3, -0, 0.1 + 0.2, 1_000_000_000].map(formatValue)).toEqual([
      '30',
      '-0.5',
      '3.33333',
      '0',
      '0.3',
      '1000000000',
    ]);
  });
});

describe('turning', () => {
  it('by 180 degrees twice gives the matrix again', () => {
    expect(
      turned([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    ).toEqual([
      [6, 5, 4],
      [3, 2, 1],
    ]);
    fc.assert(
      fc.property(matrices, (matrix) => {
        expect(turned(turned(matrix))).toEqual(matrix);
      }),
    );
  });
});
