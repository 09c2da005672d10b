/** What came of an experiment: the figures of every run, their means and spreads, and which effects showed. */
import type { Claim, Experiment, Figure } from './experiments.ts';

/** What `result.json` holds. Plain data, without times and places. */
export interface ExperimentResult {
  readonly version: 1;
  readonly experiment: string;
  readonly setting: Setting;
  readonly variants: readonly VariantResult[];
}

export interface Setting {
  readonly data: string;
  readonly trainImages: number;
  readonly testImages: number;
  readonly epochs: number;
  /** Optimizer, schedule and the like, as the source writes them, without data, epochs and seed. */
  readonly recipe: string;
  /** What trained: "ONNX Runtime 1.30.0, CPU, ...". */
  readonly engine: string;
  readonly netwright: string;
  /** What was typed, without the program's name and the place for the result. */
  readonly command: string;
}

export interface VariantResult {
  readonly label: string;
  readonly parameters: number;
  readonly macs: number;
  /** One a seed. */
  readonly runs: readonly RunResult[];
}

export interface RunResult {
  readonly seed: number;
  /** Of training, in the fastest epoch: other work on the machine slows all the others. */
  readonly imagesPerSecond: number;
  readonly epochs: readonly EpochResult[];
}

/** Losses are means over images, errors top-1 in per cent. */
export interface EpochResult {
  readonly trainLoss: number;
  readonly trainError: number;
  readonly testLoss: number;
  readonly testError: number;
}

export interface Spread {
  readonly mean: number;
  readonly lowest: number;
  readonly highest: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, lowest: Math.min(...values), highest: Math.max(...values) };
}

const fields = {
  'test error': 'testError',
  'training error': 'trainError',
  'training loss': 'trainLoss',
} as const satisfies Record<Figure, keyof EpochResult>;

/** A figure of each run after its last epoch. */
export function finalFigures({ runs }: VariantResult, figure: Figure): readonly number[] {
  return runs.map(({ epochs }) => epochs.at(-1)?.[fields[figure]] ?? Number.NaN);
}

/** A figure after each epoch, over the runs. */
export function curveOf({ runs }: VariantResult, figure: Figure): readonly Spread[] {
  const length = Math.min(...runs.map(({ epochs }) => epochs.length));
  return Array.from({ length }, (_, epoch) =>
    spreadOf(runs.map(({ epochs }) => epochs[epoch]?.[fields[figure]] ?? Number.NaN)),
  );
}

/**
 * `clear`: every run of the one is below every run of the other. `mean`: only the means are. `no`: not even they.
 * `reversed`: every run of the one is above every run of the other.
 */
export type Outcome = 'clear' | 'mean' | 'no' | 'reversed';

export interface Verdict {
  readonly claim: Claim;
  readonly outcome: Outcome;
  /** Of the variant that is claimed to be lower. */
  readonly lower: Spread;
  readonly higher: Spread;
  /** Of the smaller of the two. */
  readonly seeds: number;
}

export function verdictOf(claim: Claim, { variants }: ExperimentResult): Verdict {
  const figures = (label: string): readonly number[] => {
    const variant = variants.find((each) => each.label === label);
    if (variant === undefined) throw new Error(`the experiment has no variant '${label}'`);
    return finalFigures(variant, claim.of);
  };
  const [below, above] = [figures(claim.lower), figures(claim.higher)];
  const [lower, higher] = [spreadOf(below), spreadOf(above)];
  const seeds = Math.min(below.length, above.length);
  return { claim, outcome: outcomeOf(lower, higher), lower, higher, seeds };
}

function outcomeOf(lower: Spread, higher: Spread): Outcome {
  if (lower.highest < higher.lowest) return 'clear';
  if (lower.lowest > higher.highest) return 'reversed';
  return lower.mean < higher.mean ? 'mean' : 'no';
}

/** As a result file holds it; in words why it is none of this experiment. */
export function parseResult(
  text: string,
  experiment: Experiment,
): { readonly value: ExperimentResult } | { readonly problem: string } {
  try {
    const result = JSON.parse(text) as Partial<ExperimentResult>;
    const labels = result.variants?.map(({ label }) => label).join('; ');
    const wanted = experiment.variants.map(({ label }) => label).join('; ');
    if (result.version === 1 && result.experiment === experiment.name && labels === wanted && result.setting) {
      return { value: result as ExperimentResult };
    }
    return { problem: `it is no result of the experiment ${experiment.name} with the variants ${wanted}` };
  } catch {
    return { problem: 'it is no JSON' };
  }
}
