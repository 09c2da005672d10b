/** What is around an open file: palette, canvas, editor and inspector side by side, tables and the totals below. */
import { lazy, type ReactNode, Suspense } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { useStore } from 'zustand';
import { CanvasView } from '../canvas/CanvasView.tsx';
import { Palette } from '../canvas/Palette.tsx';
import { useTab, useWords } from '../context.tsx';
import { Inspector } from '../inspector/Inspector.tsx';
import { preferences } from '../preferences.ts';
import { ConflictBar, DraftBar } from './Bars.tsx';
import { Status } from './Status.tsx';
import { Tables } from './Tables.tsx';
import { shellWords } from './words.ts';

const EditorView = lazy(() => import('../editor/EditorView.tsx').then((module) => ({ default: module.EditorView })));

const sizes = {
  getItem: (key: string) => preferences.getState().sizes[key] ?? null,
  setItem: (key: string, value: string) =>
    preferences.setState((before) => ({ sizes: { ...before.sizes, [key]: value } })),
};

interface Shown {
  readonly id: string;
  /** Of the window at first, in pixels or per cent; the canvas takes the rest. */
  readonly size?: string;
  readonly least: string;
  readonly content: ReactNode;
}

export function Work({ path }: { readonly path: string }) {
  const { hidden, table } = useStore(preferences);
  const words = useWords(shellWords);
  const isShown = (part: (typeof hidden)[number]): boolean => !hidden.includes(part);
  const text: readonly Shown[] = [
    ...(isShown('editor') ? [editor()] : []),
    ...(isShown('inspector') ? [inspector()] : []),
  ];
  const columns: readonly Shown[] = [
    ...(isShown('palette') ? [palette()] : []),
    ...(isShown('canvas') ? [canvas()] : []),
    ...(text.length > 0 ? [side()] : []),
  ];
  return (
    <>
      <ConflictBar path={path} />
      <DraftBar path={path} />
      <div className="shell-work">
        <Divided
          id="rows"
          orientation="vertical"
          panels={[
            { id: 'middle', least: '30%', content: <Divided id="columns" orientation="horizontal" panels={columns} /> },
            ...(table
              ? [{ id: 'tables', size: '23%', least: '90px', content: <Tables path={path} shown={table} /> }]
              : []),
          ]}
        />
      </div>
      <Status key={path} path={path} />
    </>
  );

  function palette(): Shown {
    const content = (
      <aside data-part="palette" aria-label={words.palette} className="shell-fill shell-panel">
        <Palette path={path} />
      </aside>
    );
    return { id: 'palette', size: '200px', least: '140px', content };
  }

  function canvas(): Shown {
    const content = (
      <main data-part="canvas" aria-label={words.canvas} className="shell-fill">
        <CanvasView path={path} />
      </main>
    );
    return { id: 'canvas', least: '20%', content };
  }

  function side(): Shown {
    const size = isShown('canvas') ? { size: '36%' } : {};
    return { id: 'side', ...size, least: '18%', content: <Divided id="side" orientation="vertical" panels={text} /> };
  }

  function editor(): Shown {
    const content = (
      <div data-part="editor" className="shell-fill">
        <Suspense fallback={<Plain path={path} />}>
          <EditorView path={path} />
        </Suspense>
      </div>
    );
    return { id: 'editor', size: '58%', least: '15%', content };
  }

  function inspector(): Shown {
    const content = (
      <div data-part="inspector" className="shell-fill shell-panel">
        <Inspector path={path} />
      </div>
    );
    return { id: 'inspector', least: '15%', content };
  }
}

interface DividedProps {
  readonly id: string;
  readonly orientation: 'horizontal' | 'vertical';
  readonly panels: readonly Shown[];
}

/** Panels with lines between them that can be moved; their sizes are kept for each choice of panels. */
function Divided({ id, orientation, panels }: DividedProps) {
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({
    id,
    panelIds: panels.map((panel) => panel.id),
    storage: sizes,
    onlySaveAfterUserInteractions: true,
  });
  return (
    <Group id={id} orientation={orientation} defaultLayout={defaultLayout} onLayoutChanged={onLayoutChanged}>
      {panels.flatMap(({ id: panel, size, least, content }, index) => [
        ...(index > 0
          ? [
              <Separator
                key={`before ${panel}`}
                id={`before-${panel}`}
                className={`shell-line shell-line-${orientation}`}
              />,
            ]
          : []),
        <Panel key={panel} id={panel} minSize={least} {...(size === undefined ? {} : { defaultSize: size })}>
          {content}
        </Panel>,
      ])}
    </Group>
  );
}

/** The text as it stands, until the editor is loaded. */
function Plain({ path }: { readonly path: string }) {
  return <pre className="shell-plain">{useTab(path, (tab) => tab.document.text)}</pre>;
}
