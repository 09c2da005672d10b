/** Every layer in a table that can be sorted; a click goes to the canvas and to the text. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import { formatCount, formatMebibytes, formatShort, formatSize } from '../../../analysis/format.ts';
import { formatShape } from '../../../operators/operator.ts';
import type { LayerRow } from '../../protocol.ts';
import { useStudio, useTab, useWords } from '../context.tsx';
import { shellWords } from './words.ts';

type Key = 'index' | 'id' | 'op' | 'output' | 'parameters' | 'macs' | 'activationBytes' | 'receptiveField';

interface Sorting {
  readonly key: Key;
  readonly descending: boolean;
}

const rowHeight = 24;

export function Layers({ path }: { readonly path: string }) {
  const words = useWords(shellWords);
  const rows = useLayers(path);
  const [sorting, setSorting] = useState<Sorting>({ key: 'index', descending: false });
  const sorted = useMemo(() => sort(rows, sorting), [rows, sorting]);
  const columns: readonly (readonly [key: Key, name: string])[] = [
    ['index', '#'],
    ['id', words.layer],
    ['op', words.op],
    ['output', words.output],
    ['parameters', words.parameters],
    ['macs', words.macs],
    ['activationBytes', words.activation],
    ['receptiveField', words.field],
  ];
  const order = sorting.descending ? 'descending' : 'ascending';
  return (
    <div className="shell-layers" role="table" aria-label={words.layers} aria-rowcount={rows.length + 1}>
      <div className="shell-row shell-heading" role="row">
        {columns.map(([key, name]) => (
          <span key={key} role="columnheader" aria-sort={sorting.key === key ? order : 'none'} data-key={key}>
            <button
              type="button"
              onClick={() =>
                // Figures are wanted from the largest, names from the first.
                setSorting(
                  sorting.key === key ? { key, descending: !sorting.descending } : { key, descending: isFigure(key) },
                )
              }
            >
              {name}
              <span className="shell-arrow">{sorting.key === key ? (sorting.descending ? '▾' : '▴') : ''}</span>
            </button>
          </span>
        ))}
      </div>
      {rows.length === 0 ? <p className="shell-quiet">{words.layersNone}</p> : <Body path={path} rows={sorted} />}
    </div>
  );
}

interface Numbered extends LayerRow {
  readonly index: number;
}

function Body({ path, rows }: { readonly path: string; readonly rows: readonly Numbered[] }) {
  const studio = useStudio();
  const words = useWords(shellWords);
  const scroller = useRef<HTMLDivElement>(null);
  const selection = useTab(path, (tab) => tab.selection);
  const most = useMemo(
    () => ({
      parameters: rows.reduce((max, row) => Math.max(max, row.parameters), 1),
      macs: rows.reduce((max, row) => Math.max(max, row.macs), 1),
    }),
    [rows],
  );
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const first = rows.findIndex(({ id }) => selection?.nodes.includes(id));
  useEffect(() => {
    if (first >= 0 && selection?.by !== 'table') virtual.scrollToIndex(first, { align: 'auto' });
  }, [first, selection, virtual]);
  const choose = (row: Numbered): void => {
    const { span, id } = row;
    const own = span.file === path ? { start: span.start, end: span.end } : { start: 0, end: 0 };
    studio.select(path, { ...own, nodes: [id], by: 'table' });
  };
  return (
    <div ref={scroller} className="shell-scroll" role="rowgroup">
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="none">
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (!row) return null;
          return (
            <div
              key={row.id}
              role="row"
              className="shell-row"
              aria-rowindex={index + 2}
              aria-selected={selection?.nodes.includes(row.id) ?? false}
              tabIndex={index === Math.max(first, 0) ? 0 : -1}
              style={{ transform: `translateY(${start}px)`, height: rowHeight }}
              onClick={() => choose(row)}
              onKeyDown={(event) => {
                const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
                const next = step === 0 ? row : rows[index + step];
                if (step === 0 && event.key !== 'Enter' && event.key !== ' ') return;
                event.preventDefault();
                if (!next) return;
                choose(next);
                virtual.scrollToIndex(index + step);
                const beside =
                  step === 1 ? event.currentTarget.nextElementSibling : event.currentTarget.previousElementSibling;
                if (step !== 0 && beside instanceof HTMLElement) beside.focus();
              }}
            >
              <span role="cell">{row.index}</span>
              <span role="cell" title={row.id}>
                {row.id}
              </span>
              <span role="cell" title={row.what} className="shell-what">
                <i style={{ background: `var(--category-${row.category})` }} />
                {row.what}
                {row.trainingOnly && <em> {words.trainingOnly}</em>}
              </span>
              <span role="cell">{formatShape(row.output).replaceAll('x', '×')}</span>
              <Share value={row.parameters} most={most.parameters} text={formatCount(row.parameters)} />
              <Share value={row.macs} most={most.macs} text={formatShort(row.macs)} />
              <span role="cell">{formatMebibytes(row.activationBytes)}</span>
              <span role="cell">{formatSize(row.receptiveField)}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Share({ value, most, text }: { readonly value: number; readonly most: number; readonly text: string }) {
  return (
    <span role="cell" className="shell-share">
      {value > 0 && <i style={{ width: `${(100 * value) / most}%` }} />}
      {value === 0 ? '–' : text}
    </span>
  );
}

/** The layers of the present text; the old ones until they are there. */
function useLayers(path: string): readonly LayerRow[] {
  const studio = useStudio();
  const revision = useTab(path, (tab) => tab.stateRevision);
  const [rows, setRows] = useState<readonly LayerRow[]>([]);
  useEffect(() => {
    let isCurrent = true;
    if (revision === undefined) return;
    studio.worker.ask<'layers'>(path, { kind: 'layers' }).then(
      (answer) => isCurrent && setRows(answer),
      (error: Error) => studio.notify(error.message),
    );
    return () => {
      isCurrent = false;
    };
  }, [studio, path, revision]);
  return rows;
}

function isFigure(key: Key): boolean {
  return (
    key === 'parameters' || key === 'macs' || key === 'activationBytes' || key === 'receptiveField' || key === 'output'
  );
}

function sort(rows: readonly LayerRow[], { key, descending }: Sorting): readonly Numbered[] {
  const numbered = rows.map((row, index): Numbered => ({ ...row, index: index + 1 }));
  const sign = descending ? -1 : 1;
  return numbered.sort((a, b) => sign * compare(sortValue(a, key), sortValue(b, key)) || a.index - b.index);
}

function sortValue(row: Numbered, key: Key): number | string {
  switch (key) {
    case 'output':
      return row.output.reduce((product, side) => product * side, 1);
    case 'receptiveField':
      return row.receptiveField[0] * row.receptiveField[1];
    default:
      return row[key];
  }
}

function compare(a: number | string, b: number | string): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en');
}
