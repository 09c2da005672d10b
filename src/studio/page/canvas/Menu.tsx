import { ContextMenu } from 'radix-ui';
import { useStore } from 'zustand';
import type { CanvasEdge } from '../../../canvas/document.ts';
import { useStudio, useWords } from '../context.tsx';
import { preferences } from '../preferences.ts';
import { keysText } from '../shell/keys.ts';
import { type MenuEntry, menuOfChosen, menuOfEdge, menuOfPane } from './menu.ts';
import { usePaletteItems } from './palette-items.ts';
import { canvasUi, viewOf } from './store.ts';
import { words } from './words.ts';

export type MenuAbout =
  | { readonly kind: 'chosen' }
  | { readonly kind: 'edge'; readonly edge: CanvasEdge }
  | { readonly kind: 'pane' };

/** Made when it opens: what can be done depends on the selection. */
export function Menu({ path, about }: { readonly path: string; readonly about: MenuAbout }) {
  const studio = useStudio();
  const said = useWords(words);
  const language = useStore(preferences, (each) => each.language);
  const items = usePaletteItems(path);
  const asked = { studio, path, language, items };
  const entries =
    about.kind === 'chosen'
      ? menuOfChosen(asked)
      : about.kind === 'edge'
        ? menuOfEdge(asked, about.edge)
        : menuOfPane(asked);
  return (
    <ContextMenu.Portal>
      <ContextMenu.Content
        className="canvas-menu"
        aria-label={said.menu}
        collisionPadding={8}
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          // A question that the menu opened has the focus.
          if (!canvasUi.getState().question) viewOf(path)?.focus();
        }}
      >
        <Entries entries={entries} />
      </ContextMenu.Content>
    </ContextMenu.Portal>
  );
}

function Entries({ entries }: { readonly entries: readonly MenuEntry[] }) {
  return entries.map((entry, at) => {
    const key = entry.kind === 'separator' ? `line ${at}` : entry.words;
    if (entry.kind === 'separator') return <ContextMenu.Separator key={key} className="canvas-menu-line" />;
    if (entry.kind === 'submenu') {
      return (
        <ContextMenu.Sub key={key}>
          <ContextMenu.SubTrigger className="canvas-menu-item">
            {entry.words}
            <span className="canvas-menu-keys" aria-hidden="true">
              ▸
            </span>
          </ContextMenu.SubTrigger>
          <ContextMenu.Portal>
            <ContextMenu.SubContent className="canvas-menu" collisionPadding={8}>
              <Entries entries={entry.entries} />
            </ContextMenu.SubContent>
          </ContextMenu.Portal>
        </ContextMenu.Sub>
      );
    }
    return (
      <ContextMenu.Item key={key} className="canvas-menu-item" onSelect={entry.run}>
        {entry.words}
        {entry.keys !== undefined && (
          <span className="canvas-menu-keys">
            {keysText(entry.keys).replace('ArrowUp', '↑').replace('ArrowDown', '↓')}
          </span>
        )}
      </ContextMenu.Item>
    );
  });
}
