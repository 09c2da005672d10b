/** What a `train { }` block may say: the one table from which it is read, explained and completed. */

export type SettingType =
  | { readonly kind: 'int'; readonly min: number; readonly max?: number }
  /** `above` is not in the range, `min` and `max` are. */
  | { readonly kind: 'number'; readonly above?: number; readonly min?: number; readonly max?: number }
  | { readonly kind: 'string' }
  | { readonly kind: 'bool' }
  /** A list of numbers, each above zero. */
  | { readonly kind: 'numbers' }
  /** A word from the list. */
  | { readonly kind: 'word'; readonly words: readonly string[] }
  /** One of some records: `sgd(rate = 0.1)`; a bare name takes all defaults. */
  | { readonly kind: 'record'; readonly records: readonly SettingRecord[] }
  /** A list of such. */
  | { readonly kind: 'records'; readonly records: readonly SettingRecord[] };

export interface Setting {
  /** In the language. */
  readonly name: string;
  /** In the recipe. */
  readonly field: string;
  readonly type: SettingType;
  readonly doc: string;
  /** Without it the setting must be given, or, where `optional`, may be absent from the recipe. */
  readonly default?: SettingValue;
  readonly optional?: true;
}

export interface SettingRecord {
  readonly name: string;
  readonly doc: string;
  readonly settings: readonly Setting[];
}

export type SettingValue =
  | number
  | string
  | boolean
  | readonly SettingValue[]
  | { readonly kind: string; readonly [field: string]: SettingValue };

const fraction = { kind: 'number', min: 0, max: 1 } as const;
const atLeastZero = { kind: 'number', min: 0 } as const;
const positive = { kind: 'number', above: 0 } as const;

function setting(name: string, type: SettingType, doc: string, preset?: SettingValue): Setting {
  return { name, field: camel(name), type, doc, ...(preset !== undefined && { default: preset }) };
}

function camel(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

const decay = (preset: number): Setting => setting('decay', atLeastZero, 'Weight decay.', preset);
const rate = (preset: number): Setting => setting('rate', positive, 'Learning rate.', preset);
const epsilon = setting('epsilon', positive, 'Added to the root of the mean of squares.', 1e-8);
const moments = [
  setting('beta1', fraction, 'Decay of the mean of gradients.', 0.9),
  setting('beta2', fraction, 'Decay of the mean of squares.', 0.999),
  epsilon,
];

export const optimizers: readonly SettingRecord[] = [
  {
    name: 'sgd',
    doc: 'Stochastic gradient descent with momentum; decay is an L2 penalty (Krizhevsky et al. 2012, section 5).',
    settings: [
      rate(0.05),
      setting('momentum', fraction, 'Share of the last update that is kept.', 0.9),
      setting('nesterov', { kind: 'bool' }, "Nesterov's form of momentum.", false),
      decay(0),
    ],
  },
  {
    name: 'adam',
    doc: 'Kingma and Ba 2015; decay is an L2 penalty.',
    settings: [rate(0.001), ...moments, decay(0)],
  },
  {
    name: 'adamw',
    doc: 'Adam with decay beside the gradient (Loshchilov and Hutter 2019).',
    settings: [rate(0.001), ...moments, decay(0.01)],
  },
  {
    name: 'rmsprop',
    doc: 'Tieleman and Hinton 2012, as Inception v3 was trained; decay is an L2 penalty.',
    settings: [
      rate(0.01),
      setting('smoothing', fraction, 'Decay of the mean of squares.', 0.99),
      setting('momentum', fraction, 'Share of the last update that is kept.', 0),
      epsilon,
      decay(0),
    ],
  },
];

const warmup = setting('warmup', atLeastZero, 'Epochs over which the rate rises from zero.', 0);

export const schedules: readonly SettingRecord[] = [
  { name: 'constant', doc: 'The same rate throughout.', settings: [warmup] },
  {
    name: 'step',
    doc: 'The rate is multiplied by a factor at some epochs (He et al. 2016, section 3.4).',
    settings: [
      setting('epochs', { kind: 'numbers' }, 'At the end of which epochs.'),
      setting('factor', { kind: 'number', above: 0, max: 1 }, 'The factor.', 0.1),
      warmup,
    ],
  },
  {
    name: 'cosine',
    doc: 'Half a wave of a cosine down to a floor (Loshchilov and Hutter 2017).',
    settings: [setting('floor', fraction, 'Fraction of the rate at the end.', 0), warmup],
  },
  {
    name: 'polynomial',
    doc: 'Down to zero as a power of what is left of the training.',
    settings: [setting('power', positive, 'The exponent; 1 is a line.', 1), warmup],
  },
];

export const augmentations: readonly SettingRecord[] = [
  {
    name: 'crop',
    doc: 'Zero padding on all sides, then a random crop of the size before (He et al. 2016, section 4.2).',
    settings: [setting('padding', { kind: 'int', min: 1 }, 'Pixels on each side.', 4)],
  },
  { name: 'flip', doc: 'Left to right, for half of the images.', settings: [] },
  {
    name: 'scale',
    doc: 'The shorter side drawn from a range, then a random crop (Simonyan and Zisserman 2015, section 3.1).',
    settings: [
      setting('from', { kind: 'int', min: 1 }, 'Smallest length of the shorter side.', 256),
      setting('to', { kind: 'int', min: 1 }, 'Largest length of the shorter side.', 512),
    ],
  },
  {
    name: 'colour',
    doc: 'Noise along the principal components of colour (Krizhevsky et al. 2012, section 4.1).',
    settings: [setting('deviation', positive, 'Standard deviation, in units of the components.', 0.1)],
  },
];

/** Every setting of the block. */
export const recipeSettings: readonly Setting[] = [
  setting('data', { kind: 'string' }, 'A known data set (`netwright data` lists them), a folder, or a file.', 'mnist'),
  setting('epochs', { kind: 'int', min: 1 }, 'How often every training image is seen.', 10),
  setting('batch', { kind: 'int', min: 1 }, 'Images in a step.', 128),
  setting('optimizer', { kind: 'record', records: optimizers }, 'How a step changes the parameters.', {
    kind: 'sgd',
    rate: 0.05,
    momentum: 0.9,
    nesterov: false,
    decay: 0,
  }),
  setting('schedule', { kind: 'record', records: schedules }, 'How the learning rate changes.', {
    kind: 'cosine',
    floor: 0,
    warmup: 0,
  }),
  setting(
    'augmentation',
    { kind: 'records', records: augmentations },
    'How training images are varied, in this order.',
    [],
  ),
  setting(
    'label_smoothing',
    { kind: 'number', min: 0, max: 0.999 },
    'Share of the probability that is spread over all classes (Szegedy et al. 2016, section 7).',
    0,
  ),
  { ...setting('clip', positive, 'Largest norm of the whole gradient.'), optional: true },
  setting('decay_all', { kind: 'bool' }, 'Whether biases and normalisations are decayed too.', false),
  setting(
    'initialisation',
    { kind: 'word', words: ['he', 'xavier', 'lecun', 'truncated_normal'] },
    'How weights are drawn.',
    'he',
  ),
  setting('seed', { kind: 'int', min: 0, max: 2 ** 32 - 1 }, 'Of all that is drawn at random.', 1),
];

/** "a whole number from 1", for messages. */
export function typeInWords(type: SettingType): string {
  switch (type.kind) {
    case 'int':
      return `a whole number ${rangeInWords(type)}`;
    case 'number':
      return `a number ${rangeInWords(type)}`.trimEnd();
    case 'string':
      return 'a string';
    case 'bool':
      return 'true or false';
    case 'numbers':
      return 'a list of numbers above 0';
    case 'word':
      return `one of ${type.words.join(', ')}`;
    case 'record':
      return `one of ${type.records.map(({ name }) => name).join(', ')}`;
    case 'records':
      return `a list of ${type.records.map(({ name }) => name).join(', ')}`;
  }
}

function rangeInWords(range: { readonly above?: number; readonly min?: number; readonly max?: number }): string {
  const low = range.above !== undefined ? `above ${range.above}` : range.min !== undefined ? `from ${range.min}` : '';
  return range.max === undefined ? low : `${low} to ${range.max}`;
}
