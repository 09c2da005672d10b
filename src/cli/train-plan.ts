/** What is to be trained, before anything is opened: a new training of a source, or a run that goes on. */
import { existsSync } from 'node:fs';
import { stderr } from 'node:process';
import { type Examined, examine } from '../analysis/examine.ts';
import type { Recipe } from '../compiler/recipe.ts';
import { lineTable, positionAt } from '../diagnostics/lines.ts';
import { renderDiagnostics, renderSummary } from '../diagnostics/render.ts';
import type { DataSet } from '../training/data/data-set.ts';
import { describeFit } from '../training/data/fit.ts';
import { endProblem } from '../training/ends.ts';
import {
  checkpointPath,
  type RunCheckpoint,
  type RunRecord,
  readCheckpoint,
  readRunRecord,
} from '../training/node/run-directory.ts';
import { gather } from './files.ts';
import { nodeHost } from './host.ts';
import { complain, type ExitCode, exit, styleOf } from './output.ts';
import { examineRecorded, type RecordedNetwork, recordNetwork } from './recorded.ts';

export interface Plan {
  readonly examined: Examined;
  readonly recipe: Recipe;
  readonly recorded: RecordedNetwork;
  /** At most so many images of each part. */
  readonly limit: number | undefined;
  readonly resumed: ResumedRun | undefined;
}

export interface ResumedRun {
  readonly folder: string;
  readonly record: RunRecord;
  /** Absent where the run ended before its first. */
  readonly checkpoint: RunCheckpoint | undefined;
}

/** Without a plan, the reason has been said. */
export type Planned =
  | { readonly plan: Plan; readonly code?: undefined }
  | { readonly plan?: undefined; readonly code: ExitCode };

export interface Changes {
  readonly set: ReadonlyMap<string, string>;
  /** Settings of the recipe, as source text. */
  readonly recipe: ReadonlyMap<string, string>;
  readonly color: boolean;
}

export async function planNew(
  file: string,
  changes: Changes & { readonly limit: number | undefined },
): Promise<Planned> {
  const { files, failures } = await gather([file]);
  for (const failure of failures) complain(failure);
  if (failures.length > 0) return { code: exit.usage };
  const [source] = files;
  if (files.length !== 1 || source === undefined) {
    complain(`${file} holds ${files.length} sources; one network is trained at a time`);
    return { code: exit.usage };
  }
  const examined = examine(source, nodeHost(), changes);
  if (!sayDiagnostics(examined, changes.color)) return { code: exit.source };
  const { compilation } = examined;
  const recorded = recordNetwork(compilation, changes.set);
  return { plan: { examined, recipe: compilation.recipe, recorded, limit: changes.limit, resumed: undefined } };
}

/** What the state of a training was made for, and cannot be without. */
const fixed = ['batch', 'optimizer', 'initialisation', 'seed'];

export function planResumed(folder: string, changes: Changes): Planned {
  const refused = [...changes.recipe.keys()].filter((name) => fixed.includes(name));
  if (refused.length > 0 || changes.set.size > 0) {
    const flags = [...refused.map((name) => `--${name}`), ...(changes.set.size > 0 ? ['--set'] : [])].join(', ');
    complain(`${flags} cannot change while a run goes on; begin a new one, without --resume`);
    return { code: exit.usage };
  }
  const read = readRunRecord(folder);
  if ('problem' in read) return refuse(read.problem);
  const record = read.value;
  const last = checkpointPath(folder, 'last');
  const checkpoint = existsSync(last) ? readCheckpoint(last) : undefined;
  if (checkpoint !== undefined && 'problem' in checkpoint) return refuse(checkpoint.problem);
  const examined = examineRecorded(record, changes.recipe);
  if (!sayDiagnostics(examined, changes.color)) return { code: exit.source };
  const { network, file, sources, set } = record;
  return {
    plan: {
      examined,
      recipe: examined.compilation.recipe,
      recorded: { network, file, sources, set },
      limit: record.limit,
      resumed: { folder, record, checkpoint: checkpoint?.value },
    },
  };
}

function refuse(problem: string): Planned {
  complain(problem);
  return { code: exit.usage };
}

/** Says errors, and warnings; whether there are no errors. To standard error. */
export function sayDiagnostics({ compilation, diagnostics }: Examined, color: boolean): boolean {
  if (diagnostics.length > 0) {
    const rendered = renderDiagnostics(diagnostics, compilation.sources, styleOf(stderr, color));
    stderr.write(`${rendered}\n\n${renderSummary(diagnostics)}\n`);
  }
  return !diagnostics.some(({ severity }) => severity === 'error');
}

/** Whether images and classes fit the network; if not, why, with place and fix. */
export function mismatch({ compilation }: Examined, dataSet: DataSet): string | undefined {
  const { graph, module, sources } = compilation;
  if (graph === undefined) return undefined;
  const { problem } = describeFit(dataSet, graph.input.shape);
  if (problem !== undefined) return `${compilation.file.path}: ${problem}`;
  const parameters = module.network?.parameters.map(({ name }) => name.text) ?? [];
  const end = endProblem(graph, dataSet, parameters);
  if (end === undefined) return undefined;
  const source = end.span && sources.get(end.span.file);
  if (source === undefined || end.span === undefined) return end.message;
  const { line, column } = positionAt(lineTable(source.text), end.span.start);
  return `${source.path}:${line}:${column}: ${end.message}`;
}
