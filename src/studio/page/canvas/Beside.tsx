import { useStore as useFlowStore } from '@xyflow/react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Box } from '../../../canvas/document.ts';
import { besidePlace } from './beside.ts';

interface BesideProps {
  /** In the drawing: what it is about, and does not cover where there is room. */
  readonly around: Box;
  readonly className: string;
  readonly children: ReactNode;
}

/** Follows the view, in its own size, and stays within the window. */
export function Beside({ around, className, children }: BesideProps) {
  const element = useRef<HTMLDivElement>(null);
  const [x, y, zoom] = useFlowStore(({ transform }) => transform);
  const width = useFlowStore((store) => store.width);
  const height = useFlowStore((store) => store.height);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const own = element.current;
    if (!own) return;
    const observer = new ResizeObserver(() => setSize({ width: own.offsetWidth, height: own.offsetHeight }));
    observer.observe(own);
    return () => observer.disconnect();
  }, []);
  const seen = {
    x: around.x * zoom + x,
    y: around.y * zoom + y,
    width: around.width * zoom,
    height: around.height * zoom,
  };
  const { x: left, y: top } = besidePlace(seen, size, { width, height });
  return (
    <div ref={element} className={`canvas-popover ${className}`} style={{ left, top }}>
      {children}
    </div>
  );
}
