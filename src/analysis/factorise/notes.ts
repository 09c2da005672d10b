/** What an equivalent keeps and what it does not, in words. */
import type { Convolution } from './convolution.ts';
import { type Form, sizeText } from './forms.ts';
import { placed } from './placement.ts';

/** Where Inception v3 found n x 1 with 1 x n to work: Szegedy et al. 2016, section 3.2. */
const mediumGrid = { from: 12, to: 20 } as const;

/** `ratio`: of the parameters, to the original's. */
export function notesOf(original: Convolution, form: Form, ratio: number): readonly string[] {
  const { input, channels, groups } = original;
  const notes: string[] = [];
  const stride = strideNote(original, form);
  if (stride) notes.push(stride);
  if (padded(original) && form.shape !== 'whole') {
    notes.push(
      'Near the border it is not one padded window: each factor pads the map that enters it, so that values there have seen ' +
        'more zeros than through the original.',
    );
  }
  if (form.arrangement === 'grouped') {
    notes.push(
      `The groups never meet: an output channel reads ${input[0] / (form.cardinality ?? 1)} of ${input[0]} input channels. ` +
        '1x1 convolutions around it mix them, as in ResNeXt, or a channel_shuffle behind it.',
    );
  }
  if (form.narrow) {
    notes.push(`All that passes goes through ${form.narrow.channels} channels, where the original has ${channels}.`);
  }
  const [, height, width] = input;
  const medium = [height, width].every((side) => side >= mediumGrid.from && side <= mediumGrid.to);
  if ((form.shape === 'nx1' || form.shape === 'nx1-stack') && !medium) {
    notes.push(
      `Inception v3 found n x 1 with 1 x n good on maps of ${mediumGrid.from} to ${mediumGrid.to} a side, not on early ` +
        `layers; this map is ${height}x${width}.`,
    );
  }
  if (ratio > 1) {
    notes.push(
      `It has more parameters than the original: ${
        channels > input[0]
          ? `its later factors read ${channels} channels, the original ${input[0]}`
          : 'what is put around the window weighs more than the window'
      }.`,
    );
  }
  if (groups > 1 && original.op === 'conv')
    notes.push(`Every factor that mixes channels keeps the original's ${groups} groups.`);
  return notes;
}

function padded({ pad }: Convolution): boolean {
  return pad === 'same' || (pad !== 'valid' && pad.some((side) => side > 0));
}

function strideNote(original: Convolution, form: Form): string | undefined {
  const [height, width] = original.stride;
  if (height * width === 1 || form.factors.length === 1) return undefined;
  const factors = placed(original, form.factors);
  const at = factors.findIndex(({ stride }) => stride === 'both');
  if (at < 0) {
    const last = (extent: number, what: string): string =>
      extent > 1 ? `the last layer that is ${what}` : 'the first layer of the window';
    return (
      `The stride stands apart for each axis, so that the receptive field stays: ${height} down in ` +
      `${last(original.kernel[0], 'high')}, ${width} across in ${last(original.kernel[1], 'wide')}.`
    );
  }
  const text = height === width ? `${height}` : sizeText([height, width]);
  const before = factors.slice(0, at);
  if (before.some(({ spatial }) => spatial)) {
    return `Stride ${text} stands in the last layer of the window, so that the receptive field stays; those before it work on the full map.`;
  }
  const rest = before.length > 0 ? '; the 1x1 before it works on the full map' : '';
  return `Stride ${text} stands in the ${sizeText(original.kernel)}${rest}.`;
}
