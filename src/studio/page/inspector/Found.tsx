/** What the compiler says of the step, with its fixes. */
import { CircleX, TriangleAlert } from 'lucide-react';
import { useStudio, useWords } from '../context.tsx';
import type { Inspected } from './inspection.ts';
import { words } from './words.ts';

export function Found({ path, inspected }: { readonly path: string; readonly inspected: Inspected }) {
  const studio = useStudio();
  const said = useWords(words);
  const { inspection, diagnostics } = inspected;
  const found = inspection.diagnostics.flatMap((index) => {
    const diagnostic = diagnostics[index];
    return diagnostic ? [{ index, diagnostic }] : [];
  });
  if (found.length === 0) return null;
  return (
    <ul className="inspector-found" aria-label={said.problems}>
      {found.map(({ index, diagnostic: { severity, message, hint, fix } }) => {
        const Icon = severity === 'error' ? CircleX : TriangleAlert;
        return (
          <li key={index} data-severity={severity}>
            <Icon size={14} aria-label={severity} />
            <span>
              {message}
              {hint !== undefined && <small>{hint}</small>}
              {fix && (
                <button type="button" onClick={() => studio.edit(path, fix.edits, 'fix')}>
                  {said.fix}: {fix.title}
                </button>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
