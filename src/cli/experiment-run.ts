/** The runs of an experiment: which there are to be, which are done already, and their training one after the other. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { stdout } from 'node:process';
import type { Recipe } from '../compiler/recipe.ts';
import { settingText } from '../compiler/recipe-reference.ts';
import { recipeSettings, type SettingValue } from '../compiler/recipe-settings.ts';
import type { TrainingEvent } from '../training/events.ts';
import type { EpochResult, ExperimentResult, RunResult, VariantResult } from '../training/experiment-result.ts';
import type { Experiment, Variant } from '../training/experiments.ts';
import { type RunRecord, readRunLog } from '../training/node/run-directory.ts';
import type { EngineSettings } from './engines.ts';
import { complain, type ExitCode, exit, print, printLine, type Style } from './output.ts';
import { ownPath } from './package.ts';
import { recipeAsSource } from './recorded.ts';
import { readRuns } from './runs-read.ts';
import type { Stopping } from './stopping.ts';
import { trainNetwork } from './train.ts';
import { withoutZeros } from './train-announce.ts';
import { type Plan, planNew } from './train-plan.ts';
import { formatDuration, type Reporter, stepLine } from './train-progress.ts';

interface PlannedRun {
  readonly variant: Variant;
  readonly seed: number;
  readonly folder: string;
  readonly plan: Plan;
  readonly set: ReadonlyMap<string, string>;
  readonly recipe: ReadonlyMap<string, string>;
  readonly state: 'new' | 'begun' | 'finished';
}

export interface Scale {
  readonly folder: string;
  /** Settings of the recipe, as source text. */
  readonly recipe: ReadonlyMap<string, string>;
  readonly seeds: number;
  readonly limit: number;
  readonly color: boolean;
}

/** Without runs, the reason has been said. */
type Planned =
  | { readonly runs: readonly PlannedRun[]; readonly code?: undefined }
  | { readonly runs?: undefined; readonly code: ExitCode };

/** Seed by seed, so that a half-finished experiment has all variants. */
export async function planRuns(experiment: Experiment, scale: Scale): Promise<Planned> {
  const file = sourceOf(experiment);
  const runs: PlannedRun[] = [];
  for (let seed = 1; seed <= scale.seeds; seed += 1) {
    for (const variant of experiment.variants) {
      const set = new Map(Object.entries(variant.set));
      const recipe = new Map([...scale.recipe, ['seed', String(seed)]]);
      const { plan, code } = await planNew(file, { set, recipe, color: scale.color, limit: scale.limit });
      if (plan === undefined) return { code };
      const { batch } = plan.recipe;
      if (scale.limit < batch) return refused(`a batch has ${batch} images; write --limit ${batch} or more`);
      const folder = join(scale.folder, `${slug(variant.label)}-seed-${seed}`);
      const state = stateOf(folder, plan);
      if (typeof state !== 'string') return refused(state.problem);
      runs.push({ variant, seed, folder, plan, set, recipe, state });
    }
  }
  return { runs };
}

function refused(problem: string): { readonly code: ExitCode } {
  complain(problem);
  return { code: exit.usage };
}

function sourceOf({ file }: Experiment): string {
  return ownPath(`examples/lecture/${file}`);
}

/** "plain, 14" as `plain-14`. */
function slug(label: string): string {
  return label
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function stateOf(folder: string, plan: Plan): PlannedRun['state'] | { readonly problem: string } {
  if (!existsSync(join(folder, 'run.json'))) return 'new';
  const { runs, failures } = readRuns([folder]);
  const [run] = runs;
  if (run === undefined) return { problem: failures.join('; ') };
  const other = differing(plan, run.record);
  if (other.length > 0) {
    return {
      problem: `${folder} is a run with other settings (${other.join(', ')}); write another folder with --out, or remove it`,
    };
  }
  return run.state === 'done' ? 'finished' : 'begun';
}

/** What a run that is there was made with differently. */
function differing({ recipe, recorded, limit }: Plan, record: RunRecord): string[] {
  const names: string[] = [];
  const [wanted, found] = [recipeAsSource(recipe), recipeAsSource(record.recipe)];
  for (const name of new Set([...wanted.keys(), ...found.keys()])) {
    if (wanted.get(name) !== found.get(name)) names.push(`${name} ${found.get(name)}, not ${wanted.get(name)}`);
  }
  if (limit !== record.limit) names.push(`limit ${record.limit}, not ${limit}`);
  if (!sameEntries(recorded.set, record.set)) names.push('other parameters of the network');
  if (!sameEntries(recorded.sources, record.sources)) names.push('another source');
  return names;
}

function sameEntries(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}

export interface TrainRunsSettings extends EngineSettings {
  readonly limit: number;
  /** As the result keeps it. */
  readonly command: string;
  readonly stopping: Stopping;
  readonly json: boolean;
  readonly style: Style;
}

type Trained =
  | { readonly result: ExperimentResult; readonly code?: undefined }
  | { readonly result?: undefined; readonly code: ExitCode };

/** Trains what is not finished; gives the figures of all. Ends with the code of a run that does not end well. */
export async function trainRuns(
  experiment: Experiment,
  runs: readonly PlannedRun[],
  { engine, device, threads, limit, command, stopping, json, style }: TrainRunsSettings,
): Promise<Trained> {
  const widest = Math.max(...experiment.variants.map(({ label }) => label.length));
  for (const [index, { variant, seed, folder, set, recipe, state }] of runs.entries()) {
    if (stopping.asked()) return { code: exit.stopped };
    const title = `${variant.label.padEnd(widest)}  seed ${seed}`;
    if (state !== 'finished') {
      const begun = state === 'begun';
      const code = await trainNetwork({
        file: begun ? undefined : sourceOf(experiment),
        resume: begun ? folder : undefined,
        out: begun ? undefined : folder,
        set: begun ? new Map() : set,
        recipe: begun ? new Map() : recipe,
        limit: begun ? undefined : limit,
        saveEvery: 60,
        json: false,
        style,
        engine,
        device,
        threads,
        caller: { stopping, reporter: progressReporter(`${title}, run ${index + 1} of ${runs.length}`, json, style) },
      });
      if (code !== exit.ok) {
        complain(`the experiment ended in the run ${folder}`);
        return { code };
      }
    }
    if (!json) await printLine(runLine(title, readRunLog(folder), state));
  }
  return { result: resultOf(experiment, runs, command) };
}

/** How often the line is drawn again, in milliseconds. */
const redrawn = 200;

/** A line that changes, on a terminal; elsewhere nothing until the run is over. */
function progressReporter(title: string, json: boolean, style: Style): Reporter {
  const live = stdout.isTTY === true && !json;
  let shown = 0;
  const clear = async (): Promise<void> => {
    if (shown > 0) await print('\r\u001b[2K');
    shown = 0;
  };
  return {
    clear,
    report: async (event) => {
      if (event.kind === 'done') await clear();
      if (!live || event.kind !== 'step' || performance.now() - shown < redrawn) return;
      shown = performance.now();
      await print(`\r\u001b[2K${title}  ${stepLine(event, style.width - title.length - 2)}`);
    },
  };
}

function runLine(title: string, log: readonly TrainingEvent[], state: PlannedRun['state']): string {
  const epochs = log.filter((event) => event.kind === 'epoch');
  const last = epochs.at(-1);
  if (last === undefined) return title;
  const seconds = epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
  const error = last.test.top1Error.toFixed(2).padStart(5);
  const end = state === 'finished' ? '(there already)' : formatDuration(seconds);
  return `${title}  test error ${error} %  training loss ${last.train.loss.toFixed(3)}  ${end}`;
}

function resultOf(experiment: Experiment, runs: readonly PlannedRun[], command: string): ExperimentResult {
  const folders = new Map(readRuns(runs.map(({ folder }) => folder)).runs.map((run) => [run.folder, run.record]));
  const first = folders.get(runs[0]?.folder ?? '');
  if (first === undefined) throw new Error('an experiment ended without runs');
  const { recipe, images, engine, versions } = first;
  return {
    version: 1,
    experiment: experiment.name,
    setting: {
      data: recipe.data,
      trainImages: images.train,
      testImages: images.test,
      epochs: recipe.epochs,
      recipe: recipeText(recipe),
      engine,
      netwright: versions.netwright ?? '',
      command,
    },
    variants: experiment.variants.map((variant): VariantResult => {
      const own = runs.filter((run) => run.variant === variant);
      const totals = own[0]?.plan.examined.analysis?.totals;
      return {
        label: variant.label,
        parameters: totals?.parameters ?? 0,
        macs: totals?.macs ?? 0,
        runs: own.map(({ folder, seed }) => runResult(seed, readRunLog(folder))),
      };
    }),
  };
}

function runResult(seed: number, log: readonly TrainingEvent[]): RunResult {
  const speeds = log.flatMap((event) =>
    event.kind === 'step' && event.batch === event.batches ? [event.imagesPerSecond] : [],
  );
  const epochs = log.flatMap((event): EpochResult[] => {
    if (event.kind !== 'epoch') return [];
    const { train, test } = event;
    return [
      {
        trainLoss: rounded(train.loss),
        trainError: rounded(train.top1Error),
        testLoss: rounded(test.loss),
        testError: rounded(test.top1Error),
      },
    ];
  });
  return { seed, imagesPerSecond: Math.round(Math.max(0, ...speeds)), epochs };
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}

/** What differs from the defaults, as the source writes it; data, epochs and seeds are said elsewhere. */
function recipeText(recipe: Recipe): string {
  const values = recipe as unknown as Readonly<Record<string, SettingValue | undefined>>;
  return recipeSettings
    .flatMap(({ name, field, default: preset }) => {
      const value = values[field];
      const elsewhere = ['data', 'epochs', 'seed'].includes(name);
      if (elsewhere || value === undefined) return [];
      const same = preset !== undefined && settingText(preset) === settingText(value);
      return same ? [] : [`${name} = ${settingText(withoutZeros(value))}`];
    })
    .join(', ');
}
