import { Wrench } from 'lucide-react';
import type { Box } from '../../../canvas/document.ts';
import { problemText } from '../../../canvas/markup.ts';
import { textWidth } from '../../../plots/text.ts';
import { useStudio, useWords } from '../context.tsx';
import { applyFix } from './act.ts';
import { Beside } from './Beside.tsx';
import { useScene } from './CanvasContext.tsx';
import type { Drawn } from './selection.ts';
import type { SpatialIndex } from './spatial.ts';
import { words } from './words.ts';

/** What is wrong with the chosen step, and the fix. */
export function Problems({ drawn }: { readonly drawn: Drawn }) {
  const studio = useStudio();
  const { path, index, diagnostics } = useScene();
  const said = useWords(words);
  const own = drawn.diagnostics.flatMap((at) => diagnostics[at] ?? []);
  if (own.length === 0) return null;
  return (
    <Beside around={marked(drawn, index)} className="canvas-problems">
      <section aria-label={said.problems} className="nowheel">
        {own.slice(0, mostShown).map(({ severity, code, message, hint, fix, span }) => (
          <div key={`${code} ${span.start}`} className="canvas-problem" data-severity={severity}>
            <p>{message}</p>
            {hint !== undefined && <p className="canvas-hint-text">{hint}</p>}
            {fix && (
              <button type="button" className="canvas-fix" onClick={() => applyFix(studio, path, fix)}>
                <Wrench size={12} aria-hidden="true" />
                {said.fix}: {fix.title}
              </button>
            )}
          </div>
        ))}
      </section>
    </Beside>
  );
}

/** Of a folded group there may be many; the list of problems has them all. */
const mostShown = 4;

/** The card with the shapes that are written above it, at the end of a line. */
function marked(drawn: Drawn, { document }: SpatialIndex): Box {
  const { x, y, width, height } = drawn;
  const ends = document.edges.flatMap(({ to, points, problem }) =>
    to === drawn.id && problem ? (points.at(-1)?.x ?? 0) + 8 + textWidth(problemText(problem), 11.5) : [],
  );
  const above = ends.length > 0 ? 20 : 0;
  return { x, y: y - above, width: Math.max(x + width, ...ends) - x, height: height + above };
}
