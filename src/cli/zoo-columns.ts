/** Cells under each other. */

export type Alignment = 'left' | 'right' | 'point';

/** Two blanks between columns; "point" lines up the decimal points of numbers. */
export function columns(rows: readonly (readonly string[])[], alignments: readonly Alignment[]): string[] {
  const aligned = alignments.map((alignment, column) => {
    const cells = rows.map((row) => row[column] ?? '');
    const even = alignment === 'point' ? pointed(cells) : cells;
    const width = widest(even);
    return even.map((cell) => (alignment === 'left' ? cell.padEnd(width) : cell.padStart(width)));
  });
  return rows.map((_, row) =>
    aligned
      .map((cells) => cells[row] ?? '')
      .join('  ')
      .trimEnd(),
  );
}

/** Numbers with blanks after them, so that all have as much from the point on; words as they are. */
function pointed(cells: readonly string[]): string[] {
  const fraction = (cell: string): string => /^\d+(.*)$/.exec(cell)?.[1] ?? '';
  const width = widest(cells.map(fraction));
  return cells.map((cell) => (/^\d/.test(cell) ? cell + ' '.repeat(width - fraction(cell).length) : cell));
}

function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, text.length), 0);
}
