import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FeatureMap } from '../../src/operators/operator.ts';
import { volume } from '../../src/operators/operator.ts';
import {
  type Arguments,
  apply,
  codesOf,
  flopsOf,
  macsOf,
  named,
  parametersOf,
  shapeOf,
  weightsOf,
  withDefaults,
} from './support.ts';

/** LeNet-5's table of connections (LeCun et al. 1998, table I). */
const lenetTable = [
  [0, 1, 2],
  [1, 2, 3],
  [2, 3, 4],
  [3, 4, 5],
  [0, 4, 5],
  [0, 1, 5],
  [0, 1, 2, 3],
  [1, 2, 3, 4],
  [2, 3, 4, 5],
  [0, 3, 4, 5],
  [0, 1, 4, 5],
  [0, 1, 2, 5],
  [0, 1, 3, 4],
  [1, 2, 4, 5],
  [0, 2, 3, 5],
  [0, 1, 2, 3, 4, 5],
];

describe('conv', () => {
  it.each<[string, FeatureMap, Arguments, readonly number[], number, number]>([
    ['LeNet-5 C1', [1, 32, 32], { channels: 6, kernel: [5, 5] }, [6, 28, 28], 156, 117_600],
    [
      'LeNet-5 C3, partial',
      [6, 14, 14],
      { channels: 16, kernel: [5, 5], connections: lenetTable },
      [16, 10, 10],
      1516,
      150_000,
    ],
    ['LeNet-5 C3, full', [6, 14, 14], { channels: 16, kernel: [5, 5] }, [16, 10, 10], 2416, 240_000],
    [
      'AlexNet conv1',
      [3, 227, 227],
      { channels: 96, kernel: [11, 11], stride: [4, 4] },
      [96, 55, 55],
      34_944,
      105_415_200,
    ],
    [
      'AlexNet conv2, grouped',
      [96, 27, 27],
      { channels: 256, kernel: [5, 5], pad: 'same', groups: 2 },
      [256, 27, 27],
      307_456,
      223_948_800,
    ],
    [
      'ResNet conv1',
      [3, 224, 224],
      { channels: 64, kernel: [7, 7], stride: [2, 2], pad: 'same', bias: false },
      [64, 112, 112],
      9408,
      118_013_952,
    ],
    [
      'Inception 7x1',
      [192, 17, 17],
      { channels: 192, kernel: [7, 1], pad: 'same', bias: false },
      [192, 17, 17],
      258_048,
      74_575_872,
    ],
  ])('%s', (_name, input, args, shape, parameters, macs) => {
    expect(shapeOf('conv', [input], args)).toEqual(shape);
    expect(parametersOf('conv', [input], args)).toBe(parameters);
    expect(macsOf('conv', [input], args)).toBe(macs);
  });

  it('stores its weights as PyTorch does', () => {
    const args = { channels: 256, kernel: [5, 3], groups: 2 };
    expect(weightsOf('conv', [[96, 27, 27]], args)).toEqual([
      { name: 'weight', shape: [256, 48, 5, 3], role: 'parameter' },
      { name: 'bias', shape: [256], role: 'parameter' },
    ]);
  });

  it('stores one kernel a connection with a table', () => {
    const args = { channels: 16, kernel: [5, 5], connections: lenetTable, bias: false };
    expect(weightsOf('conv', [[6, 14, 14]], args)).toEqual([{ name: 'weight', shape: [60, 5, 5], role: 'parameter' }]);
  });

  it('counts one operation an output value for the bias, none without', () => {
    expect(flopsOf('conv', [[1, 32, 32]], { channels: 6, kernel: [5, 5] })).toBe(6 * 28 * 28);
    expect(flopsOf('conv', [[1, 32, 32]], { channels: 6, kernel: [5, 5], bias: false })).toBe(0);
  });

  it('has the multiply-accumulates that a loop over all taps counts', () => {
    const small = fc.record({
      groups: fc.integer({ min: 1, max: 3 }),
      inPerGroup: fc.integer({ min: 1, max: 3 }),
      outPerGroup: fc.integer({ min: 1, max: 3 }),
      height: fc.integer({ min: 1, max: 9 }),
      width: fc.integer({ min: 1, max: 9 }),
      kernel: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
      stride: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
      dilation: fc.integer({ min: 1, max: 2 }),
      pad: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(small, ({ groups, inPerGroup, outPerGroup, height, width, kernel, stride, dilation, pad }) => {
        const rows = dilation * (kernel[0] - 1) + 1;
        const columns = dilation * (kernel[1] - 1) + 1;
        fc.pre(rows <= height + 2 * pad && columns <= width + 2 * pad);
        let macs = 0;
        for (let out = 0; out < groups * outPerGroup; out += 1) {
          for (let y = 0; y + rows <= height + 2 * pad; y += stride[0]) {
            for (let x = 0; x + columns <= width + 2 * pad; x += stride[1]) {
              for (let channel = 0; channel < inPerGroup; channel += 1) {
                for (let row = 0; row < kernel[0]; row += 1) macs += kernel[1];
              }
            }
          }
        }
        const args = {
          channels: groups * outPerGroup,
          kernel,
          stride,
          dilation: [dilation, dilation],
          groups,
          pad: [pad, pad, pad, pad],
        };
        expect(macsOf('conv', [[groups * inPerGroup, height, width]], args)).toBe(macs);
      }),
    );
  });

  it('with a table that names every channel equals the dense convolution', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), (inChannels, channels) => {
        const row = Array.from({ length: inChannels }, (_, channel) => channel);
        const full = { channels, kernel: [3, 3], connections: Array.from({ length: channels }, () => row) };
        const input: FeatureMap = [inChannels, 8, 8];
        const without = { channels, kernel: [3, 3] };
        expect(parametersOf('conv', [input], full)).toBe(parametersOf('conv', [input], without));
        expect(macsOf('conv', [input], full)).toBe(macsOf('conv', [input], without));
      }),
    );
  });

  it('says which channels the groups do not divide, and still gives the channels', () => {
    const result = apply('conv', [[64, 28, 28]], { channels: 100, kernel: [3, 3], pad: 'same', groups: 3 });
    expect(result.shape).toEqual([100, 28, 28]);
    expect(result.problems.map(({ code, place }) => [code, place])).toEqual([
      ['channels-not-divisible', { kind: 'argument', name: 'groups' }],
      ['channels-not-divisible', { kind: 'argument', name: 'groups' }],
    ]);
    expect(result.problems[0]?.message).toContain('64 input channels');
    expect(result.problems[1]?.message).toContain('100 output channels');
  });

  it('says on which axis the dilated kernel does not fit, and guesses one row', () => {
    const result = apply('conv', [[3, 4, 30]], { channels: 8, kernel: [3, 3], dilation: [2, 2] });
    expect(result.shape).toEqual([8, 1, 26]);
    expect(result.problems).toHaveLength(1);
    expect(result.problems[0]).toMatchObject({ code: 'kernel-too-large', place: { kind: 'argument', name: 'kernel' } });
    expect(result.problems[0]?.message).toContain('height 5');
  });

  it('wants a map and gives its channels to the later layers', () => {
    const result = apply('conv', [[400]], { channels: 120, kernel: [1, 1] });
    expect(result.shape).toEqual([120, 1, 1]);
    expect(result.problems.map(({ code }) => code)).toEqual(['map-wanted']);
  });

  it('refuses a negative padding', () => {
    const args = { channels: 8, kernel: [3, 3], pad: [0, -1, 0, 0] };
    expect(codesOf('conv', [[3, 8, 8]], args)).toEqual(['out-of-range']);
  });

  it('refuses counts beyond the exact integers, of the map and of the arithmetic', () => {
    expect(codesOf('conv', [[3, 2 ** 25, 2 ** 25]], { channels: 16, kernel: [1, 1] })).toEqual(['shape-too-large']);
    expect(codesOf('conv', [[2 ** 20, 2 ** 10, 2 ** 10]], { channels: 2 ** 20, kernel: [1, 1] })).toEqual([
      'shape-too-large',
    ]);
  });

  it.each<[string, Arguments, string]>([
    ['rows', { channels: 3, connections: [[0], [1]] }, 'it has 2 rows, and there are 3 output channels'],
    ['an empty row', { channels: 2, connections: [[0], []] }, 'row 1 is empty'],
    ['a channel too high', { channels: 2, connections: [[0], [6]] }, 'names input channel 6'],
    ['a negative channel', { channels: 1, connections: [[-1]] }, 'names input channel -1'],
    ['a channel twice', { channels: 1, connections: [[2, 3, 2]] }, 'names input channel 2 twice'],
    ['groups beside it', { channels: 2, groups: 2, connections: [[0], [1]] }, 'groups = 2'],
  ])('refuses a table with wrong %s', (_name, args, reason) => {
    const { problems, shape } = apply('conv', [[6, 14, 14]], { kernel: [5, 5], ...args });
    expect(problems.map(({ code }) => code)).toEqual(['bad-connections']);
    expect(problems[0]?.message).toContain(reason);
    expect(shape?.slice(1)).toEqual([10, 10]);
  });

  it('has its dilated extent and stride for the receptive field', () => {
    const record = named('conv');
    const args = withDefaults(record, { channels: 8, kernel: [3, 5], dilation: [2, 1], stride: [1, 2] });
    expect(record.window?.([[8, 32, 32]], args)).toEqual({ kernel: [5, 5], stride: [1, 2] });
  });

  it('shows its sizes worked', () => {
    const record = named('conv');
    const args = withDefaults(record, { channels: 64, kernel: [7, 7], stride: [2, 2], pad: 'same' });
    expect(record.worked?.([[3, 224, 224]], args)).toEqual([
      'height: floor((224 + 2*3 - 7) / 2) + 1 = 112',
      'width: floor((224 + 2*3 - 7) / 2) + 1 = 112',
    ]);
  });
});

describe('depthwise', () => {
  it("counts MobileNet's first depthwise layer", () => {
    const args = { kernel: [3, 3], pad: 'same', bias: false };
    expect(shapeOf('depthwise', [[32, 112, 112]], args)).toEqual([32, 112, 112]);
    expect(parametersOf('depthwise', [[32, 112, 112]], args)).toBe(288);
    expect(macsOf('depthwise', [[32, 112, 112]], args)).toBe(3_612_672);
  });

  it('equals a convolution with as many groups as channels', () => {
    const small = fc.record({
      channels: fc.integer({ min: 1, max: 5 }),
      multiplier: fc.integer({ min: 1, max: 3 }),
      size: fc.integer({ min: 5, max: 12 }),
      kernel: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
      stride: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
      bias: fc.boolean(),
    });
    fc.assert(
      fc.property(small, ({ channels, multiplier, size, kernel, stride, bias }) => {
        const input: FeatureMap = [channels, size, size];
        const own = { kernel, stride, multiplier, bias };
        const grouped = { channels: channels * multiplier, kernel, stride, groups: channels, bias };
        expect(shapeOf('depthwise', [input], own)).toEqual(shapeOf('conv', [input], grouped));
        expect(weightsOf('depthwise', [input], own)).toEqual(weightsOf('conv', [input], grouped));
        expect(macsOf('depthwise', [input], own)).toBe(macsOf('conv', [input], grouped));
        expect(flopsOf('depthwise', [input], own)).toBe(flopsOf('conv', [input], grouped));
      }),
    );
  });

  it('wants a map', () => {
    expect(codesOf('depthwise', [[10]], { kernel: [3, 3] })).toEqual(['map-wanted']);
    expect(volume(apply('depthwise', [[10]], { kernel: [3, 3], multiplier: 2 }).shape ?? [])).toBe(20);
  });
});
