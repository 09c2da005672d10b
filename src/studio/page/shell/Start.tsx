/** What is shown while no file is open: the folder, what was not saved, and two ways to begin. */
import { useStore } from 'zustand';
import { useStudio, useWords } from '../context.tsx';
import { attempt } from './actions.ts';
import { recover, throwAway } from './drafts.ts';
import { walkRows } from './focus.ts';
import { openEmpty, useFiles } from './open-files.ts';
import { show, ui } from './ui.ts';
import { shellWords } from './words.ts';

export function Start() {
  const studio = useStudio();
  const words = useWords(shellWords);
  const { folder } = studio.host;
  const files = useFiles();
  return (
    <main className="shell-start" data-part="start">
      <p className="shell-title">{words.welcome}</p>
      <div className="shell-begin">
        <button type="button" data-focus="start" onClick={() => show({ kind: 'zoo' })}>
          <strong>{words.zoo}</strong>
          <span>{words.zooText}</span>
        </button>
        <button type="button" onClick={() => attempt(studio, openEmpty(studio))}>
          <strong>{words.newNetwork}</strong>
          <span>{words.newNetworkText}</span>
        </button>
      </div>
      <Drafts />
      <section aria-label={words.files(folder)}>
        <h2>{words.files(folder)}</h2>
        {files?.length === 0 && <p>{words.emptyFolder}</p>}
        <ul className="shell-files" onKeyDown={walkRows}>
          {files?.map(({ path }) => (
            <li key={path}>
              <button type="button" data-row className="shell-file" onClick={() => attempt(studio, studio.open(path))}>
                {path}
              </button>
            </li>
          ))}
        </ul>
      </section>
    </main>
  );
}

function Drafts() {
  const studio = useStudio();
  const words = useWords(shellWords);
  const drafts = useStore(ui, (each) => each.drafts);
  if (drafts.length === 0) return null;
  return (
    <section aria-label={words.drafts}>
      <h2>{words.drafts}</h2>
      <p>{words.draftsText}</p>
      <ul>
        {drafts.map((draft) => (
          <li key={draft.path} className="shell-draft">
            <span>{draft.path}</span>
            <button type="button" className="shell-small" onClick={() => attempt(studio, recover(studio, draft))}>
              {words.recover}
              <span className="shell-hidden"> {draft.path}</span>
            </button>
            <button type="button" className="shell-small" onClick={() => attempt(studio, throwAway(studio, draft))}>
              {words.throwAway}
              <span className="shell-hidden"> {draft.path}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
