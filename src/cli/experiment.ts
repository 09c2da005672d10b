/** `netwright experiment`: the list of experiments; one of them, trained, tabulated and drawn. */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { nearest } from '../diagnostics/nearest.ts';
import { reasonOf, writeWhole } from '../machine/files.ts';
import type { ExperimentResult } from '../training/experiment-result.ts';
import { defaultSeeds, type Experiment, experiments } from '../training/experiments.ts';
import type { EngineSettings } from './engines.ts';
import { experimentPage, findings, resultTable } from './experiment-page.ts';
import { experimentPlot } from './experiment-plot.ts';
import { planRuns, trainRuns } from './experiment-run.ts';
import { complain, type ExitCode, exit, faint, printLine, type Style, strong, wrap } from './output.ts';
import { stopOnSignal, stoppingMessage } from './stopping.ts';

interface Common {
  readonly json: boolean;
  readonly style: Style;
}

export interface ExperimentSettings extends Common, EngineSettings {
  /** Settings of the recipe, as source text. */
  readonly recipe: ReadonlyMap<string, string>;
  readonly seeds: number | undefined;
  readonly limit: number | undefined;
  readonly out: string | undefined;
}

export async function listExperiments({ json, style }: Common): Promise<ExitCode> {
  if (json) {
    await printLine(JSON.stringify(experiments));
    return exit.ok;
  }
  for (const { name, title, question, variants } of experiments) {
    await printLine(`${strong(name, style)}  ${title}`);
    await printLine(wrap(question, style.width, '  '));
    const labels = variants.map(({ label }) => label).join('; ');
    await printLine(`${wrap(`${variants.length} networks: ${labels}`, style.width, '  ')}\n`);
  }
  await printLine(wrap('Each takes some minutes on two cores: netwright experiment NAME', style.width));
  return exit.ok;
}

export async function experiment(name: string, settings: ExperimentSettings): Promise<ExitCode> {
  const found = experiments.find((each) => each.name === name);
  if (found === undefined) {
    const names = experiments.map((each) => each.name);
    const close = nearest(name, names);
    const advice = close === undefined ? `there are ${names.join(', ')}` : `did you mean ${close}?`;
    complain(`there is no experiment '${name}'; ${advice}`);
    return exit.usage;
  }
  const folder = settings.out ?? join('runs', 'experiments', name);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    complain(`cannot make the folder ${folder}: ${reasonOf(error)}`);
    return exit.usage;
  }
  const { recipe, seeds = defaultSeeds, limit = found.limit, style } = settings;
  const planned = await planRuns(found, { folder, recipe, seeds, limit, color: style.color });
  if (planned.code !== undefined) return planned.code;
  if (!settings.json) await announce(found, planned.runs.length, folder, style);
  const stopping = stopOnSignal(stoppingMessage);
  try {
    const command = commandOf(name, settings);
    const trained = await trainRuns(found, planned.runs, { ...settings, limit, command, stopping });
    if (trained.code === undefined) return await conclude(found, trained.result, folder, settings);
    if (trained.code === exit.stopped) complain('the same command goes on from here');
    return trained.code;
  } finally {
    stopping.end();
  }
}

/** With the flags that the figures depend on. */
function commandOf(name: string, { recipe, seeds, limit }: ExperimentSettings): string {
  return [
    `experiment ${name}`,
    ...[...recipe].map(([setting, text]) => `--${setting} ${text.replace(/^"(.*)"$/, '$1')}`),
    ...(seeds === undefined ? [] : [`--seeds ${seeds}`]),
    ...(limit === undefined ? [] : [`--limit ${limit}`]),
  ].join(' ');
}

async function announce({ title, question }: Experiment, runs: number, folder: string, style: Style): Promise<void> {
  await printLine(strong(title, style));
  await printLine(wrap(question, style.width));
  await printLine(faint(`\n${runs} ${runs === 1 ? 'run' : 'runs'} in ${folder}\n`, style));
}

/** Writes and prints what came of it. */
async function conclude(
  experiment: Experiment,
  result: ExperimentResult,
  folder: string,
  { json, style }: Common,
): Promise<ExitCode> {
  const files = {
    'result.json': resultText(result),
    'curves.svg': await experimentPlot(experiment, result),
    'result.md': experimentPage(experiment, result, { picture: 'curves.svg' }),
  };
  const failures = Object.entries(files).flatMap(([name, content]) => {
    const reason = writeWhole(join(folder, name), content);
    return reason === undefined ? [] : [`cannot write ${join(folder, name)}: ${reason}`];
  });
  if (json) await printLine(JSON.stringify(result));
  else {
    await printLine();
    const [heading = '', ...lines] = resultTable(result);
    await printLine(`${strong(heading, style)}\n${faint('-'.repeat(heading.length), style)}\n${lines.join('\n')}\n`);
    for (const { expected, outcome, evidence } of findings(experiment, result)) {
      await printLine(wrap(`To be expected: ${expected}.`, style.width));
      await printLine(`  Here: ${strong(outcome, style)}.\n${wrap(evidence, style.width, '  ')}\n`);
    }
    if (failures.length === 0) await printLine(`Wrote curves.svg, result.md and result.json in ${folder}.`);
  }
  for (const failure of failures) complain(failure);
  return failures.length === 0 ? exit.ok : exit.usage;
}

export function resultText(result: ExperimentResult): string {
  return `${JSON.stringify(result, null, 2)}\n`;
}
