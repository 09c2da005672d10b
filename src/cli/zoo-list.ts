/** The list of the zoo for a terminal. */
import { formatShort } from '../analysis/format.ts';
import { publishedResults } from '../zoo/published.ts';
import type { DataSet, Protocol, PublishedResult, ZooNetwork } from '../zoo/zoo.ts';
import { faint, type Style, strong, wrap } from './output.ts';
import { columns } from './zoo-columns.ts';

/** A network, what the compiler counts, and the published figure that describes it. */
export interface Counted {
  readonly network: ZooNetwork;
  readonly parameters: number;
  readonly macs: number;
  readonly result: PublishedResult | undefined;
}

/** Stands after a figure that was not checked against its source. */
export const unverifiedMark = '?';

export const dataSetTitles: Readonly<Record<DataSet, string>> = {
  imagenet: 'ImageNet',
  mnist: 'MNIST',
  'cifar-10': 'CIFAR-10',
  'cifar-100': 'CIFAR-100',
  svhn: 'SVHN',
};

/** Where the list has little room. */
const shortProtocols: Partial<Readonly<Record<Protocol, string>>> = {
  'dense, one scale': 'dense',
  'dense, several scales': 'dense, scales',
  'multi-crop and dense': 'multi, dense',
};

export function renderList(counted: readonly Counted[], style: Style): string {
  const rows = counted.map((each): string[] => [
    each.network.name,
    String(each.network.year),
    formatShort(each.parameters),
    formatShort(each.macs),
    ...errorCells(each.result),
    remark(each.result),
  ]);
  const head = ['network', 'year', 'parameters', 'MACs', 'top-1', 'top-5', ''];
  const lines = columns([head, ...rows], ['left', 'left', 'right', 'right', 'point', 'point', 'left']);
  const [heading = '', ...body] = lines;
  const rule = '-'.repeat(lines.reduce((widest, line) => Math.max(widest, line.length), 0));
  return [
    strong(heading, style),
    faint(rule, style),
    ...body,
    '',
    wrap(legend, Math.min(style.width, 100)),
    '',
    strong('The ImageNet challenge: top-5 error in per cent on its test images', style),
    ...challengeLines(),
    '',
  ].join('\n');
}

const legend =
  'Parameters and multiply-accumulates are counted now, from the sources in examples/. Errors are published ones in ' +
  "per cent, of one network on ImageNet's validation images, one crop of each, except where the last column says " +
  `otherwise: do not compare across protocols. ${unverifiedMark} was noted from memory and not checked against the ` +
  'source. `netwright zoo show NAME` gives all figures of a network with their sources.';

export function errorCells(result: PublishedResult | undefined): readonly [top1: string, top5: string] {
  const mark = result?.verified === false ? unverifiedMark : '';
  const cell = (error: number | undefined): string => (error === undefined ? '' : `${withPoint(error)}${mark}`);
  return [cell(result?.top1Error), cell(result?.top5Error)];
}

/** "20.0": papers print one digit after the point at least. */
function withPoint(error: number): string {
  return Number.isInteger(error) ? error.toFixed(1) : String(error);
}

function remark(result: PublishedResult | undefined): string {
  if (result === undefined || result.protocol === 'single crop') return '';
  if (result.dataSet !== 'imagenet') return dataSetTitles[result.dataSet];
  return shortProtocols[result.protocol] ?? result.protocol;
}

function challengeLines(): string[] {
  const entries = publishedResults
    .flatMap((result) => (result.place === undefined ? [] : [{ result, ...result.place }]))
    .sort((a, b) => a.challenge - b.challenge || a.rank - b.rank);
  const people = publishedResults.filter(({ model }) => model.startsWith('human'));
  return columns(
    [
      ...entries.map(({ result, challenge, rank }) => [
        `  ${challenge}`,
        ordinals[rank] ?? `${rank}th`,
        errorCells(result)[1],
        result.model,
      ]),
      ...people.map((result) => ['', '', errorCells(result)[1], `${result.model}, ${result.note ?? ''}`]),
    ],
    ['left', 'left', 'point', 'left'],
  );
}

const ordinals: Readonly<Record<number, string>> = { 1: '1st', 2: '2nd', 3: '3rd' };
