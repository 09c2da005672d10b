/** Which factor carries the original's stride and padding, so that receptive field, jump and output stay the same. */
import { dilatedExtent, type Padding } from '../../operators/geometry.ts';
import type { Sides } from '../../operators/operator.ts';
import type { Convolution } from './convolution.ts';
import type { Factor } from './forms.ts';

/** Of the two axes of a factor. */
export type Carries = 'none' | 'vertical' | 'horizontal' | 'both';

export interface Placed extends Factor {
  readonly stride: Carries;
  readonly pad: Padding;
}

/**
 * Per axis, the last factor whose window has an extent carries the stride: r grows by (k - 1) times the product of
 * the strides before, so that a stride further ahead would make the later windows reach too far, and one further
 * behind would be work for nothing. Where no window has an extent, the first of them skips what nobody reads.
 *
 * Padding as a word serves every factor of the window. Sides are dealt out from the first factor on, half a window to
 * each; what is left then, because the original pads by more, goes to the first.
 */
export function placed(original: Convolution, factors: readonly Factor[]): readonly Placed[] {
  const vertical = carrier(factors, 0);
  const horizontal = carrier(factors, 1);
  const sides = sidesOf(original, factors);
  return factors.map((factor, index) => ({
    ...factor,
    stride:
      index === vertical && index === horizontal
        ? 'both'
        : index === vertical
          ? 'vertical'
          : index === horizontal
            ? 'horizontal'
            : 'none',
    pad: factor.spatial ? (sides?.[index] ?? original.pad) : 'valid',
  }));
}

function carrier(factors: readonly Factor[], axis: 0 | 1): number {
  const last = factors.findLastIndex(({ kernel }) => kernel[axis] > 1);
  return last >= 0 ? last : factors.findIndex(({ spatial }) => spatial);
}

/** For each factor; undefined where the original's padding is a word. */
function sidesOf(original: Convolution, factors: readonly Factor[]): readonly Sides[] | undefined {
  const { pad, dilation } = original;
  if (typeof pad === 'string') return undefined;
  const dealt = factors.map((): [number, number, number, number] => [0, 0, 0, 0]);
  for (const side of [0, 1, 2, 3] as const) {
    const axis = side < 2 ? 0 : 1;
    let left = pad[side];
    factors.forEach(({ kernel }, index) => {
      const around = dilatedExtent(kernel[axis], dilation[axis]) - 1;
      const half = side % 2 === 0 ? Math.floor(around / 2) : Math.ceil(around / 2);
      const taken = Math.min(left, half);
      const own = dealt[index];
      if (own) own[side] += taken;
      left -= taken;
    });
    const extent = factors.findIndex(({ kernel }) => kernel[axis] > 1);
    const first = dealt[extent >= 0 ? extent : factors.findIndex(({ spatial }) => spatial)];
    if (first) first[side] += left;
  }
  return dealt;
}
