/** What is told about the name under the pointer. */

import { metricsOf } from '../analysis/examine.ts';
import { formatCount, formatShort } from '../analysis/format.ts';
import type { Span } from '../diagnostics/diagnostic.ts';
import { formatShape, type Shape } from '../operators/operator.ts';
import type { Step } from '../syntax/ast.ts';
import { lex } from '../syntax/lex.ts';
import { code, describeKeyword, describeMeaning, paragraphs } from './describe.ts';
import { type Document, fileOf } from './document.ts';
import { keywordTable } from './keywords.ts';
import type { Meaning, Occurrence } from './meanings.ts';
import { occurrenceAt } from './occurrences.ts';
import { factsOf, type StepFacts, shapesOf, stepsAround } from './steps.ts';

export interface Hover {
  readonly span: Span;
  /** Markdown. */
  readonly text: string;
}

export function hover(document: Document, offset: number): Hover | undefined {
  const occurrence = occurrenceAt(document, offset);
  if (!occurrence) return keywordHover(document, offset);
  const text = paragraphs(
    describeMeaning(document, occurrence.meaning),
    figureNow(document, occurrence.meaning),
    stepText(document, occurrence),
  );
  return text === '' ? undefined : { span: occurrence.span, text };
}

/** A word of the grammar, with what became of the step that it begins. */
function keywordHover(document: Document, offset: number): Hover | undefined {
  const file = fileOf(document);
  const token = lex(file).tokens.find(
    ({ startOffset, image }) => startOffset <= offset && offset < startOffset + image.length,
  );
  const keyword = token && keywordTable.get(token.image);
  if (!keyword) return undefined;
  const span = { file: file.path, start: token.startOffset, end: token.startOffset + token.image.length };
  const step = stepsAround(document, offset).at(-1);
  const begins = step && (step.kind === 'repeat' || step.kind === 'input') && keyword.name === step.kind;
  return { span, text: paragraphs(describeKeyword(keyword), begins ? factsText(factsOf(document, step)) : undefined) };
}

/** For a callee, a label or a head: the numbers of its step. */
function stepText(document: Document, { span, meaning, role }: Occurrence): string | undefined {
  if (meaning.kind === 'declared' && meaning.declared.kind === 'label') {
    const { step } = meaning.declared;
    return paragraphs(code(firstLine(document, step)), factsText(factsOf(document, step)));
  }
  const steps = stepsAround(document, span.start);
  const step = steps.at(-1);
  if (!step) return undefined;
  const isCallee = step.kind === 'call' && step.callee.span.start === span.start;
  const isHead = step.kind === 'head' && role === 'declaration' && step.name.span.start === span.start;
  const isInput = step.kind === 'input' && role === 'declaration';
  return isCallee || isHead || isInput ? factsText(factsOf(document, step)) : undefined;
}

function firstLine(document: Document, { span }: Step): string {
  const text = fileOf(document).text.slice(span.start, span.end);
  const end = text.search(/[\r\n]/);
  return end < 0 ? text : `${text.slice(0, end).trimEnd()} ...`;
}

function factsText(facts: StepFacts): string | undefined {
  const { instances, parameters, macs, first, worked } = facts;
  const [one] = instances;
  if (!one) return undefined;
  const several = instances.length > 1;
  const entering = shapesText(instances.map((each) => each.entering));
  const leaving = shapesText(instances.map((each) => each.leaving));
  const shapes = [entering, leaving].filter((text) => text !== '').join(' → ');
  const costs = [cost(parameters, first.parameters, several, 'parameters'), cost(macs, first.macs, several, 'MACs')];
  const notes = several ? `${formatCount(instances.length)} instances` : undefined;
  return paragraphs(
    [notes, shapes === '' ? undefined : `**${shapes}**`, ...costs].filter((part) => part !== undefined).join('  \n'),
    worked.length > 0 ? paragraphs(several ? 'The first:' : '', code(worked.join('\n'), 'text')) : '',
    one.certain ? undefined : 'The shapes follow from an error and are a guess.',
  );
}

/** "64x56x56", or the first of several. */
function shapesText(shapes: readonly (Shape | undefined)[]): string {
  const different = shapesOf(shapes);
  const [first] = different;
  if (!first) return '';
  return different.length === 1 ? formatShape(first) : `${formatShape(first)} (first of ${different.length})`;
}

function cost(all: number, first: number, several: boolean, unit: string): string | undefined {
  if (all === 0) return undefined;
  const short = formatShort(all);
  const text = short === formatCount(all) ? short : `${short} (${formatCount(all)})`;
  return several ? `${text} ${unit} in all, ${formatCount(first)} the first` : `${text} ${unit}`;
}

function figureNow({ examined }: Document, meaning: Meaning): string | undefined {
  if (meaning.kind !== 'figure' || !examined.analysis) return undefined;
  const value = metricsOf(examined.analysis.totals)[meaning.name];
  if (value === undefined) return undefined;
  return `This network: **${typeof value === 'number' ? formatCount(value) : value.join(' x ')}**`;
}
