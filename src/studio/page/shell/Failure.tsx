/** What is shown when the page itself failed: why, and the texts, so that nothing is lost. */
import { useStore } from 'zustand';
import { messageOf } from '../../message.ts';
import { useWords } from '../context.tsx';
import { isUnsaved } from '../documents.ts';
import type { Studio } from '../studio.ts';
import { save } from './exports.ts';
import { nameOf } from './open-files.ts';
import { shellWords } from './words.ts';

interface FailureProps {
  readonly studio: Studio;
  readonly error: unknown;
  readonly again: () => void;
}

/** It needs nothing of what may have failed: the texts are the store's. */
export function Failure({ studio, error, again }: FailureProps) {
  const words = useWords(shellWords);
  const tabs = useStore(studio.store, (data) => data.tabs);
  const unsaved = tabs.map(({ document }) => document).filter(isUnsaved);
  return (
    <main className="shell-start shell-failed">
      <h1>{words.failed}</h1>
      <p role="alert">{messageOf(error)}</p>
      <p>{words.failedText}</p>
      <div className="shell-buttons">
        <button type="button" className="shell-primary" onClick={again}>
          {words.again}
        </button>
      </div>
      {unsaved.map(({ path, text }) => (
        <section key={path} aria-label={path}>
          <h2>{path}</h2>
          <div className="shell-buttons">
            <button type="button" onClick={() => void studio.save(path)}>
              {words.save}
            </button>
            <button type="button" onClick={() => void save(studio, nameOf(path), text)}>
              {words.download}
            </button>
          </div>
          <textarea readOnly rows={12} value={text} aria-label={path} />
        </section>
      ))}
    </main>
  );
}
