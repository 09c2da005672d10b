/** The diagnostics of the file in front, each with its place and its fix. */
import { CircleX, TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import type { Diagnostic } from '../../../diagnostics/diagnostic.ts';
import { lineTable, positionAt } from '../../../diagnostics/lines.ts';
import { useStudio, useTab, useWords } from '../context.tsx';
import { shellWords } from './words.ts';

export function Problems({ path }: { readonly path: string }) {
  const words = useWords(shellWords);
  const diagnostics = useTab(path, (tab) => tab.state?.diagnostics) ?? [];
  const text = useTab(path, (tab) => tab.document.text) ?? '';
  const lines = useMemo(() => lineTable(text), [text]);
  if (diagnostics.length === 0) return <p className="shell-quiet">{words.noProblems}</p>;
  return (
    <ul className="shell-problems">
      {diagnostics.map((diagnostic, index) => {
        const { line, column } = positionAt(lines, diagnostic.span.start);
        const place = diagnostic.span.file === path ? `${line}:${column}` : diagnostic.span.file;
        // Two may be equal but for their place in the list.
        const key = `${index} ${diagnostic.code} ${diagnostic.span.start}`;
        return <Problem key={key} path={path} diagnostic={diagnostic} place={place} />;
      })}
    </ul>
  );
}

interface ProblemProps {
  readonly path: string;
  readonly diagnostic: Diagnostic;
  readonly place: string;
}

function Problem({ path, diagnostic, place }: ProblemProps) {
  const studio = useStudio();
  const words = useWords(shellWords);
  const { severity, message, hint, span, fix, code, related = [] } = diagnostic;
  const Icon = severity === 'error' ? CircleX : TriangleAlert;
  const nodes = diagnostic.node === undefined ? [] : [diagnostic.node];
  return (
    <li className="shell-problem" data-severity={severity}>
      <button
        type="button"
        className="shell-problem-text"
        onClick={() => studio.select(path, { start: span.start, end: span.end, nodes, by: 'problems' })}
      >
        <Icon size={14} aria-label={severity} />
        <span>
          {message}
          {hint && <small>{hint}</small>}
          {related.map((other) => (
            <small key={`${other.span.file} ${other.span.start} ${other.message}`}>{other.message}</small>
          ))}
        </span>
      </button>
      {fix && (
        <button
          type="button"
          className="shell-fix"
          title={fix.title}
          aria-label={`${words.fix}: ${fix.title}`}
          onClick={() => studio.edit(path, fix.edits, 'fix')}
        >
          {words.fix}: {fix.title}
        </button>
      )}
      <span className="shell-place">
        {code} {place}
      </span>
    </li>
  );
}
