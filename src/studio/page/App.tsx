/** The window: what is open above, palette, canvas, editor and inspector in the middle, tables and the totals below. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useStudio, useStudioData } from './context.tsx';
import { isUnsaved } from './documents.ts';
import { preferences } from './preferences.ts';
import { attempt } from './shell/actions.ts';
import { Notices } from './shell/Bars.tsx';
import { runCommand } from './shell/command.ts';
import { commandOf, windowCommands } from './shell/commands.ts';
import { Dialogs } from './shell/Dialogs.tsx';
import { findDrafts, keepDrafts } from './shell/drafts.ts';
import { followKeys } from './shell/keys.ts';
import { Start } from './shell/Start.tsx';
import { Top } from './shell/Top.tsx';
import { Work } from './shell/Work.tsx';
import './shell/shell.css';
import './shell/dialogs.css';
import './shell/tables.css';

export function App() {
  const path = useStudioData(({ active }) => active);
  useWindow(path);
  return (
    <div className="shell">
      <Top />
      {path === undefined ? <Start /> : <Work path={path} />}
      <Dialogs />
      <Notices />
    </div>
  );
}

/** What the window as a whole does: keys, native menu, title, drafts, the question before it is closed. */
function useWindow(path: string | undefined): void {
  const studio = useStudio();
  const language = useStore(preferences, (each) => each.language);
  useEffect(() => followKeys(studio, windowCommands), [studio]);
  useEffect(() => keepDrafts(studio), [studio]);
  useEffect(() => attempt(studio, findDrafts(studio)), [studio]);
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  }, [language]);
  useEffect(() => {
    document.title = `${path ?? studio.host.folder} - Netwright`;
  }, [path, studio]);
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => {
      if (studio.store.getState().tabs.some(({ document }) => isUnsaved(document))) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [studio]);
  useEffect(() => studio.host.dialogs?.onMenu((name) => runCommand(studio, commandOf(name))), [studio]);
  useEffect(() => studio.host.dialogs?.onOpen((opened) => attempt(studio, studio.open(opened))), [studio]);
}
