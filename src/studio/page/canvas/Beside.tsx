import { useStore as useFlowStore } from '@xyflow/react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Point } from '../../../canvas/document.ts';

interface BesideProps {
  /** In the drawing. */
  readonly at: Point;
  readonly className: string;
  readonly children: ReactNode;
}

/** Follows the view, in its own size, and stays within the window. */
export function Beside({ at, className, children }: BesideProps) {
  const element = useRef<HTMLDivElement>(null);
  const [x, y, zoom] = useFlowStore(({ transform }) => transform);
  const wide = useFlowStore(({ width }) => width);
  const high = useFlowStore(({ height }) => height);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const own = element.current;
    if (!own) return;
    const observer = new ResizeObserver(() => setSize({ width: own.offsetWidth, height: own.offsetHeight }));
    observer.observe(own);
    return () => observer.disconnect();
  }, []);
  const left = Math.max(8, Math.min(wide - size.width - 8, at.x * zoom + x + 14));
  const top = Math.max(8, Math.min(high - size.height - 8, at.y * zoom + y));
  return (
    <div ref={element} className={`canvas-popover ${className}`} style={{ left, top }}>
      {children}
    </div>
  );
}
