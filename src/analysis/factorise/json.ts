/** The list of equivalents for other programs. Its outline is stable: names are added, never changed or taken away. */
import type { Candidate, Factorisation, Weighted } from './factorise.ts';

export const factorisationVersion = 1;

/** Shapes are [channels, height, width], sizes [height, width]; counts are of one image. */
export function factorisationJson(factorisation: Factorisation, layer: string | undefined): object {
  const { original, between, candidates, leftOut } = factorisation;
  return {
    version: factorisationVersion,
    layer: layer ?? null,
    between: between.text,
    original: weightedJson(original),
    equivalents: candidates.map(candidateJson),
    leftOut,
  };
}

function weightedJson({ lines, figures, weightsPerPair }: Weighted): object {
  return { source: lines.join('\n'), weightsPerPair, ...figures };
}

function candidateJson(candidate: Candidate): object {
  const { number, form, ratios, notes } = candidate;
  return { number, name: form.name, title: form.title, papers: form.papers, ...weightedJson(candidate), ratios, notes };
}
