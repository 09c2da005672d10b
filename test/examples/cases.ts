/** Which file, with which settings, is which network of the reference, and where its stages are. */

export interface Case {
  /** Key in test/fixtures/reference/networks.json. */
  readonly reference: string;
  /** In examples/. */
  readonly file: string;
  readonly set?: Readonly<Record<string, string>>;
  /** What the reference's figures count: the deployed network unless stated. */
  readonly counted?: { readonly parameters: 'training'; readonly macs: 'training' | 'deployed' };
  /** Names of the reference to labels or paths of the graph: the first rule that matches; without one, the name itself. */
  readonly stages: readonly Rule[];
}

export type Rule = readonly [stage: RegExp, place: string | ((...groups: string[]) => string)];

/** The place that the rules give to a stage. */
export function placeOf(stage: string, rules: readonly Rule[]): string {
  for (const [pattern, place] of rules) {
    const match = pattern.exec(stage);
    if (match) return typeof place === 'string' ? stage.replace(pattern, place) : place(...match.slice(1));
  }
  return stage;
}

/** The name of the n-th layer of its kind in one scope: `relu`, `relu#2`. */
function nth(name: string, n: number): string {
  return n === 1 ? name : `${name}#${n}`;
}

const lenet: readonly Rule[] = [
  [/^conv1$/, 'c1'],
  [/^pool1$/, 's2'],
  [/^conv2$/, 'c3'],
  [/^pool2$/, 's4'],
  [/^conv3$/, 'c5'],
  [/^t6$/, 'tanh#4'],
  [/^t(\d)$/, (n = '') => nth('tanh', Number(n))],
  [/^fc6$/, 'f6'],
  [/^fc7$/, 'output'],
];

/** Convolutions and dense layers with a ReLU each, numbered through; two dropouts, named by the dense layer before. */
const alexnet: readonly Rule[] = [
  [/^relu(\d)$/, (n = '') => nth('relu', Number(n))],
  [/^drop6$/, 'dropout'],
  [/^drop7$/, 'dropout#2'],
];

function overfeat(convolutions: number): readonly Rule[] {
  const hidden = (n: string): number => Number(n) - convolutions;
  const isHidden = new RegExp(`^(fc|relu|drop)([${convolutions + 1}${convolutions + 2}])$`);
  return [
    [
      isHidden,
      (kind = '', n = '') => {
        if (kind === 'fc') return `hidden${hidden(n)}`;
        return nth(kind === 'relu' ? 'relu' : 'dropout', hidden(n));
      },
    ],
    [/^fc\d$/, 'output'],
    [/^conv(\d)$/, 'conv$1/conv'],
    [/^relu(\d)$/, 'conv$1/relu'],
  ];
}

/** Layer `index` (from 0) of the mlpconvs, three in each. */
function mlpconv(index: number, op: string): string {
  return `mlpconv${Math.floor(index / 3) + 1}/${nth('ConvReLU', (index % 3) + 1)}/${op}`;
}

const nin: readonly Rule[] = [
  [/^conv(\d)(-1024)?$/, 'mlpconv$1/ConvReLU/conv'],
  [/^cccp(\d)$/, (n = '') => mlpconv(Math.floor((Number(n) - 1) / 2) * 3 + ((Number(n) - 1) % 2) + 1, 'conv')],
  [/^r(\d+)$/, (n = '') => mlpconv(Number(n), 'relu')],
  [/^pool0$/, 'pool1'],
  [/^drop$/, 'dropout'],
];

const vgg: readonly Rule[] = [
  [/^(features|avgpool)$/, 'stage5'],
  [/^classifier$/, 'fc8'],
];

const googlenet: readonly Rule[] = [
  [/^(conv1|conv2_reduce|conv2)$/, '$1/ConvReLU/conv'],
  [/^relu1$/, 'conv1/ConvReLU/relu'],
  [/^relu2r$/, 'conv2_reduce/ConvReLU/relu'],
  [/^relu2$/, 'conv2/ConvReLU/relu'],
  [/^inc(\d\w)$/, 'inception$1'],
  [/^drop$/, 'dropout'],
];

const googlenetTorchvision: readonly Rule[] = [
  [/^maxpool(\d)$/, 'pool$1'],
  [/^conv2$/, 'conv2_reduce'],
  [/^conv3$/, 'conv2'],
  [/^avgpool$/, 'pool5'],
];

const operatorOf: Readonly<Record<string, string>> = { relu: 'relu', bn: 'batchnorm' };

/** A layer inside a unit of Inception v2; 3c and 4e have no 1x1 branch. */
function inceptionV2(unit: string, relu: string | undefined, layer: string, bn: string | undefined): string {
  const reduction = /[34][ce]/.test(unit) && unit !== '4c';
  const block = reduction ? 'InceptionV2Reduction' : 'InceptionV2';
  const shift = reduction ? 1 : 0;
  const at = (branch: number, path: string): string => `inception_${unit}/${block}/concat/[${branch - shift}]/${path}`;
  const op = operatorOf[relu ?? bn ?? ''] ?? 'conv';
  const conv = (n: number): string => `${nth('BNInceptionConv', n)}/${op}`;
  switch (layer) {
    case '1x1':
      return at(1, conv(1));
    case '3x3_reduce':
      return at(2, conv(1));
    case '3x3':
      return at(2, conv(2));
    case 'double_3x3_reduce':
      return at(3, conv(1));
    case 'double_3x3_1':
      return at(3, conv(2));
    case 'double_3x3_2':
      return at(3, conv(3));
    case 'pool_proj':
      return at(4, conv(1));
    default:
      if (reduction) return at(4, 'maxpool');
      return at(4, unit === '5b' ? 'MaxPool/maxpool' : 'AveragePool/avgpool');
  }
}

const inceptionV2Stages: readonly Rule[] = [
  [/^conv1_7x7_s2$/, 'conv1/conv'],
  [/^conv1_7x7_s2_bn$/, 'conv1/batchnorm'],
  [/^conv1_relu_7x7$/, 'conv1/relu'],
  [/^conv2_3x3(_reduce)?$/, 'conv2$1/conv'],
  [/^conv2_3x3(_reduce)?_bn$/, 'conv2$1/batchnorm'],
  [/^conv2_relu_3x3(_reduce)?$/, 'conv2$1/relu'],
  [/^pool(\d)_3x3_s2$/, 'pool$1'],
  [
    /^inception_(\d\w)_(?:(relu)_)?(.*?)(?:_(bn))?$/,
    (unit = '', relu?: string, layer = '', bn?: string) => inceptionV2(unit, relu, layer, bn),
  ],
  [/^last_linear$/, 'fc'],
];

const seInceptionV2: readonly Rule[] = [
  [/^pool(\d)\/.*$/, 'pool$1'],
  [/^inception_(3c|4e)\/pool\/.*$/, 'inception_$1/SE/InceptionV2Reduction/concat/[3]/maxpool'],
  [/^inception_(3c|4e)\/concat$/, 'inception_$1/SE/InceptionV2Reduction/concat'],
  [/^inception_5b\/pool$/, 'inception_5b/SE/InceptionV2/concat/[4]/MaxPool/maxpool'],
  [/^inception_(\d\w)\/pool$/, 'inception_$1/SE/InceptionV2/concat/[4]/AveragePool/avgpool'],
  [/^inception_(\d\w)\/concat$/, 'inception_$1/SE/InceptionV2/concat'],
  [/^inception_(\d\w)_global_pool$/, 'inception_$1/SE/scale/[2]/global_avgpool'],
  [/^classifier$/, 'fc'],
];

const inceptionV3: readonly Rule[] = [
  [/^Conv2d_(\d\w)_.*$/, 'conv$1'],
  [/^maxpool(\d)$/, 'pool$1'],
  [/^Mixed_(\d\w)$/, 'mixed$1'],
  [/^avgpool$/, 'pool3'],
];

const inceptionV4: readonly Rule[] = [
  [/^features$/, 'inception_c'],
  [/^last_linear$/, 'fc'],
];

const inceptionResNet: readonly Rule[] = [
  [/^conv2d_(\d\w)$/, 'conv$1'],
  [/^maxpool_(\d\w)$/, 'pool$1'],
  [/^mixed_(\d\w)$/, 'mixed$1'],
  [/^repeat$/, 'block35'],
  [/^repeat_1$/, 'block17'],
  [/^repeat_2$/, 'block8/[9]'],
  [/^avgpool_1a$/, 'pool'],
  [/^last_linear$/, 'fc'],
];

const resnet: readonly Rule[] = [
  [/^conv1$/, 'conv1/ConvBN/conv'],
  [/^bn1$/, 'conv1/ConvBN/batchnorm'],
  [/^relu$/, 'conv1/relu'],
  [/^maxpool$/, 'pool1'],
  [/^layer(\d)$/, (n = '') => `conv${Number(n) + 1}_x`],
  [/^avgpool$/, 'pool5'],
];

const resnext: readonly Rule[] = [[/^layer(\d)$/, (n = '') => `conv${Number(n) + 1}`], ...resnet];

/** `unit`: path from an iteration of a stage to the block that holds the residual. */
function senet(unit: string): readonly Rule[] {
  return [
    [/^pool(\d)\/.*$/, 'pool$1'],
    [/^conv(\d)_(\d+)_global_pool$/, `conv$1/[$2]/${unit}/Residual/add/[1]/SE/scale/[2]/global_avgpool`],
    [/^conv(\d)_(\d+)$/, 'conv$1/[$2]'],
  ];
}

const mobilenet: readonly Rule[] = [
  [/^ds(8|9|10|11|12)$/, (n = '') => `ds8_12/[${Number(n) - 7}]`],
  [/^avgpool$/, 'pool'],
];

function mobilenets(): readonly Case[] {
  return ['1.0', '0.75', '0.5', '0.25'].flatMap((width) =>
    ['224', '192', '160', '128'].map((resolution) => ({
      reference: `mobilenet_${width}_${resolution}`,
      file: 'mobilenet.arch',
      set: { width, resolution },
      stages: mobilenet,
    })),
  );
}

export const cases: readonly Case[] = [
  { reference: 'lenet5', file: 'lenet5.arch', stages: lenet },
  { reference: 'lenet5_1998', file: 'lenet5_1998.arch', stages: [] },
  { reference: 'lenet5_caffe', file: 'lenet5_caffe.arch', stages: [[/^relu1$/, 'relu']] },
  { reference: 'lenet_300_100', file: 'lenet_300_100.arch', stages: [[/^r(\d)$/, (n = '') => nth('relu', Number(n))]] },
  { reference: 'alexnet', file: 'alexnet.arch', stages: alexnet },
  { reference: 'alexnet_one_tower', file: 'alexnet.arch', set: { groups: '1' }, stages: alexnet },
  { reference: 'alexnet_torchvision', file: 'alexnet_torchvision.arch', stages: [[/^avgpool$/, 'features']] },
  { reference: 'zfnet', file: 'zfnet.arch', stages: alexnet },
  { reference: 'overfeat_fast', file: 'overfeat.arch', stages: overfeat(5) },
  { reference: 'overfeat_accurate', file: 'overfeat.arch', set: { accurate: 'true' }, stages: overfeat(6) },
  { reference: 'nin', file: 'nin.arch', stages: nin },
  { reference: 'vgg16', file: 'vgg16.arch', stages: vgg },
  ...['11', '13', '16', '19'].map((layers) => ({
    reference: `vgg${layers}`,
    file: 'vgg.arch',
    set: { layers },
    stages: vgg,
  })),
  { reference: 'googlenet', file: 'googlenet.arch', stages: googlenet },
  {
    reference: 'googlenet_with_heads',
    file: 'googlenet.arch',
    counted: { parameters: 'training', macs: 'training' },
    stages: googlenet,
  },
  {
    reference: 'googlenet_torchvision',
    file: 'googlenet.arch',
    set: { torchvision: 'true' },
    stages: googlenetTorchvision,
  },
  { reference: 'inception_v2', file: 'inception_v2.arch', stages: inceptionV2Stages },
  { reference: 'se_inception_v2', file: 'inception_v2.arch', set: { se: 'true' }, stages: seInceptionV2 },
  { reference: 'inception_v3', file: 'inception_v3.arch', stages: inceptionV3 },
  {
    reference: 'inception_v3_with_head',
    file: 'inception_v3.arch',
    // The reference ran it in evaluation mode, where the head does not compute.
    counted: { parameters: 'training', macs: 'deployed' },
    stages: inceptionV3,
  },
  { reference: 'inception_v4', file: 'inception_v4.arch', stages: inceptionV4 },
  { reference: 'inception_resnet_v2', file: 'inception_resnet_v2.arch', stages: inceptionResNet },
  { reference: 'plain18', file: 'plain.arch', set: { layers: '18' }, stages: resnet },
  { reference: 'plain34', file: 'plain.arch', stages: resnet },
  { reference: 'resnet50', file: 'resnet50.arch', stages: resnet },
  { reference: 'resnet50_paper', file: 'resnet50.arch', set: { stride_first: 'true' }, stages: resnet },
  ...['18', '34', '50', '101', '152'].map((layers) => ({
    reference: `resnet${layers}`,
    file: 'resnet.arch',
    set: { layers },
    stages: resnet,
  })),
  ...['50', '101', '152'].map((layers) => ({
    reference: `resnet${layers}_paper`,
    file: 'resnet.arch',
    set: { layers, stride_first: 'true' },
    stages: resnet,
  })),
  { reference: 'resnext50_32x4d', file: 'resnext.arch', stages: resnext },
  { reference: 'resnext101_32x8d', file: 'resnext.arch', set: { layers: '101', width: '8' }, stages: resnext },
  {
    reference: 'se_resnext50_32x4d',
    file: 'resnext.arch',
    set: { se: 'true' },
    stages: [...senet('Unit/SEResNeXtUnit'), [/^classifier$/, 'fc']],
  },
  { reference: 'se_resnet50', file: 'se_resnet50.arch', stages: senet('SEBottleneck') },
  { reference: 'senet154', file: 'senet154.arch', stages: senet('SENetUnit') },
  {
    reference: 'squeezenet1_0',
    file: 'squeezenet.arch',
    stages: [
      [/^features$/, 'fire9'],
      [/^classifier$/, 'pool10'],
    ],
  },
  ...mobilenets(),
];

/** Files in examples/ that the reference has no figures for. Each states its own. */
export const withoutReference: readonly string[] = ['highway.arch'];
