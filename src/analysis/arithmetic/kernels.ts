/** Kernels that have a name, and the image on which an edge detector is shown. */
import type { Matrix } from './matrix.ts';

export interface NamedKernel {
  readonly weights: Matrix;
  /** The sum is divided by it, so that the weights stay whole numbers. */
  readonly divisor: number;
  /** What it does, one sentence. */
  readonly does: string;
}

export const namedKernels: ReadonlyMap<string, NamedKernel> = new Map([
  [
    'vertical-edge',
    {
      weights: [
        [1, 0, -1],
        [1, 0, -1],
        [1, 0, -1],
      ],
      divisor: 1,
      does: 'Left column minus right column: zero on even ground, positive where it turns darker to the right.',
    },
  ],
  [
    'horizontal-edge',
    {
      weights: [
        [1, 1, 1],
        [0, 0, 0],
        [-1, -1, -1],
      ],
      divisor: 1,
      does: 'Upper row minus lower row: zero on even ground, positive where it turns darker downwards.',
    },
  ],
  [
    'prewitt-x',
    {
      weights: [
        [-1, 0, 1],
        [-1, 0, 1],
        [-1, 0, 1],
      ],
      divisor: 1,
      does: 'Prewitt 1970: the change from left to right, averaged over three rows; positive where it turns brighter.',
    },
  ],
  [
    'prewitt-y',
    {
      weights: [
        [-1, -1, -1],
        [0, 0, 0],
        [1, 1, 1],
      ],
      divisor: 1,
      does: 'Prewitt 1970: the change from top to bottom, averaged over three columns; positive where it turns brighter.',
    },
  ],
  [
    'sobel-x',
    {
      weights: [
        [-1, 0, 1],
        [-2, 0, 2],
        [-1, 0, 1],
      ],
      divisor: 1,
      does: 'Sobel and Feldman 1968: the change from left to right, in which the middle row counts twice.',
    },
  ],
  [
    'sobel-y',
    {
      weights: [
        [-1, -2, -1],
        [0, 0, 0],
        [1, 2, 1],
      ],
      divisor: 1,
      does: 'Sobel and Feldman 1968: the change from top to bottom, in which the middle column counts twice.',
    },
  ],
  [
    'laplacian',
    {
      weights: [
        [0, 1, 0],
        [1, -4, 1],
        [0, 1, 0],
      ],
      divisor: 1,
      does: 'The four neighbours minus four times the middle: edges in every direction, with a change of sign at each.',
    },
  ],
  [
    'blur',
    {
      weights: [
        [1, 1, 1],
        [1, 1, 1],
        [1, 1, 1],
      ],
      divisor: 9,
      does: 'The mean of the nine values.',
    },
  ],
  [
    'gaussian-blur',
    {
      weights: [
        [1, 2, 1],
        [2, 4, 2],
        [1, 2, 1],
      ],
      divisor: 16,
      does: 'A mean in which near values count more: binomial weights, close to a Gaussian.',
    },
  ],
  [
    'sharpen',
    {
      weights: [
        [0, -1, 0],
        [-1, 5, -1],
        [0, -1, 0],
      ],
      divisor: 1,
      does: 'The value plus its difference from the four neighbours (the identity minus the Laplacian).',
    },
  ],
  [
    'identity',
    {
      weights: [
        [0, 0, 0],
        [0, 1, 0],
        [0, 0, 0],
      ],
      divisor: 1,
      does: 'The value itself: what goes in comes out, less the border that `valid` loses.',
    },
  ],
]);

/** Six by six, bright on the left and dark on the right: one vertical edge. */
export const stepImage: Matrix = Array.from({ length: 6 }, () => [10, 10, 10, 0, 0, 0]);
