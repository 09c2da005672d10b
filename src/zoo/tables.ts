/**
 * Figures that papers print, to be set beside what the compiler counts. Where the two disagree the row explains it,
 * if possible by counting again by another rule.
 */
import type { Variant } from './variants.ts';

/** The network that a figure is of: one of the zoo, also on an input of another shape, or a variant. */
export type Subject = { readonly network: string; readonly input?: string } | { readonly variant: Variant };

/**
 * Other ways of counting.
 * - `without dense`: MACs of the convolutions alone;
 * - `element-wise`: MACs, and one operation for each value that is added in a shortcut, scaled, or averaged globally;
 * - `twice`: multiplications and additions apart, two for each MAC;
 * - `without normalisation`: parameters without batch normalisation's scale and shift;
 * - `cut`: the digits that follow are dropped, not rounded.
 */
export type Recount = 'without dense' | 'element-wise' | 'twice' | 'without normalisation' | 'cut';

export interface Explanation {
  /** One sentence. */
  readonly text: string;
  /** What gives the printed figure, or one unit of its last digit beside it. */
  readonly recount?: Recount;
  /** Of another subject than the row's. */
  readonly of?: Subject;
}

export interface PrintedFigure {
  readonly row: string;
  readonly subject: Subject;
  readonly quantity: 'parameters' | 'macs';
  /** As in the table, in the table's unit. */
  readonly printed: string;
  /** One unit of the last digit that means something, where that is not the last digit printed: 100 in 15300. */
  readonly step?: number;
  /** Only where ours, rounded to the printed digits, differs. */
  readonly explanation?: Explanation;
}

export interface PaperTable {
  /** "MobileNet, Table 8". */
  readonly title: string;
  /** Id of the source. */
  readonly source: string;
  readonly units: { readonly parameters: 1e6; readonly macs: 1e6 | 1e9 };
  readonly figures: readonly PrintedFigure[];
  /** What stands in the table but not here, and why. */
  readonly omitted?: string;
}

type Pair = readonly [macs: string, parameters: string];

/** A row with both quantities, both of which agree unless explained. */
function both(
  row: string,
  subject: Subject,
  [macs, parameters]: Pair,
  explanations: { readonly macs?: Explanation; readonly parameters?: Explanation } = {},
): PrintedFigure[] {
  return [
    figure(row, subject, 'macs', macs, explanations.macs),
    params(row, subject, parameters, explanations.parameters),
  ];
}

function figure(
  row: string,
  subject: Subject,
  quantity: PrintedFigure['quantity'],
  printed: string,
  explanation?: Explanation,
): PrintedFigure {
  const plain: PrintedFigure = { row, subject, quantity, printed };
  return explanation === undefined ? plain : { ...plain, explanation };
}

function macs(row: string, network: string, printed: string, explanation?: Explanation): PrintedFigure {
  return figure(row, { network }, 'macs', printed, explanation);
}

function params(row: string, subject: Subject, printed: string, explanation?: Explanation): PrintedFigure {
  return figure(row, subject, 'parameters', printed, explanation);
}

const vgg: PaperTable = {
  title: 'VGG, Table 2',
  source: 'vgg',
  units: { parameters: 1e6, macs: 1e9 },
  figures: [
    params('A, A-LRN', { network: 'vgg-11' }, '133'),
    params('B', { network: 'vgg-13' }, '133'),
    params('C', { variant: 'vgg-c' }, '134'),
    params('D', { network: 'vgg-16' }, '138'),
    params('E', { network: 'vgg-19' }, '144'),
  ],
};

const withoutDense = 'Counts the convolutions alone.';

const resnet: PaperTable = {
  title: 'ResNet, Table 1 (FLOPs, which are multiply-adds) and section 3.3',
  source: 'resnet',
  units: { parameters: 1e6, macs: 1e9 },
  figures: [
    macs('18-layer', 'resnet-18', '1.8'),
    macs('34-layer', 'resnet-34', '3.6', {
      text: 'Counts no projections: 3.6 is what the 34 layers have with shortcuts of option A, which cost nothing.',
      of: { network: 'resnet-34-a' },
    }),
    macs('50-layer', 'resnet-50', '3.8', {
      text: 'Cut, not rounded; for the same network the SENet paper prints 3.86.',
      recount: 'cut',
    }),
    macs('101-layer', 'resnet-101', '7.6'),
    macs('152-layer', 'resnet-152', '11.3'),
    macs('34-layer plain', 'plain-34', '3.6'),
    macs('VGG-16', 'vgg-16', '15.3', {
      text: `${withoutDense} VGG-19's figure has the dense layers in it.`,
      recount: 'without dense',
    }),
    macs('VGG-19', 'vgg-19', '19.6'),
  ],
};

const elementWise: Explanation = {
  text: 'Counts the element-wise additions, scalings and global poolings too.',
  recount: 'element-wise',
};
const nearly: Explanation = {
  text: 'With the element-wise additions, scalings and global poolings it is one unit of the last digit off.',
  recount: 'element-wise',
};

const senet: PaperTable = {
  title: 'SENet, Table 2 (GFLOPs, which are multiply-adds)',
  source: 'senet',
  units: { parameters: 1e6, macs: 1e9 },
  figures: [
    macs('ResNet-50', 'resnet-50', '3.86'),
    macs('ResNet-101', 'resnet-101', '7.58', elementWise),
    macs('ResNet-152', 'resnet-152', '11.30', elementWise),
    macs('ResNeXt-50', 'resnext-50', '4.24', elementWise),
    macs('ResNeXt-101', 'resnext-101', '7.99', nearly),
    macs('VGG-16', 'vgg-16', '15.47'),
    macs('BN-Inception', 'inception-v2', '2.03'),
    macs('Inception-ResNet-v2', 'inception-resnet-v2', '11.75', {
      text: 'Cannot be reproduced: the released network has 13.16 on the 299x299 that the paper states.',
    }),
    macs('SE-ResNet-50', 'se-resnet-50', '3.87', nearly),
    figure('SE-ResNet-101', { variant: 'se-resnet-101' }, 'macs', '7.60', elementWise),
    figure('SE-ResNet-152', { variant: 'se-resnet-152' }, 'macs', '11.32', nearly),
    macs('SE-ResNeXt-50', 'se-resnext-50', '4.25', elementWise),
    macs('SE-ResNeXt-101', 'se-resnext-101', '8.00', elementWise),
    macs('SE-BN-Inception', 'se-inception-v2', '2.04', elementWise),
  ],
  omitted:
    'SE-VGG-16 (15.48) and SE-Inception-ResNet-v2 (11.76): the paper does not say where in VGG the units stand, and ' +
    'the second shares the figure of its base, which cannot be reproduced.',
};

const googlenet: Explanation = {
  text:
    "Fits no count of the network: GoogLeNet's own Table 1 adds up to 1502, what its rows describe has 1583, and with " +
    '3x3 in place of 5x5 (torchvision) it has 1498.',
};

const mobilenet: readonly PaperTable[] = [
  {
    title: 'MobileNet, Table 3: one layer, and its modifications',
    source: 'mobilenet',
    units: { parameters: 1e6, macs: 1e6 },
    figures: [
      ...both('Convolution', { variant: 'full-layer' }, ['462', '2.36']),
      ...both('Depthwise separable convolution', { variant: 'separable-layer' }, ['52.3', '0.27']),
      ...both('Width 0.75', { variant: 'separable-layer-0.75' }, ['29.6', '0.15']),
      ...both('Resolution 0.714', { variant: 'separable-layer-0.75-0.714' }, ['15.1', '0.15']),
    ],
  },
  {
    title: 'MobileNet, Tables 4 and 5: other ways to build it',
    source: 'mobilenet',
    units: { parameters: 1e6, macs: 1e6 },
    figures: [
      ...both('Conv MobileNet', { variant: 'conv-mobilenet' }, ['4866', '29.3'], {
        macs: { text: `${withoutDense} MobileNet's 569 has the dense layer in it.`, recount: 'without dense' },
      }),
      ...both('MobileNet', { network: 'mobilenet-1.0-224' }, ['569', '4.2']),
      ...both('0.75 MobileNet', { network: 'mobilenet-0.75-224' }, ['325', '2.6']),
      ...both('Shallow MobileNet', { variant: 'shallow-mobilenet' }, ['307', '2.9']),
    ],
  },
  {
    title: 'MobileNet, Table 6: width',
    source: 'mobilenet',
    units: { parameters: 1e6, macs: 1e6 },
    figures: [
      ...both('1.0 MobileNet-224', { network: 'mobilenet-1.0-224' }, ['569', '4.2']),
      ...both('0.75 MobileNet-224', { network: 'mobilenet-0.75-224' }, ['325', '2.6']),
      ...both('0.5 MobileNet-224', { network: 'mobilenet-0.5-224' }, ['149', '1.3']),
      ...both('0.25 MobileNet-224', { network: 'mobilenet-0.25-224' }, ['41', '0.5']),
    ],
  },
  {
    title: 'MobileNet, Table 7: resolution',
    source: 'mobilenet',
    units: { parameters: 1e6, macs: 1e6 },
    figures: [
      macs('1.0 MobileNet-224', 'mobilenet-1.0-224', '569'),
      macs('1.0 MobileNet-192', 'mobilenet-1.0-192', '418'),
      macs('1.0 MobileNet-160', 'mobilenet-1.0-160', '290', {
        text: `${withoutDense} The rows beside it have the dense layer in them.`,
        recount: 'without dense',
      }),
      macs('1.0 MobileNet-128', 'mobilenet-1.0-128', '186'),
    ],
  },
  {
    title: 'MobileNet, Table 8: beside popular models',
    source: 'mobilenet',
    units: { parameters: 1e6, macs: 1e6 },
    figures: [
      ...both('1.0 MobileNet-224', { network: 'mobilenet-1.0-224' }, ['569', '4.2']),
      { ...macs('GoogleNet', 'googlenet', '1550', googlenet), step: 10 },
      params('GoogleNet', { network: 'googlenet' }, '6.8', {
        text: "The sum of the rounded column of GoogLeNet's Table 1; the layers that it lists have 7.0 million.",
      }),
      {
        ...macs('VGG 16', 'vgg-16', '15300', { text: withoutDense, recount: 'without dense' }),
        step: 100,
      },
      params('VGG 16', { network: 'vgg-16' }, '138'),
    ],
  },
  {
    title: 'MobileNet, Table 9: smaller, beside popular models',
    source: 'mobilenet',
    units: { parameters: 1e6, macs: 1e6 },
    figures: [
      ...both('0.50 MobileNet-160', { network: 'mobilenet-0.5-160' }, ['76', '1.32'], {
        macs: { text: withoutDense, recount: 'without dense' },
        parameters: {
          text: "Counts no parameters of batch normalisation, which Table 6's digits do not tell.",
          recount: 'without normalisation',
        },
      }),
      {
        ...macs('Squeezenet', 'squeezenet', '1700', {
          text:
            'Counts multiplications and additions apart, of the 227x227 that the sizes in its own paper follow from; ' +
            'all other rows count a multiply-add once.',
          recount: 'twice',
          of: { network: 'squeezenet', input: '[3, 227, 227]' },
        }),
        step: 100,
      },
      params('Squeezenet', { network: 'squeezenet' }, '1.25'),
      { ...macs('AlexNet', 'alexnet', '720'), step: 10 },
      params('AlexNet', { network: 'alexnet' }, '60', {
        text: 'The 60 million of its own paper, cut and not rounded.',
        recount: 'cut',
      }),
    ],
  },
];

export const paperTables: readonly PaperTable[] = [vgg, resnet, senet, ...mobilenet];
