/** Which published or measured error stands beside a network, and whether it may be ranked with the others. */
import { comparableResult, resultsOf, sourceOf } from '../../zoo/lookup.ts';
import type { Protocol, PublishedResult } from '../../zoo/zoo.ts';
import type { Candidate } from './candidate.ts';
import { protocols } from './protocols.ts';
import type { MeasuredResult } from './results.ts';

/** What is compared: errors on one data set, under one protocol or, said at each figure, under any. */
export interface Terms {
  readonly protocol: Protocol | 'any';
  readonly dataSet: string;
}

export interface Accuracy {
  readonly origin: 'published' | 'measured';
  readonly dataSet: string;
  readonly protocol: Protocol;
  /** Per cent. */
  readonly top1Error: number | undefined;
  /** Per cent. */
  readonly top5Error: number | undefined;
  /** Citation with the place in it, or what the file of results says. */
  readonly source: string | undefined;
  /** False where a published figure was not checked against its source. */
  readonly verified: boolean;
  /** It answers to the terms of the comparison and has a top-1 error: it may be ranked and drawn. */
  readonly comparable: boolean;
}

/**
 * The errors of one network, one for each row it gets: the published one, then each measured one. Under the wanted
 * protocol where there is such a figure; else one under another protocol, which is not comparable; else none.
 */
export function accuraciesOf(candidate: Candidate, measured: readonly MeasuredResult[], terms: Terms): Accuracy[] {
  const published = candidate.zoo === undefined ? undefined : publishedOf(candidate.zoo.name, terms);
  const found = published === undefined ? [] : [fromPublished(published, terms)];
  return [...found, ...measured.map((result) => fromMeasured(result, terms))];
}

function publishedOf(network: string, terms: Terms): PublishedResult | undefined {
  const wanted = terms.protocol === 'any' ? protocols : [terms.protocol];
  const others = protocols.filter((protocol) => !wanted.includes(protocol));
  const inOrder = [...wanted, ...others].flatMap((protocol) => oneOf(network, protocol, terms.dataSet) ?? []);
  return inOrder.find(({ top1Error }) => top1Error !== undefined) ?? inOrder[0] ?? elsewhere(network);
}

/** Of one network, not of an ensemble. */
function oneOf(network: string, protocol: Protocol, dataSet: string): PublishedResult | undefined {
  if (dataSet === 'imagenet') return comparableResult(network, protocol);
  return resultsOf(network).find((each) => each.dataSet === dataSet && each.protocol === protocol && each.models === 1);
}

/** On another data set. */
function elsewhere(network: string): PublishedResult | undefined {
  return resultsOf(network).find(({ models, top1Error }) => models === 1 && top1Error !== undefined);
}

function fromPublished(result: PublishedResult, terms: Terms): Accuracy {
  const { citation, year } = sourceOf(result.source);
  return {
    origin: 'published',
    dataSet: result.dataSet,
    protocol: result.protocol,
    top1Error: result.top1Error,
    top5Error: result.top5Error,
    source: `${citation}, ${year}, ${result.where}`,
    verified: result.verified,
    comparable: answers(result, terms),
  };
}

function fromMeasured(result: MeasuredResult, terms: Terms): Accuracy {
  const { dataSet, protocol, top1Error, top5Error, source } = result;
  const comparable = answers(result, terms);
  return { origin: 'measured', dataSet, protocol, top1Error, top5Error, source, verified: true, comparable };
}

function answers(
  result: { readonly dataSet: string; readonly protocol: Protocol; readonly top1Error?: number | undefined },
  terms: Terms,
): boolean {
  const fits = terms.protocol === 'any' || result.protocol === terms.protocol;
  return fits && result.dataSet === terms.dataSet && result.top1Error !== undefined;
}
