/** How the images of a data set are brought to the input of a network, and when they cannot be. */
import type { DataSet } from './data-set.ts';

/** Channels x height x width. */
export type InputShape = readonly [channels: number, height: number, width: number];

/** `keep`: as they are, zeros around them where they are smaller; `cover`: resized to cover the input, then cropped. */
export interface Fit {
  readonly size: 'keep' | 'cover';
}

export type Fitting =
  | { readonly fit: Fit; readonly how?: string; readonly problem?: undefined }
  | { readonly fit?: undefined; readonly how?: undefined; readonly problem: string };

type Images = Pick<DataSet, 'name' | 'mean' | 'train'>;

/** An input that is larger by no more than this is filled up with zeros, not with a blown-up image. */
const largestPadding = 1.25;

/** `input` is the shape of the network's input, of any rank. `how` says what is done to the images, if anything is. */
export function fitOf({ name, mean, train }: Images, input: readonly number[]): Fitting {
  const channels = mean.length;
  const [wanted = 0, height = 0, width = 0] = input;
  const own = train.shape;
  const size = own === undefined ? `of ${kind(channels)}` : `of ${own.join(' x ')}`;
  const suited = own ?? [channels, height || 224, width || 224];
  const fix = `write \`input image [${suited.join(', ')}]\` in the network`;
  if (input.length !== 3) {
    const flat = input.length === 1 ? `, and \`flatten\` as its first step` : '';
    return { problem: `${name} has images ${size}, the network takes [${input.join(', ')}]; ${fix}${flat}` };
  }
  if (wanted !== channels && !(channels === 1 && wanted === 3)) {
    const why = wanted === 1 && channels === 3 ? 'colour is not thrown away unasked; ' : '';
    const has = `${channels} ${channels === 1 ? 'channel' : 'channels'}`;
    return { problem: `the images of ${name} have ${has}, the network takes ${wanted}; ${why}${fix}` };
  }
  const repeated = wanted === channels ? [] : ['the grey channel is repeated for R, G and B'];
  if (own === undefined) {
    return described({ size: 'cover' }, [
      `images are resized to cover ${height} x ${width}, then cropped`,
      ...repeated,
    ]);
  }
  const [, oldHeight, oldWidth] = own;
  if (oldHeight === height && oldWidth === width) return described({ size: 'keep' }, repeated);
  const change = `from ${oldHeight} x ${oldWidth} to ${height} x ${width}`;
  const larger = height >= oldHeight && width >= oldWidth;
  if (larger && height <= largestPadding * oldHeight && width <= largestPadding * oldWidth) {
    return described({ size: 'keep' }, [
      `zeros around the images bring them ${change}, as in LeCun et al. 1998`,
      ...repeated,
    ]);
  }
  return described({ size: 'cover' }, [`images are resized ${change}`, ...repeated]);
}

function kind(channels: number): string {
  return channels === 1 ? 'grey levels' : 'colour';
}

function described(fit: Fit, notes: readonly string[]): Fitting {
  return notes.length === 0 ? { fit } : { fit, how: notes.join('; ') };
}

/** For whoever only reports: what is done to the images, or why they do not fit. */
export function describeFit(
  dataSet: Images,
  input: readonly number[],
): { readonly how?: string; readonly problem?: string } {
  const { how, problem } = fitOf(dataSet, input);
  return { ...(how === undefined ? {} : { how }), ...(problem === undefined ? {} : { problem }) };
}
