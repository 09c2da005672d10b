/** TensorFlow.js computes each operator of the language, and its gradient, as ONNX Runtime does. */
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { TfModule } from '../../../src/training/engines/tensorflow/module.ts';
import { lowerPortable } from '../../../src/training/lower/portable.ts';
import { differentiated, graphOf, relativeError } from '../../support/gradients.ts';
import { floats, runProgram } from '../../support/onnx.ts';
import { operatorCases } from '../../support/operator-cases.ts';
import { type Backend, runInTensorflow, tensorflowOn } from '../../support/tensorflow.ts';

/** Convolutions that TensorFlow.js has no operator for: groups, strides with dilations, unequal strides of depthwise ones. */
const convolutionCases: readonly (readonly [input: string, ...steps: string[]])[] = [
  [
    '[8, 9, 8]',
    'conv(6, 3, pad = 1) -> conv(8, 3, stride = 2, pad = 1) -> relu',
    'conv(6, 3, stride = 2, pad = 2, dilation = 2)',
    'conv(6, 5x2, stride = 3x2, pad = [1, 2, 0, 1])',
    'conv(8, 3, pad = 3)',
    'conv(12, 3, stride = 2, pad = 1, groups = 4)',
    'conv(12, 3, pad = 2, dilation = 2, groups = 2)',
    'depthwise(3, stride = 2x1, pad = 1, multiplier = 2) -> conv(4, 1)',
    'depthwise(3, stride = 2, dilation = 2, pad = 1) -> conv(4, 1)',
    'conv(8, 1, stride = 2) -> maxpool(2) -> conv(4, 1)',
    'conv(6, 1) -> global_avgpool -> dense(7)',
    'conv(6, 1) -> concat { | conv(4, 1) -> relu | conv(5, 3, pad = 1) | maxpool(3, stride = 1, pad = 1) } -> conv(8, 1)',
    'conv(8, 1, bias = false) -> batchnorm -> relu -> flatten -> dense(5, bias = false) -> batchnorm -> dense(4)',
    'add { | conv(8, 3, pad = 1, bias = false) -> batchnorm | skip } -> relu -> conv(8, 1)',
    'conv(8, 1) -> scale { | skip | global_avgpool -> conv(4, 1) -> relu -> conv(8, 1) -> sigmoid } -> relu',
    'conv(8, 1) -> dropout(0.3) -> conv(8, 1)',
    'relu -> maxpool(3, stride = 2, ceil = true) -> conv(8, 1)',
  ],
];

const cases = [...convolutionCases, ...operatorCases].flatMap(([shape, ...all]) =>
  all.map((steps) => ({ steps, shape })),
);

const backends: readonly Backend[] = ['wasm', 'cpu', ...(inject('tensorflow') ? (['native'] as const) : [])];

describe.each(backends)('gradients on the backend %s', (backend) => {
  let tf: TfModule;
  beforeAll(async () => {
    tf = await tensorflowOn(backend);
  });

  it.each(cases)('$steps on $shape', async ({ steps, shape }) => {
    const { program, tensors } = differentiated(graphOf(steps, shape), 3);
    const feeds = Object.fromEntries(Object.entries(tensors).map(([name, { data }]) => [name, data]));
    const wanted = await runProgram(lowerPortable(program), feeds);
    const before = tf.memory().numTensors;
    const found = await runInTensorflow(tf, program, feeds);
    expect(tf.memory().numTensors).toBe(before);
    for (const [name, values] of found) {
      expect(relativeError(values, floats(wanted, name)), name).toBeLessThan(2e-5);
    }
    expect(found.size).toBeGreaterThan(1);
  });
});
