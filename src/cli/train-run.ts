/** A training while it runs: its events to the folder of the run and to the user. */

import { existsSync, mkdirSync } from 'node:fs';
import { reasonOf } from '../machine/files.ts';
import type { TrainingEvent } from '../training/events.ts';
import {
  checkpointPath,
  newRunFolder,
  openRunLog,
  type RunRecord,
  saveCheckpoint,
  writeRunRecord,
} from '../training/node/run-directory.ts';
import { beginning, train } from '../training/trainer.ts';
import { complain, type ExitCode, exit, printLine } from './output.ts';
import { packageVersion } from './package.ts';
import { announce, recordOf } from './train-announce.ts';
import type { Running, TrainSettings } from './train-parts.ts';
import { divergenceText, jsonReporter, type Reporter, scoreText, textReporter } from './train-progress.ts';

export async function runTraining(running: Running): Promise<ExitCode> {
  const { plan, dataSet, settings, program, session, batches, evaluation, stopping } = running;
  const record = recordOf(running);
  const { resumed, recipe } = plan;
  const folder = resumed?.folder ?? folderFor(settings.out, record.network);
  if (typeof folder !== 'string') {
    complain(folder.problem);
    return exit.usage;
  }
  const progress = resumed ? (resumed.checkpoint?.progress ?? beginning) : undefined;
  const seconds = (): number => Date.now() / 1000;
  const now = (): number => performance.now();
  const reporter =
    settings.caller?.reporter ??
    (settings.json
      ? jsonReporter((best) => checkpointPath(folder, best ? 'best' : 'last'))
      : textReporter(settings.style, now));
  // What the shell cannot do (a full disk, a damaged image) is the user's to mend: no bug of ours.
  let outside: string | undefined;
  const noting = async <T>(what: string, act: () => T | Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (error) {
      outside ??= `${what}${reasonOf(error)}`;
      throw error;
    }
  };
  try {
    await noting(`cannot write into ${folder}: `, () => writeRunRecord(folder, record));
    const log = await noting(`cannot write into ${folder}: `, () => openRunLog(folder, seconds, progress));
    if (settings.caller === undefined) await announce(running, record, folder);
    const events = train({
      session,
      recipe,
      batches: { ...batches, epoch: (epoch, from) => noted(batches.epoch(epoch, from), noting) },
      evaluation: { ...evaluation, batches: (size) => noted(evaluation.batches(size), noting) },
      classes: dataSet.classes.length,
      parameters: program.state.filter(({ role }) => role === 'parameter').map(({ name }) => name),
      ...(progress && { from: progress }),
      stop: stopping.asked,
      now,
      checkpointSeconds: settings.saveEvery,
    });
    for await (const event of events) {
      await noting(`cannot write into ${folder}: `, () => {
        log.write(event);
        if (event.kind === 'checkpoint') saveBoth(folder, record, event);
      });
      await reporter.report(event);
      const code = await ending(event, folder, reporter, settings);
      if (code !== undefined) return code;
    }
    return exit.internal;
  } catch (error) {
    if (outside === undefined) throw error;
    await reporter.clear();
    complain(`${outside}\n${checkpointAdvice(folder)}`);
    return exit.usage;
  }
}

function checkpointAdvice(folder: string): string {
  return existsSync(checkpointPath(folder, 'last'))
    ? `The training goes on from its last checkpoint with: netwright train --resume ${folder}`
    : `The training begins again with: netwright train --resume ${folder}`;
}

type Noting = <T>(what: string, act: () => T | Promise<T>) => Promise<T>;

/** The same items; what goes wrong in making them is noted. */
async function* noted<T>(items: AsyncIterable<T>, noting: Noting): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await noting('', () => iterator.next());
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}

type Saved = Extract<TrainingEvent, { kind: 'checkpoint' }>;

/** A checkpoint has the whole record with it, so that the file alone is enough to evaluate and to predict. */
function saveBoth(folder: string, record: RunRecord, { state, progress, best }: Saved): void {
  const metadata = { netwright: packageVersion(), run: JSON.stringify(record) };
  if (best) saveCheckpoint(folder, 'best', { state, progress, metadata });
  saveCheckpoint(folder, 'last', { state, progress, metadata });
}

function folderFor(out: string | undefined, network: string): string | { readonly problem: string } {
  try {
    if (out === undefined) return newRunFolder('runs', network);
    mkdirSync(out, { recursive: true });
    return out;
  } catch (error) {
    return { problem: `cannot make the folder ${out ?? 'runs'}: ${reasonOf(error)}` };
  }
}

/** What is said at the end, and the exit code; nothing before. */
async function ending(
  event: TrainingEvent,
  folder: string,
  reporter: Reporter,
  { json, caller }: TrainSettings,
): Promise<ExitCode | undefined> {
  const say = async (text: string): Promise<void> => {
    await reporter.clear();
    if (!json && caller === undefined) await printLine(text);
  };
  switch (event.kind) {
    case 'done': {
      const { best } = event.progress;
      const lowest = best && `; lowest after epoch ${best.epoch}: ${best.top1Error.toFixed(2)} %`;
      await say(`\nTest: ${scoreText(event.test)}${lowest ?? ''}.`);
      await say(`Saved: ${checkpointPath(folder, 'last')} and best.safetensors beside it.`);
      return exit.ok;
    }
    case 'stopped':
      await say(
        `\nStopped after step ${event.progress.step}, and saved. Go on with: netwright train --resume ${folder}`,
      );
      return exit.stopped;
    case 'failed':
      await reporter.clear();
      complain(divergenceText(event.failure));
      if (existsSync(checkpointPath(folder, 'last'))) {
        complain(`the last checkpoint, ${checkpointPath(folder, 'last')}, is from before`);
      }
      return exit.source;
    default:
      return undefined;
  }
}
