/** `netwright bench`: how fast a network trains and predicts here. */

import { formatCount, formatShort } from '../analysis/format.ts';
import { reasonOf } from '../machine/files.ts';
import type { DataSet } from '../training/data/data-set.ts';
import { endProblem } from '../training/ends.ts';
import type { Batch, StepInput, TrainingSession } from '../training/engine.ts';
import { initialState } from '../training/initialise.ts';
import type { Outcome } from '../training/node/outcome.ts';
import { normal, randomStream } from '../training/random.ts';
import { buildStep } from '../training/step.ts';
import { type EngineSettings, openSession } from './engines.ts';
import { complain, type ExitCode, exit, faint, printLine, type Style, strong } from './output.ts';
import { type Plan, planNew } from './train-plan.ts';
import { columns } from './zoo-columns.ts';

export interface BenchSettings extends EngineSettings {
  readonly file: string;
  readonly set: ReadonlyMap<string, string>;
  /** Settings of the recipe, as source text. */
  readonly recipe: ReadonlyMap<string, string>;
  /** That each of the two measurements lasts, at least. */
  readonly seconds: number;
  readonly json: boolean;
  readonly style: Style;
}

interface Bench {
  readonly network: string;
  readonly engine: string;
  readonly batch: number;
  readonly parameters: number;
  readonly training: Speed;
  readonly inference: Speed;
  /** Until the first step was done, and the first batch predicted. */
  readonly openSeconds: number;
  /** Largest of the program, in bytes. */
  readonly peakMemory: number;
}

interface Speed {
  /** Of a batch: the median. */
  readonly milliseconds: number;
  readonly imagesPerSecond: number;
  /** Floating-point operations a second, by the multiply-accumulates of the network. */
  readonly flops: number;
  /** Batches that were timed. */
  readonly batches: number;
}

export async function benchNetwork(settings: BenchSettings): Promise<ExitCode> {
  const changes = { set: settings.set, recipe: settings.recipe, color: settings.style.color, limit: undefined };
  const { plan, code } = await planNew(settings.file, changes);
  if (plan === undefined) return code;
  const problem = endOf(plan);
  if (problem !== undefined) {
    complain(problem);
    return exit.source;
  }
  const measured = await measure(plan, settings);
  if (measured.problem !== undefined) {
    complain(measured.problem);
    return exit.usage;
  }
  if (settings.json) await printLine(JSON.stringify(measured.value));
  else await printBench(measured.value, settings.style);
  return exit.ok;
}

/** Images and classes are made up; the network has to end in one number for each class all the same. */
function endOf({ examined: { compilation } }: Plan): string | undefined {
  const { graph } = compilation;
  if (graph === undefined) return `${compilation.file.path} has no network`;
  const end = graph.nodes[graph.outputs[0]?.node ?? 0]?.shape[0] ?? 0;
  const classes: DataSet['classes'] = Array.from({ length: end }, (_, index) => String(index));
  return endProblem(graph, { name: 'the benchmark', classes }, [])?.message;
}

async function measure(plan: Plan, settings: BenchSettings): Promise<Outcome<Bench>> {
  const { recipe, examined } = plan;
  const { compilation, analysis } = examined;
  const { graph } = compilation;
  if (graph === undefined || analysis === undefined) return { problem: `${settings.file} has no network` };
  const began = performance.now();
  const program = buildStep(graph, recipe);
  const opened = await openSession(settings, { graph, recipe, state: initialState(graph, recipe, program) });
  if (opened.problem !== undefined) return opened;
  const session = opened.value;
  try {
    const batch = madeUp(recipe.batch, graph.input.shape, program.classes);
    const steps = repeated(batch, session.preferredSteps, recipe.optimizer.rate);
    await session.train(steps);
    await session.predict(batch.images, recipe.batch);
    const openSeconds = (performance.now() - began) / 1000;
    const { totals } = analysis;
    const perImage = { training: 6 * totals.training.macs, inference: 2 * totals.macs };
    const training = await timed(settings.seconds, steps.length, () => session.train(steps));
    const inference = await timed(settings.seconds, 1, () => session.predict(batch.images, recipe.batch));
    return {
      value: {
        network: graph.name,
        engine: session.description,
        batch: recipe.batch,
        parameters: totals.parameters,
        training: speedOf(training, recipe.batch, perImage.training),
        inference: speedOf(inference, recipe.batch, perImage.inference),
        openSeconds,
        peakMemory: process.resourceUsage().maxRSS * 1024,
      },
    };
  } catch (error) {
    return { problem: reasonOf(error) };
  } finally {
    await session.close();
  }
}

function madeUp(count: number, shape: readonly number[], classes: number): Batch {
  const random = randomStream(1);
  const values = count * shape.reduce((product, extent) => product * extent, 1);
  return {
    images: Float32Array.from({ length: values }, () => normal(random)),
    labels: Int32Array.from({ length: count }, () => Math.floor(random() * classes)),
  };
}

/** A rate so small that the loss stays a number. */
function repeated(batch: Batch, count: number, rate: number): readonly StepInput[] {
  return Array.from({ length: count }, (_, index) => ({ batch, rate: Math.min(rate, 1e-6), step: index + 1 }));
}

const fewestRuns = 3;

/** Milliseconds of a batch, for each time that `act` took `batches`. */
async function timed(
  seconds: number,
  batches: number,
  act: () => ReturnType<TrainingSession['train' | 'predict']>,
): Promise<{ readonly times: readonly number[]; readonly batches: number }> {
  const times: number[] = [];
  const began = performance.now();
  for (let now = began; times.length < fewestRuns || now - began < 1000 * seconds; ) {
    await act();
    const after = performance.now();
    times.push((after - now) / batches);
    now = after;
  }
  return { times, batches: times.length * batches };
}

function speedOf(
  { times, batches }: { readonly times: readonly number[]; readonly batches: number },
  batch: number,
  operations: number,
): Speed {
  const milliseconds = [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
  const imagesPerSecond = (1000 * batch) / milliseconds;
  return { milliseconds, imagesPerSecond, flops: operations * imagesPerSecond, batches };
}

async function printBench(bench: Bench, style: Style): Promise<void> {
  const { network, engine, batch, parameters, training, inference, openSeconds, peakMemory } = bench;
  const line = (name: string, speed: Speed): string[] => [
    name,
    timeText(speed.milliseconds),
    speed.imagesPerSecond < 100 ? speed.imagesPerSecond.toFixed(1) : formatCount(Math.round(speed.imagesPerSecond)),
    `${formatShort(speed.flops)}FLOP/s`,
    formatCount(speed.batches),
  ];
  const heading = [`batch of ${batch}`, 'time', 'images/s', 'achieved', 'timed'];
  const [head = '', ...lines] = columns(
    [heading, line('training step', training), line('inference', inference)],
    ['left', 'right', 'right', 'right', 'right'],
  );
  await printLine(`${strong(network, style)}: ${formatCount(parameters)} parameters; ${engine}`);
  await printLine(`\n${strong(head, style)}\n${faint('-'.repeat(head.length), style)}\n${lines.join('\n')}\n`);
  await printLine(`memory   ${(peakMemory / 2 ** 20).toFixed(0)} MiB, the most that the program had`);
  await printLine(`opening  ${openSeconds.toFixed(2)} s until the first step was done`);
  await printLine(
    faint(
      'FLOP/s: 2 operations for each multiply-accumulate, and 3 times the forward pass for a training step.',
      style,
    ),
  );
}

function timeText(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(2)} s`;
  return `${milliseconds.toFixed(milliseconds < 10 ? 2 : 1)} ms`;
}
