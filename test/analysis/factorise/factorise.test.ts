import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Convolution, convolutionOf } from '../../../src/analysis/factorise/convolution.ts';
import {
  type Candidate,
  type Factorisation,
  type FactoriseOptions,
  factorise,
} from '../../../src/analysis/factorise/factorise.ts';
import { slide } from '../../../src/operators/geometry.ts';
import type { Size } from '../../../src/operators/operator.ts';
import { examineText, network } from '../../support/host.ts';

const options: FactoriseOptions = { between: 'relu', following: undefined, reduction: undefined, cardinality: 32 };

function factorised(original: Convolution, given: Partial<FactoriseOptions> = {}): Factorisation {
  const result = factorise(original, { ...options, ...given });
  if (result.kind !== 'factorised') throw new Error(JSON.stringify(result));
  return result.factorisation;
}

function square(kernel: number, input: number, channels: number, stride = 1): Convolution {
  const sizes = { kernel: [kernel, kernel], stride: [stride, stride], channels, bias: true } as const;
  return convolutionOf({ input: [input, 56, 56], ...sizes });
}

function named({ candidates }: Factorisation, name: string): Candidate {
  const found = candidates.find(({ form }) => form.name === name);
  if (!found) throw new Error(`no ${name} among ${candidates.map(({ form }) => form.name)}`);
  return found;
}

describe('the classic figures', () => {
  it.each([16, 64, 256])('7x7: 49, three 3x3: 27, 7x1 and 1x7: 14, times C^2 (C = %i)', (channels) => {
    const list = factorised(square(7, channels, channels));
    const weights = [list.original, named(list, 'stack'), named(list, 'nx1')].map(({ figures }) => figures.weights);
    expect(weights).toEqual([49 * channels ** 2, 27 * channels ** 2, 14 * channels ** 2]);
    expect(named(list, 'stack').weightsPerPair).toBe(27);
    expect(named(list, 'stack').figures.nonLinearities).toBe(3);
    expect(list.original.figures.nonLinearities).toBe(1);
  });

  it('two 3x3 for a 5x5: 18 / 25 (Szegedy et al. 2016, section 3.1)', () => {
    expect(named(factorised(square(5, 64, 64)), 'stack').ratios.macs).toBe(18 / 25);
  });

  it('3x1 and 1x3 for a 3x3: 33% cheaper (Szegedy et al. 2016, section 3.2)', () => {
    expect(named(factorised(square(3, 64, 64)), 'nx1').ratios.macs).toBeCloseTo(2 / 3, 12);
  });

  it.each([
    [3, 64, 128],
    [3, 512, 512],
    [5, 32, 64],
    [7, 24, 40],
  ])('a separable %ix%i costs 1/N + 1/k^2 (Howard et al. 2017, section 3.1)', (kernel, input, channels) => {
    const { ratios } = named(factorised(square(kernel, input, channels)), 'separable');
    expect(ratios.macs).toBeCloseTo(1 / channels + 1 / kernel ** 2, 12);
  });

  it('a bottleneck of 64 in 256 and 32 groups of 4 weigh about 70,000 (Xie et al. 2017, section 3.3)', () => {
    const list = factorised(square(3, 256, 256));
    expect(named(list, 'bottleneck').figures.weights).toBe(256 * 64 + 9 * 64 * 64 + 64 * 256);
    expect(named(list, 'resnext').figures.weights).toBe(32 * (256 * 4 + 9 * 4 * 4 + 4 * 256));
  });
});

const extent = fc.integer({ min: 1, max: 9 });
const stride = fc.integer({ min: 1, max: 3 });
const side = fc.integer({ min: 0, max: 6 });
const pairOf = (number: fc.Arbitrary<number>): fc.Arbitrary<Size> => fc.tuple(number, number);
const anyConvolution: fc.Arbitrary<Convolution> = fc
  .record({
    op: fc.constantFrom('conv', 'conv', 'conv', 'depthwise'),
    parts: fc.integer({ min: 1, max: 12 }),
    outParts: fc.integer({ min: 1, max: 24 }),
    groups: fc.constantFrom(1, 1, 1, 2, 4),
    map: pairOf(fc.integer({ min: 1, max: 24 })),
    kernel: fc.oneof(
      pairOf(extent),
      extent.map((k): Size => [k, k]),
    ),
    stride: pairOf(stride),
    dilation: pairOf(fc.constantFrom(1, 1, 1, 2)),
    pad: fc.oneof(fc.constant('same' as const), fc.constant('valid' as const), fc.tuple(side, side, side, side)),
    bias: fc.boolean(),
  })
  .map(({ op, parts, outParts, groups, map, ...rest }): Convolution => {
    if (op === 'depthwise') {
      return { ...rest, op, groups: parts, input: [parts, ...map], channels: parts * (1 + (outParts % 3)) };
    }
    return { ...rest, op: 'conv', groups, input: [groups * parts, ...map], channels: groups * outParts };
  })
  .filter(({ input, kernel, stride: strides, dilation, pad }) =>
    slide(input, { kernel, stride: strides, dilation, pad, rounding: 'floor' }).every(({ output }) => output >= 1),
  );

describe('every equivalent', () => {
  it('has the output shape, the receptive field and the jump of the original', () => {
    fc.assert(
      fc.property(anyConvolution, (original) => {
        const { original: whole, candidates, leftOut } = factorised(original);
        const geometry = ({ figures }: Pick<Candidate, 'figures'>) => ({
          output: figures.output,
          field: figures.receptiveField,
          jump: figures.jump,
        });
        for (const candidate of candidates) {
          expect({ name: candidate.form.name, ...geometry(candidate) }).toEqual({
            name: candidate.form.name,
            ...geometry(whole),
          });
        }
        expect(candidates.length + leftOut.length).toBeGreaterThan(0);
      }),
      { numRuns: 150, seed: 2014 },
    );
  });

  it('has the figures of its own source', () => {
    const list = factorised(square(7, 32, 64, 2), { between: 'batchnorm -> relu' });
    for (const { lines, figures } of [list.original, ...list.candidates]) {
      const { analysis, diagnostics } = examineText(network(lines.join('\n  '), '[32, 56, 56]'));
      expect(diagnostics).toEqual([]);
      expect(analysis?.totals).toMatchObject({ parameters: figures.parameters, macs: figures.macs });
      const maps = analysis?.layers.slice(1).reduce((sum, layer) => sum + layer.activationBytes / 4, 0);
      expect(maps).toBe(figures.activations);
    }
  });

  it('is numbered in the order of its parameters, and is named once', () => {
    const { candidates } = factorised(square(7, 64, 64));
    expect(candidates).toHaveLength(19);
    const parameters = candidates.map(({ figures }) => figures.parameters);
    expect(parameters).toEqual([...parameters].sort((a, b) => a - b));
    expect(candidates.map(({ number }) => number)).toEqual(candidates.map((_, index) => index + 1));
    expect(new Set(candidates.map(({ form }) => form.name)).size).toBe(candidates.length);
    for (const { form } of candidates) expect(form.papers.length).toBeGreaterThan(0);
  });
});

describe('options', () => {
  it('bias gives way to batch normalisation between factors', () => {
    const { lines } = named(factorised(square(5, 8, 8), { between: 'batchnorm -> relu' }), 'stack');
    expect(lines).toEqual(['conv(8, 3, pad = same, bias = false) -> batchnorm -> relu', 'conv(8, 3, pad = same)']);
  });

  it('reduction and cardinality are those of bottlenecks and groups', () => {
    const list = factorised(square(3, 64, 64), { reduction: 8, cardinality: 6 });
    expect(named(list, 'bottleneck').lines[0]).toBe('conv(8, 1) -> relu');
    expect(named(list, 'resnext').lines[1]).toBe('conv(8, 3, pad = same, groups = 4) -> relu');
    expect(named(list, 'grouped').lines).toEqual(['conv(64, 3, pad = same, groups = 4)']);
  });

  it.each([
    ['', 'it is empty; write `skip` to put nothing between the factors'],
    ['conv(64, 1)', '`conv` cannot stand there: normalisations, activations and dropout can'],
    ['maxout(2)', 'it makes 32x56x56 of 64x56x56, and must keep the shape'],
    ['a: relu', 'write the steps alone, on one line, joined by arrows: `batchnorm -> relu`'],
    ['relu // why', 'write the steps alone, on one line, joined by arrows: `batchnorm -> relu`'],
    ['rleu', 'no operator or block is called `rleu`'],
  ])('between = %j is refused: %s', (between, reason) => {
    expect(factorise(square(3, 64, 64), { ...options, between })).toEqual({ kind: 'between', reason });
  });

  it('takes linear factors and arguments', () => {
    const linear = named(factorised(square(5, 8, 8), { between: 'skip' }), 'stack');
    expect(linear.figures.nonLinearities).toBe(0);
    expect(named(factorised(square(5, 8, 8), { between: 'scaled_tanh(1.7, 0.66)' }), 'stack').lines).toHaveLength(2);
  });
});

describe('where there is no equivalent', () => {
  const reasonsOf = (original: Convolution): string =>
    factorised(original)
      .leftOut.map(({ what, reason }) => `${what}: ${reason}`)
      .join('\n');
  const namesOf = (original: Convolution): string[] =>
    factorised(original).candidates.map(({ form: { name } }) => name);

  it('1x1: only groups are left', () => {
    expect(namesOf(square(1, 64, 64))).toEqual(['grouped']);
    expect(reasonsOf(square(1, 64, 64))).toContain('a 1x1 looks at one place');
  });

  it('even sides: no stack, but n x 1 with 1 x n', () => {
    expect(namesOf(square(4, 64, 64))).toContain('nx1');
    expect(namesOf(square(4, 64, 64)).filter((name) => name.includes('stack'))).toEqual([]);
    expect(reasonsOf(square(4, 64, 64))).toContain('4x4 has an even side');
  });

  it('one dimension: no n x 1 with 1 x n', () => {
    const original = { ...square(7, 64, 64), kernel: [7, 1] } as const;
    expect(named(factorised(original), 'stack').lines[0]).toBe('conv(64, 3x1, pad = same) -> relu');
    expect(reasonsOf(original)).toContain('7x1 has one dimension already');
  });

  it('depthwise originals stay depthwise', () => {
    const original = { ...square(5, 8, 16), op: 'depthwise', groups: 8 } as const;
    expect(namesOf(original)).toEqual(['nx1', 'nx1-stack', 'stack']);
    expect(named(factorised(original), 'stack').lines).toEqual([
      'depthwise(3, pad = same, multiplier = 2) -> relu',
      'depthwise(3, pad = same)',
    ]);
    expect(reasonsOf(original)).toContain('each channel is filtered on its own already');
  });

  it('groups stay, and no more are made', () => {
    const original = { ...square(3, 8, 16), groups: 2 };
    expect(named(factorised(original), 'separable').lines[1]).toBe('conv(16, 1, groups = 2)');
    expect(reasonsOf(original)).toContain('it has 2 groups already');
  });

  it('odd numbers of channels cannot be grouped', () => {
    expect(reasonsOf(square(3, 3, 64))).toContain('no number from 2 to 32 divides 3 and 64 channels');
  });
});

describe('notes', () => {
  it('say where the stride stands, what borders do, and what costs more', () => {
    const list = factorised(square(7, 3, 64, 2));
    expect(named(list, 'stack').lines.at(-1)).toBe('conv(64, 3, stride = 2, pad = same)');
    expect(named(list, 'stack').notes).toEqual([
      'Stride 2 stands in the last layer of the window, so that the receptive field stays; those before it work on the full map.',
      expect.stringContaining('Near the border'),
      'It has more parameters than the original: its later factors read 64 channels, the original 3.',
    ]);
    expect(named(list, 'nx1').notes[0]).toContain(
      '2 down in the last layer that is high, 2 across in the last layer that is wide.',
    );
    expect(named(list, 'separable').notes).toEqual(['Stride 2 stands in the 7x7.']);
  });

  it('tell each axis apart', () => {
    const flat = named(factorised({ ...square(7, 8, 8, 2), kernel: [1, 7] }), 'stack');
    expect(flat.lines[0]).toBe('conv(8, 1x3, stride = 2x1, pad = same) -> relu');
    expect(flat.notes[0]).toContain(
      '2 down in the first layer of the window, 2 across in the last layer that is wide.',
    );
  });

  it('say nothing of borders without padding', () => {
    const { notes } = named(factorised({ ...square(5, 8, 8), pad: 'valid' }), 'stack');
    expect(notes).toEqual([]);
  });
});
