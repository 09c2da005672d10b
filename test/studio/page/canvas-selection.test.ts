import { describe, expect, it } from 'vitest';
import { drawnIds, drawnOfText, stepAbove, stepsBetween, stepsOf } from '../../../src/studio/page/canvas/selection.ts';
import { drawnAt } from '../../../src/studio/page/canvas/spatial.ts';
import { branched, drawn, idOf, idsOf, indexed } from './canvas-support.ts';

/** Where something is written, the caret behind its first letter. */
function caret(text: string, words: string): number {
  return text.indexOf(words) + 1;
}

describe('what is drawn of a place in the text', () => {
  const document = drawn(branched);
  const titles = (start: number, end = start): string[] =>
    drawnOfText(document, 'test.arch', start, end).map(
      (id) => [...document.nodes, ...document.groups].find((each) => each.id === id)?.title ?? '',
    );

  it('is the innermost step around the caret', () => {
    expect(titles(caret(branched, 'conv(64'))).toEqual(['conv']);
    expect(titles(caret(branched, 'tanh'))).toEqual(['tanh']);
    expect(titles(caret(branched, 'add {'))).toEqual(['add']);
  });

  it('is the folded group where the step is folded away', () => {
    expect(titles(caret(branched, 'sigmoid'))).toEqual(['Bottleneck, sigmoid']);
  });

  it('is each expansion of the step', () => {
    const open = drawn(branched, 'open');
    expect(drawnOfText(open, 'test.arch', caret(branched, 'sigmoid'), caret(branched, 'sigmoid'))).toHaveLength(3);
  });

  it('is nothing outside of the steps, and nothing of another file', () => {
    expect(titles(0)).toEqual([]);
    expect(drawnOfText(document, 'other.arch', caret(branched, 'tanh'), caret(branched, 'tanh'))).toEqual([]);
  });

  it('is all that lies in a range, the inner of them not again', () => {
    const from = branched.indexOf('flatten');
    expect(titles(from, branched.indexOf('dense(10)') + 9)).toEqual(['flatten', 'dense']);
    expect(titles(branched.indexOf('sum:'), branched.indexOf('conv3_x'))).toEqual(['add']);
  });
});

describe('steps that are chosen together', () => {
  const index = indexed(branched);
  const written = (ids: readonly string[]): string => {
    const steps = stepsOf(index, ids);
    return steps ? branched.slice(steps.span.start, steps.span.end) : '';
  };

  it('go from the first to the last, in whichever order they were clicked', () => {
    const ids = stepsBetween(index, idOf(index, 'dense'), idOf(index, 'relu')) ?? [];
    expect(written(ids)).toBe(branched.slice(branched.indexOf('first:'), branched.indexOf('dense(10)') + 9));
    expect(stepsOf(index, ids)?.count).toBe(5);
  });

  it('are those of one branch within a merge', () => {
    expect(written(stepsBetween(index, idOf(index, 'conv'), idOf(index, 'batchnorm')) ?? [])).toBe(
      'conv(64, 3, pad = same) -> batchnorm',
    );
  });

  it('are the merge where they stand in different branches or beyond it', () => {
    expect(written(stepsBetween(index, idOf(index, 'conv'), idOf(index, 'tanh')) ?? [])).toMatch(/^sum: add \{.*\}$/s);
    expect(written(stepsBetween(index, idOf(index, 'relu'), idOf(index, 'tanh')) ?? [])).toMatch(/^first: relu.*\}$/s);
  });

  it('are of one expansion of a repetition', () => {
    const open = indexed(branched, 'open');
    const [one = '', two = ''] = idsOf(open, 'sigmoid');
    expect(stepsBetween(open, one, one)).toEqual([one]);
    // Two iterations have nothing in common but the repetition.
    const both = stepsBetween(open, one, two) ?? [];
    expect(both.map((id) => drawnAt(open, id)?.title)).toEqual(['Bottleneck, sigmoid']);
  });

  it('have the gaps before and behind them', () => {
    const steps = stepsOf(index, [idOf(index, 'conv'), idOf(index, 'batchnorm')]);
    expect([steps?.before.index, steps?.after.index]).toEqual([0, 2]);
    expect(branched.slice(steps?.before.body.start, steps?.before.body.end)).toContain('conv(64');
  });

  it('have one above them in their stack, as it is drawn', () => {
    const above = (title: string): string | undefined => {
      const id = stepAbove(index, idOf(index, title));
      return id === undefined ? undefined : drawnAt(index, id)?.title;
    };
    expect(['dense', 'flatten', 'Bottleneck, sigmoid', 'add', 'relu'].map(above)).toEqual([
      'flatten',
      'Bottleneck, sigmoid',
      'add',
      'relu',
      'input',
    ]);
    expect([above('batchnorm'), above('conv'), above('input')]).toEqual(['conv', undefined, undefined]);
  });

  it('are none where the card is of the library, an output, or stands elsewhere', () => {
    const open = indexed(branched, 'open');
    expect(stepsOf(open, [idOf(open, 'add'), idOf(open, 'tanh')])).toBeUndefined();
    expect(stepsOf(index, [idOf(index, 'output')])).toBeUndefined();
    const inLibrary = open.document.nodes.find(({ span }) => span.file !== 'test.arch');
    expect(stepsOf(open, [inLibrary?.id ?? ''])).toBeUndefined();
  });
});

it('a layer that is folded away is seen as the group that it is in', () => {
  const open = indexed(branched, 'open');
  const inner = open.document.nodes.find(({ id }) => id.startsWith('conv3_x/[2]/'))?.id ?? '';
  expect(drawnIds(indexed(branched), [inner, 'sum'])).toEqual(['conv3_x/', 'sum']);
  expect(drawnIds(indexed(branched), ['nowhere/at/all'])).toEqual([]);
});
