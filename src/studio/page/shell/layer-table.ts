/** The table of layers as data: its order, what of it is selected, and as a file. */
import type { LayerRow } from '../../protocol.ts';
import type { Selection } from '../studio.ts';
import { csv } from './csv.ts';

export type Column = 'index' | 'id' | 'what' | 'output' | 'parameters' | 'macs' | 'activationBytes' | 'receptiveField';

export interface Sorting {
  readonly column: Column;
  readonly descending: boolean;
}

export interface NumberedRow extends LayerRow {
  /** In the order of execution, from 1. */
  readonly index: number;
}

/** Figures are wanted from the largest, names from the first; once more turns the order round. */
export function sortBy(column: Column, before: Sorting): Sorting {
  if (before.column === column) return { column, descending: !before.descending };
  return { column, descending: column !== 'index' && column !== 'id' && column !== 'what' };
}

export function sortRows(rows: readonly LayerRow[], { column, descending }: Sorting): readonly NumberedRow[] {
  const numbered = rows.map((row, index): NumberedRow => ({ ...row, index: index + 1 }));
  const sign = descending ? -1 : 1;
  return numbered.sort((a, b) => sign * compare(rankOf(a, column), rankOf(b, column)) || a.index - b.index);
}

function rankOf(row: NumberedRow, column: Column): number | string {
  switch (column) {
    case 'output':
      return row.output.reduce((product, side) => product * side, 1);
    case 'receptiveField':
      return row.receptiveField[0] * row.receptiveField[1];
    default:
      return row[column];
  }
}

function compare(a: number | string, b: number | string): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en');
}

/**
 * Ids of the layers that are selected: those of the cards, all in a folded group (whose id ends in a slash), or, where
 * only a place in the text is, those of the innermost step around it.
 */
export function selectedIds(rows: readonly LayerRow[], { nodes, start }: Selection, path: string): ReadonlySet<string> {
  if (nodes.length > 0) {
    const groups = nodes.filter((node) => node.endsWith('/'));
    const ids = new Set(nodes);
    return new Set(
      rows.map(({ id }) => id).filter((id) => ids.has(id) || groups.some((group) => id.startsWith(group))),
    );
  }
  const around = rows.filter(({ span }) => span.file === path && span.start <= start && start < span.end);
  const shortest = Math.min(...around.map(({ span }) => span.end - span.start));
  return new Set(around.filter(({ span }) => span.end - span.start === shortest).map(({ id }) => id));
}

export function layersCsv(rows: readonly LayerRow[]): string {
  const heading = ['path', 'operator', 'layer', 'output', 'parameters', 'macs', 'activation_bytes'];
  return csv([
    [...heading, 'receptive_field', 'training_only'],
    ...rows.map((row) => [
      row.id,
      row.op,
      row.what,
      row.output.join('x'),
      row.parameters,
      row.macs,
      row.activationBytes,
      row.receptiveField.join('x'),
      row.trainingOnly,
    ]),
  ]);
}
