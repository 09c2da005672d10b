/** What is shown while no file is open: the folder, what was not saved, and two ways to begin. */
import { useEffect, useState } from 'react';
import type { Draft, FolderEntry } from '../../host.ts';
import { useStudio, useWords } from '../context.tsx';
import { isProblem } from '../studio.ts';
import { recoverDraft } from './recover.ts';
import { show } from './ui.ts';
import { shellWords } from './words.ts';
import { emptyNetwork, freePath } from './zoo.ts';

export function Start() {
  const studio = useStudio();
  const words = useWords(shellWords);
  const files = useFiles();
  const [drafts, setDrafts] = useState<readonly Draft[]>([]);
  useEffect(() => {
    studio.host.drafts().then((answer) => setDrafts(isProblem(answer) ? [] : answer));
  }, [studio]);
  const drop = async (draft: Draft): Promise<void> => {
    await studio.host.dropDraft(draft.path);
    setDrafts((all) => all.filter((each) => each !== draft));
  };
  return (
    <main className="shell-start" data-part="start">
      <h1>Netwright</h1>
      <p>{words.welcome}</p>
      <div className="shell-begin">
        <button type="button" onClick={() => show({ kind: 'zoo' })}>
          <strong>{words.zoo}</strong>
          <span>{words.zooText}</span>
        </button>
        <button type="button" onClick={async () => studio.openNew(await freePath(studio, 'network'), emptyNetwork)}>
          <strong>{words.newNetwork}</strong>
          <span>{words.newNetworkText}</span>
        </button>
      </div>
      {drafts.length > 0 && (
        <section aria-label={words.recover}>
          <h2>{words.recover}</h2>
          <p>{words.recoverText}</p>
          <ul>
            {drafts.map((draft) => (
              <li key={draft.path}>
                <button type="button" className="shell-file" onClick={() => void recoverDraft(studio, draft)}>
                  {draft.path}
                </button>
                <button type="button" className="shell-quiet-button" onClick={() => void drop(draft)}>
                  {words.removed}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-label={words.files(studio.host.folder)}>
        <h2>{words.files(studio.host.folder)}</h2>
        {files?.length === 0 && <p>{words.emptyFolder}</p>}
        <ul className="shell-files">
          {files?.map(({ path }) => (
            <li key={path}>
              <button type="button" className="shell-file" onClick={() => void studio.open(path)}>
                {path}
              </button>
            </li>
          ))}
        </ul>
      </section>
    </main>
  );
}

/** The folder's files, read anew each time; undefined until they are there. */
export function useFiles(): readonly FolderEntry[] | undefined {
  const studio = useStudio();
  const [files, setFiles] = useState<readonly FolderEntry[]>();
  useEffect(() => {
    studio.host.list().then((answer) => {
      if (isProblem(answer)) studio.notify(answer.problem);
      setFiles(isProblem(answer) ? [] : answer);
    });
  }, [studio]);
  return files;
}
