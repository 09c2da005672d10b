/** Every layer in a table that can be sorted; a click goes to the canvas and to the text. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import { formatCount, formatMebibytes, formatShort, formatSize } from '../../../analysis/format.ts';
import { formatShape } from '../../../operators/operator.ts';
import type { LayerRow } from '../../protocol.ts';
import { useStudio, useTab, useWords } from '../context.tsx';
import { attempt } from './actions.ts';
import { type Column, type NumberedRow, type Sorting, selectedIds, sortBy, sortRows } from './layer-table.ts';
import { shellWords } from './words.ts';

const rowHeight = 24;
const headingHeight = 26;

export function Layers({ path }: { readonly path: string }) {
  const studio = useStudio();
  const words = useWords(shellWords);
  const rows = useLayers(path);
  const selection = useTab(path, (tab) => tab.selection);
  const [sorting, setSorting] = useState<Sorting>({ column: 'index', descending: false });
  const sorted = useMemo(() => sortRows(rows, sorting), [rows, sorting]);
  const chosen = useMemo(
    () => (selection ? selectedIds(rows, selection, path) : new Set<string>()),
    [rows, selection, path],
  );
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingStart: headingHeight,
    paddingStart: headingHeight,
  });
  const first = sorted.findIndex(({ id }) => chosen.has(id));
  const by = selection?.by;
  useEffect(() => {
    if (first >= 0 && by !== 'table') virtual.scrollToIndex(first, { align: 'auto' });
  }, [first, by, virtual]);
  const most = useMemo(
    () => ({
      parameters: rows.reduce((max, row) => Math.max(max, row.parameters), 1),
      macs: rows.reduce((max, row) => Math.max(max, row.macs), 1),
    }),
    [rows],
  );

  function choose(index: number): void {
    const row = sorted[index];
    if (!row) return;
    const { span, id } = row;
    const place = span.file === path ? span : { start: selection?.start ?? 0, end: selection?.end ?? 0 };
    studio.select(path, { start: place.start, end: place.end, nodes: [id], by: 'table' });
    virtual.scrollToIndex(index, { align: 'auto' });
  }

  function walk(event: React.KeyboardEvent): void {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
    const end = { Home: 0, End: sorted.length - 1 }[event.key];
    const step = steps[event.key];
    if (event.target !== event.currentTarget || (step === undefined && end === undefined)) return;
    event.preventDefault();
    const to = end ?? Math.max(0, first) + (first < 0 ? 0 : (step ?? 0));
    choose(Math.min(sorted.length - 1, Math.max(0, to)));
  }

  return (
    <div
      ref={scroller}
      className="shell-layers"
      role="grid"
      aria-label={words.layers}
      aria-rowcount={rows.length + 1}
      aria-activedescendant={first >= 0 ? rowId(sorted[first]) : undefined}
      tabIndex={0}
      onKeyDown={walk}
    >
      <Heading sorting={sorting} onSort={(column) => setSorting(sortBy(column, sorting))} />
      {rows.length === 0 && <p className="shell-quiet">{words.layersNone}</p>}
      <div role="rowgroup" style={{ height: virtual.getTotalSize() - headingHeight }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = sorted[index];
          return (
            row && (
              <Row
                key={row.id}
                row={row}
                rank={index + 2}
                top={start - headingHeight}
                selected={chosen.has(row.id)}
                most={most}
                onChoose={() => choose(index)}
              />
            )
          );
        })}
      </div>
    </div>
  );
}

function rowId(row: NumberedRow | undefined): string | undefined {
  return row && `layer-${row.index}`;
}

interface HeadingProps {
  readonly sorting: Sorting;
  readonly onSort: (column: Column) => void;
}

function Heading({ sorting, onSort }: HeadingProps) {
  const words = useWords(shellWords);
  const columns: readonly (readonly [column: Column, name: string])[] = [
    ['index', '#'],
    ['id', words.layer],
    ['what', words.op],
    ['output', words.output],
    ['parameters', words.parameters],
    ['macs', words.macs],
    ['activationBytes', words.activation],
    ['receptiveField', words.fieldShort],
  ];
  const order = sorting.descending ? 'descending' : 'ascending';
  return (
    <div className="shell-row shell-heading" role="row" aria-rowindex={1}>
      {columns.map(([column, name]) => (
        <span key={column} role="columnheader" aria-sort={sorting.column === column ? order : 'none'}>
          <button type="button" onClick={() => onSort(column)}>
            {name}
            {sorting.column === column && <i aria-hidden="true">{sorting.descending ? '▾' : '▴'}</i>}
          </button>
        </span>
      ))}
    </div>
  );
}

interface RowProps {
  readonly row: NumberedRow;
  readonly rank: number;
  readonly top: number;
  readonly selected: boolean;
  readonly most: { readonly parameters: number; readonly macs: number };
  readonly onChoose: () => void;
}

function Row({ row, rank, top, selected, most, onChoose }: RowProps) {
  const words = useWords(shellWords);
  return (
    // The keyboard chooses rows through the grid, which has the focus.
    <div
      id={rowId(row)}
      role="row"
      className="shell-row"
      aria-rowindex={rank}
      aria-selected={selected}
      tabIndex={-1}
      style={{ transform: `translateY(${top}px)`, height: rowHeight }}
      onClick={onChoose}
      onKeyDown={({ key }) => key === 'Enter' && onChoose()}
    >
      <span role="gridcell">{row.index}</span>
      <span role="gridcell" title={row.id}>
        {row.id}
      </span>
      <span role="gridcell" title={row.what} className="shell-what">
        <i style={{ background: `var(--category-${row.category})` }} />
        {row.what}
        {row.trainingOnly && <em> {words.trainingOnly}</em>}
      </span>
      <span role="gridcell">{formatShape(row.output).replaceAll('x', '×')}</span>
      <Share value={row.parameters} most={most.parameters} text={formatCount(row.parameters)} />
      <Share value={row.macs} most={most.macs} text={formatShort(row.macs)} />
      <span role="gridcell">{formatMebibytes(row.activationBytes)}</span>
      <span role="gridcell">{formatSize(row.receptiveField)}</span>
    </div>
  );
}

function Share({ value, most, text }: { readonly value: number; readonly most: number; readonly text: string }) {
  return (
    <span role="gridcell" className="shell-share">
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
    const asked = studio.worker.ask<'layers'>(path, { kind: 'layers' });
    attempt(
      studio,
      asked.then((answer) => isCurrent && setRows(answer)),
    );
    return () => {
      isCurrent = false;
    };
  }, [studio, path, revision]);
  return rows;
}
