/** `netwright compare`: networks side by side, as a table, for other programs, on a page and in plots. */

import type { Terms } from '../analysis/compare/accuracy.ts';
import type { Candidate } from '../analysis/compare/candidate.ts';
import { type Comparison, compareNetworks } from '../analysis/compare/comparison.ts';
import { comparisonCsv, comparisonJson } from '../analysis/compare/outline.ts';
import { assignResults, type MeasuredResult, parseResults } from '../analysis/compare/results.ts';
import type { SortKey } from '../analysis/compare/sort.ts';
import { renderComparison } from '../analysis/compare/table.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { readText } from '../machine/files.ts';
import type { PlotKind } from '../plots/plot.ts';
import { findNetwork } from '../zoo/lookup.ts';
import { loadCandidates } from './compare-arguments.ts';
import { type OutputFiles, writeOutputs } from './compare-outputs.ts';
import { displayPath } from './files.ts';
import { complain, type ExitCode, exit, print, printLine, type Style } from './output.ts';

export interface CompareSettings {
  readonly terms: Terms;
  readonly baseline: string | undefined;
  readonly sort: SortKey | undefined;
  /** Path of a file of measured results. */
  readonly results: string | undefined;
  readonly print: 'table' | 'json' | 'csv';
  readonly plot: PlotKind;
  readonly files: OutputFiles;
  readonly style: Style;
}

export async function compare(args: readonly string[], settings: CompareSettings): Promise<ExitCode> {
  const { candidates, broken, skipped, failures } = await loadCandidates(args, settings.style);
  for (const failure of failures) complain(failure);
  for (const path of skipped) complain(`${path} has no network and is left out`);
  for (const text of broken) process.stderr.write(`${text}\n\n`);
  if (failures.length > 0) return exit.usage;
  if (candidates.length === 0) {
    if (broken.length === 0) complain('there is no network to compare');
    return broken.length === 0 ? exit.usage : exit.source;
  }
  const baseline = baselineOf(settings.baseline, candidates);
  const measured = measuredOf(settings.results, candidates);
  if (baseline === undefined || measured === undefined) return exit.usage;
  const { terms, sort } = settings;
  const comparison = compareNetworks(candidates, { terms, baseline, measured, sort });
  await printComparison(comparison, settings);
  const written = await writeOutputs(comparison, settings.files, settings.plot);
  for (const failure of written.failures) complain(failure);
  // What is printed for a program is what was asked for, and nothing else.
  if (settings.print === 'table') for (const path of written.paths) await printLine(`Wrote ${path}`);
  if (broken.length > 0) complain(`left out for errors in their sources: ${broken.length}`);
  return written.failures.length > 0 ? exit.usage : broken.length > 0 ? exit.source : exit.ok;
}

async function printComparison(comparison: Comparison, settings: CompareSettings): Promise<void> {
  switch (settings.print) {
    case 'json':
      await printLine(JSON.stringify(comparisonJson(comparison)));
      break;
    case 'csv':
      await print(comparisonCsv(comparison));
      break;
    case 'table':
      await print(renderComparison(comparison, settings.style));
  }
}

/** The one that is named, else the first. */
function baselineOf(name: string | undefined, candidates: readonly Candidate[]): Candidate | undefined {
  if (name === undefined) return candidates[0];
  const known = findNetwork(name)?.name;
  const found =
    candidates.find((each) => each.name === name || each.title === name) ??
    candidates.find((each) => each.file === name || each.name === known);
  if (found !== undefined) return found;
  const close = nearest(
    name,
    candidates.flatMap((each) => [each.name, each.title]),
  );
  complain(
    `--baseline ${name} is none of the compared networks; ${close === undefined ? `the first is ${candidates[0]?.name}` : `did you mean ${close}?`}`,
  );
  return undefined;
}

/** By candidate; undefined where the file of results cannot be used, which has been said. */
function measuredOf(
  path: string | undefined,
  candidates: readonly Candidate[],
): ReadonlyMap<string, readonly MeasuredResult[]> | undefined {
  if (path === undefined) return new Map();
  const reading = readText(path);
  if (reading.kind === 'failure') {
    complain(`cannot read ${path}: ${reading.reason}`);
    return undefined;
  }
  const results = parseResults({ path: displayPath(path), text: reading.text, library: false });
  const { byCandidate, errors, warnings } = assignResults(results, candidates);
  const wrong = [...results.errors, ...errors];
  for (const each of [...wrong, ...warnings]) complain(each);
  return wrong.length > 0 ? undefined : byCandidate;
}
