import { Wrench } from 'lucide-react';
import { useStudio, useWords } from '../context.tsx';
import { applyFix } from './act.ts';
import { Beside } from './Beside.tsx';
import { useScene } from './CanvasContext.tsx';
import { besideOf } from './chosen.ts';
import type { Drawn } from './selection.ts';
import { words } from './words.ts';

/** What is wrong with the chosen step, and the fix. */
export function Problems({ drawn }: { readonly drawn: Drawn }) {
  const studio = useStudio();
  const { path, diagnostics } = useScene();
  const said = useWords(words);
  const own = drawn.diagnostics.flatMap((at) => diagnostics[at] ?? []);
  if (own.length === 0) return null;
  return (
    <Beside at={besideOf(drawn)} className="canvas-problems">
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
