/** One network of the zoo for a terminal: where it comes from, what was published, its source, its report. */
import type { Examined } from '../analysis/examine.ts';
import { renderTable } from '../analysis/table.ts';
import { resultsOf, sourceOf } from '../zoo/lookup.ts';
import type { PublishedResult, ZooNetwork } from '../zoo/zoo.ts';
import { indented, type Style, strong, wrap } from './output.ts';
import { columns } from './zoo-columns.ts';
import { dataSetTitles, errorCells, unverifiedMark } from './zoo-list.ts';

/** Wider lines of prose are hard to read. */
const widestProse = 100;

export function renderNetwork(network: ZooNetwork, text: string, examined: Examined, style: Style): string {
  const { analysis, compilation } = examined;
  const table =
    compilation.graph && analysis ? renderTable(compilation.graph, analysis, { unfold: false, ...style }) : '';
  const width = Math.min(style.width, widestProse);
  return [
    strong(`${network.title}, ${network.year}`, style),
    wrap(reference(network.source), width),
    '',
    ...published(network, width, style),
    strong(`Source: examples/${network.file}${settingsOf(network)}`, style),
    '',
    indented(text),
    '',
    strong('Report', style),
    '',
    table,
  ].join('\n');
}

function settingsOf({ settings }: ZooNetwork): string {
  const all = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  return all.length === 0 ? '' : `, with the default ${all.join(', ')}`;
}

function reference(id: string): string {
  const { citation, year, locator } = sourceOf(id);
  return `${citation}, ${year}, ${locator}`;
}

function published(network: ZooNetwork, width: number, style: Style): string[] {
  const results = resultsOf(network.name);
  if (results.length === 0) return ['No published error of this network is known here.', ''];
  const groups = [...new Set(results.map(conditions))];
  const sorted = groups.flatMap((group) => results.filter((result) => conditions(result) === group));
  const notes = [...new Set(sorted.flatMap(({ note }) => note ?? []))];
  const ids = [...new Set(sorted.map(({ source }) => source))].filter((id) => id !== network.source);
  const rows = columns(
    sorted.map((result) => [
      '   ',
      ...errorCells(result),
      result.model,
      `${result.source}, ${result.where}${result.note === undefined ? '' : ` (${notes.indexOf(result.note) + 1})`}`,
    ]),
    ['left', 'point', 'point', 'left', 'left'],
  );
  const lines = rows.flatMap((row, index) => {
    const [result, before] = [sorted[index], sorted[index - 1]];
    const title = result && conditions(result);
    return title === undefined || (before && conditions(before) === title) ? [row] : [`  ${title}`, row];
  });
  const annotated = notes.length > 0 || sorted.some(({ verified }) => !verified);
  return [
    strong('Published errors in per cent: top-1, top-5', style),
    ...lines,
    '',
    ...notes.map((note, index) => wrap(`(${index + 1}) ${note}`, width, '  ')),
    ...(sorted.some(({ verified }) => !verified)
      ? [`  ${unverifiedMark}   noted from memory and not checked against the source`]
      : []),
    ...(annotated && ids.length > 0 ? [''] : []),
    ...ids.map((id) => wrap(`${id}: ${reference(id)}`, width, '  ')),
    ...(annotated || ids.length > 0 ? [''] : []),
  ];
}

/** "ImageNet validation: 10 crops": figures are comparable within it. */
function conditions({ dataSet, split, protocol, models }: PublishedResult): string {
  const images = `${dataSetTitles[dataSet]} ${split}`;
  const shown = protocol === 'test set' ? images : `${images}: ${protocol}`;
  return models === 1 ? shown : `${shown}, ${models} models`;
}
