import { describe, expect, it } from 'vitest';
import type { ArgumentType, ArgumentValue } from '../../src/operators/operator.ts';
import { operatorMarkdown, operatorSignature, operatorsMarkdown } from '../../src/operators/reference.ts';
import { formatArgument, operators, operatorWords } from '../../src/operators/registry.ts';
import { named } from './support.ts';

const settled = [
  'conv depthwise dense flatten maxpool avgpool subsample global_avgpool global_maxpool batchnorm lrn dropout',
  'relu relu6 leaky_relu prelu elu sigmoid hard_sigmoid tanh scaled_tanh swish hard_swish softmax rbf maxout',
  'pad slice split channel_shuffle resize concat add scale',
].flatMap((line) => line.split(' '));

function within(value: number, { min = -Infinity, max = Infinity }: { min?: number; max?: number }): boolean {
  return value >= min && value <= max;
}

/** Whether a default has the form that its type promises to the operator. */
function valid(value: ArgumentValue, type: ArgumentType): boolean {
  switch (type.kind) {
    case 'int':
      return Number.isSafeInteger(value) && within(Number(value), type);
    case 'number':
      return typeof value === 'number' && within(value, type);
    case 'bool':
      return typeof value === 'boolean';
    case 'size':
      return Array.isArray(value) && value.length === 2 && value.every((n) => Number.isInteger(n) && n >= type.min);
    case 'padding':
      return value === 'same' || value === 'valid' || (Array.isArray(value) && value.length === 4);
    case 'word':
      return typeof value === 'string' && type.words.includes(value);
    case 'table':
      return Array.isArray(value) && value.every(Array.isArray);
  }
}

describe('registry', () => {
  it('holds the operators of the language, each under its name', () => {
    expect([...operators.keys()].sort()).toEqual([...settled].sort());
    for (const [name, record] of operators) expect(record.name).toBe(name);
  });

  it('knows every word of the arguments', () => {
    expect([...operatorWords].sort()).toEqual(
      ['bilinear', 'nearest', 'reflect', 'replicate', 'same', 'valid', 'zero'].sort(),
    );
  });

  it('marks the layers that count in the depth: those with multiply-accumulates', () => {
    const weighted = [...operators.values()].filter((record) => record.weighted === true).map(({ name }) => name);
    const multiplying = [...operators.values()].filter((record) => record.macs !== undefined).map(({ name }) => name);
    expect(weighted).toEqual(['conv', 'depthwise', 'dense']);
    expect(multiplying).toEqual(weighted);
  });
});

describe.each([...operators.values()])('the record of $name', (record) => {
  it('is documented: summary, formula, source, example', () => {
    expect(record.summary).toMatch(/^[A-Z].*\.$/);
    expect(record.formula.length).toBeGreaterThan(20);
    expect(record.source).toMatch(/(19|20)\d\d/);
    expect(record.example).toMatch(new RegExp(`\\b${record.name}\\b`));
  });

  it('documents every parameter and has defaults of their types', () => {
    const names = record.parameters.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, doc, type, default: value, defaultIs } of record.parameters) {
      expect(doc, name).toMatch(/^[A-Z].*\.$/);
      expect(value === undefined || defaultIs === undefined, name).toBe(true);
      if (value !== undefined) expect(valid(value, type), name).toBe(true);
    }
  });

  it('has parameters without a default before those with one', () => {
    const optional = record.parameters.map(
      ({ default: value, defaultIs }) => value !== undefined || defaultIs !== undefined,
    );
    expect(optional).toEqual([...optional].sort((a, b) => Number(a) - Number(b)));
  });

  it('states its cost where it has one', () => {
    if (record.macs !== undefined) expect(record.formula).toContain('MACs = ');
    if (record.flops !== undefined) expect(record.formula).toMatch(/FLOPs = /);
    else expect(record.formula).toMatch(/no arithmetic/);
  });

  it('has a page with all of it', () => {
    const page = operatorMarkdown(record);
    expect(page.startsWith(`## ${record.name}\n`)).toBe(true);
    for (const text of [record.summary, record.formula, record.source, record.example]) expect(page).toContain(text);
    for (const { name, doc } of record.parameters) {
      expect(page).toContain(`| \`${name}\` | `);
      expect(page).toContain(`| ${doc} |`);
    }
    expect(operatorsMarkdown()).toContain(operatorMarkdown(record, 3));
  });
});

describe('signatures and arguments in the language', () => {
  it('show the defaults in their shortest form', () => {
    expect(operatorSignature(named('conv'))).toBe(
      'conv(channels, kernel, stride = 1, pad = valid, dilation = 1, groups = 1, bias = true, connections)',
    );
    expect(operatorSignature(named('scaled_tanh'))).toBe('scaled_tanh(amplitude = 1.7159, slope = 0.6666...)');
    expect(operatorSignature(named('relu'))).toBe('relu');
    expect(operatorSignature(named('add'))).toBe('add { | a | b }');
  });

  it.each<[ArgumentValue, string]>([
    [64, '64'],
    [1e-5, '0.00001'],
    [true, 'true'],
    ['same', 'same'],
    [[3, 3], '3'],
    [[7, 1], '7x1'],
    [[1, 1, 1, 1], '1'],
    [[1, 1, 2, 2], '[1, 2]'],
    [[0, 1, 0, 1], '[0, 1, 0, 1]'],
    [[1, 1, 0, 1], '[1, 1, 0, 1]'],
    [
      [
        [0, 1],
        [1, 2, 3],
      ],
      '[[0, 1], [1, 2, 3]]',
    ],
  ])('%j is %s', (value, text) => {
    expect(formatArgument(value)).toBe(text);
  });

  it('write a row of the parameter table', () => {
    expect(operatorMarkdown(named('maxpool'))).toContain('| `stride` | size, at least 1 | the kernel | ');
    expect(operatorMarkdown(named('dropout'))).toContain('| `rate` | number, 0 to 1 | `0.5` | ');
    expect(operatorMarkdown(named('resize'))).toContain('| `mode` | `nearest`, `bilinear` | `nearest` | ');
    expect(operatorMarkdown(named('dense'))).toContain('| `units` | whole number, at least 1 | must be given | ');
  });
});
