/** What is lowered in blocks computes what is lowered plain: every operator of the language, and what blocks make hard. */
import { describe, expect, it } from 'vitest';
import { graphOf } from '../../support/gradients.ts';
import { gradientErrors } from '../../support/lowered-gradients.ts';
import { operatorCases } from '../../support/operator-cases.ts';

/** No bias stands before batch normalisation: its gradient would be rounding alone. Maps with many channels: whole blocks and odd numbers of them, strides, groups, borders that no window reaches. */
const blockCases: readonly (readonly [input: string, ...steps: string[]])[] = [
  [
    '[16, 9, 8]',
    'conv(16, 3, pad = 1)',
    'conv(24, 3, pad = 1) -> relu -> conv(32, 1)',
    'conv(20, 3, pad = 1) -> relu -> conv(12, 3, pad = 1)',
    'conv(16, 3, stride = 2, pad = 1) -> relu',
    'conv(16, 3, stride = 2)',
    'conv(16, 2, stride = 2)',
    'conv(32, 1, stride = 2)',
    'conv(16, 5x3, stride = 2x1, pad = same)',
    'conv(16, 5x2, stride = 3x2, pad = [1, 2, 0, 1])',
    'conv(16, 7, stride = 4, pad = 3)',
    'conv(16, 3, pad = 2, dilation = 2) -> relu',
    'conv(16, 3, stride = 2, pad = 2, dilation = 2)',
    'conv(32, 3, pad = 1, groups = 2) -> relu',
    'conv(32, 3, stride = 2, pad = 1, groups = 2)',
    'conv(16, 3, pad = 1, groups = 4)',
    'depthwise(3, pad = 1) -> relu -> conv(16, 1)',
    'depthwise(3, stride = 2, pad = 1) -> conv(16, 1)',
    'depthwise(3, stride = 2) -> conv(16, 1)',
    'depthwise(5x3, stride = 2x1, pad = [2, 1]) -> conv(8, 1)',
    'conv(12, 1) -> depthwise(3, pad = 1, dilation = 2)',
    'conv(16, 3, pad = 3)',
    'conv(16, 1, pad = 1)',
    'conv(16, 1, stride = 2, pad = 1)',
    'conv(16, 1) -> maxpool(2)',
    'conv(20, 1) -> maxpool(3, stride = 2, pad = 1)',
    'conv(16, 1) -> maxpool(3, stride = 2, ceil = true)',
    'conv(16, 1) -> maxpool(3x2, stride = 1x3, pad = 1, ceil = true)',
    'conv(16, 1) -> maxpool(2, stride = 3)',
    'conv(16, 1) -> avgpool(2)',
    'conv(16, 1) -> avgpool(3, stride = 1, pad = 1)',
    'conv(16, 1) -> avgpool(3, stride = 1, pad = 1, count_include_pad = false)',
    'conv(20, 1) -> avgpool(3, stride = 2, ceil = true)',
    'conv(20, 1) -> global_avgpool -> dense(7)',
    'conv(16, 1) -> global_maxpool -> conv(8, 1)',
    'conv(16, 3, bias = false) -> batchnorm -> relu -> conv(20, 1, bias = false) -> batchnorm',
    'add { | conv(16, 3, pad = 1, bias = false) -> batchnorm | skip } -> relu -> conv(8, 1)',
    'conv(16, 1) -> add { | conv(16, 3, pad = 1, bias = false) -> batchnorm | skip } -> relu -> conv(8, 1)',
    'conv(20, 1) -> add { | conv(20, 3, pad = 1) | batchnorm } -> relu',
    'conv(16, 1) -> relu -> add { | conv(32, 3, stride = 2, pad = 1, bias = false) -> batchnorm -> relu -> conv(32, 3, pad = 1) | conv(32, 1, stride = 2) } -> relu',
    'conv(16, 1) -> add { | conv(16, 1) | relu | tanh }',
    'conv(16, 1) -> concat { | conv(8, 1) -> relu | conv(16, 3, pad = 1) | maxpool(3, stride = 1, pad = 1) } -> conv(8, 1)',
    'conv(16, 1) -> concat { | conv(6, 1) | conv(10, 3, pad = 1) } -> conv(8, 1)',
    'conv(16, 1) -> scale { | skip | global_avgpool -> conv(4, 1) -> relu -> conv(16, 1) -> sigmoid } -> relu',
    'conv(20, 1) -> scale { | skip | global_avgpool -> dense(20) -> sigmoid } -> conv(4, 1)',
    'conv(16, 1) -> scale { | skip | conv(1, 1) -> sigmoid }',
    'conv(20, 1) -> prelu -> sigmoid -> conv(8, 1)',
    'conv(16, 1) -> swish -> leaky_relu -> elu -> hard_swish -> relu6',
    'conv(16, 1) -> lrn -> maxpool(3, stride = 2) -> conv(8, 3)',
    'conv(16, 1) -> dropout(0.3) -> conv(8, 1)',
    'conv(16, 1) -> channel_shuffle(4) -> conv(8, 1)',
    'conv(16, 1) -> subsample -> conv(8, 1)',
    'conv(32, 1) -> split(2, 1) -> conv(8, 1)',
    'conv(16, 1) -> maxout(2) -> conv(8, 1)',
    'conv(16, 1) -> resize(scale = 2) -> conv(8, 1)',
    'conv(16, 1) -> pad(1) -> conv(8, 3)',
    'conv(16, 1) -> flatten -> dense(4)',
    'global_avgpool -> conv(16, 1, bias = false) -> batchnorm -> relu',
  ],
  // Few channels: several images in a block, several rows of dx in one.
  [
    '[3, 12, 10]',
    'conv(6, 5, pad = 2) -> relu -> maxpool(2) -> conv(16, 3) -> relu',
    'conv(4, 3) -> tanh -> avgpool(2) -> conv(20, 3, pad = 1)',
    'conv(5, 3, pad = 1) -> relu -> conv(7, 3, stride = 2, pad = 1) -> leaky_relu -> conv(3, 1)',
    'conv(4, 3, pad = 1) -> add { | conv(4, 3, pad = 1) -> relu | skip } -> relu',
    'conv(6, 3, pad = 1) -> dropout(0.3) -> maxpool(3, stride = 2, pad = 1)',
    'conv(4, 3, pad = 1) -> global_avgpool -> dense(3)',
    'conv(16, 3, pad = [0, 1, 2, 1])',
    'conv(20, 4x3, pad = [1, 2, 2, 0])',
    'conv(16, 5, pad = 4)',
    'conv(16, 3, pad = 1, dilation = 2)',
    'conv(6, 1) -> conv(16, 7, pad = 3) -> conv(2, 1)',
  ],
  ['[8, 9, 7]', 'conv(16, 3)', 'conv(8, 3, bias = false) -> batchnorm -> relu', 'conv(4, 3, groups = 4) -> conv(2, 1)'],
  ['[1, 15, 4]', 'conv(16, 5x1)', 'conv(2, 3, pad = 1) -> flatten -> dense(3)'],
];

const cases = [...blockCases, ...operatorCases].flatMap(([shape, ...all]) => all.map((steps) => ({ steps, shape })));

describe.each([8, 16])('gradients in blocks of %d', (block) => {
  it.each(cases)('$steps on $shape', async ({ steps, shape }) => {
    for (const batch of [3, 16]) {
      for (const [key, error] of await gradientErrors(graphOf(steps, shape), batch, block)) {
        expect(error, `${key} of a batch of ${batch}`).toBeLessThan(1e-5);
      }
    }
  });
});
