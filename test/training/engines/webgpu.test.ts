/** The portable step on a graphics device (one in software), the state kept there, equals that on the processor. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { build } from 'esbuild';
import ort from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Gradients, Wanted } from '../../support/child-steps.ts';
import { recipeOf } from '../../support/engine.ts';
import { type StepsTaken, takeSteps } from '../../support/engine-steps.ts';
import { relativeError } from '../../support/gradients.ts';
import { root } from '../../support/host.ts';
import { graphOfFile, graphOfText } from '../../support/training-networks.ts';

const swiftshader = inject('swiftshader');

/** Numbers of channels that the device computes wrongly as they are, groups, and what a step can hold besides. */
const awkward = graphOfText(`
use common.ConvBNReLU
network Awkward {
  input image [3, 8, 8]
  ConvBNReLU(6, 3)
  conv(9, 3, pad = 1) -> relu
  conv(18, 3, stride = 2, pad = 1, bias = false) -> batchnorm -> relu
  conv(12, 3, pad = 1, groups = 2) -> maxpool(3, stride = 1, pad = 1)
  dropout(0.3) -> global_avgpool -> dense(10)
}`);

/** What the device has no operator for, or computes wrongly as it is: numbers of channels in and out, groups. */
const operators = [
  ['[8, 9, 8]', 'conv(6, 3, pad = 1) -> conv(9, 5, pad = 2) -> relu -> conv(18, 3, stride = 2) -> conv(5, 3)'],
  ['[8, 9, 8]', 'conv(12, 3, pad = 1, groups = 2) -> conv(18, 3, stride = 2, groups = 2)'],
  ['[18, 6, 6]', 'conv(12, 3, pad = 1, groups = 2)'],
  ['[18, 6, 6]', 'conv(36, 3, stride = 2, groups = 2)'],
  ['[18, 6, 6]', 'conv(18, 3, groups = 3, pad = 2, dilation = 2) -> conv(6, 1, stride = 2)'],
  ['[6, 9, 11]', 'depthwise(5x3, stride = 2, pad = same, multiplier = 2) -> depthwise(3, pad = 1)'],
  [
    '[6, 9, 11]',
    'relu -> maxpool(3, stride = 2, ceil = true) -> avgpool(3, stride = 1, pad = 1, count_include_pad = false)',
  ],
  ['[6, 9, 11]', 'lrn -> tanh -> prelu -> leaky_relu -> elu -> hard_swish -> relu6 -> swish'],
  [
    '[6, 9, 11]',
    'dropout(0.3) -> channel_shuffle(2) -> pad([2, 0, 1, 3], mode = reflect) -> resize(7x4, mode = bilinear)',
  ],
  ['[6, 4, 4]', 'conv(6, 3, bias = false) -> batchnorm -> global_avgpool -> dense(6) -> softmax'],
].map(([shape = '', steps = '']) => ({ shape, steps }));

const networks = [
  { title: 'LeNet-5', graph: graphOfFile('examples/lenet5.arch'), batch: 8, steps: 5 },
  { title: 'a network with 6, 9 and 18 channels', graph: awkward, batch: 4, steps: 2 },
];

describe.skipIf(swiftshader === undefined)('on a WebGPU device', () => {
  let folder = '';
  let bundle = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(root, 'node_modules/.webgpu-'));
    bundle = join(folder, 'child.mjs');
    await build({
      entryPoints: [join(root, 'test/support/child-steps.ts')],
      outfile: bundle,
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
    });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** The device's driver is chosen when a process begins. */
  function inChild<T>(wanted: Wanted, device = 'webgpu'): Promise<T> {
    const driver = swiftshader ?? '';
    const settings = { VK_ICD_FILENAMES: join(driver, 'vk_swiftshader_icd.json'), LD_LIBRARY_PATH: driver };
    return new Promise((resolve, reject) => {
      const options = { env: { ...env, ...settings }, maxBuffer: 1 << 28 };
      const child = execFile(execPath, [bundle, device], options, (error, stdout, stderr) => {
        if (error === null) resolve(JSON.parse(stdout));
        else reject(new Error(`${error.message}\n${stderr}`));
      });
      child.stdin?.end(JSON.stringify(wanted));
    });
  }

  it('has the gradients of the processor for each operator', { timeout: 300_000 }, async () => {
    const found = await inChild<readonly Gradients[]>(operators);
    const wanted = await inChild<readonly Gradients[]>(operators, 'cpu');
    expect(wanted).toHaveLength(operators.length);
    for (const [index, { steps }] of operators.entries()) {
      for (const [name, values] of Object.entries(wanted[index] ?? {})) {
        expect(relativeError(found[index]?.[name] ?? [], values), `${name} of ${steps}`).toBeLessThan(2e-5);
      }
    }
  });

  it.each(networks)('trains $title', { timeout: 300_000 }, async ({ graph, batch, steps }) => {
    const wanted = { graph, recipe: recipeOf({ batch, clip: 5 }), steps };
    const found = await inChild<StepsTaken>(wanted);
    const own = await takeSteps(ort, { device: 'cpu', layout: 'portable' }, wanted);
    expect(found.description).toBe('ONNX Runtime, webgpu, portable layout');
    for (const [index, { loss, correct1, correct5 }] of own.results.entries()) {
      expect(relativeError([found.results[index]?.loss ?? 0], [loss])).toBeLessThan(1e-5);
      expect(found.results[index]).toMatchObject({ correct1, correct5 });
    }
    expect(Object.keys(found.state).sort()).toEqual(Object.keys(own.state).sort());
    for (const [name, values] of Object.entries(own.state)) {
      expect(relativeError(found.state[name] ?? [], values), name).toBeLessThan(1e-5);
    }
    expect(relativeError(found.logits, own.logits)).toBeLessThan(1e-5);
  });
});
