import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from '../../src/diagnostics/nearest.ts';

const operators = ['conv', 'dense', 'maxpool', 'avgpool', 'batchnorm', 'relu', 'prelu', 'elu', 'add', 'Bottleneck'];

describe('nearest', () => {
  it.each([
    ['rellu', 'relu'],
    ['cnov', 'conv'],
    ['maxpol', 'maxpool'],
    ['batch_norm', 'batchnorm'],
    ['bottelneck', 'Bottleneck'],
    ['Conv2d', 'conv'],
    ['RELU', 'relu'],
    ['ad', 'add'],
  ])('takes %s for %s', (typed, meant) => {
    expect(nearest(typed, operators)).toBe(meant);
  });

  it.each(['softmax', 'x', 'shuffle', '', 'pool_of_many_things'])('does not guess for %s', (typed) => {
    expect(nearest(typed, operators)).toBeUndefined();
  });

  it('takes the first of equally near ones, and never the name itself', () => {
    expect(nearest('conv2', ['conv1', 'conv3'])).toBe('conv1');
    expect(nearest('conv', ['conv'])).toBeUndefined();
  });

  it('is quick on absurdly long names', () => {
    expect(nearest('a'.repeat(1_000_000), ['b'.repeat(1_000_000)])).toBeUndefined();
  });
});

describe('edit distance', () => {
  it.each([
    ['', '', 0],
    ['abc', '', 3],
    ['kitten', 'sitting', 3],
    ['stride', 'strdie', 1],
    ['ca', 'abc', 3],
  ])('of %j and %j is %i', (from, to, edits) => {
    expect(editDistance(from, to)).toBe(edits);
  });

  it('is symmetric, zero for equals alone, and at most the longer length', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        const edits = editDistance(a, b);
        expect(editDistance(b, a)).toBe(edits);
        expect(edits === 0).toBe(a === b);
        expect(edits).toBeLessThanOrEqual(Math.max(a.length, b.length));
        expect(edits).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
      }),
    );
  });
});
