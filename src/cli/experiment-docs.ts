/** The pages in docs/ about the lecture's experiments, made from the results that lie beside them. */
import { type ExperimentResult, parseResult, verdictOf } from '../training/experiment-result.ts';
import { type Experiment, experiments } from '../training/experiments.ts';
import { experimentPage } from './experiment-page.ts';
import { experimentPlot } from './experiment-plot.ts';

export { experiments } from '../training/experiments.ts';

/** Texts by path from the root of the repository; `read` gives the text of a file by such a path. */
export async function experimentDocs(read: (path: string) => string): Promise<ReadonlyMap<string, string>> {
  const results = experiments.map((experiment) => {
    const path = `docs/experiments/${experiment.name}.json`;
    const parsed = parseResult(read(path), experiment);
    if ('problem' in parsed) throw new Error(`${path}: ${parsed.problem}`);
    return { experiment, result: parsed.value };
  });
  const pages = new Map([['docs/experiments.md', indexPage(results)]]);
  for (const { experiment, result } of results) {
    const { name, file } = experiment;
    const links = { picture: `${name}.svg`, source: `../../examples/lecture/${file}` };
    pages.set(`docs/experiments/${name}.md`, experimentPage(experiment, result, links));
    pages.set(`docs/experiments/${name}.svg`, await experimentPlot(experiment, result));
  }
  return pages;
}

function indexPage(results: readonly { readonly experiment: Experiment; readonly result: ExperimentResult }[]): string {
  const rows = results.map(({ experiment, result }) => {
    const { name, title, question, claims } = experiment;
    const seen = claims.filter((claim) => verdictOf(claim, result).outcome === 'clear').length;
    return `| [${title}](experiments/${name}.md) | ${question} | ${seen} of ${claims.length} |`;
  });
  return `# The lecture's experiments

<!-- Made by \`npm run experiments\` from docs/experiments/*.json. -->

Well-known effects, each tried on small networks that differ in one thing: \`netwright experiment NAME\` trains them with
several seeds, and says which of the effects that the papers report show at this size. An effect counts as seen where
every run of the one variant is better than every run of the other.

The sizes are chosen so that an experiment takes some minutes on two cores: few and small images, few epochs. That is the
beginning of a training, not its end. An effect that is not seen here is not refuted, and one that is seen is no proof
for networks of full size; what the papers found there stands on each page.

| experiment | question | effects seen |
| --- | --- | ---: |
${rows.join('\n')}
`;
}
