/** Networks beside each other, as `netwright compare` has them. */
import { type Candidate, distinctTitles } from '../../analysis/compare/candidate.ts';
import { columnsOf, notesOf, termsTitle } from '../../analysis/compare/columns.ts';
import { type Comparison, compareNetworks } from '../../analysis/compare/comparison.ts';
import { identifyText } from '../../analysis/compare/identity.ts';
import { plotOf } from '../../analysis/compare/plots.ts';
import { examine } from '../../analysis/examine.ts';
import type { Host, ParseCache } from '../../compiler/modules.ts';
import { drawPlot } from '../../plots/draw.ts';
import { darkPalette, lightPalette, plotKinds } from '../../plots/plot.ts';
import type { Module } from '../../syntax/ast.ts';
import { parse } from '../../syntax/parse.ts';
import type { CompareAnswer, CompareQuestion } from '../protocol.ts';

/** What most errors are published for. */
const terms = { protocol: 'single crop', dataSet: 'imagenet' } as const;

/** `examples`: the texts of examples/ by file name. */
export function compare(
  host: Host,
  { networks, baseline, sort, mode }: CompareQuestion,
  examples: ReadonlyMap<string, string>,
): CompareAnswer {
  const parsed = new Map(
    [...examples].map(([name, text]) => [name, parse({ path: `examples/${name}`, text, library: false }).value]),
  );
  const cache: ParseCache = new Map();
  const made = networks.map(({ path, text }, index) => {
    const earlier = networks.slice(0, index).filter((each) => each.path === path).length;
    return candidate({ name: earlier === 0 ? path : `${path}, ${earlier + 1}`, path, text }, host, cache, parsed);
  });
  const failures = made.filter((each) => typeof each === 'string');
  const candidates = distinctTitles(made.filter((each) => typeof each !== 'string'));
  const wanted = made[baseline];
  const base = candidates.find(({ name }) => typeof wanted === 'object' && name === wanted.name) ?? candidates[0];
  if (!base) return { columns: [], rows: [], notes: [], plots: [], failures };
  const comparison = compareNetworks(candidates, { terms, baseline: base, measured: new Map(), sort });
  return { ...tableOf(comparison), plots: plotsOf(comparison, mode), failures };
}

interface Named {
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

/** Or, in one line, why it cannot be compared. */
function candidate(
  { name, path, text }: Named,
  host: Host,
  cache: ParseCache,
  examples: ReadonlyMap<string, Module>,
): Candidate | string {
  const { compilation, analysis, diagnostics } = examine({ path, text, library: false }, host, { cache });
  const { graph, module } = compilation;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first) return `${name}: ${first.message}${errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''}`;
  if (!graph || !analysis) return `${name} has no network to compare`;
  const zoo = identifyText(module, examples);
  return { name, title: zoo?.title ?? graph.name, file: path, settings: {}, graph, analysis, zoo };
}

function tableOf(comparison: Comparison): Pick<CompareAnswer, 'columns' | 'rows' | 'notes'> {
  const notes = notesOf(comparison);
  const columns = columnsOf(comparison, notes);
  return {
    columns: columns.map(({ heading, align }) => ({ heading: heading.filter((line) => line !== '').join(' '), align })),
    rows: comparison.rows.map(({ candidate: { title }, pareto }, row) => ({
      name: title,
      optimal: pareto.macs || pareto.parameters,
      cells: columns.map(({ cells }) => cells[row] ?? ''),
    })),
    notes: [
      ...columns.flatMap(({ name, rule }) => (rule === '' ? [] : [`${name}: ${rule}`])),
      `errors: ${termsTitle(comparison.terms)}`,
      ...notes.legend.map(([mark, meaning]) => `${mark}: ${meaning}`),
    ],
  };
}

function plotsOf(comparison: Comparison, mode: CompareQuestion['mode']): CompareAnswer['plots'] {
  const palette = mode === 'dark' ? darkPalette : lightPalette;
  return plotKinds.flatMap((kind) => {
    const plot = plotOf(kind, comparison);
    return plot ? [{ title: plot.plot.title, svg: drawPlot(plot, palette) }] : [];
  });
}
