import { describe, expect, it } from 'vitest';
import { endProblem } from '../../src/training/ends.ts';
import { examineText } from '../support/host.ts';

function problem(body: string, classes: number, parameters: readonly string[] = []): string | undefined {
  const { graph } = examineText(`network N { input image [3, 8, 8]\n${body} }`).compilation;
  if (graph === undefined) throw new Error('no graph');
  const names = Array.from({ length: classes }, (_, index) => String(index));
  return endProblem(graph, { name: 'photos', classes: names }, parameters)?.message;
}

describe('the end of a network', () => {
  it('is one number for each class, also as a map of one place, softmax or not', () => {
    expect(problem('flatten -> dense(5)', 5)).toBeUndefined();
    expect(problem('flatten -> dense(5) -> softmax', 5)).toBeUndefined();
    expect(problem('conv(5, 3) -> global_avgpool', 5)).toBeUndefined();
  });

  it('is told from other ends, with the fix', () => {
    expect(problem('flatten -> dense(5)', 7)).toBe('N ends in 5 numbers, and photos has 7 classes; let it end in 7');
    expect(problem('flatten -> dense(5)', 7, ['classes'])).toContain('write --set classes=7, or let it end in 7');
    expect(problem('conv(7, 3)', 7)).toContain(
      'N ends in a map, 7x6x6; a classifier ends in one number for each class',
    );
  });

  it('is asked of heads too', () => {
    const head =
      'a: conv(4, 3)\nglobal_avgpool -> dense(7)\nhead side from a, weight = 0.3, training_only { global_avgpool -> dense(6) }';
    expect(problem(head, 7)).toContain('the head side ends in 6 numbers, and photos has 7 classes');
  });
});
