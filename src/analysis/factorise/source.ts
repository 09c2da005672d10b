/** Equivalents as source text: with the numbers of one layer, or with the words of the step that made it. */
import type { ArgumentValue, Size } from '../../operators/operator.ts';
import { formatArgument } from '../../operators/registry.ts';
import type { Convolution } from './convolution.ts';
import type { Form, Narrow } from './forms.ts';
import { type Carries, type Placed, placed } from './placement.ts';

/** How the original's arguments are written. Undefined: as by default, so not at all. */
export interface Wording {
  readonly channels: string;
  /** The width of a bottleneck. */
  readonly narrow: (narrow: Narrow) => string;
  readonly kernel: string;
  /** `axes`: for a factor that carries the stride along one axis alone. */
  readonly stride: (axes: Carries) => string | undefined;
  /** Where the factor keeps the original's padding to the word, `kept`. */
  readonly pad: (pad: Placed['pad'], kept: boolean) => string | undefined;
  readonly dilation: string | undefined;
  readonly groups: string | undefined;
  readonly multiplier: string | undefined;
  readonly bias: string | undefined;
}

/** What stands between two factors. */
export interface Between {
  /** Steps of the language, joined by arrows: `batchnorm -> relu`. */
  readonly text: string;
  /** It begins with a batch normalisation, whose shift makes a bias before it useless. */
  readonly normalises: boolean;
}

/** One line for each factor, with what stands behind it: `conv(64, 3, pad = same) -> relu`. The last has nothing behind. */
export function linesOf(original: Convolution, form: Form, wording: Wording, between: Between): readonly string[] {
  const factors = placed(original, form.factors);
  return factors.map((factor, index) => {
    const last = index === factors.length - 1;
    const bias = last || !between.normalises ? wording.bias : 'false';
    const call = callOf(factor, form.narrow, wording, bias);
    return last ? call : `${call} -> ${between.text}`;
  });
}

function callOf(factor: Placed, bottleneck: Narrow | undefined, wording: Wording, bias: string | undefined): string {
  const { op, width, kernel, whole, groups } = factor;
  const given = (name: string, value: string | undefined): string[] =>
    value === undefined ? [] : [`${name} = ${value}`];
  const parts: string[] = [];
  if (op === 'conv') parts.push(width === 'narrow' && bottleneck ? wording.narrow(bottleneck) : wording.channels);
  parts.push(whole ? wording.kernel : formatArgument(kernel));
  parts.push(...given('stride', wording.stride(factor.stride)));
  if (factor.spatial) {
    parts.push(...given('pad', wording.pad(factor.pad, whole)), ...given('dilation', wording.dilation));
  }
  if (op === 'conv') parts.push(...given('groups', groups === 'original' ? wording.groups : String(groups)));
  if (width === 'multiplied') parts.push(...given('multiplier', wording.multiplier));
  parts.push(...given('bias', bias));
  return `${op}(${parts.join(', ')})`;
}

/** All in numbers; what is as by default is left out. */
export function numbers({ channels, kernel, stride, dilation, groups, bias, input, op }: Convolution): Wording {
  return {
    channels: String(channels),
    narrow: (narrow) => String(narrow.channels),
    kernel: formatArgument(kernel),
    stride: (axes) => unless('1', strideAlong(stride, axes)),
    pad: (pad) => (pad === 'valid' ? undefined : unless('0', pad)),
    dilation: unless('1', dilation),
    groups: op === 'depthwise' ? undefined : unless('1', groups),
    multiplier: op === 'conv' ? undefined : unless('1', channels / input[0]),
    bias: unless('true', bias),
  };
}

export function unless(usual: string, value: ArgumentValue): string | undefined {
  const text = formatArgument(value);
  return text === usual ? undefined : text;
}

export function strideAlong(stride: Size, axes: Carries): Size {
  return [
    axes === 'vertical' || axes === 'both' ? stride[0] : 1,
    axes === 'horizontal' || axes === 'both' ? stride[1] : 1,
  ];
}

/** The convolution itself, in numbers. */
export function originalText(original: Convolution): string {
  const { op, kernel, pad } = original;
  const width = op === 'conv' ? 'original' : 'multiplied';
  const factor: Placed = { op, width, kernel, spatial: true, whole: true, groups: 'original', stride: 'both', pad };
  const wording = numbers(original);
  return callOf(factor, undefined, wording, wording.bias);
}
