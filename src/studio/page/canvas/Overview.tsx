import { useStoreApi } from '@xyflow/react';
import { useEffect, useRef, useState } from 'react';
import { useScene } from './CanvasContext.tsx';
import { drawOverview } from './overview.ts';
import { coloursOf } from './pen.ts';

/** The drawing from afar. Follows the view without React: one bitmap is drawn in each frame that moves it. */
export function Overview({ selected }: { readonly selected: ReadonlySet<string> }) {
  const { index, diagnostics } = useScene();
  const store = useStoreApi();
  const bitmap = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();

  useEffect(() => {
    const canvas = bitmap.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    let frame = 0;
    const look = { colours: coloursOf(theme), diagnostics, selected };
    const draw = (): void => {
      frame = 0;
      const { width, height, transform } = store.getState();
      const [x, y, zoom] = transform;
      const ratio = window.devicePixelRatio;
      const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
      if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
      drawOverview(context, index, { x, y, zoom }, { width, height, ratio }, look);
    };
    draw();
    const stop = store.subscribe((now, before) => {
      const isSame = now.transform === before.transform && now.width === before.width && now.height === before.height;
      if (!isSame && frame === 0) frame = requestAnimationFrame(draw);
    });
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  }, [index, diagnostics, selected, theme, store]);

  return (
    <div className="canvas-overview" aria-hidden="true">
      <canvas ref={bitmap} />
    </div>
  );
}

/** Of the page, which the shell sets at its root. */
function useTheme(): string | undefined {
  const [theme, setTheme] = useState(document.documentElement.dataset.theme);
  useEffect(() => {
    const observer = new MutationObserver(() => setTheme(document.documentElement.dataset.theme));
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => observer.disconnect();
  }, []);
  return theme;
}
