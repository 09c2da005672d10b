/** Questions to the worker about a place in Monaco's copy of a text. */
import { messageOf } from '../../message.ts';
import type { AnswerTo, Question, QuestionKind } from '../../protocol.ts';
import { type Studio, tabOf } from '../studio.ts';
import type { Lines } from './lines.ts';
import type { monaco } from './monaco.ts';
import type { Texts } from './texts.ts';

/** What an answer's offsets are of. */
export interface At {
  readonly path: string;
  readonly lines: Lines;
}

export interface Asking {
  readonly studio: Studio;
  readonly texts: Texts;
  /**
   * Undefined where the answer is of no use: nobody waits for it, or the text is another by now. `older`: Monaco itself
   * brings the answer up to what was typed meanwhile.
   */
  ask<K extends QuestionKind, T>(
    about: {
      readonly model: monaco.editor.ITextModel;
      readonly token?: monaco.CancellationToken;
      readonly older?: true;
    },
    question: (at: At) => Extract<Question, { kind: K }>,
    read: (answer: AnswerTo<K>, at: At) => T,
  ): Promise<T | undefined>;
}

export function createAsking(studio: Studio, texts: Texts): Asking {
  const faults = new Set<string>();
  const revisionOf = (path: string): number | undefined => tabOf(studio.store.getState(), path)?.document.revision;

  return {
    studio,
    texts,
    async ask({ model, token, older = false }, question, read) {
      const path = texts.pathOf(model);
      if (path === undefined) return undefined;
      texts.flush();
      const at = { path, lines: texts.lines(path) };
      const revision = revisionOf(path);
      try {
        const answer = await studio.worker.ask(path, question(at));
        if (token?.isCancellationRequested || (!older && revisionOf(path) !== revision)) return undefined;
        return read(answer, at);
      } catch (error) {
        // A fault of the program: said once, for it comes back with every letter.
        const message = messageOf(error);
        if (!faults.has(message) && revisionOf(path) !== undefined) studio.notify(message);
        faults.add(message);
        return undefined;
      }
    },
  };
}
