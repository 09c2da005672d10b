/** Where things stand in the main file's text: the body and index of each step, what is written behind a call's name. */
import { bodiesOf, walkSteps } from '../compiler/walk.ts';
import type { Span } from '../diagnostics/diagnostic.ts';
import type { Body, BranchItem, Module, Step } from '../syntax/ast.ts';
import type { CanvasGap } from './document.ts';

export interface StepPlace {
  readonly step: Step;
  readonly body: Body;
  readonly index: number;
}

/** The steps of the main file by the offset at which they start, which no two share. */
export function stepPlaces(module: Module): ReadonlyMap<number, StepPlace> {
  const places = new Map<number, StepPlace>();
  const enter = (body: Body): void => {
    for (const [index, step] of body.steps.entries()) places.set(step.span.start, { step, body, index });
  };
  const below = (item: Step | BranchItem): void => bodiesOf(item).forEach(enter);
  for (const { body } of [...module.blocks, ...(module.network ? [module.network] : [])]) {
    enter(body);
    walkSteps(body, below);
  }
  return places;
}

export function gapAfter({ body, index }: StepPlace): CanvasGap {
  return { body: { start: body.span.start, end: body.span.end }, index: index + 1 };
}

/** What stands between the parentheses behind a call's name, blanks and line ends made single blanks. */
export function writtenArguments(text: string, { start, end }: Span): string {
  const call = /^(?:\w+\s*:\s*)?\w+\s*\(/.exec(text.slice(start, Math.min(end, start + 200)));
  if (!call) return '';
  const from = start + call[0].length;
  let depth = 1;
  let quoted = false;
  for (let at = from; at < end; at++) {
    const character = text[at];
    if (quoted && character === '\\') at += 1;
    else if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    if (depth === 0) return text.slice(from, at).replace(/\s+/g, ' ').trim();
  }
  return '';
}
