/**
 * Prints how long a training step takes on the engine of TensorFlow.js beside that of ONNX Runtime: in WebAssembly, and
 * on TensorFlow's own library where test/support/native-tensorflow.sh has built it. Batches of 128, two threads
 * (WebAssembly has one), medians; each engine in a process of its own, one after the other.
 *
 * Arguments: names of networks (lenet and small_resnet without one); `--rounds N`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { argv, env, execPath, stdout } from 'node:process';
import ort from 'onnxruntime-node';
import type { Recipe } from '../../src/compiler/recipe.ts';
import type { Engine, StepInput } from '../../src/training/engine.ts';
import { onnxEngine } from '../../src/training/engines/onnx.ts';
import { tensorflowEngine } from '../../src/training/engines/tensorflow.ts';
import { initialState } from '../../src/training/initialise.ts';
import { randomStream } from '../../src/training/random.ts';
import { buildStep } from '../../src/training/step.ts';
import { nativeTensorflow } from '../support/optional.ts';
import { tensorflowOn } from '../support/tensorflow.ts';
import { graphOfFile } from '../support/training-networks.ts';
import { median } from './statistics.ts';

const threads = 2;

const recipe: Recipe = {
  data: '',
  epochs: 1,
  batch: 128,
  optimizer: { kind: 'sgd', rate: 0.01, momentum: 0.9, nesterov: false, decay: 0 },
  schedule: { kind: 'constant', warmup: 0 },
  augmentation: [],
  labelSmoothing: 0,
  decayAll: true,
  initialisation: 'he',
  seed: 7,
};

const contenders = ['ONNX Runtime', 'TensorFlow.js on TensorFlow', 'TensorFlow.js in WebAssembly'] as const;
type Contender = (typeof contenders)[number];

async function engineOf(contender: Contender): Promise<Engine> {
  if (contender === 'ONNX Runtime') return onnxEngine(ort, { device: 'cpu', threads });
  env.TF_NUM_INTRAOP_THREADS = String(threads);
  env.TF_NUM_INTEROP_THREADS = String(threads);
  return tensorflowEngine(await tensorflowOn(contender === 'TensorFlow.js on TensorFlow' ? 'native' : 'wasm'));
}

/** Milliseconds a step, the median of some rounds. */
async function measure(contender: Contender, name: string, rounds: number): Promise<number> {
  const graph = graphOfFile(`test/bench/networks/${name}.arch`);
  const state = initialState(graph, recipe, buildStep(graph, recipe));
  const random = randomStream(3);
  const size = graph.input.shape.reduce((product, n) => product * n, recipe.batch);
  const images = Float32Array.from({ length: size }, () => 2 * random() - 1);
  const labels = Int32Array.from({ length: recipe.batch }, (_, index) => index % 10);
  const session = await (await engineOf(contender)).open({ graph, recipe, state });
  const steps = Array.from(
    { length: session.preferredSteps },
    (_, index): StepInput => ({ batch: { images, labels }, rate: 0.01, step: index + 1 }),
  );
  await session.train(steps);
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    await session.train(steps);
    times.push((performance.now() - start) / steps.length);
  }
  await session.close();
  return median(times);
}

function compare(name: string, rounds: number): void {
  stdout.write(`${name}, batch ${recipe.batch}, ${rounds} rounds: ms a step, and times that of ONNX Runtime\n`);
  let first = Number.NaN;
  for (const contender of contenders) {
    if (contender === 'TensorFlow.js on TensorFlow' && !existsSync(nativeTensorflow)) continue;
    const command = [argv[1] ?? '', '--measure', contender, name, String(rounds)];
    const ms = Number(execFileSync(execPath, command, { encoding: 'utf8' }));
    if (contender === 'ONNX Runtime') first = ms;
    stdout.write(`  ${contender.padEnd(32)}${ms.toFixed(1).padStart(9)}${(ms / first).toFixed(1).padStart(7)}\n`);
  }
}

const words = argv.slice(2);
if (words[0] === '--measure') {
  const [, contender, name = '', rounds] = words;
  stdout.write(String(await measure(contender as Contender, name, Number(rounds))));
} else {
  const at = words.indexOf('--rounds');
  const rounds = at < 0 ? 5 : Number(words[at + 1]);
  const named = words.filter((word, index) => !word.startsWith('--') && (at < 0 || index !== at + 1));
  for (const name of named.length > 0 ? named : ['lenet', 'small_resnet']) compare(name, rounds);
}
