/** The window: what is open above, palette, canvas, editor and inspector in the middle, tables and the totals below. */
import { lazy, Suspense, useEffect } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { useStore } from 'zustand';
import { CanvasView } from './canvas/CanvasView.tsx';
import { Palette } from './canvas/Palette.tsx';
import { useStudio, useStudioData, useWords } from './context.tsx';
import { isUnsaved } from './documents.ts';
import { Inspector } from './inspector/Inspector.tsx';
import { preferences } from './preferences.ts';
import { Conflict, Notices } from './shell/Bars.tsx';
import { allCommands, shellCommands } from './shell/commands.ts';
import { Dialogs } from './shell/Dialogs.tsx';
import { keepDrafts } from './shell/drafts.ts';
import { followKeys } from './shell/keys.ts';
import { Layers } from './shell/Layers.tsx';
import { Problems } from './shell/Problems.tsx';
import { Start } from './shell/Start.tsx';
import { Status } from './shell/Status.tsx';
import { Top } from './shell/Top.tsx';
import { type BottomPanel, ui } from './shell/ui.ts';
import { shellWords } from './shell/words.ts';
import './shell/shell.css';

const EditorView = lazy(() => import('./editor/EditorView.tsx').then((module) => ({ default: module.EditorView })));
const Compare = lazy(() => import('./shell/Compare.tsx').then((module) => ({ default: module.Compare })));

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

function Work({ path }: { readonly path: string }) {
  const words = useWords(shellWords);
  const { palette, side, bottom } = useStore(ui);
  return (
    <>
      <Conflict path={path} />
      <Group orientation="vertical" className="shell-work">
        <Panel id="middle" minSize="30%">
          <Group orientation="horizontal">
            {palette && (
              <>
                <Panel id="palette" defaultSize="200px" minSize="140px" className="shell-panel">
                  <aside data-part="palette" className="shell-fill">
                    <Palette path={path} />
                  </aside>
                </Panel>
                <Separator className="shell-separator-x" />
              </>
            )}
            <Panel id="canvas" minSize="25%">
              <main data-part="canvas" className="shell-fill">
                <CanvasView path={path} />
              </main>
            </Panel>
            {side && (
              <>
                <Separator className="shell-separator-x" />
                <Panel id="side" defaultSize="38%" minSize="20%">
                  <Group orientation="vertical">
                    <Panel id="editor" defaultSize="58%" minSize="15%">
                      <section data-part="editor" className="shell-fill">
                        <Suspense fallback={<Plain path={path} />}>
                          <EditorView path={path} />
                        </Suspense>
                      </section>
                    </Panel>
                    <Separator className="shell-separator-y" />
                    <Panel id="inspector" minSize="15%" className="shell-panel">
                      <section data-part="inspector" className="shell-fill">
                        <Inspector path={path} />
                      </section>
                    </Panel>
                  </Group>
                </Panel>
              </>
            )}
          </Group>
        </Panel>
        {bottom && (
          <>
            <Separator className="shell-separator-y" />
            <Panel id="bottom" defaultSize="22%" minSize="90px" className="shell-panel">
              <section data-part="bottom" aria-label={words[bottom]} className="shell-bottom">
                <BottomTabs shown={bottom} />
                <div className="shell-bottom-body" role="tabpanel">
                  {bottom === 'problems' && <Problems path={path} />}
                  {bottom === 'layers' && <Layers path={path} />}
                  {bottom === 'compare' && (
                    <Suspense>
                      <Compare path={path} />
                    </Suspense>
                  )}
                </div>
              </section>
            </Panel>
          </>
        )}
      </Group>
      <Status path={path} />
    </>
  );
}

const bottomPanels: readonly BottomPanel[] = ['problems', 'layers', 'compare'];

function BottomTabs({ shown }: { readonly shown: BottomPanel }) {
  const words = useWords(shellWords);
  return (
    <div role="tablist" aria-label={words.view} className="shell-bottom-tabs">
      {bottomPanels.map((panel) => (
        <button
          key={panel}
          type="button"
          role="tab"
          aria-selected={panel === shown}
          onClick={() => ui.setState({ bottom: panel })}
        >
          {words[panel]}
        </button>
      ))}
    </div>
  );
}

/** The text as it stands, until the editor is loaded. */
function Plain({ path }: { readonly path: string }) {
  const text = useStudioData(({ tabs }) => tabs.find(({ document }) => document.path === path)?.document.text);
  return <pre className="shell-plain">{text}</pre>;
}

/** What the window as a whole does: keys, title, drafts, the question before it is closed. */
function useWindow(path: string | undefined): void {
  const studio = useStudio();
  const language = useStore(preferences, (each) => each.language);
  useEffect(() => followKeys(studio, shellCommands), [studio]);
  useEffect(() => keepDrafts(studio), [studio]);
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  }, [language]);
  useEffect(() => {
    document.title = path === undefined ? `${studio.host.folder} - Netwright` : `${path} - Netwright`;
  }, [path, studio]);
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => {
      if (studio.store.getState().tabs.some(({ document }) => isUnsaved(document))) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [studio]);
  useEffect(
    () =>
      studio.host.dialogs?.onMenu((name) => {
        const command = allCommands.find(({ id }) => id === name);
        command?.run(studio, studio.store.getState().active);
      }),
    [studio],
  );
}
