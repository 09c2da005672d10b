/** The diagnostics of the file in front, each with its place and its fix. */
import { CircleX, TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import type { Diagnostic, Span } from '../../../diagnostics/diagnostic.ts';
import { type LineTable, lineTable, positionAt } from '../../../diagnostics/lines.ts';
import { useStudio, useTab, useWords } from '../context.tsx';
import type { Studio } from '../studio.ts';
import { attempt } from './actions.ts';
import { walkRows } from './focus.ts';
import { shellWords } from './words.ts';

export function Problems({ path }: { readonly path: string }) {
  const words = useWords(shellWords);
  const diagnostics = useTab(path, (tab) => tab.state?.diagnostics) ?? [];
  const text = useTab(path, (tab) => tab.document.text) ?? '';
  const lines = useMemo(() => lineTable(text), [text]);
  if (diagnostics.length === 0) return <p className="shell-quiet">{words.noProblems}</p>;
  return (
    <ul className="shell-problems" aria-label={words.problems} onKeyDown={walkRows}>
      {diagnostics.map((diagnostic, index) => {
        // Two may be equal but for their place in the list.
        const key = `${index} ${diagnostic.code} ${diagnostic.span.start}`;
        return <Problem key={key} path={path} diagnostic={diagnostic} lines={lines} />;
      })}
    </ul>
  );
}

interface ProblemProps {
  readonly path: string;
  readonly diagnostic: Diagnostic;
  readonly lines: LineTable;
}

function Problem({ path, diagnostic, lines }: ProblemProps) {
  const studio = useStudio();
  const words = useWords(shellWords);
  const { severity, message, hint, span, fix, code, node, related = [] } = diagnostic;
  const Icon = severity === 'error' ? CircleX : TriangleAlert;
  const placeOf = ({ file, start }: Span): string => {
    const { line, column } = positionAt(lines, start);
    return file === path ? `${line}:${column}` : file;
  };
  return (
    <li className="shell-problem" data-severity={severity}>
      <div>
        <button type="button" data-row className="shell-problem-text" onClick={() => go(studio, path, span, node)}>
          <Icon size={14} role="img" aria-label={severity === 'error' ? words.error : words.warning} />
          <span>
            {message}
            {hint && <small>{hint}</small>}
          </span>
          <span className="shell-place">
            {code} <span>{placeOf(span)}</span>
          </span>
        </button>
        {related.map((other) => (
          <button
            key={`${other.span.file} ${other.span.start} ${other.message}`}
            type="button"
            data-row
            className="shell-related"
            onClick={() => go(studio, path, other.span, undefined)}
          >
            {other.message} <span className="shell-place">{placeOf(other.span)}</span>
          </button>
        ))}
      </div>
      {fix && (
        <button
          type="button"
          className="shell-fix"
          title={fix.title}
          onClick={() => studio.edit(path, fix.edits, 'fix')}
        >
          {words.fix}: {fix.title}
        </button>
      )}
    </li>
  );
}

/** To the place in the text and on the canvas; in another file of the folder, which is opened. */
function go(studio: Studio, path: string, { file, start, end }: Span, node: string | undefined): void {
  const nodes = node === undefined ? [] : [node];
  if (file === path) studio.select(path, { start, end, nodes, by: 'problems' });
  // The library's files are not the folder's.
  else if (!file.startsWith('blocks/'))
    attempt(
      studio,
      studio.open(file).then(() => studio.select(file, { start, end, nodes: [], by: 'problems' })),
    );
}
