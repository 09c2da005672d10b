import { useStore as useFlowStore } from '@xyflow/react';
import { Maximize, Minus, Plus, SquareMinus, SquarePlus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStudio, useWords } from '../context.tsx';
import { useScene } from './CanvasContext.tsx';
import { viewOf } from './store.ts';
import { words } from './words.ts';

export function Toolbar() {
  const studio = useStudio();
  const { path } = useScene();
  const said = useWords(words);
  const percent = useFlowStore(({ transform }) => Math.max(0.1, Math.round(transform[2] * 1000) / 10));
  return (
    <div className="canvas-toolbar" role="toolbar" aria-label={said.zoom}>
      <Tool label={said.zoomOut} run={() => viewOf(path)?.zoomBy(0.8)}>
        <Minus size={14} aria-hidden="true" />
      </Tool>
      <output className="canvas-zoom" aria-label={said.zoom}>
        {percent < 10 ? percent : Math.round(percent)} %
      </output>
      <Tool label={said.zoomIn} run={() => viewOf(path)?.zoomBy(1.25)}>
        <Plus size={14} aria-hidden="true" />
      </Tool>
      <Tool label={said.fit} run={() => viewOf(path)?.showAll()}>
        <Maximize size={14} aria-hidden="true" />
      </Tool>
      <span className="canvas-toolbar-line" />
      <Tool label={said.foldAll} run={() => studio.foldAll(path, true)}>
        <SquareMinus size={14} aria-hidden="true" />
      </Tool>
      <Tool label={said.unfoldAll} run={() => studio.foldAll(path, false)}>
        <SquarePlus size={14} aria-hidden="true" />
      </Tool>
    </div>
  );
}

interface ToolProps {
  readonly label: string;
  readonly run: () => void;
  readonly children: ReactNode;
}

function Tool({ label, run, children }: ToolProps) {
  return (
    <button type="button" aria-label={label} title={label} onClick={run}>
      {children}
    </button>
  );
}
