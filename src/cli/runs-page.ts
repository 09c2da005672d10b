/** Runs as one page of HTML: table, settings and curves, nothing loaded, nothing run. */
import type { Palette } from '../plots/plot.ts';
import { escaped, pagePalette, pageStyle } from './compare-page.ts';

export interface RunsPage {
  /** The heading first. */
  readonly rows: readonly (readonly string[])[];
  readonly folders: readonly string[];
  /** For each run, the settings in which the runs differ. */
  readonly differences: readonly ReadonlyMap<string, string>[];
  readonly draw: (palette: Palette) => readonly string[];
}

export function runsPage({ rows, folders, differences, draw }: RunsPage): string {
  const [heading = [], ...body] = rows;
  const title = `${folders.length} ${folders.length === 1 ? 'training' : 'trainings'}`;
  const names = [...(differences[0]?.keys() ?? [])];
  const settings = folders.map((folder, index) => [
    folder,
    ...names.map((name) => differences[index]?.get(name) ?? ''),
  ]);
  const comparison = names.length === 0 ? '' : `<h2>What differs</h2>\n${table(['run', ...names], settings)}`;
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
${table(heading, body)}
<p>Errors are top-1, in per cent; of training while the parameters changed.</p>
${comparison}
${draw(pagePalette)
  .map((svg) => `<figure>\n${svg}\n</figure>`)
  .join('\n')}
</body>
</html>
`;
}

function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const heads = heading.map((cell) => `<th scope="col">${escaped(cell)}</th>`).join('');
  const lines = rows.map(([first = '', ...rest]) => {
    const cells = rest.map((cell) => `<td>${escaped(cell)}</td>`).join('');
    return `<tr><th scope="row">${escaped(first)}</th>${cells}</tr>`;
  });
  return `<div class="table">
<table>
<thead><tr>${heads}</tr></thead>
<tbody>
${lines.join('\n')}
</tbody>
</table>
</div>`;
}
