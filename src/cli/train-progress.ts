/** What is shown while a network trains: a line that changes on a terminal, plain lines elsewhere, or JSON. */
import { stdout } from 'node:process';
import { formatCount } from '../analysis/format.ts';
import type { Divergence, Score, TrainingEvent } from '../training/events.ts';
import { faint, print, printLine, type Style, strong } from './output.ts';

export interface Reporter {
  report(event: TrainingEvent): Promise<void>;
  /** Takes the line that changes away, so that something else can be said. */
  clear(): Promise<void>;
}

type Step = Extract<TrainingEvent, { kind: 'step' }>;
type Epoch = Extract<TrainingEvent, { kind: 'epoch' }>;

/** A line is drawn again no sooner than after so many milliseconds. */
const redrawn = 100;
/** Elsewhere than on a terminal, an epoch that takes long is heard of after so many milliseconds. */
const silence = 10_000;

/** An event a line, without tensors. `saved` names the file of a checkpoint. */
export function jsonReporter(saved: (best: boolean) => string): Reporter {
  return {
    report: async (event) => {
      if (event.kind !== 'checkpoint') return printLine(JSON.stringify(event));
      const { kind, progress, best } = event;
      await printLine(JSON.stringify({ kind, file: saved(best), best, progress }));
    },
    clear: async () => undefined,
  };
}

const heading = ' epoch    train loss   error %    test loss   error %   top-5 %      time';

/** `now` in milliseconds. */
export function textReporter(style: Style, now: () => number): Reporter {
  const live = stdout.isTTY === true;
  let headed = false;
  let shown = now();
  let open = false;
  const clear = async (): Promise<void> => {
    if (open) await print('\r\u001b[2K');
    open = false;
  };
  const head = async (): Promise<void> => {
    if (!headed) await printLine(`${strong(heading, style)}\n${faint('-'.repeat(heading.length), style)}`);
    headed = true;
  };
  return {
    clear,
    report: async (event) => {
      if (event.kind === 'epoch') {
        await clear();
        await head();
        await printLine(epochLine(event));
        shown = now();
      } else if (event.kind === 'step') {
        const last = event.batch === event.batches;
        if (last || now() - shown < (live ? redrawn : silence)) return;
        shown = now();
        await head();
        if (live) await print(`\r\u001b[2K${stepLine(event, style.width)}`);
        else await printLine(stepLine(event, style.width));
        open = live;
      }
    },
  };
}

export function epochLine({ epoch, epochs, train, test, seconds, best }: Epoch): string {
  const cells = [
    `${String(epoch).padStart(3)}/${epochs}`.padEnd(8),
    train.loss.toFixed(4).padStart(11),
    train.top1Error.toFixed(2).padStart(10),
    test.loss.toFixed(4).padStart(13),
    test.top1Error.toFixed(2).padStart(10),
    test.top5Error.toFixed(2).padStart(10),
    formatDuration(seconds).padStart(10),
    best ? '  best' : '',
  ];
  return cells.join('').trimEnd();
}

const widestBar = 24;

/** Parts at the end go where the width does not hold them. */
export function stepLine(step: Step, width: number): string {
  const { epoch, epochs, batch, batches, mean, imagesPerSecond, remainingSeconds } = step;
  const start = `${String(epoch).padStart(3)}/${epochs}`;
  const ends = [
    `loss ${mean.loss.toFixed(4)}`,
    `error ${mean.top1Error.toFixed(2)} %`,
    `${formatDuration(remainingSeconds)} left`,
    `${formatCount(Math.round(imagesPerSecond))} images/s`,
    `top-5 ${mean.top5Error.toFixed(2)} %`,
  ];
  let line = '';
  for (const end of ends) {
    const longer = line === '' ? end : `${line}   ${end}`;
    if (longer.length + start.length + 12 > width - 1) break;
    line = longer;
  }
  const room = Math.max(1, Math.min(widestBar, width - 1 - start.length - line.length - 7));
  const full = Math.round((room * batch) / batches);
  return `${start}  [${'#'.repeat(full)}${'.'.repeat(room - full)}]  ${line}`;
}

/** "4.2 s", "3:07", "1:04:12" */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '?';
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

export function scoreText({ top1Error, top5Error, loss }: Score): string {
  return `error ${top1Error.toFixed(2)} %, top-5 ${top5Error.toFixed(2)} %, loss ${loss.toFixed(4)}`;
}

/** Where it began, and what helps. */
export function divergenceText({ epoch, step, rate, lastLoss, parameter, largest }: Divergence): string {
  const before =
    lastLoss === undefined
      ? 'it was the first step that was taken'
      : `the loss of the step before was ${lastLoss.toPrecision(4)}`;
  const where =
    parameter !== undefined
      ? `The first parameter with such a value is ${parameter}.`
      : largest !== undefined
        ? `All parameters are numbers still; the largest, ${largest.value.toPrecision(4)}, is in ${largest.parameter}.`
        : '';
  const smaller = Number((rate / 10).toPrecision(2));
  const advice = [
    `a smaller learning rate: --rate ${smaller}`,
    'a slow start: --schedule "cosine(warmup = 1)"',
    'a bound for the gradient: --clip 1',
  ];
  return [
    `the loss is no number since step ${step}, in epoch ${epoch}, at learning rate ${Number(rate.toPrecision(4))}; ${before}.`,
    where,
    'What helps:',
    ...advice.map((line) => `  - ${line}`),
  ]
    .filter((line) => line !== '')
    .join('\n');
}
