/** Where things stand in the main file's text: the body and index of each step, what is written behind a call's name. */
import { bodiesOf } from '../compiler/walk.ts';
import type { Span } from '../diagnostics/diagnostic.ts';
import type { Body, Module, Step } from '../syntax/ast.ts';
import type { CanvasBranches, CanvasGap } from './document.ts';

export interface StepPlace {
  readonly step: Step;
  readonly body: Body;
  readonly index: number;
  /** Before the step; one object for all layers that the step makes. */
  readonly gap: CanvasGap;
}

/** The steps of the main file by the offset at which they start, which no two share. */
export function stepPlaces(bodies: readonly Body[]): ReadonlyMap<number, StepPlace> {
  const places = new Map<number, StepPlace>();
  for (const body of bodies) {
    for (const [index, step] of body.steps.entries()) {
      places.set(step.span.start, { step, body, index, gap: gapIn(body, index) });
    }
  }
  return places;
}

/** The branches of the main file by the offset at which their steps start. */
export function branchPlaces(bodies: readonly Body[]): ReadonlyMap<number, CanvasBranches> {
  const places = new Map<number, CanvasBranches>();
  for (const body of bodies) {
    for (const [index, item] of (body.branches ?? []).entries()) {
      if (item.kind === 'branch') places.set(item.body.span.start, { gap: gapIn(body, index), branch: item.span });
    }
  }
  return places;
}

/** All bodies of a file, outer ones first. */
export function bodiesIn(module: Module): readonly Body[] {
  const bodies = [...module.blocks, ...(module.network ? [module.network] : [])].map(({ body }) => body);
  // The list grows while it is read.
  for (const { steps, branches = [] } of bodies) {
    for (const step of steps) bodies.push(...bodiesOf(step));
    for (const item of branches) bodies.push(...bodiesOf(item));
  }
  return bodies;
}

function gapIn({ span }: Body, index: number): CanvasGap {
  return { body: { start: span.start, end: span.end }, index };
}

export function gapAfter({ body, index }: StepPlace): CanvasGap {
  return gapIn(body, index + 1);
}

/** Behind the last branch of a merge. */
export function lastBranch({ step }: StepPlace): CanvasBranches | undefined {
  const braces = step.kind === 'call' ? step.trailing : undefined;
  return braces?.branches && { gap: gapIn(braces, braces.branches.length), branch: undefined };
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
