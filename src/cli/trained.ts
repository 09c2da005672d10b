/** A trained network: the checkpoint of a run, with everything that it was made from. */
import { existsSync, statSync } from 'node:fs';
import type { Recipe } from '../compiler/recipe.ts';
import type { Graph } from '../graph/graph.ts';
import type { TrainingState } from '../training/engine.ts';
import type { Progress } from '../training/events.ts';
import type { Outcome } from '../training/node/outcome.ts';
import { checkpointPath, type RunRecord, readCheckpoint } from '../training/node/run-directory.ts';
import { examineRecorded } from './recorded.ts';

export interface Trained {
  /** Of the checkpoint. */
  readonly path: string;
  readonly record: RunRecord;
  readonly recipe: Recipe;
  readonly graph: Graph;
  readonly state: TrainingState;
  readonly progress: Progress;
}

/** `name` is the folder of a run, of which the best checkpoint is taken, or a checkpoint. */
export function readTrained(name: string): Outcome<Trained> {
  const path = checkpointOf(name);
  if (path === undefined)
    return { problem: `${name} holds no checkpoint; a run has best.safetensors after its first epoch` };
  const checkpoint = readCheckpoint(path);
  if ('problem' in checkpoint) return { problem: checkpoint.problem };
  const { state, progress, metadata } = checkpoint.value;
  const record = recordIn(metadata.run);
  if (record === undefined) {
    return { problem: `${path} does not say which network it belongs to: it was not written by netwright train` };
  }
  const { compilation, diagnostics } = examineRecorded(record);
  const error = diagnostics.find(({ severity }) => severity === 'error');
  if (error !== undefined || compilation.graph === undefined) {
    const why = error?.message ?? 'it has no network';
    return { problem: `the sources in ${path} do not compile with this version of netwright: ${why}` };
  }
  return { value: { path, record, recipe: record.recipe, graph: compilation.graph, state, progress } };
}

function checkpointOf(name: string): string | undefined {
  if (!existsSync(name) || !statSync(name).isDirectory()) return name;
  return [checkpointPath(name, 'best'), checkpointPath(name, 'last')].find((path) => existsSync(path));
}

function recordIn(text: string | undefined): RunRecord | undefined {
  try {
    const record = JSON.parse(text ?? 'null') as Partial<RunRecord> | null;
    return record?.version === 1 && record.sources !== undefined && record.recipe !== undefined
      ? (record as RunRecord)
      : undefined;
  } catch {
    return undefined;
  }
}
