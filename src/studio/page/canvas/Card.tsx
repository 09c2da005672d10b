import type { Node, NodeProps } from '@xyflow/react';
import { ChevronRight } from 'lucide-react';
import { memo } from 'react';
import type { CanvasNode } from '../../../canvas/document.ts';
import { cardMarkup } from '../../../canvas/markup.ts';
import { useStudio, useWords } from '../context.tsx';
import { useScene } from './CanvasContext.tsx';
import { described } from './describe.ts';
import { startDrag } from './drag.ts';
import { Markup } from './Markup.tsx';
import { viewOf } from './store.ts';
import { connectionsFrom } from './targets.ts';
import { words } from './words.ts';

export type CardNode = Node<
  { readonly node: CanvasNode; readonly isSelected: boolean; readonly isActive: boolean },
  'card'
>;

/** React Flow places it; what it looks like is the exported picture's. */
export const Card = memo(function Card({ data: { node, isSelected, isActive } }: NodeProps<CardNode>) {
  const { diagnostics, pen } = useScene();
  const said = useWords(words);
  const { width, height, kind } = node;
  const messages = node.diagnostics.flatMap((at) => diagnostics[at]?.message ?? []);
  return (
    <article
      className="canvas-card"
      aria-label={described(node, diagnostics, said)}
      title={messages.length > 0 ? messages.join('\n') : undefined}
      data-kind={kind}
      data-selected={isSelected}
      data-active={isActive}
    >
      <svg width={width} height={height} aria-hidden="true">
        <Markup markup={cardMarkup({ ...node, x: 0, y: 0 }, pen)} />
      </svg>
      {kind === 'folded' && <OpenButton node={node} />}
      {node.place && <Port node={node} />}
    </article>
  );
});

function OpenButton({ node }: { readonly node: CanvasNode }) {
  const studio = useStudio();
  const { path } = useScene();
  const said = useWords(words);
  return (
    <button
      type="button"
      tabIndex={-1}
      className="canvas-toggle"
      aria-label={said.open(node.title)}
      title={said.open(node.title)}
      onClick={() => {
        viewOf(path)?.hold(node.id);
        studio.fold(path, node.id, false);
      }}
    >
      <ChevronRight size={12} aria-hidden="true" />
    </button>
  );
}

/** From where an edge is drawn by hand. */
function Port({ node }: { readonly node: CanvasNode }) {
  const studio = useStudio();
  const { path, index } = useScene();
  const said = useWords(words);
  return (
    <div
      className="canvas-port"
      title={said.connectFrom(node.title)}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.stopPropagation();
        startDrag(studio, path, { kind: 'edge', from: node.id, targets: connectionsFrom(index, node) }, event);
      }}
    />
  );
}
