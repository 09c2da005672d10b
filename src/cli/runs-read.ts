/** The runs in folders, from what training has left there. */

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf } from '../machine/files.ts';
import type { TrainingEvent } from '../training/events.ts';
import { type RunRecord, readRunLog, readRunRecord } from '../training/node/run-directory.ts';
import { recipeAsSource } from './recorded.ts';

export type EpochEvent = Extract<TrainingEvent, { kind: 'epoch' }>;

export interface Run {
  readonly folder: string;
  readonly record: RunRecord;
  readonly epochs: readonly EpochEvent[];
  /** What the log ends with; `unfinished` is at work, or was killed. */
  readonly state: 'done' | 'stopped' | 'failed' | 'unfinished';
  /** The epoch with the lowest test error. */
  readonly best: EpochEvent | undefined;
}

export interface Runs {
  readonly runs: readonly Run[];
  /** A line for each folder that could not be read. */
  readonly failures: readonly string[];
}

/** Each folder is a run, or holds runs. */
export function readRuns(folders: readonly string[]): Runs {
  const runs: Run[] = [];
  const failures: string[] = [];
  for (const folder of folders) {
    try {
      const inside = existsSync(join(folder, 'run.json')) ? [folder] : runsIn(folder);
      if (inside.length === 0) failures.push(`${folder} holds no runs; netwright train makes some`);
      for (const each of inside) {
        const record = readRunRecord(each);
        if ('problem' in record) failures.push(record.problem);
        else runs.push(runOf(each, record.value));
      }
    } catch (error) {
      failures.push(`cannot read ${folder}: ${reasonOf(error)}`);
    }
  }
  return { runs, failures };
}

/** LeNet5-2 before LeNet5-10. */
function runsIn(folder: string): string[] {
  const names = readdirSync(folder).sort(new Intl.Collator('en', { numeric: true }).compare);
  return names.map((name) => join(folder, name)).filter((path) => existsSync(join(path, 'run.json')));
}

function runOf(folder: string, record: RunRecord): Run {
  const events = readRunLog(folder);
  const epochs = events.filter((event) => event.kind === 'epoch');
  const last = events.at(-1)?.kind;
  const state = last === 'done' || last === 'stopped' || last === 'failed' ? last : 'unfinished';
  return { folder, record, epochs, state, best: epochs.findLast((event) => event.best) };
}

/** For each run the settings in which the runs differ, by name: what was compared. */
export function differences(runs: readonly Run[]): readonly ReadonlyMap<string, string>[] {
  const all = runs.map(({ record }) => {
    const set = Object.entries(record.set).map(([name, value]) => [`--set ${name}`, value] as const);
    const limit = record.limit === undefined ? [] : [['limit', String(record.limit)] as const];
    return new Map([...recipeAsSource(record.recipe), ...set, ...limit]);
  });
  const names = new Set(all.flatMap((settings) => [...settings.keys()]));
  const differing = [...names].filter((name) => new Set(all.map((settings) => settings.get(name))).size > 1);
  return all.map((settings) => new Map(differing.map((name) => [name, settings.get(name) ?? '-'])));
}
