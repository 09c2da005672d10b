/**
 * Prints how long a training step takes beside PyTorch's on the same network: batches of 128, two threads
 * each, medians and minima of runs in turn. PyTorch is measured as it is installed, where it loses most of its time to
 * page faults, and with glibc's malloc tuned; of its layouts (contiguous and channels_last) the quicker one counts.
 * On a machine that has other work, `--threads 1` and the processor's time say more than the clock.
 *
 * Arguments: names of networks (all without one); `--rounds N`, `--threads N`, and `--minutes N`, after which no round
 * of a network begins: `npm run bench -- training resnet18`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { argv, cpuUsage, env, execPath, stderr, stdin, stdout } from 'node:process';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { threadedOnnxEngine } from '../../src/training/node/engine.ts';
import { median } from './statistics.ts';
import { batch, loadOf } from './training-load.ts';

/** Steps that are timed together, a tenth of a second to two seconds. */
const networks = {
  lenet: 16,
  small_resnet: 4,
  resnet18: 1,
} as const;

type Name = keyof typeof networks;
type Layout = 'blocked' | 'portable';

const tuned = {
  MALLOC_TRIM_THRESHOLD_: '4000000000',
  MALLOC_MMAP_THRESHOLD_: '4000000000',
  MALLOC_TOP_PAD_: '1000000000',
};

/** The side that is measured: for every line that comes in, trains some steps and answers with their time. */
async function serve(name: Name, layout: Layout, threads: number): Promise<void> {
  const steps = networks[name];
  const { job, input } = loadOf(name);
  const session = await threadedOnnxEngine({ device: 'cpu', threads, layout }).open(job);
  let done = 0;
  const train = (count: number) => session.train(Array.from({ length: count }, () => input(++done)));
  await train(Math.max(2, steps));
  stdout.write('ready\n');
  for await (const _ of createInterface({ input: stdin })) {
    const [start, used] = [performance.now(), cpuUsage()];
    await train(steps);
    const { user, system } = cpuUsage(used);
    stdout.write(`${(performance.now() - start) / steps} ${(user + system) / 1000 / steps}\n`);
  }
}

interface Contender {
  readonly title: string;
  readonly process: ChildProcess;
  readonly lines: AsyncIterator<string>;
  /** Milliseconds a step by the clock, and of all cores together. */
  readonly times: number[];
  readonly processor: number[];
}

function contender(title: string, command: readonly string[], variables: Readonly<Record<string, string>>): Contender {
  const [program = '', ...args] = command;
  const process = spawn(program, args, { env: { ...env, ...variables }, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: process.stdout })[Symbol.asyncIterator]();
  return { title, process, lines, times: [], processor: [] };
}

async function answer({ lines, title }: Contender): Promise<string> {
  const { value, done } = await lines.next();
  if (done === true) throw new Error(`${title} ended`);
  return value;
}

/** Lets one train some steps, and notes their time. */
async function takeTurn(one: Contender): Promise<void> {
  one.process.stdin?.write('\n');
  const [time = Number.NaN, processor = Number.NaN] = (await answer(one)).split(' ').map(Number);
  one.times.push(time);
  one.processor.push(processor);
}

interface Extent {
  readonly rounds: number;
  readonly minutes: number;
  readonly threads: number;
}

async function compare(name: Name, { rounds, minutes, threads }: Extent): Promise<void> {
  const steps = networks[name];
  const own = (layout: Layout): Contender =>
    contender(layout, [execPath, argv[1] ?? '', '--serve', name, layout, String(threads)], {});
  const torch = (title: string, variables: Readonly<Record<string, string>>): Contender[] =>
    ['contiguous', 'channels_last'].map((layout) => {
      const numbers = [batch, steps, threads].map(String);
      const command = ['.venv/bin/python', 'test/bench/training.py', name, ...numbers, layout];
      return contender(`PyTorch ${title}, ${layout}`, command, variables);
    });
  const groups = [[own('blocked')], [own('portable')], torch('as installed', {}), torch('malloc tuned', tuned)];
  const all = groups.flat();
  const start = performance.now();
  for (const one of all) await answer(one);
  const ready = performance.now();
  let done = 0;
  while (done < rounds && performance.now() - start < minutes * 60_000) {
    for (const one of all) await takeTurn(one);
    done += 1;
    const now = performance.now();
    const round = (now - ready) / done;
    const left = Math.min((rounds - done) * round, Math.max(0, minutes * 60_000 - (now - start)));
    stderr.write(`${name}: round ${done} of ${rounds}, ${Math.ceil(left / 1000)} s left at most\n`);
  }
  for (const { process } of all) process.stdin?.end();
  report(`${name}, batch ${batch}, threads ${threads}, ${done} rounds of ${steps} steps`, groups);
}

function report(title: string, groups: readonly (readonly Contender[])[]): void {
  stdout.write(`${title}\n${'  ms a step'.padEnd(42)}   median  minimum processor\n`);
  for (const { title: name, times, processor } of groups.flat()) {
    const figures = [median(times), Math.min(...times), median(processor)].map((ms) => ms.toFixed(2).padStart(9));
    stdout.write(`  ${name.padEnd(40)}${figures.join('')}\n`);
  }
  const measures = {
    median: ({ times }: Contender) => median(times),
    minimum: ({ times }: Contender) => Math.min(...times),
    processor: ({ processor }: Contender) => median(processor),
  };
  for (const [measure, of] of Object.entries(measures)) {
    const [blocked = 0, ...others] = groups.map((group) => Math.min(...group.map(of)));
    const [portable, installed, fast] = others.map((other) => (blocked / other).toFixed(2));
    const torch = `${installed} of PyTorch as installed, ${fast} of PyTorch tuned`;
    stdout.write(`  by ${measure}: blocked takes ${torch}, ${portable} of portable\n`);
  }
}

interface Wanted extends Extent {
  readonly names: readonly Name[];
}

function wanted(words: readonly string[]): Wanted {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '21' },
      minutes: { type: 'string', default: '8' },
      threads: { type: 'string', default: '2' },
    },
  });
  const all = Object.keys(networks) as Name[];
  const unknown = positionals.find((word) => !Object.hasOwn(networks, word));
  if (unknown !== undefined) throw new Error(`there is no network ${unknown}; there are ${all.join(', ')}`);
  const [rounds = 0, minutes = 0, threads = 0] = [values.rounds, values.minutes, values.threads].map(Number);
  return { names: positionals.length > 0 ? (positionals as Name[]) : all, rounds, minutes, threads };
}

const [mode, name, layout, workers] = argv.slice(2);
if (mode === '--serve') {
  await serve(name as Name, layout as Layout, Number(workers));
} else {
  const { names, ...extent } = wanted(argv.slice(2));
  for (const one of names) await compare(one, extent);
}
