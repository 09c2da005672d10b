import { ReactFlow, ViewportPortal } from '@xyflow/react';
import { useId, useMemo } from 'react';
import type { Box, CanvasEdge } from '../../../canvas/document.ts';
import { useWords } from '../context.tsx';
import { Ask } from './Ask.tsx';
import { useScene } from './CanvasContext.tsx';
import { Card } from './Card.tsx';
import { described } from './describe.ts';
import { Handles } from './Handles.tsx';
import { firstViewport, leastZoom, useHandle, zooms } from './handle.ts';
import { Lines } from './Lines.tsx';
import { Overview } from './Overview.tsx';
import { Problems } from './Problems.tsx';
import { useKeyboard } from './pointer.ts';
import { useFollowing, useSelected } from './selected.ts';
import { drawnAt } from './spatial.ts';
import { Toolbar } from './Toolbar.tsx';
import { useAnchoredView, useCards, useSeen } from './view-hooks.ts';
import { words } from './words.ts';

const nodeTypes = { card: Card };

interface SurfaceProps {
  readonly size: { readonly width: number; readonly height: number };
  readonly hovered: CanvasEdge | undefined;
  /** That is being drawn around what is to be selected, in the window's part. */
  readonly box: Box | undefined;
}

/** React Flow with what is in view; it pans and zooms, all else is looked up in the drawing. */
export function Surface({ size, hovered, box }: SurfaceProps) {
  const { path, index, diagnostics } = useScene();
  const said = useWords(words);
  const { seen, isOverview } = useSeen(index);
  const selected = useSelected(path, index);
  const chosen = useMemo(() => new Set(selected), [selected]);
  const last = selected.at(-1);
  const active = last === undefined ? undefined : drawnAt(index, last);
  const hold = useAnchoredView(index, selected);
  const handle = useHandle(path, index, hold);
  useCards(seen, chosen, active?.id);
  useFollowing(path, index, selected, handle);
  const keyboard = useKeyboard(path);
  const id = useId();
  // Another id for another step, or nobody would be told of the change.
  const activeId = active ? `${id}${active.id}` : undefined;
  const { nodes } = index.document;
  const hasLayers = nodes.some(({ kind }) => kind !== 'input' && kind !== 'output');
  const first = useMemo(() => firstViewport(path, index, size.width), [path, index, size]);
  return (
    <ReactFlow
      aria-label={said.canvas}
      aria-description={said.keys}
      aria-activedescendant={activeId}
      tabIndex={0}
      {...keyboard}
      nodeTypes={nodeTypes}
      defaultViewport={first}
      minZoom={leastZoom(index, size.width, size.height)}
      maxZoom={zooms.most}
      panOnScroll
      zoomOnDoubleClick={false}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      elementsSelectable={false}
      disableKeyboardA11y
      deleteKeyCode={null}
      selectionKeyCode={null}
      multiSelectionKeyCode={null}
      panActivationKeyCode={null}
    >
      <ViewportPortal>
        <div className="canvas-below">{!isOverview && <Lines {...seen} />}</div>
        <div className="canvas-above">{!isOverview && <Handles seen={seen} selected={chosen} hovered={hovered} />}</div>
      </ViewportPortal>
      {isOverview && <Overview selected={chosen} />}
      {active && <article id={activeId} className="canvas-spoken" aria-label={described(active, diagnostics, said)} />}
      {box && <div className="canvas-box" style={{ left: box.x, top: box.y, width: box.width, height: box.height }} />}
      {!hasLayers && <p className="canvas-note canvas-hint">{said.onlyInput}</p>}
      <Toolbar />
      {active && active.diagnostics.length > 0 && selected.length === 1 && <Problems drawn={active} />}
      <Ask />
    </ReactFlow>
  );
}
