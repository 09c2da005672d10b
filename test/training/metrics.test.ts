import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addSums, confusion, noSums, scoreLogits, scoreOf, topClasses } from '../../src/training/metrics.ts';

const logits = Float32Array.of(2, 1, 0, -1, -2, -3, 0, 0, 0, 0, 0, 0);

describe('scores', () => {
  it('count the first class and the first five, and the cross-entropy', () => {
    const sums = scoreLogits(logits, Int32Array.of(0, 5), 6);
    expect(sums).toMatchObject({ images: 2, correct1: 1, correct5: 1 });
    const first = Math.log([2, 1, 0, -1, -2, -3].reduce((sum, value) => sum + Math.exp(value), 0)) - 2;
    expect(sums.loss).toBeCloseTo(first + Math.log(6), 6);
    expect(scoreOf(sums)).toMatchObject({ top1Error: 50, top5Error: 50 });
  });

  it('rank equal logits in the order of the classes, so that a network that knows nothing is not right', () => {
    for (let label = 0; label < 6; label += 1) {
      const { correct1, correct5 } = scoreLogits(logits.subarray(6), Int32Array.of(label), 6);
      expect([correct1, correct5]).toEqual([label === 0 ? 1 : 0, label < 5 ? 1 : 0]);
    }
  });

  it('do not overflow, and call what is no number wrong', () => {
    expect(scoreLogits(Float32Array.of(1e38, -1e38), Int32Array.of(0), 2)).toMatchObject({ loss: 0, correct1: 1 });
    expect(scoreLogits(Float32Array.of(Number.NaN, Number.NaN), Int32Array.of(0), 2).correct1).toBe(0);
  });

  it('are the same in one go and in parts', () => {
    const rows = fc.array(fc.array(fc.float({ min: -9, max: 9, noNaN: true }), { minLength: 3, maxLength: 3 }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(rows, fc.nat(), (values, cut) => {
        const data = Float32Array.from(values.flat());
        const labels = Int32Array.from(values, (_, index) => index % 3);
        const at = cut % (values.length + 1);
        const parts = addSums(
          addSums(noSums, scoreLogits(data.subarray(0, 3 * at), labels.subarray(0, at), 3)),
          scoreLogits(data.subarray(3 * at), labels.subarray(at), 3),
        );
        const whole = scoreLogits(data, labels, 3);
        expect(parts).toMatchObject({ images: whole.images, correct1: whole.correct1, correct5: whole.correct5 });
        expect(parts.loss).toBeCloseTo(whole.loss, 8);
      }),
    );
  });

  it('list the best classes with probabilities, and who was taken for whom', () => {
    const [first, second] = topClasses(Float32Array.of(0, Math.log(3), 0), 2);
    expect(first?.index).toBe(1);
    expect(first?.probability).toBeCloseTo(0.6);
    expect(second?.index).toBe(0);
    expect([...confusion(Float32Array.of(1, 0, 1, 0, 0, 1), Int32Array.of(0, 1, 1), 2)]).toEqual([1, 0, 1, 1]);
  });
});
