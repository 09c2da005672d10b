/** Files of the folder: new ones, those that are there, and what is asked before one is closed. */
import { useEffect, useState } from 'react';
import type { FolderEntry } from '../../host.ts';
import { useStudio } from '../context.tsx';
import { isUnsaved } from '../documents.ts';
import { isProblem, type Studio, tabOf } from '../studio.ts';
import { show } from './ui.ts';

const emptyNetwork = `network Net(classes = 10) {
  input image [3, 32, 32]

  conv(32, 3, pad = same) -> relu
  maxpool(2)
  global_avgpool -> dense(classes)
}
`;

/** A text that is no file yet, to begin with. */
export async function openEmpty(studio: Studio): Promise<void> {
  studio.openNew(await freePath(studio, 'network'), emptyNetwork);
}

/** NAME.arch, or NAME-2.arch and so on where that is taken. */
export async function freePath(studio: Studio, name: string): Promise<string> {
  const listed = await studio.host.list();
  const taken = new Set([
    ...(isProblem(listed) ? [] : listed.map(({ path }) => path)),
    ...studio.store.getState().tabs.map(({ document }) => document.path),
  ]);
  for (let number = 1; ; number++) {
    const path = number === 1 ? `${name}.arch` : `${name}-${number}.arch`;
    if (!taken.has(path)) return path;
  }
}

/** Asks before text is lost. */
export function closeTab(studio: Studio, path: string): void {
  const tab = tabOf(studio.store.getState(), path);
  if (tab && isUnsaved(tab.document)) show({ kind: 'close', path });
  else studio.close(path);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folder's files, read anew when the reader comes back; undefined until they are there. */
export function useFiles(): readonly FolderEntry[] | undefined {
  const studio = useStudio();
  const [files, setFiles] = useState<readonly FolderEntry[]>();
  useEffect(() => {
    let isShown = true;
    const list = async (): Promise<void> => {
      const answer = await studio.host.list();
      if (!isShown) return;
      if (isProblem(answer)) studio.notify(answer.problem);
      setFiles((before) => (isProblem(answer) ? (before ?? []) : answer));
    };
    void list();
    const listAgain = (): void => void list();
    window.addEventListener('focus', listAgain);
    return () => {
      isShown = false;
      window.removeEventListener('focus', listAgain);
    };
  }, [studio]);
  return files;
}
