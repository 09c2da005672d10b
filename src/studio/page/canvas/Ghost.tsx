import { createPortal } from 'react-dom';
import { useStore } from 'zustand';
import { canvasUi, type Dragged } from './store.ts';

/** What is dragged, beside the pointer. */
export function Ghost() {
  const drag = useStore(canvasUi, (ui) => ui.drag);
  const title = drag && titleOf(drag.what);
  if (!drag || title === undefined) return null;
  return createPortal(
    <div
      className="canvas-ghost"
      data-target={drag.target?.kind ?? 'none'}
      style={{ transform: `translate(${drag.x + 12}px, ${drag.y + 10}px)` }}
    >
      {title}
    </div>,
    document.body,
  );
}

function titleOf(what: Dragged): string | undefined {
  switch (what.kind) {
    case 'item':
      return what.item.name;
    case 'steps':
      return what.steps.count > 1 ? `${what.title} +${what.steps.count - 1}` : what.title;
    case 'edge':
      return undefined;
  }
}
