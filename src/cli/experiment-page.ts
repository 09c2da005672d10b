/** What came of an experiment, in words: a table, the verdict on each effect, a page of Markdown. */
import { formatCount, formatShort } from '../analysis/format.ts';
import { many } from '../training/data/decoded.ts';
import {
  type ExperimentResult,
  finalFigures,
  type Spread,
  spreadOf,
  type VariantResult,
  type Verdict,
  verdictOf,
} from '../training/experiment-result.ts';
import type { Experiment, Figure } from '../training/experiments.ts';
import { columns } from './zoo-columns.ts';

const headings = ['network', 'parameters', 'MACs', 'training loss', 'training error', 'test error', 'images/s'];

/** The heading first. */
export function resultTable({ variants }: ExperimentResult): string[] {
  return columns(
    [headings, ...variants.map(cellsOf)],
    headings.map((_, column) => (column === 0 ? 'left' : 'right')),
  );
}

function cellsOf(variant: VariantResult): string[] {
  const { label, parameters, macs, runs } = variant;
  const mean = (of: Figure): string => valueText(spreadOf(finalFigures(variant, of)).mean, of);
  return [
    label,
    formatCount(parameters),
    formatShort(macs),
    mean('training loss'),
    mean('training error'),
    withRange(spreadOf(finalFigures(variant, 'test error')), 'test error'),
    formatCount(Math.max(...runs.map(({ imagesPerSecond }) => imagesPerSecond))),
  ];
}

function valueText(value: number, of: Figure): string {
  return of === 'training loss' ? value.toFixed(3) : `${value.toFixed(2)} %`;
}

/** "13.20 % (12.84 to 13.56)" */
function withRange({ mean, lowest, highest }: Spread, of: Figure): string {
  if (lowest === highest) return valueText(mean, of);
  return `${valueText(mean, of)} (${lowest.toFixed(2)} to ${highest.toFixed(2)})`;
}

/** For each effect whether it shows, and by which figures. */
export function findings(experiment: Experiment, result: ExperimentResult): readonly Finding[] {
  return experiment.claims.map((claim) => {
    const verdict = verdictOf(claim, result);
    const words = verdict.seeds === 1 ? onceWords : outcomeWords;
    return { expected: claim.words, outcome: words[verdict.outcome], evidence: evidence(verdict) };
  });
}

export interface Finding {
  /** What the papers lead one to expect. */
  readonly expected: string;
  /** "seen" */
  readonly outcome: string;
  /** "Test error 14.86 % against 18.03 %; ..." */
  readonly evidence: string;
}

const outcomeWords = {
  clear: 'seen',
  mean: 'seen in the mean only',
  no: 'not seen',
  reversed: 'the other way round',
} as const;

const onceWords = {
  clear: 'seen in one run',
  mean: 'seen in one run',
  no: 'not seen in one run',
  reversed: 'the other way round in one run',
} as const;

function evidence({ claim: { of }, outcome, lower, higher, seeds }: Verdict): string {
  const figure = of.slice(0, 1).toUpperCase() + of.slice(1);
  const means = `${figure} ${valueText(lower.mean, of)} against ${valueText(higher.mean, of)}`;
  if (seeds === 1) return `${means}.`;
  if (outcome === 'clear') return `${means}; the highest of the one is below the lowest of the other.`;
  if (outcome === 'reversed') return `${means}; the lowest of the one is above the highest of the other.`;
  const range = ({ lowest, highest }: Spread): string => `${valueText(lowest, of)} to ${valueText(highest, of)}`;
  return `${means}; the runs overlap, ${range(lower)} and ${range(higher)}.`;
}

export interface PageOptions {
  /** Path of the curves, seen from the page. */
  readonly picture: string;
  /** Path of the network's source, seen from the page, for a link. */
  readonly source?: string;
}

/** Of Markdown. */
export function experimentPage(
  experiment: Experiment,
  result: ExperimentResult,
  { picture, source }: PageOptions,
): string {
  const { name, title, question, file, varied, equal, remarks, found } = experiment;
  const { data, trainImages, testImages, epochs, recipe, engine, netwright, command } = result.setting;
  const seeds = Math.max(...result.variants.map(({ runs }) => runs.length));
  const path = `examples/lecture/${file}`;
  const table = [
    headings,
    headings.map((_, column) => (column === 0 ? '---' : '---:')),
    ...result.variants.map(cellsOf),
  ];
  const lines = [
    `# ${title}`,
    '',
    `<!-- Made by \`netwright experiment ${name}\`. -->`,
    '',
    question,
    '',
    '## Setting',
    '',
    `- Networks: ${source === undefined ? `\`${path}\`` : `[${path}](${source})`}, which states its own figures.`,
    `- Varied: ${varied}`,
    `- Held equal: ${equal}`,
    `- Data: ${data}, ${formatCount(trainImages)} images for training and ${formatCount(testImages)} for the test.`,
    `- Recipe: ${many(epochs, 'epoch')}; \`${recipe}\`.`,
    `- ${seedsText(seeds)} A seed draws the weights, the order of the images and what dropout drops.`,
    '',
    '## Result',
    '',
    ...table.map((cells) => `| ${cells.join(' | ')} |`),
    '',
    `![${title}: training loss and test error by epoch](${picture})`,
    '',
    'Training figures are means over the last epoch, while the weights changed; test figures are from after it.',
    seeds === 1 ? '' : 'Values are means over the seeds, with the lowest and the highest; the bands show the same.',
    'Images/s are those of training in the fastest epoch, and depend on the machine and on what else it did.',
    '',
    '## What one sees',
    '',
    '| to be expected | here | figures |',
    '| --- | --- | --- |',
    ...findings(experiment, result).map(
      ({ expected, outcome, evidence }) => `| ${expected} | **${outcome}** | ${evidence} |`,
    ),
    '',
    '## What to keep in mind',
    '',
    ...remarks.map((remark) => `- ${remark}`),
    '',
    '## What the papers found',
    '',
    ...found.flatMap((paragraph) => [paragraph, '']),
    '## How to repeat it',
    '',
    '```',
    `netwright ${command}`,
    '```',
    '',
    `Made with netwright ${netwright}; ${engine}.`,
    'The same seeds give the same figures on the same engine with as many threads. Another version or processor, or another',
    'number of threads, may add in another order: then the last digits differ, and after many steps the figures do, as from',
    'seed to seed.',
    '',
  ];
  return lines.filter((line, index) => line !== '' || lines[index - 1] !== '').join('\n');
}

function seedsText(seeds: number): string {
  return seeds === 1 ? 'One seed: 1.' : `Seeds: 1 to ${seeds}.`;
}
