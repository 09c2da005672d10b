/**
 * What a convolution can be replaced by: each way to factorise its window in space, within each way to connect its
 * channels. Factors are given in the original's terms, so that they can be written with its numbers or its words.
 */
import type { Size } from '../../operators/operator.ts';
import type { Convolution } from './convolution.ts';

/** One layer of an equivalent. */
export interface Factor {
  readonly op: 'conv' | 'depthwise';
  /** Output channels: the original's, those of the bottleneck, or as many as enter (times the original's multiplier). */
  readonly width: 'original' | 'narrow' | 'each' | 'multiplied';
  readonly kernel: Size;
  /** Part of the window; else a 1x1 that mixes channels. */
  readonly spatial: boolean;
  /** The kernel is the original's own. */
  readonly whole: boolean;
  /** The original's, or a cardinality. */
  readonly groups: 'original' | number;
}

export type Arrangement = 'dense' | 'bottleneck' | 'grouped' | 'resnext' | 'separable';
export type WindowShape = 'whole' | 'stack' | 'nx1' | 'nx1-stack';

export interface Form {
  /** For the command line: `stack`, `bottleneck-nx1`. */
  readonly name: string;
  /** In words: "bottleneck around 7x1 and 1x7". */
  readonly title: string;
  /** Authors, year, network, place. */
  readonly papers: readonly string[];
  readonly arrangement: Arrangement;
  readonly shape: WindowShape;
  readonly factors: readonly Factor[];
  /** Channels inside a bottleneck, and into how many parts the original's are divided for it. */
  readonly narrow: Narrow | undefined;
  /** Groups that the arrangement adds. */
  readonly cardinality: number | undefined;
}

export interface Narrow {
  readonly channels: number;
  readonly reduction: number;
}

export interface FormOptions {
  /** By how much a bottleneck narrows; undefined for what the papers have: 4 in ResNet, 2 in ResNeXt. */
  readonly reduction: number | undefined;
  /** The most groups that are made where there were none. */
  readonly cardinality: number;
}

/** Why some equivalents do not exist for this convolution. */
export interface LeftOut {
  readonly what: string;
  readonly reason: string;
}

export interface Forms {
  readonly forms: readonly Form[];
  readonly leftOut: readonly LeftOut[];
}

/** A window in parts: 1x1s that mix channels, where there are any, stand behind each unit. */
interface Window {
  readonly shape: WindowShape;
  readonly title: string;
  readonly paper: string | undefined;
  readonly units: readonly (readonly Size[])[];
}

const papers = {
  stack: 'Simonyan and Zisserman 2015 (VGG), section 2.3',
  nx1: 'Szegedy et al. 2016 (Inception v3), section 3.2',
  'nx1-stack': 'Szegedy et al. 2016 (Inception v3), sections 3.1 and 3.2',
  bottleneck: 'He et al. 2016 (ResNet), figure 5',
  grouped: 'Krizhevsky et al. 2012 (AlexNet), section 3.5',
  resnext: 'Xie et al. 2017 (ResNeXt), figure 3c',
  separable: 'Howard et al. 2017 (MobileNet), section 3.1',
} as const;

export function formsOf(original: Convolution, options: FormOptions): Forms {
  const [height, width] = original.kernel;
  const leftOut: LeftOut[] = [];
  const windows = height * width === 1 ? [whole(original)] : windowsOf(original, leftOut);
  const arrangements = arrangementsOf(original, options, leftOut);
  const forms = arrangements.flatMap((arrangement) =>
    windows.flatMap((window) =>
      arrangement.kind === 'dense' && window.shape === 'whole' ? [] : [formOf(original, arrangement, window)],
    ),
  );
  return { forms, leftOut };
}

function whole({ kernel }: Convolution): Window {
  return { shape: 'whole', title: sizeText(kernel), paper: undefined, units: [[kernel]] };
}

/** The window itself, and what it can be made of. r = 1 + sum of (k - 1): (k - 1) / 2 layers of 3 see k. */
function windowsOf(original: Convolution, leftOut: LeftOut[]): readonly Window[] {
  const windows: Window[] = [whole(original)];
  const [height, width] = original.kernel;
  const layers = Math.max(height - 1, width - 1) / 2;
  const odd = height % 2 === 1 && width % 2 === 1;
  const counts = [...Array(Math.floor(layers)).keys()];
  const has = (extent: number, layer: number): boolean => 2 * layer < extent - 1;
  const both = height > 1 && width > 1;
  if (odd && layers >= 2) {
    const kernels = counts.map((layer): Size => [has(height, layer) ? 3 : 1, has(width, layer) ? 3 : 1]);
    windows.push({ shape: 'stack', title: listText(kernels), paper: papers.stack, units: kernels.map((k) => [k]) });
  } else {
    const reason = odd
      ? 'a 3x3 is the smallest window that knows left from right and up from down'
      : `layers of 3 add 2 to the receptive field each, from 1 up: ${sizeText([height, width])} has an even side`;
    leftOut.push({ what: 'stacks of smaller windows', reason });
  }
  if (both) {
    const units: readonly Size[] = [
      [height, 1],
      [1, width],
    ];
    windows.push({ shape: 'nx1', title: listText(units), paper: papers.nx1, units: [units] });
  } else leftOut.push({ what: 'n x 1 with 1 x n', reason: `${sizeText([height, width])} has one dimension already` });
  if (both && odd && layers >= 2) {
    const units = counts.map((layer): Size[] => [
      ...(has(height, layer) ? [[3, 1] as const] : []),
      ...(has(width, layer) ? [[1, 3] as const] : []),
    ]);
    const title = height === width ? `${countWord(layers)} times 3x1 and 1x3` : listText(units.flat());
    windows.push({ shape: 'nx1-stack', title, paper: papers['nx1-stack'], units });
  }
  return windows;
}

type Arranged =
  | { readonly kind: 'dense' | 'separable' }
  | { readonly kind: 'bottleneck'; readonly narrow: Narrow }
  | { readonly kind: 'grouped'; readonly cardinality: number }
  | { readonly kind: 'resnext'; readonly narrow: Narrow; readonly cardinality: number };

function arrangementsOf(original: Convolution, options: FormOptions, leftOut: LeftOut[]): readonly Arranged[] {
  const { input, channels, groups, kernel } = original;
  const arranged: Arranged[] = [{ kind: 'dense' }];
  const out = (what: string, reason: string): void => void leftOut.push({ what, reason });
  if (input[0] === groups && (groups > 1 || original.op === 'depthwise')) {
    out('bottlenecks, groups and separable convolutions', 'each channel is filtered on its own already');
    return arranged;
  }
  const point = kernel[0] * kernel[1] === 1;
  if (point) {
    out(
      'stacks, n x 1 with 1 x n, bottlenecks and separable convolutions',
      'a 1x1 looks at one place, so there is no window to factorise: it is what those mix the channels with',
    );
  }
  if (groups > 1) {
    out('more groups', `it has ${groups} groups already, which the equivalents keep`);
  } else {
    const cardinality = commonDivisor(options.cardinality, input[0], channels);
    if (cardinality > 1) arranged.push({ kind: 'grouped', cardinality });
    else out('groups', `no number from 2 to ${options.cardinality} divides ${input[0]} and ${channels} channels`);
  }
  if (point) return arranged;
  arranged.push({ kind: 'separable' });
  const narrow = narrowed(original, options.reduction ?? 4);
  if (narrow) arranged.push({ kind: 'bottleneck', narrow });
  else out('bottlenecks', `${channels} channels cannot be ${options.reduction ?? 4} times fewer`);
  const wider = narrowed(original, options.reduction ?? 2);
  const cardinality = wider && groups === 1 ? commonDivisor(options.cardinality, wider.channels) : 1;
  if (wider && cardinality > 1) arranged.push({ kind: 'resnext', narrow: wider, cardinality });
  return arranged;
}

/** Rounded down to what the original's groups divide; undefined where nothing would be left, or nothing taken away. */
function narrowed({ channels, groups }: Convolution, reduction: number): Narrow | undefined {
  const narrow = Math.floor(channels / reduction / groups) * groups;
  return narrow > 0 && narrow < channels ? { channels: narrow, reduction } : undefined;
}

/** The largest number up to `most` that divides all. */
function commonDivisor(most: number, ...numbers: readonly number[]): number {
  let found = Math.min(most, ...numbers);
  while (numbers.some((n) => n % found !== 0)) found -= 1;
  return found;
}

function formOf(original: Convolution, arranged: Arranged, window: Window): Form {
  const { kind } = arranged;
  const { shape, units } = window;
  const paper = kind === 'dense' ? undefined : papers[kind];
  return {
    name: [...(kind === 'dense' ? [] : [kind]), ...(shape === 'whole' ? [] : [shape])].join('-'),
    title: titleOf(arranged, window),
    papers: [paper, window.paper].filter((each) => each !== undefined),
    arrangement: kind,
    shape,
    factors: factorsOf(original, arranged, units, shape === 'whole'),
    narrow: 'narrow' in arranged ? arranged.narrow : undefined,
    cardinality: 'cardinality' in arranged ? arranged.cardinality : undefined,
  };
}

function factorsOf(
  original: Convolution,
  arranged: Arranged,
  units: readonly (readonly Size[])[],
  isWhole: boolean,
): readonly Factor[] {
  const common = { spatial: true, whole: isWhole, groups: 'original' } as const;
  const point = { op: 'conv', kernel: [1, 1], spatial: false, whole: false, groups: 'original' } as const;
  const kernels = units.flat();
  switch (arranged.kind) {
    case 'dense':
      if (original.op === 'conv') {
        return kernels.map((kernel) => ({ ...common, op: 'conv', width: 'original', kernel }));
      }
      return kernels.map((kernel, index) => {
        return { ...common, op: 'depthwise', width: index === 0 ? 'multiplied' : 'each', kernel };
      });
    case 'grouped':
      return kernels.map((kernel) => {
        return { ...common, op: 'conv', width: 'original', kernel, groups: arranged.cardinality };
      });
    case 'separable':
      return units.flatMap((unit): Factor[] => [
        ...unit.map((kernel) => ({ ...common, op: 'depthwise', width: 'each', kernel }) as const),
        { ...point, width: 'original' },
      ]);
    case 'bottleneck':
    case 'resnext': {
      const groups = arranged.kind === 'resnext' ? arranged.cardinality : 'original';
      return [
        { ...point, width: 'narrow' },
        ...kernels.map((kernel) => ({ ...common, op: 'conv', width: 'narrow', kernel, groups }) as const),
        { ...point, width: 'original' },
      ];
    }
  }
}

function titleOf(arranged: Arranged, { title, units }: Window): string {
  switch (arranged.kind) {
    case 'dense':
      return title;
    case 'grouped':
      return `${title} in ${arranged.cardinality} groups`;
    case 'separable':
      return `${title}, depthwise, ${units.length === 1 ? 'then a 1x1' : 'with a 1x1 after each'}`;
    case 'bottleneck':
      return `bottleneck of ${arranged.narrow.channels} channels around ${title}`;
    case 'resnext':
      return `bottleneck of ${arranged.narrow.channels} channels around ${title} in ${arranged.cardinality} groups`;
  }
}

export function sizeText([height, width]: Size): string {
  return `${height}x${width}`;
}

/** "three 3x3", "7x1 and 1x7", "3x3, 3x3 and 3x1". */
function listText(sizes: readonly Size[]): string {
  const names = sizes.map(sizeText);
  const last = names.at(-1) ?? '';
  if (names.every((name) => name === last)) return `${countWord(names.length)} ${last}`;
  return `${names.slice(0, -1).join(', ')} and ${last}`;
}

export function countWord(count: number): string {
  return ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'][count] ?? String(count);
}
