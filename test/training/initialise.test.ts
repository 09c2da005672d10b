import { describe, expect, it } from 'vitest';
import type { Initialisation } from '../../src/compiler/recipe.ts';
import { initialState } from '../../src/training/initialise.ts';
import { buildStep } from '../../src/training/step.ts';
import { plainRecipe } from '../support/step.ts';
import { graphOfText } from '../support/training-networks.ts';

const graph = graphOfText(`network N {
  input image [16, 12, 12]
  conv(64, 5, groups = 2) -> batchnorm -> prelu
  depthwise(3, multiplier = 2)
  subsample(2)
  conv(2, 3, connections = [[0, 1, 2], [3]])
  flatten -> dense(300) -> rbf(10)
}`);
const step = buildStep(graph, plainRecipe);

function state(initialisation: Initialisation = 'he', seed = 1): (name: string) => Float32Array {
  const made = initialState(graph, { initialisation, seed }, step);
  return (name) => {
    const tensor = made.get(name);
    if (tensor === undefined) throw new Error(`there is no ${name}`);
    return tensor.data;
  };
}

function moments(values: Float32Array): { mean: number; variance: number } {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return { mean, variance: values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length };
}

describe('the state before the first step', () => {
  it('has every tensor of the step, in its shape', () => {
    const made = initialState(graph, { initialisation: 'he', seed: 1 }, step);
    expect([...made.keys()]).toEqual(step.state.map(({ name }) => name));
    for (const { name, shape } of step.state) {
      expect(made.get(name)?.shape).toEqual(shape);
      expect(made.get(name)?.data.length).toBe(shape.reduce((product, n) => product * n, 1));
    }
  });

  // conv: 25 taps of 8 channels a group, to 32 outputs a group; 12,800 values, so 5 % is four deviations.
  it.each([
    ['he', 2 / 200],
    ['lecun', 1 / 200],
    ['xavier', 2 / (200 + 800)],
    ['truncated_normal', 2 / 200],
  ] as const)('draws %s with its variance', (initialisation, wanted) => {
    const weights = state(initialisation)('conv.weight');
    const { mean, variance } = moments(weights);
    expect(variance / wanted).toBeGreaterThan(0.95);
    expect(variance / wanted).toBeLessThan(1.05);
    expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(wanted / weights.length));
  });

  it('keeps to the bounds of the uniform and the cut distribution', () => {
    const largest = (values: Float32Array): number => values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    expect(largest(state('xavier')('conv.weight'))).toBeLessThanOrEqual(Math.fround(Math.sqrt(6 / 1000)));
    expect(largest(state('truncated_normal')('conv.weight'))).toBeLessThanOrEqual((2 * Math.sqrt(2 / 200)) / 0.8796);
    expect(largest(state('he')('conv.weight'))).toBeGreaterThan(3 * Math.sqrt(2 / 200));
  });

  it('counts the fan-in of a depthwise layer, a table and a dense layer', () => {
    const he = state();
    const ratio = (name: string, into: number): number => moments(he(name)).variance / (2 / into);
    for (const [name, into, tolerance] of [
      ['depthwise.weight', 9, 0.2],
      ['conv#2.weight', 18, 0.8],
      ['dense.weight', 2, 0.25],
    ] as const) {
      expect(Math.abs(ratio(name, into) - 1), name).toBeLessThan(tolerance);
    }
  });

  it('sets all that is not drawn', () => {
    const at = state();
    const value = (name: string): readonly number[] => [...new Set(at(name))];
    expect(value('conv.bias')).toEqual([0]);
    expect(value('conv.weight:momentum')).toEqual([0]);
    expect(value('batchnorm.weight')).toEqual([1]);
    expect(value('batchnorm.bias')).toEqual([0]);
    expect(value('batchnorm.running_mean')).toEqual([0]);
    expect(value('batchnorm.running_var')).toEqual([1]);
    expect(value('prelu.weight')).toEqual([0.25]);
    expect(value('subsample.coefficient')).toEqual([0.25]);
    expect(value('rbf.codes').toSorted()).toEqual([-1, 1]);
  });

  it('depends on the seed alone; codes do not', () => {
    expect(state('he', 7)('conv.weight')).toEqual(state('he', 7)('conv.weight'));
    expect(state('he', 7)('conv.weight')).not.toEqual(state('he', 8)('conv.weight'));
    expect(state('he', 7)('dense.weight')[0]).not.toBe(state('he', 7)('conv.weight')[0]);
    expect(state('he', 7)('rbf.codes')).toEqual(state('he', 8)('rbf.codes'));
  });

  it('has a code of its own for each class', () => {
    const codes = state()('rbf.codes');
    const rows = Array.from({ length: 10 }, (_, row) => codes.subarray(row * 300, (row + 1) * 300).join());
    expect(new Set(rows).size).toBe(10);
  });
});
