/** The papers' tables: every figure agrees or is explained, and no explanation is stale. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { comparePaperTables, paperTablesMarkdown } from '../../src/cli/paper-tables.ts';
import { root } from '../support/host.ts';

const compared = comparePaperTables();
const rows = compared.flatMap(({ table, rows: all }) =>
  all.map((row) => ({ ...row, name: `${table.title}: ${row.figure.row}, ${row.figure.quantity}` })),
);

describe('the tables of the papers', () => {
  it.each(rows)('$name: agrees, or is explained', ({ figure, agrees }) => {
    expect(figure.explanation === undefined).toBe(agrees);
  });

  it('are recounted to the printed figure, but for what says that it is one unit off', () => {
    const off = rows.filter(({ recountOff }) => recountOff !== undefined && recountOff !== 0);
    expect(off.map(({ recountOff }) => Math.abs(recountOff ?? 0))).toEqual(off.map(() => 1));
    expect(off.every(({ figure }) => figure.explanation?.text.includes('one unit of the last digit off'))).toBe(true);
    const exact = rows.filter(({ recountOff }) => recountOff === 0);
    expect(exact.some(({ figure }) => figure.explanation?.text.includes('one unit'))).toBe(false);
    expect(exact.length).toBeGreaterThan(10);
  });

  it('are written in docs/paper-tables.md (npm run tables -- --write)', () => {
    expect(readFileSync(join(root, 'docs/paper-tables.md'), 'utf8')).toBe(paperTablesMarkdown(compared));
  });
});
