import { ReactFlowProvider } from '@xyflow/react';
import { ContextMenu } from 'radix-ui';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { CanvasDocument } from '../../../canvas/document.ts';
import { largestShares } from '../../../canvas/markup.ts';
import { fontFamily } from '../../../plots/text.ts';
import { useTab, useWords } from '../context.tsx';
import { CanvasContext, type CanvasScene } from './CanvasContext.tsx';
import { Menu } from './Menu.tsx';
import { pageColours } from './pen.ts';
import { usePointer } from './pointer.ts';
import { Surface } from './Surface.tsx';
import { indexOf } from './spatial.ts';
import { words } from './words.ts';

const noDiagnostics: CanvasScene['diagnostics'] = [];

interface FlowProps {
  readonly path: string;
  readonly drawing: CanvasDocument;
}

export function Flow({ path, drawing }: FlowProps) {
  const index = useMemo(() => indexOf(drawing), [drawing]);
  const isStale = useTab(path, (tab) => tab.isStale) ?? false;
  const known = useTab(path, (tab) => tab.state?.diagnostics) ?? noDiagnostics;
  const diagnostics = isStale ? noDiagnostics : known;
  const scene = useMemo((): CanvasScene => {
    const pen = { palette: pageColours, diagnostics, most: largestShares(drawing) };
    return { path, index, diagnostics, pen };
  }, [path, index, drawing, diagnostics]);
  const area = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<{ readonly width: number; readonly height: number }>();
  // The first view is made for the size that there is.
  useLayoutEffect(() => {
    const { clientWidth: width = 0, clientHeight: height = 0 } = area.current ?? {};
    setSize({ width, height });
  }, []);
  const { hovered, box, about, handlers } = usePointer(path);
  return (
    <CanvasContext value={scene}>
      <ContextMenu.Root>
        <ContextMenu.Trigger asChild>
          <div ref={area} className="canvas-area" data-stale={isStale} style={{ fontFamily }} {...handlers}>
            {size && (
              <ReactFlowProvider initialNodes={[]} initialWidth={size.width} initialHeight={size.height}>
                <Surface size={size} hovered={hovered} box={box} />
              </ReactFlowProvider>
            )}
            {isStale && <StaleNote />}
          </div>
        </ContextMenu.Trigger>
        <Menu path={path} about={about} />
      </ContextMenu.Root>
    </CanvasContext>
  );
}

function StaleNote() {
  const said = useWords(words);
  return (
    <p className="canvas-note" role="status">
      {said.stale}
    </p>
  );
}
