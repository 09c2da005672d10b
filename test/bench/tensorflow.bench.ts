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
import type { Engine } from '../../src/training/engine.ts';
import { tensorflowEngine } from '../../src/training/engines/tensorflow.ts';
import { threadedOnnxEngine } from '../../src/training/node/engine.ts';
import { nativeTensorflow } from '../support/optional.ts';
import { tensorflowOn } from '../support/tensorflow.ts';
import { median } from './statistics.ts';
import { batch, loadOf } from './training-load.ts';

const threads = 2;

const contenders = ['ONNX Runtime', 'TensorFlow.js on TensorFlow', 'TensorFlow.js in WebAssembly'] as const;
type Contender = (typeof contenders)[number];

async function engineOf(contender: Contender): Promise<Engine> {
  if (contender === 'ONNX Runtime') return threadedOnnxEngine({ device: 'cpu', threads });
  env.TF_NUM_INTRAOP_THREADS = String(threads);
  env.TF_NUM_INTEROP_THREADS = String(threads);
  return tensorflowEngine(await tensorflowOn(contender === 'TensorFlow.js on TensorFlow' ? 'native' : 'wasm'));
}

/** Milliseconds a step, the median of some rounds. */
async function measure(contender: Contender, name: string, rounds: number): Promise<number> {
  const { job, input } = loadOf(name);
  const session = await (await engineOf(contender)).open(job);
  const steps = Array.from({ length: session.preferredSteps }, (_, index) => input(index + 1));
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
  stdout.write(`${name}, batch ${batch}, ${rounds} rounds: ms a step, and times that of ONNX Runtime\n`);
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
