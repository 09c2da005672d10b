/** The engine in its thread, from the bundle in dist/. */
import { setTimeout as sleep } from 'node:timers/promises';
import ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import type { StepInput, TrainingJob } from '../../../src/training/engine.ts';
import { onnxEngine } from '../../../src/training/engines/onnx.ts';
import { initialState } from '../../../src/training/initialise.ts';
import { threadedOnnxEngine } from '../../../src/training/node/engine.ts';
import { chooseDevice, inspectRuntime, loadRuntime } from '../../../src/training/node/runtime.ts';
import { buildStep } from '../../../src/training/step.ts';
import { batchOf, recipeOf, sameState, stepsFor } from '../../support/engine.ts';
import { graphOfFile } from '../../support/training-networks.ts';

const graph = graphOfFile('test/bench/networks/lenet.arch');

function jobOf(batch: number): TrainingJob {
  const recipe = recipeOf({ batch });
  return { graph, recipe, state: initialState(graph, recipe, buildStep(graph, recipe)) };
}

function stepsOf(count: number, batch: number): StepInput[] {
  return stepsFor(graph, 0, count, batch);
}

describe('a session in a thread', () => {
  it('does bit for bit what one in this thread does, and leaves batches to their owner', async () => {
    const options = { device: 'cpu', threads: 1 } as const;
    const here = await onnxEngine(ort, options).open(jobOf(8));
    const there = await threadedOnnxEngine(options).open(jobOf(8));
    const steps = stepsOf(5, 8);
    const [wanted, found] = [await here.train(steps), await there.train(steps)];
    expect(found).toEqual(wanted);
    expect(steps[0]?.batch.images).toHaveLength(8 * 28 * 28);
    sameState(await there.state(), await here.state());
    const { images } = batchOf(graph, 3, 9);
    expect(await there.predict(images, 3)).toEqual(await here.predict(images, 3));
    expect(there.description).toMatch(
      /^ONNX Runtime 1\.\d+\.\d+, CPU, 1 thread, (blocked layout of \d+|portable layout)$/,
    );
    expect(there.preferredSteps).toBe(here.preferredSteps);
    await Promise.all([here.close(), there.close()]);
  });

  it('takes pixels in shared memory', async () => {
    const session = await threadedOnnxEngine({ device: 'cpu', threads: 1 }).open(jobOf(8));
    const [step] = stepsOf(1, 8);
    if (step === undefined) throw new Error('there is one step');
    const images = new Float32Array(new SharedArrayBuffer(step.batch.images.byteLength));
    images.set(step.batch.images);
    const other = await threadedOnnxEngine({ device: 'cpu', threads: 1 }).open(jobOf(8));
    const shared = await session.train([{ ...step, batch: { ...step.batch, images } }]);
    expect(shared).toEqual(await other.train([step]));
    await Promise.all([session.close(), other.close()]);
  });

  it('leaves this thread free while it trains', async () => {
    const session = await threadedOnnxEngine({ device: 'cpu', threads: 1 }).open(jobOf(128));
    await session.train(stepsOf(1, 128));
    let training = true;
    const trained = session.train(stepsOf(48, 128)).finally(() => {
      training = false;
    });
    let turns = 0;
    while (training) {
      await sleep(1);
      turns += 1;
    }
    expect(await trained).toHaveLength(48);
    expect(turns).toBeGreaterThan(20);
    await session.close();
  });

  it('says in plain words what is wrong', async () => {
    const engine = threadedOnnxEngine({ device: 'cpu' });
    await expect(engine.open({ ...jobOf(8), state: new Map() })).rejects.toThrow(
      /^the state does not belong to this network: it lacks /,
    );
    const session = await engine.open(jobOf(8));
    await expect(session.train(stepsOf(1, 5))).rejects.toThrow('a batch has 5 images of 784 values');
    expect(await session.train(stepsOf(1, 8))).toHaveLength(1);
    await session.close();
    await expect(session.state()).rejects.toThrow('the training session was closed');
  });

  it('says so where a device is missing', async () => {
    // No machine has them all.
    const tried = (['cuda', 'dml', 'coreml'] as const).map((device) => threadedOnnxEngine({ device }).open(jobOf(8)));
    const outcomes = await Promise.allSettled(tried);
    const reasons = outcomes.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
    expect(reasons.length).toBeGreaterThan(0);
    for (const reason of reasons) expect(reason).toMatch(/^Error: the device \w+ cannot be used here: [^/\n]+$/);
  });
});

describe('the runtime', () => {
  it('is loaded in the version that package.json names', async () => {
    const { value } = await loadRuntime();
    expect(value?.version).toBe('1.30.0');
    expect(value?.devices.map(({ name }) => name)).toContain('cpu');
  });

  it('reports for each device whether it works here', async () => {
    const { value } = await inspectRuntime();
    expect(value?.devices.find(({ name }) => name === 'cpu')).toEqual({ name: 'cpu' });
    expect(value?.block).toBeOneOf([8, 16]);
    for (const { problem } of value?.devices ?? []) expect(problem ?? '').not.toMatch(/\n|\/|was false/);
    expect(value && chooseDevice({ ...value, devices: [{ name: 'cpu' }] })).toBe('cpu');
    expect(value && chooseDevice({ ...value, devices: [{ name: 'cpu' }, { name: 'cuda' }] })).toBe('cuda');
    expect(value && chooseDevice({ ...value, devices: [{ name: 'cuda', problem: 'none' }] })).toBe('cpu');
  });
});
