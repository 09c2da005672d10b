/** `netwright train`: from a source to a trained network in a folder. */

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf } from '../machine/files.ts';
import type { DataSet } from '../training/data/data-set.ts';
import { counted, many } from '../training/data/decoded.ts';
import { limited } from '../training/data/split.ts';
import { initialState } from '../training/initialise.ts';
import { openBatches, openEvaluation } from '../training/node/batches.ts';
import { openDataSet } from '../training/node/data.ts';
import type { RunRecord } from '../training/node/run-directory.ts';
import { buildStep } from '../training/step.ts';
import { fetchProgress } from './data.ts';
import { openSession } from './engines.ts';
import { complain, type ExitCode, exit } from './output.ts';
import { stopOnSignal, stoppingMessage } from './stopping.ts';
import type { TrainSettings } from './train-parts.ts';
import { mismatch, type Plan, planNew, planResumed } from './train-plan.ts';
import { runTraining } from './train-run.ts';

export async function trainNetwork(settings: TrainSettings): Promise<ExitCode> {
  const { file, resume, set, recipe, limit } = settings;
  const changes = { set, recipe, color: settings.style.color, limit };
  const { plan, code } = resume === undefined ? await planNew(file ?? '', changes) : planResumed(resume, changes);
  if (plan === undefined) return code;
  const occupied = resume === undefined ? occupiedBy(settings.out) : undefined;
  if (occupied !== undefined) return refused(occupied);
  const dataSet = await openData(plan);
  if (typeof dataSet === 'string') return refused(dataSet);
  const misfit = mismatch(plan.examined, dataSet);
  if (misfit !== undefined) return refused(misfit, exit.source);
  const other = plan.resumed && otherData(plan.resumed.record, dataSet);
  if (other !== undefined) return refused(other);
  return trainOn(plan, dataSet, settings);
}

function refused(problem: string, code: ExitCode = exit.usage): ExitCode {
  complain(problem);
  return code;
}

/** A folder that holds something is not written into. */
function occupiedBy(out: string | undefined): string | undefined {
  if (out === undefined || !existsSync(out)) return undefined;
  try {
    if (readdirSync(out).length === 0) return undefined;
    const run = existsSync(join(out, 'run.json')) ? `; netwright train --resume ${out} goes on with it` : '';
    return `${out} is not empty${run}`;
  } catch (error) {
    return `cannot write into ${out}: ${reasonOf(error)}`;
  }
}

/** The data set, or why there is none. */
async function openData({ recipe, limit }: Plan): Promise<DataSet | string> {
  const progress = fetchProgress();
  const opened = await openDataSet(recipe.data, { onProgress: progress.show });
  progress.end();
  if (opened.problem !== undefined) return opened.problem;
  const { value } = opened;
  const dataSet =
    limit === undefined ? value : { ...value, train: limited(value.train, limit), test: limited(value.test, limit) };
  const { count } = dataSet.train;
  if (count >= recipe.batch) return dataSet;
  return `a batch has ${many(recipe.batch, 'image')}, and there are ${counted(count)} for training; write --batch ${count} or less`;
}

/** The same images in the same order are what a resumed training has to see. */
function otherData(
  { images, classes, recipe }: RunRecord,
  { name, train, test, classes: found }: DataSet,
): string | undefined {
  const same = images.train === train.count && images.test === test.count && classes.length === found.length;
  if (same) return undefined;
  const was = `${counted(images.train)} and ${counted(images.test)} images in ${classes.length} classes`;
  const is = `${counted(train.count)} and ${counted(test.count)} in ${found.length}`;
  return `the run was trained on ${recipe.data} with ${was}; ${name} has ${is} now`;
}

async function trainOn(plan: Plan, dataSet: DataSet, settings: TrainSettings): Promise<ExitCode> {
  const { graph } = plan.examined.compilation;
  if (graph === undefined) return refused(`${plan.recorded.file} has no network`, exit.source);
  const { recipe, resumed } = plan;
  const program = buildStep(graph, recipe);
  const state = resumed?.checkpoint?.state ?? initialState(graph, recipe, program);
  const opened = await openSession(settings, { graph, recipe, state });
  if (opened.problem !== undefined) return refused(opened.problem);
  const session = opened.value;
  const batches = openBatches(dataSet, { ...recipe, input: graph.input.shape });
  const evaluation = openEvaluation(dataSet, dataSet.test, { ...recipe, input: graph.input.shape });
  const stopping = settings.caller?.stopping ?? stopOnSignal(stoppingMessage);
  try {
    return await runTraining({ plan, dataSet, settings, program, session, batches, evaluation, stopping });
  } finally {
    if (settings.caller === undefined) stopping.end();
    await batches.close();
    await evaluation.close();
    await session.close();
  }
}
