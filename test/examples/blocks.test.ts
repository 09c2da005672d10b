/** The standard library: each block alone, its shape and the number of parameters by hand, from the papers' formulas. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from '../../src/syntax/parse.ts';
import { examineText, read, root } from '../support/host.ts';

interface Use {
  readonly module: string;
  readonly block: string;
  readonly call: string;
  readonly input: readonly number[];
  readonly output: readonly number[];
  readonly parameters: number;
}

/** Weights of a convolution without bias, and the scale and shift of the batch normalisation after it. */
const convBN = (from: number, to: number, kernel: number, groups = 1): number => (from / groups) * to * kernel + 2 * to;
const convBias = (from: number, to: number, kernel: number): number => from * to * kernel + to;

const bottleneck = (from: number, width: number, to: number, groups = 1, reduce = width): number =>
  convBN(from, reduce, 1) + convBN(reduce, width, 9, groups) + convBN(width, to, 1);
const se = (channels: number, reduction = 16): number =>
  convBias(channels, channels / reduction, 1) + convBias(channels / reduction, channels, 1);

const map64 = [64, 56, 56];
const map256 = [256, 56, 56];

const uses: readonly Use[] = [
  use('common', 'ConvReLU', 'ConvReLU(32, 3)', map64, [32, 56, 56], convBias(64, 32, 9)),
  use('common', 'ConvBN', 'ConvBN(32, 7, stride = 2)', map64, [32, 28, 28], convBN(64, 32, 49)),
  use('common', 'ConvBNReLU', 'ConvBNReLU(32, 1x7, groups = 2)', map64, [32, 56, 56], convBN(64, 32, 7, 2)),
  use('common', 'Zeros', 'Zeros(100)', map64, [100, 56, 56], 0),
  use('vgg', 'VGGStage', 'VGGStage(2, 128)', map64, [128, 28, 28], convBias(64, 128, 9) + convBias(128, 128, 9)),
  use('nin', 'MLPConv', 'MLPConv(96, 5, out = 10)', map64, [10, 56, 56], 64 * 96 * 25 + 96 + 96 * 97 + 97 * 10),
  use('fire', 'Fire', 'Fire(16, 64)', map64, [128, 56, 56], 64 * 16 + 16 + 16 * 64 + 64 + 16 * 64 * 9 + 64),
  use(
    'mobile',
    'DepthwiseSeparable',
    'DepthwiseSeparable(128, stride = 2)',
    map64,
    [128, 28, 28],
    9 * 64 + 128 + convBN(64, 128, 1),
  ),
  use('highway', 'Highway', 'Highway', map64, map64, 2 * convBias(64, 64, 9)),
  use('highway', 'Complement', 'Complement', map64, map64, 0),
  use('residual', 'Residual', 'Residual(64) { ConvBN(64, 3) }', map64, map64, convBN(64, 64, 9)),
  use('residual', 'Shortcut', 'Shortcut(128, 2, "B", projection = 3)', map64, [128, 28, 28], convBN(64, 128, 9)),
  use('residual', 'ZeroPadded', 'ZeroPadded(160, 2)', map64, [160, 28, 28], 0),
  use('residual', 'BasicLayers', 'BasicLayers(128, 2)', map64, [128, 28, 28], convBN(64, 128, 9) + convBN(128, 128, 9)),
  use('residual', 'BottleneckLayers', 'BottleneckLayers(64)', map256, map256, bottleneck(256, 64, 256)),
  use('residual', 'Basic', 'Basic(64)', map64, map64, 2 * convBN(64, 64, 9)),
  use('residual', 'Bottleneck', 'Bottleneck(64)', map64, map256, bottleneck(64, 64, 256) + convBN(64, 256, 1)),
  use('resnext', 'ResNeXtUnit', 'ResNeXtUnit(256)', map256, map256, bottleneck(256, 128, 256, 32)),
  use(
    'resnext',
    'ResNeXtUnitConcatenated',
    'ResNeXtUnitConcatenated(256)',
    map256,
    map256,
    bottleneck(256, 128, 256, 32),
  ),
  use('resnext', 'ResNeXtUnitBranched', 'ResNeXtUnitBranched(256)', map256, map256, bottleneck(256, 128, 256, 32)),
  use('se', 'SE', 'SE(reduction = 4) { relu }', map64, map64, se(64, 4)),
  use('se', 'SEBottleneck', 'SEBottleneck(64)', map256, map256, bottleneck(256, 64, 256) + se(256)),
  use('se', 'SEResNeXtUnit', 'SEResNeXtUnit(256)', map256, map256, bottleneck(256, 128, 256, 32) + se(256)),
  use('se', 'SENetUnit', 'SENetUnit(256)', map256, map256, bottleneck(256, 256, 256, 64, 128) + se(256)),
  // Rows of GoogLeNet's table 1: 159K weights in 3a, which with the biases are 163,696.
  use('inception', 'InceptionV1', 'InceptionV1(64, 96, 128, 16, 32, 32)', [192, 28, 28], [256, 28, 28], 163_696),
  use('inception', 'InceptionConv', 'InceptionConv(32, 3, true)', map64, [32, 56, 56], convBN(64, 32, 9)),
  use(
    'inception',
    'InceptionV1Head',
    'InceptionV1Head(1000)',
    [512, 14, 14],
    [1000],
    convBias(512, 128, 1) + convBias(2048, 1024, 1) + convBias(1024, 1000, 1),
  ),
  use(
    'inception',
    'InceptionV2',
    'InceptionV2(64, 64, 96, 64, 96, 64)',
    map256,
    [320, 56, 56],
    4 * convBN(256, 64, 1) + 2 * convBN(64, 96, 9) + convBN(96, 96, 9),
  ),
  use(
    'inception',
    'InceptionV2Reduction',
    'InceptionV2Reduction(128, 160, 64, 96)',
    [320, 28, 28],
    [576, 14, 14],
    convBN(320, 128, 1) + convBN(128, 160, 9) + convBN(320, 64, 1) + convBN(64, 96, 9) + convBN(96, 96, 9),
  ),
  use(
    'inception',
    'BNInceptionConv',
    'BNInceptionConv(32, 3, bias = true)',
    map64,
    [32, 56, 56],
    convBN(64, 32, 9) + 32,
  ),
  use('inception', 'AveragePool', 'AveragePool', map64, map64, 0),
  use('inception', 'MaxPool', 'MaxPool', map64, map64, 0),
  use('inception_v3', 'InceptionV3Conv', 'InceptionV3Conv(32, 1x7)', map64, [32, 56, 56], convBN(64, 32, 7)),
  use(
    'inception_v3',
    'InceptionV3A',
    'InceptionV3A(32)',
    [192, 35, 35],
    [256, 35, 35],
    convBN(192, 64, 1) * 2 +
      convBN(192, 48, 1) +
      convBN(48, 64, 25) +
      convBN(64, 96, 9) +
      convBN(96, 96, 9) +
      convBN(192, 32, 1),
  ),
  use(
    'inception_v3',
    'InceptionV3B',
    'InceptionV3B',
    [288, 35, 35],
    [768, 17, 17],
    convBN(288, 384, 9) + convBN(288, 64, 1) + convBN(64, 96, 9) + convBN(96, 96, 9),
  ),
  use(
    'inception_v3',
    'InceptionV3C',
    'InceptionV3C(128)',
    [768, 17, 17],
    [768, 17, 17],
    2 * convBN(768, 192, 1) + 2 * convBN(768, 128, 1) + 4 * convBN(128, 128, 7) + 2 * convBN(128, 192, 7),
  ),
  use(
    'inception_v3',
    'InceptionV3D',
    'InceptionV3D',
    [768, 17, 17],
    [1280, 8, 8],
    2 * convBN(768, 192, 1) + convBN(192, 320, 9) + 2 * convBN(192, 192, 7) + convBN(192, 192, 9),
  ),
  use(
    'inception_v3',
    'InceptionV3E',
    'InceptionV3E',
    [1280, 8, 8],
    [2048, 8, 8],
    convBN(1280, 320, 1) +
      convBN(1280, 384, 1) +
      convBN(1280, 448, 1) +
      convBN(448, 384, 9) +
      4 * convBN(384, 384, 3) +
      convBN(1280, 192, 1),
  ),
  use('inception_v3', 'InceptionV3Fork', 'InceptionV3Fork', [384, 8, 8], [768, 8, 8], 2 * convBN(384, 384, 3)),
  use(
    'inception_v3',
    'InceptionV3Head',
    'InceptionV3Head(1000)',
    [768, 17, 17],
    [1000],
    convBN(768, 128, 1) + convBN(128, 768, 25) + convBias(768, 1000, 1),
  ),
  use(
    'inception_v4',
    'InceptionV4Stem',
    'InceptionV4Stem',
    [3, 299, 299],
    [384, 35, 35],
    convBN(3, 32, 9) +
      convBN(32, 32, 9) +
      convBN(32, 64, 9) +
      convBN(64, 96, 9) +
      2 * convBN(160, 64, 1) +
      2 * convBN(64, 96, 9) +
      2 * convBN(64, 64, 7) +
      convBN(192, 192, 9),
  ),
  use(
    'inception_v4',
    'InceptionV4A',
    'InceptionV4A',
    [384, 35, 35],
    [384, 35, 35],
    2 * convBN(384, 96, 1) + 2 * convBN(384, 64, 1) + 2 * convBN(64, 96, 9) + convBN(96, 96, 9),
  ),
  use(
    'inception_v4',
    'ReductionA',
    'ReductionA',
    [384, 35, 35],
    [1024, 17, 17],
    convBN(384, 384, 9) + convBN(384, 192, 1) + convBN(192, 224, 9) + convBN(224, 256, 9),
  ),
  use(
    'inception_v4',
    'InceptionV4B',
    'InceptionV4B',
    [1024, 17, 17],
    [1024, 17, 17],
    convBN(1024, 384, 1) +
      2 * convBN(1024, 192, 1) +
      convBN(1024, 128, 1) +
      2 * convBN(192, 224, 7) +
      2 * convBN(224, 256, 7) +
      convBN(192, 192, 7) +
      convBN(224, 224, 7),
  ),
  use(
    'inception_v4',
    'ReductionB',
    'ReductionB',
    [1024, 17, 17],
    [1536, 8, 8],
    convBN(1024, 192, 1) +
      convBN(192, 192, 9) +
      convBN(1024, 256, 1) +
      convBN(256, 256, 7) +
      convBN(256, 320, 7) +
      convBN(320, 320, 9),
  ),
  use(
    'inception_v4',
    'InceptionV4C',
    'InceptionV4C',
    [1536, 8, 8],
    [1536, 8, 8],
    2 * convBN(1536, 256, 1) +
      2 * convBN(1536, 384, 1) +
      2 * convBN(384, 256, 3) +
      convBN(384, 448, 3) +
      convBN(448, 512, 3) +
      2 * convBN(512, 256, 3),
  ),
  use('inception_v4', 'InceptionV4Fork', 'InceptionV4Fork', [384, 8, 8], [512, 8, 8], 2 * convBN(384, 256, 3)),
  use(
    'inception_resnet',
    'InceptionResidual',
    'InceptionResidual { conv(8, 1) }',
    map64,
    map64,
    convBias(64, 8, 1) + convBias(8, 64, 1),
  ),
  use(
    'inception_resnet',
    'InceptionResNetMixed',
    'InceptionResNetMixed',
    [192, 35, 35],
    [320, 35, 35],
    convBN(192, 96, 1) +
      convBN(192, 48, 1) +
      convBN(48, 64, 25) +
      2 * convBN(192, 64, 1) +
      convBN(64, 96, 9) +
      convBN(96, 96, 9),
  ),
  use(
    'inception_resnet',
    'InceptionResNetA',
    'InceptionResNetA',
    [320, 35, 35],
    [320, 35, 35],
    3 * convBN(320, 32, 1) + convBN(32, 32, 9) + convBN(32, 48, 9) + convBN(48, 64, 9) + convBias(128, 320, 1),
  ),
  use(
    'inception_resnet',
    'InceptionResNetB',
    'InceptionResNetB',
    [1088, 17, 17],
    [1088, 17, 17],
    convBN(1088, 192, 1) + convBN(1088, 128, 1) + convBN(128, 160, 7) + convBN(160, 192, 7) + convBias(384, 1088, 1),
  ),
  use(
    'inception_resnet',
    'InceptionResNetReduction',
    'InceptionResNetReduction',
    [1088, 17, 17],
    [2080, 8, 8],
    3 * convBN(1088, 256, 1) + convBN(256, 384, 9) + 2 * convBN(256, 288, 9) + convBN(288, 320, 9),
  ),
  use(
    'inception_resnet',
    'InceptionResNetC',
    'InceptionResNetC(activate = false)',
    [2080, 8, 8],
    [2080, 8, 8],
    2 * convBN(2080, 192, 1) + convBN(192, 224, 3) + convBN(224, 256, 3) + convBias(448, 2080, 1),
  ),
];

function use(
  module: string,
  block: string,
  call: string,
  input: readonly number[],
  output: readonly number[],
  parameters: number,
): Use {
  return { module, block, call, input, output, parameters };
}

function examined({ module, call, input }: Pick<Use, 'module' | 'call' | 'input'>) {
  const uses = module === 'common' ? 'use common' : `use common\nuse ${module}`;
  const text = `${uses}\nnetwork Test {\n  input image [${input.join(', ')}]\n  ${call}\n}\n`;
  const { compilation, analysis, diagnostics } = examineText(text);
  expect(diagnostics).toEqual([]);
  const end = compilation.graph?.outputs[0]?.node ?? -1;
  return {
    output: compilation.graph?.nodes[end]?.shape,
    parameters: analysis?.totals.parameters,
    macs: analysis?.totals.macs,
  };
}

const modules = readdirSync(join(root, 'blocks')).map((file) => {
  const { value, diagnostics } = parse(read(`blocks/${file}`, true));
  return { name: file.replace(/\.arch$/, ''), value, diagnostics };
});

describe('the library of blocks', () => {
  it('parses, and every block says what it is and where it is from', () => {
    for (const { name, value, diagnostics } of modules) {
      expect(diagnostics).toEqual([]);
      expect(value.network, name).toBeUndefined();
      expect(
        value.comments.some(({ text }) => /\b(19|20)\d\d\b/.test(text)),
        name,
      ).toBe(true);
    }
    const undocumented = modules.flatMap(({ name, value }) =>
      value.blocks.filter(({ doc }) => doc === '').map((block) => `${name}.${block.name.text}`),
    );
    expect(undocumented).toEqual([]);
  });

  it('has each of its blocks tried below', () => {
    const all = modules.flatMap(({ name, value }) => value.blocks.map((block) => `${name}.${block.name.text}`));
    expect(uses.map(({ module, block }) => `${module}.${block}`).sort()).toEqual(all.sort());
  });

  it.each(uses)('$module.$block: $call', (each) => {
    expect(examined(each)).toMatchObject({ output: each.output, parameters: each.parameters });
  });
});

describe('residual shortcuts', () => {
  const unit = (call: string, input = map64) => examined({ module: 'residual', call, input });

  it('project everywhere with option C, where the size changes with B, nowhere with A', () => {
    const identity = unit('Basic(64)').parameters ?? 0;
    expect(unit('Basic(64, option = "C")').parameters).toBe(identity + convBN(64, 64, 1));
    const layers = convBN(64, 128, 9) + convBN(128, 128, 9);
    expect(unit('Basic(128, 2, "A")')).toMatchObject({ output: [128, 28, 28], parameters: layers });
    expect(unit('Basic(128, 2, "B")').parameters).toBe(layers + convBN(64, 128, 1));
  });

  it('refuse another option', () => {
    const { diagnostics } = examineText(
      'use residual\nnetwork N {\n  input image [64, 8, 8]\n  Basic(64, 1, "D")\n}\n',
    );
    expect(diagnostics.map(({ code }) => code)).toEqual(['requirement-failed']);
  });

  it('have the stride in the first 1x1 at less arithmetic and the same parameters', () => {
    const paper = unit('Bottleneck(128, 2, stride_first = true)', map256);
    const torchvision = unit('Bottleneck(128, 2)', map256);
    expect(paper.parameters).toBe(torchvision.parameters);
    expect(paper.output).toEqual(torchvision.output);
    // The two inner convolutions differ: the 1x1 runs on a quarter of the places.
    expect((torchvision.macs ?? 0) - (paper.macs ?? 0)).toBe(256 * 128 * (56 * 56 - 28 * 28));
  });
});

describe('the three forms of ResNeXt', () => {
  it.each([
    { cardinality: 32, width: 4, stride: 1 },
    { cardinality: 8, width: 16, stride: 2 },
    { cardinality: 2, width: 40, stride: 1 },
  ])('agree in parameters, arithmetic and shape with cardinality $cardinality', ({ cardinality, width, stride }) => {
    const form = (block: string) => {
      const call = `${block}(256, ${cardinality}, ${width}, ${stride})`;
      const { output, parameters, macs } = examined({ module: 'resnext', call, input: map256 });
      return { output, parameters, macs };
    };
    const grouped = form('ResNeXtUnit');
    expect(grouped.parameters).toBeGreaterThan(0);
    expect(form('ResNeXtUnitConcatenated')).toEqual(grouped);
    expect(form('ResNeXtUnitBranched')).toEqual(grouped);
  });
});
