/** The recipe: all that is decided before training, as data. Read from `train { }` and flags, handed to an engine. */

export type Optimizer =
  | {
      readonly kind: 'sgd';
      readonly rate: number;
      readonly momentum: number;
      readonly nesterov: boolean;
      /** L2 penalty, added to the gradient. */
      readonly decay: number;
    }
  /** Kingma and Ba 2015; `adamw` decays the weights beside the gradient (Loshchilov and Hutter 2019). */
  | {
      readonly kind: 'adam' | 'adamw';
      readonly rate: number;
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      readonly decay: number;
    }
  /** As PyTorch and Inception v3 have it; `smoothing` is the decay of the mean of squares. */
  | {
      readonly kind: 'rmsprop';
      readonly rate: number;
      readonly smoothing: number;
      readonly momentum: number;
      readonly epsilon: number;
      readonly decay: number;
    };

/** The factor on the optimizer's rate, as a function of the step. Epochs may be fractions. */
export type Schedule = {
  /** Epochs over which the rate rises linearly to its value. */
  readonly warmup: number;
} & (
  | { readonly kind: 'constant' }
  /** Multiplied by `factor` at each of the epochs. */
  | { readonly kind: 'step'; readonly epochs: readonly number[]; readonly factor: number }
  /** Down to `floor`, a fraction of the rate, at the end of training. */
  | { readonly kind: 'cosine'; readonly floor: number }
  | { readonly kind: 'polynomial'; readonly power: number }
);

/** In the order of the list; applied to training images only, but for `normalise`. */
export type Augmentation =
  /** Zero padding on all sides, then a random crop of the size before. */
  | { readonly kind: 'crop'; readonly padding: number }
  /** Left to right, with probability 1/2. */
  | { readonly kind: 'flip' }
  /** The shorter side drawn from the range, then a random crop of the network's input (Simonyan and Zisserman 2015). */
  | { readonly kind: 'scale'; readonly from: number; readonly to: number }
  /** Multiples of the principal components of RGB (Krizhevsky et al. 2012, section 4.1). */
  | { readonly kind: 'colour'; readonly deviation: number };

export type Initialisation = 'he' | 'xavier' | 'lecun' | 'truncated_normal';

export interface Recipe {
  /** `mnist`, `fashion-mnist`, `cifar-10`, a folder or a file. */
  readonly data: string;
  readonly epochs: number;
  readonly batch: number;
  readonly optimizer: Optimizer;
  readonly schedule: Schedule;
  readonly augmentation: readonly Augmentation[];
  /** Share of the probability that is spread over all classes (Szegedy et al. 2016, section 7); 0 for none. */
  readonly labelSmoothing: number;
  /** Largest norm of the whole gradient; none without it. */
  readonly clip?: number;
  /** Whether biases and the scales and shifts of normalisation are decayed too. */
  readonly decayAll: boolean;
  readonly initialisation: Initialisation;
  readonly seed: number;
}
