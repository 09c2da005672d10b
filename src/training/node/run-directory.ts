/**
 * The folder of one training run: what was trained, how, what came of it. Every file is replaced in one step or only
 * appended to, so that a run that is killed at any moment leaves a folder that can be read and gone on with.
 *
 *   run.json            what is needed to begin again: sources, settings, recipe, classes, versions
 *   network.arch        the source as it was trained, for people
 *   metrics.jsonl       an event a line
 *   events.out.tfevents.*   the same for TensorBoard
 *   last.safetensors, best.safetensors   checkpoints
 */
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { pid } from 'node:process';
import type { Recipe } from '../../compiler/recipe.ts';
import { type Replacing, replaceFile } from '../../machine/files.ts';
import { type Checkpoint, type Decoded, decodeCheckpoint, encodeCheckpoint } from '../checkpoint.ts';
import type { Progress, Score, TrainingEvent } from '../events.ts';
import { type Scalar, scalarsRecord, versionRecord } from '../tensorboard.ts';

/** A run is hours of work: a loss of power must not cost it. */
const durable: Replacing = { durable: true };

/** What `run.json` holds. Grows by new names; `version` changes when one changes its meaning. */
export interface RunRecord {
  readonly version: 1;
  /** Of the network. */
  readonly network: string;
  /** Path of the main source, a key of `sources`. */
  readonly file: string;
  /** Every source outside the standard library, by path. */
  readonly sources: Readonly<Record<string, string>>;
  /** Parameters of the network set from outside, as source text. */
  readonly set: Readonly<Record<string, string>>;
  readonly recipe: Recipe;
  /** Names of the classes. */
  readonly classes: readonly string[];
  /** By which images were normalised, per channel, of pixels scaled to [0, 1]. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  readonly images: { readonly train: number; readonly test: number };
  /** Channels x height x width of the images, where all have one size. */
  readonly shape?: readonly [channels: number, height: number, width: number];
  /** At most so many images of each part were taken. */
  readonly limit?: number;
  /** Of the parts that made the numbers. */
  readonly versions: Readonly<Record<string, string>>;
  readonly engine: string;
}

export interface RunCheckpoint extends Checkpoint {
  readonly progress: Progress;
}

/** `runs/LeNet5-1`, or the next number that is free. Makes the folder. */
export function newRunFolder(parent: string, name: string): string {
  mkdirSync(parent, { recursive: true });
  const taken = readdirSync(parent).flatMap((entry) => {
    const number = entry.startsWith(`${name}-`) ? Number(entry.slice(name.length + 1)) : Number.NaN;
    return Number.isInteger(number) ? [number] : [];
  });
  for (let number = Math.max(0, ...taken) + 1; ; number += 1) {
    const folder = join(parent, `${name}-${number}`);
    try {
      mkdirSync(folder);
      return folder;
    } catch (error) {
      // Another run has taken the number since.
      if (!existsSync(folder)) throw error;
    }
  }
}

export function writeRunRecord(folder: string, record: RunRecord): void {
  replaceFile(join(folder, 'run.json'), [text(`${JSON.stringify(record, null, 2)}\n`)], durable);
  replaceFile(join(folder, 'network.arch'), [text(record.sources[record.file] ?? '')], durable);
}

export function readRunRecord(folder: string): Decoded<RunRecord> {
  const path = join(folder, 'run.json');
  if (!existsSync(path)) return { problem: `${folder} is no run of training: it has no run.json` };
  try {
    const record = JSON.parse(readFileSync(path, 'utf8')) as Partial<RunRecord>;
    if (record.version !== 1 || record.sources === undefined || record.recipe === undefined) {
      return { problem: `${path} was not written by this version of netwright` };
    }
    return { value: record as RunRecord };
  } catch {
    return { problem: `${path} is no JSON: the file was changed or cut off` };
  }
}

export function saveCheckpoint(
  folder: string,
  which: 'last' | 'best',
  { state, metadata, progress }: RunCheckpoint,
): void {
  const pieces = encodeCheckpoint({ state, metadata: { ...metadata, progress: JSON.stringify(progress) } });
  replaceFile(checkpointPath(folder, which), pieces, durable);
}

export function checkpointPath(folder: string, which: 'last' | 'best'): string {
  return join(folder, `${which}.safetensors`);
}

export function readCheckpoint(path: string): Decoded<RunCheckpoint> {
  if (!existsSync(path)) return { problem: `there is no checkpoint ${path}` };
  const decoded = decodeCheckpoint(readFileSync(path));
  if ('problem' in decoded) return { problem: `${path}: ${decoded.problem}` };
  const { state, metadata } = decoded.value;
  try {
    const progress = JSON.parse(metadata.progress ?? 'null') as Progress | null;
    if (progress !== null) return { value: { state, metadata, progress } };
  } catch {
    // Said below.
  }
  return { problem: `${path} does not say how far training had come: it was not written by netwright train` };
}

/** Appends what happened to the logs. */
export interface RunLog {
  write(event: TrainingEvent): void;
}

/**
 * Opens the logs of a run. Going on from `from`, what the logs say of later steps is cut away: it will happen again.
 * `seconds` is the clock, since 1970.
 */
export function openRunLog(folder: string, seconds: () => number, from?: Progress): RunLog {
  const metrics = join(folder, 'metrics.jsonl');
  if (from !== undefined && existsSync(metrics)) cutLog(metrics, from.step);
  const events = join(folder, `events.out.tfevents.${Math.floor(seconds())}.${pid}`);
  appendFileSync(events, versionRecord(seconds()));
  return {
    write(event) {
      const line = logged(event);
      if (line === undefined) return;
      appendFileSync(metrics, `${JSON.stringify({ time: seconds(), ...line })}\n`);
      const scalars = scalarsOf(event);
      if ('step' in event && scalars.length > 0) {
        appendFileSync(events, scalarsRecord(seconds(), event.step, scalars));
      }
    },
  };
}

/** The event without its tensors. */
function logged(event: TrainingEvent): object | undefined {
  return event.kind === 'checkpoint' ? undefined : event;
}

function scalarsOf(event: TrainingEvent): readonly Scalar[] {
  if (event.kind === 'step') {
    return [
      { tag: 'loss/step', value: event.loss },
      { tag: 'rate', value: event.rate },
    ];
  }
  if (event.kind !== 'epoch') return [];
  const score = (name: string, { loss, top1Error, top5Error }: Score): readonly Scalar[] => [
    { tag: `loss/${name}`, value: loss },
    { tag: `top1_error/${name}`, value: top1Error },
    { tag: `top5_error/${name}`, value: top5Error },
  ];
  return [...score('train', event.train), ...score('test', event.test)];
}

/** Cuts the log behind the last line of a step up to `step`; a line that was half written goes too. */
function cutLog(path: string, step: number): void {
  const content = readFileSync(path, 'utf8');
  let kept = 0;
  for (const line of content.split('\n').slice(0, -1)) {
    const at = stepOf(line);
    if (at === undefined || at > step) break;
    kept += Buffer.byteLength(line) + 1;
  }
  truncateSync(path, kept);
}

function stepOf(line: string): number | undefined {
  try {
    const { kind, step } = JSON.parse(line) as { readonly kind?: string; readonly step?: number };
    return kind === 'step' || kind === 'epoch' ? step : undefined;
  } catch {
    return undefined;
  }
}

/** The lines of a run's log that can be read; a line that is being written is left out. */
export function readRunLog(folder: string): readonly TrainingEvent[] {
  const path = join(folder, 'metrics.jsonl');
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as TrainingEvent];
      } catch {
        return [];
      }
    });
}

function text(content: string): Uint8Array {
  return new TextEncoder().encode(content);
}
