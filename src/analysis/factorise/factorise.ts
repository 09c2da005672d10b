/**
 * Equivalents of a convolution: stacks of layers with its receptive field, jump and output shape, weighed by the
 * compiler. They keep the geometry, not the function: weights are trained anew.
 */
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { type Category, formatShape } from '../../operators/operator.ts';
import { operators } from '../../operators/registry.ts';
import type { Convolution } from './convolution.ts';
import { type Form, type FormOptions, formsOf, type LeftOut } from './forms.ts';
import { notesOf } from './notes.ts';
import { type Between, linesOf, numbers, originalText } from './source.ts';
import { type Figures, weigh } from './weigh.ts';

export interface Weighted {
  /** In the language, one factor a line, in numbers. */
  readonly lines: readonly string[];
  /** Of these lines; non-linearities with those that follow the convolution. */
  readonly figures: Figures;
  /** Weights for each pair of an input and an output channel: 49 for a 7x7, 27 for three 3x3 where both are as many. */
  readonly weightsPerPair: number;
}

export interface Candidate extends Weighted {
  /** From 1, in the order of the list. */
  readonly number: number;
  readonly form: Form;
  /** Of the original's. */
  readonly ratios: { readonly parameters: number; readonly macs: number; readonly activations: number };
  /** What differs from the original beside the figures. */
  readonly notes: readonly string[];
}

export interface Factorisation {
  readonly original: Weighted;
  /** What stands between two factors; its parameters and maps are counted. */
  readonly between: Between;
  /** Fewest parameters first; of those with as many, fewest multiply-accumulates. */
  readonly candidates: readonly Candidate[];
  readonly leftOut: readonly LeftOut[];
}

export interface FactoriseOptions extends FormOptions {
  /** Operators between two factors, joined by arrows. */
  readonly between: string;
  /** Activations that follow the convolution; undefined: as between factors. */
  readonly following: number | undefined;
}

export type Factorised =
  | { readonly kind: 'factorised'; readonly factorisation: Factorisation }
  /** The convolution does not fit its map. */
  | { readonly kind: 'original'; readonly errors: readonly Diagnostic[] }
  /** What is to stand between factors is wrong, or changes the map's shape (then the reason is given). */
  | { readonly kind: 'between'; readonly reason: string };

export function factorise(original: Convolution, options: FactoriseOptions): Factorised {
  const between = readBetween(original, options.between);
  if (between.kind === 'wrong') return { kind: 'between', reason: between.reason };
  const following = options.following ?? between.activations;
  const text = originalText(original);
  const whole = weigh(original.input, text);
  if (whole.kind === 'errors') return { kind: 'original', errors: whole.errors };
  const base = weighted(original, [text], whole.figures, following);
  const { forms, leftOut } = formsOf(original, options);
  const candidates: Omit<Candidate, 'number' | 'notes'>[] = [];
  const unweighed: LeftOut[] = [];
  for (const form of forms) {
    const lines = linesOf(original, form, numbers(original), between.between);
    const part = weigh(original.input, lines.join('\n'));
    if (part.kind === 'errors') {
      unweighed.push({ what: form.name, reason: part.errors[0]?.message ?? 'it does not fit the map' });
      continue;
    }
    const own = weighted(original, lines, part.figures, following);
    const ratio = (figure: keyof Candidate['ratios']): number => own.figures[figure] / base.figures[figure];
    const ratios = { parameters: ratio('parameters'), macs: ratio('macs'), activations: ratio('activations') };
    candidates.push({ ...own, form, ratios });
  }
  candidates.sort((a, b) => a.figures.parameters - b.figures.parameters || a.figures.macs - b.figures.macs);
  return {
    kind: 'factorised',
    factorisation: {
      original: base,
      between: between.between,
      candidates: candidates.map((candidate, index) => ({
        number: index + 1,
        ...candidate,
        notes: notesOf(original, candidate.form, candidate.ratios.parameters),
      })),
      leftOut: [...leftOut, ...unweighed],
    },
  };
}

function weighted(
  { input, channels }: Convolution,
  lines: readonly string[],
  figures: Figures,
  following: number,
): Weighted {
  return {
    lines,
    figures: { ...figures, nonLinearities: figures.nonLinearities + following },
    weightsPerPair: figures.weights / (input[0] * channels),
  };
}

export type ReadBetween =
  | { readonly kind: 'between'; readonly between: Between; readonly activations: number }
  | { readonly kind: 'wrong'; readonly reason: string };

const betweenFactors: ReadonlySet<Category> = new Set(['normalisation', 'activation', 'regularisation']);

const plainSteps = /^[a-z]\w*(\([^(){}\n]*\))?( *-> *[a-z]\w*(\([^(){}\n]*\))?)*$/;

/** Steps that serve on any map: layers without a window that keep the shape. */
export function readBetween({ input, channels }: Convolution, text: string): ReadBetween {
  const steps = text.trim();
  const wrong = (reason: string): ReadBetween => ({ kind: 'wrong', reason });
  if (steps === '') return wrong('it is empty; write `skip` to put nothing between the factors');
  const map = [channels, input[1], input[2]] as const;
  const read = weigh(map, steps);
  if (read.kind === 'errors') return wrong(read.errors[0]?.message ?? 'it is no list of steps');
  const other = read.ops.find((op) => !betweenFactors.has(operators.get(op)?.category ?? 'output'));
  if (other !== undefined) {
    return wrong(`\`${other}\` cannot stand there: normalisations, activations and dropout can`);
  }
  if (!plainSteps.test(steps) || steps.includes('//')) {
    return wrong('write the steps alone, on one line, joined by arrows: `batchnorm -> relu`');
  }
  const { output, nonLinearities } = read.figures;
  if (output.join() !== map.join()) {
    return wrong(`it makes ${formatShape(output)} of ${formatShape(map)}, and must keep the shape`);
  }
  const between = { text: steps, normalises: read.ops[0] === 'batchnorm' };
  return { kind: 'between', between, activations: nonLinearities };
}
