import { describe, expect, it } from 'vitest';
import type { Question } from '../../../src/studio/protocol.ts';
import { examples, talk } from './support.ts';

/** Every question that is asked of an offset or of a file, at one place. */
function questionsAt(path: string, offset: number, length: number): readonly Question[] {
  const span = { file: path, start: offset, end: offset };
  return [
    { kind: 'completion', offset },
    { kind: 'hover', offset },
    { kind: 'definition', offset },
    { kind: 'references', offset },
    { kind: 'highlights', offset },
    { kind: 'renameable', offset },
    { kind: 'rename', offset, name: 'renamed_1' },
    { kind: 'signature', offset },
    { kind: 'actions', start: 0, end: length },
    { kind: 'symbols' },
    { kind: 'foldingRanges' },
    { kind: 'inlayHints' },
    { kind: 'tokens' },
    { kind: 'format' },
    { kind: 'edit', edit: { kind: 'label', step: { ...span, end: offset + 1 }, name: 'named' } },
    { kind: 'inspect', span, node: undefined },
    { kind: 'layers' },
    { kind: 'palette' },
    { kind: 'svg', mode: 'dark' },
    { kind: 'report' },
  ];
}

describe('every question', () => {
  it.each([...examples])('is answered on %s', async (path, text) => {
    const core = talk();
    core.open(path, text);
    const offset = Math.floor(text.length / 2);
    for (const question of questionsAt(path, offset, text.length)) {
      const answer = await core.ask(path, question);
      if (question.kind === 'layers') expect((answer as readonly unknown[]).length).toBeGreaterThan(3);
    }
    expect(core.told.map(({ kind }) => kind)).toEqual(['state']);
    expect(core.state(path).state.diagnostics).toEqual([]);
  });
});
