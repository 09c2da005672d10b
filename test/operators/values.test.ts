/** Dense layers, normalisation, activations, outputs: what works on values, without windows. */
import { describe, expect, it } from 'vitest';
import type { ArgumentValue, Shape } from '../../src/operators/operator.ts';
import { apply, codesOf, flopsOf, macsOf, named, parametersOf, shapeOf, weightsOf } from './support.ts';

describe('dense', () => {
  it.each<[string, Shape, number, number, number]>([
    ['LeNet-5 F6', [120], 84, 10_164, 10_080],
    ['VGG-16 fc6', [25_088], 4096, 102_764_544, 102_760_448],
    ['ResNet-50 fc', [2048, 1, 1], 1000, 2_049_000, 2_048_000],
  ])('%s', (_name, input, units, parameters, macs) => {
    expect(shapeOf('dense', [input], { units })).toEqual([units]);
    expect(parametersOf('dense', [input], { units })).toBe(parameters);
    expect(macsOf('dense', [input], { units })).toBe(macs);
    expect(flopsOf('dense', [input], { units })).toBe(units);
  });

  it('stores its weight output first, and no bias where there is none', () => {
    expect(weightsOf('dense', [[120]], { units: 84, bias: false })).toEqual([
      { name: 'weight', shape: [84, 120], role: 'parameter' },
    ]);
    expect(flopsOf('dense', [[120]], { units: 84, bias: false })).toBe(0);
  });

  it('refuses a map larger than one place, and still gives its units', () => {
    expect(apply('dense', [[512, 7, 7]], { units: 4096 })).toMatchObject({
      shape: [4096],
      problems: [{ code: 'dense-on-map' }],
    });
    expect(codesOf('dense', [[512, 7, 1]], { units: 10 })).toEqual(['dense-on-map']);
  });

  it('refuses weights beyond the exact integers', () => {
    expect(codesOf('dense', [[2 ** 30]], { units: 2 ** 30 })).toEqual(['shape-too-large']);
  });
});

describe('flatten', () => {
  it('lays a map out and leaves a vector', () => {
    expect(shapeOf('flatten', [[512, 7, 7]])).toEqual([25_088]);
    expect(shapeOf('flatten', [[120]])).toEqual([120]);
    expect(named('flatten').worked?.([[16, 5, 5]], {})).toEqual(['length: 16*5*5 = 400']);
  });

  it('sees the whole map, but for a map of one place', () => {
    expect(named('flatten').window?.([[16, 5, 5]], {})).toBe('global');
    expect(named('flatten').window?.([[16, 1, 1]], {})).toEqual({ kernel: [1, 1], stride: [1, 1] });
    expect(named('flatten').window?.([[16]], {})).toEqual({ kernel: [1, 1], stride: [1, 1] });
  });
});

describe('batchnorm', () => {
  it('learns scale and shift and stores the running statistics', () => {
    expect(weightsOf('batchnorm', [[64, 112, 112]])).toEqual([
      { name: 'weight', shape: [64], role: 'parameter' },
      { name: 'bias', shape: [64], role: 'parameter' },
      { name: 'running_mean', shape: [64], role: 'buffer' },
      { name: 'running_var', shape: [64], role: 'buffer' },
    ]);
    expect(parametersOf('batchnorm', [[64, 112, 112]])).toBe(128);
    expect(parametersOf('batchnorm', [[64, 112, 112]], { affine: false })).toBe(0);
    expect(parametersOf('batchnorm', [[4096]])).toBe(8192);
  });

  it('costs two operations a value', () => {
    expect(flopsOf('batchnorm', [[64, 112, 112]])).toBe(2 * 64 * 112 * 112);
  });
});

describe('lrn', () => {
  it('keeps the map, costs size + 4 operations a value and wants a map', () => {
    expect(shapeOf('lrn', [[96, 55, 55]])).toEqual([96, 55, 55]);
    expect(flopsOf('lrn', [[96, 55, 55]])).toBe(9 * 96 * 55 * 55);
    expect(codesOf('lrn', [[96]])).toEqual(['map-wanted']);
  });
});

describe('activations', () => {
  it.each<[string, number, Readonly<Record<string, ArgumentValue>>]>([
    ['relu', 1, {}],
    ['relu6', 2, {}],
    ['leaky_relu', 2, {}],
    ['prelu', 2, {}],
    ['elu', 4, {}],
    ['sigmoid', 4, {}],
    ['hard_sigmoid', 4, {}],
    ['tanh', 1, {}],
    ['scaled_tanh', 3, {}],
    ['swish', 4, {}],
    ['swish', 5, { beta: 2 }],
    ['hard_swish', 5, {}],
    ['softmax', 5, {}],
    ['dropout', 0, {}],
  ])('%s keeps the shape and costs %i operations a value', (name, cost, args) => {
    expect(shapeOf(name, [[16, 10, 9]], args)).toEqual([16, 10, 9]);
    expect(shapeOf(name, [[84]], args)).toEqual([84]);
    expect(flopsOf(name, [[16, 10, 9]], args)).toBe(cost * 16 * 10 * 9);
    expect(named(name).macs).toBeUndefined();
  });

  it('prelu learns one slope a channel, or one', () => {
    expect(parametersOf('prelu', [[64, 56, 56]])).toBe(64);
    expect(parametersOf('prelu', [[64, 56, 56]], { shared: true })).toBe(1);
  });

  it('maxout leaves one of its pieces', () => {
    expect(shapeOf('maxout', [[128, 8, 8]], { pieces: 4 })).toEqual([32, 8, 8]);
    expect(shapeOf('maxout', [[240]], { pieces: 2 })).toEqual([120]);
    expect(flopsOf('maxout', [[128, 8, 8]], { pieces: 4 })).toBe(3 * 32 * 8 * 8);
    expect(apply('maxout', [[10]], { pieces: 4 })).toMatchObject({
      shape: [3],
      problems: [{ code: 'channels-not-divisible', place: { kind: 'argument', name: 'pieces' } }],
    });
    expect(named('maxout').worked?.([[128, 8, 8]], { pieces: 4 })).toEqual(['channels: 128 / 4 = 32']);
  });
});

describe('rbf', () => {
  it("stores LeNet-5's codes, learns nothing and counts no multiply-accumulates", () => {
    expect(shapeOf('rbf', [[84]], { units: 10 })).toEqual([10]);
    expect(weightsOf('rbf', [[84]], { units: 10 })).toEqual([{ name: 'codes', shape: [10, 84], role: 'buffer' }]);
    expect(parametersOf('rbf', [[84]], { units: 10 })).toBe(0);
    expect(flopsOf('rbf', [[84]], { units: 10 })).toBe(3 * 840);
    expect(named('rbf').macs).toBeUndefined();
    expect(named('rbf').weighted).toBeUndefined();
  });

  it('refuses a map larger than one place', () => {
    expect(codesOf('rbf', [[84, 2, 1]], { units: 10 })).toEqual(['dense-on-map']);
  });
});

describe('LeNet-5 of 1998', () => {
  it('has 60,000 parameters and 325,680 multiply-accumulates in its layers together', () => {
    const table = { channels: 16, kernel: [5, 5], connections: Array.from({ length: 16 }, (_, i) => rows(i)) };
    const layers: readonly [string, Shape, Readonly<Record<string, ArgumentValue>>][] = [
      ['conv', [1, 32, 32], { channels: 6, kernel: [5, 5] }],
      ['subsample', [6, 28, 28], {}],
      ['conv', [6, 14, 14], table],
      ['subsample', [16, 10, 10], {}],
      ['conv', [16, 5, 5], { channels: 120, kernel: [5, 5] }],
      ['dense', [120, 1, 1], { units: 84 }],
      ['rbf', [84], { units: 10 }],
    ];
    const total = (rule: typeof macsOf) =>
      layers.reduce((sum, [name, input, args]) => sum + rule(name, [input], args), 0);
    expect(total(parametersOf)).toBe(60_000);
    expect(total(macsOf)).toBe(325_680);
  });
});

/** As many connections as LeCun et al. 1998, table I: six rows of 3, nine of 4, one of 6. */
function rows(index: number): readonly number[] {
  const length = index < 6 ? 3 : index < 15 ? 4 : 6;
  return Array.from({ length }, (_, channel) => channel);
}
