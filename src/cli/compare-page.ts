/** The comparison as one page of HTML: table and plots, nothing loaded, nothing run. */
import { columnsOf, notesOf, termsTitle } from '../analysis/compare/columns.ts';
import type { Comparison } from '../analysis/compare/comparison.ts';
import { darkPalette, lightPalette, type Palette } from '../plots/plot.ts';

export interface PagePlot {
  readonly title: string;
  readonly svg: string;
}

/** The colours of plots on the page: names that its style sheet gives values, light or dark. */
export const pagePalette: Palette = {
  background: 'var(--background)',
  ink: 'var(--ink)',
  faint: 'var(--faint)',
  grid: 'var(--grid)',
  series: lightPalette.series.map((_, index) => `var(--series-${index})`),
};

function variables({ background, ink, faint, grid, series }: Palette): string {
  const named = {
    background,
    ink,
    faint,
    grid,
    ...Object.fromEntries(series.map((color, n) => [`series-${n}`, color])),
  };
  return Object.entries(named)
    .map(([name, color]) => `--${name}: ${color};`)
    .join(' ');
}

export const pageStyle = `
:root { color-scheme: light; ${variables(lightPalette)} }
@media screen and (prefers-color-scheme: dark) { :root { color-scheme: dark; ${variables(darkPalette)} } }
body { margin: 2rem auto; max-width: 75rem; padding: 0 1rem; background: var(--background); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin-top: 2.5rem; }
.table { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 0.85rem; }
th, td { padding: 0.2rem 0.5rem; text-align: right; white-space: nowrap; }
th:first-child, td:first-child, .left { text-align: left; }
thead th { border-bottom: 2px solid var(--ink); vertical-align: bottom; }
tbody tr { border-bottom: 1px solid var(--grid); }
tbody th { font-weight: 400; }
.optimal th { font-weight: 700; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.1rem 1rem; color: var(--faint); font-size: 0.9rem; }
dt { color: var(--ink); } dd { margin: 0; }
figure { margin: 2.5rem 0; } figure svg { max-width: 100%; height: auto; }
@media print {
  body { margin: 0; max-width: none; font-size: 9pt; } .table { overflow: visible; }
  th, td { padding: 0.1rem 0.4rem; } figure, tr { break-inside: avoid; }
}
`;

export function comparisonPage(comparison: Comparison, plots: readonly PagePlot[]): string {
  const notes = notesOf(comparison);
  const columns = columnsOf(comparison, notes);
  const heads = columns.map(
    ({ heading, align }) =>
      `<th scope="col"${classOf(align)}>${escaped(heading.filter((line) => line !== '').join(' '))}</th>`,
  );
  const rows = comparison.rows.map(({ candidate, pareto }, row) => {
    const cells = columns.map(({ cells, align }) => `<td${classOf(align)}>${escaped(cells[row] ?? '')}</td>`);
    const mark = pareto.macs || pareto.parameters ? ' class="optimal"' : '';
    return `<tr${mark}><th scope="row">${escaped(candidate.title)}</th>${cells.join('')}</tr>`;
  });
  const rules = [
    ...columns.flatMap(({ name, rule }) => (rule === '' ? [] : [[name, rule] as const])),
    ['errors', termsTitle(comparison.terms)] as const,
    ...notes.legend,
  ];
  const title = `Comparison of ${new Set(comparison.rows.map(({ candidate }) => candidate.name)).size} networks`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${pageStyle}</style>
</head>
<body>
<h1>${title}</h1>
<div class="table">
<table>
<thead><tr><th scope="col">network</th>${heads.join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</div>
<dl>
${rules.map(([name, text]) => `<dt>${escaped(name)}</dt><dd>${escaped(text)}</dd>`).join('\n')}
</dl>
${plots.map(({ svg }) => `<figure>\n${svg}\n</figure>`).join('\n')}
</body>
</html>
`;
}

function classOf(align: 'left' | 'right'): string {
  return align === 'left' ? ' class="left"' : '';
}

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
