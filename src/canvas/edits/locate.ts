/** Finds steps, branches and gaps of a file by their spans. */
import { bodiesOf, walkSteps } from '../../compiler/walk.ts';
import type { SourceFile, Span } from '../../diagnostics/diagnostic.ts';
import type { BlockDefinition, Body, BranchItem, Module, NetworkDefinition, Step } from '../../syntax/ast.ts';
import type { CanvasGap } from '../document.ts';
import { refused } from './edit.ts';

export type Definition = BlockDefinition | NetworkDefinition;
export type Item = Step | BranchItem;

export interface Stack {
  readonly definition: Definition;
  readonly body: Body;
  /** What stands around it, outermost first: the bodies, and in each the item that leads here. */
  readonly around: readonly { readonly body: Body; readonly item: Item }[];
}

/** Neighbours in one stack: `items` from `first` to `last`, both included. */
export interface Selection extends Stack {
  readonly first: number;
  readonly last: number;
  readonly steps: readonly Step[];
  /** From the first's start to the last's end. */
  readonly span: Span;
}

/** Before which of the body's items. */
export interface Gap extends Stack {
  readonly index: number;
}

export interface Problem {
  readonly problem: string;
}

export function definitionsOf(module: Module): readonly Definition[] {
  const all = [...module.blocks, ...(module.network ? [module.network] : [])];
  return all.sort((a, b) => a.span.start - b.span.start);
}

/** The branches of a merge's braces, else the steps. */
export function itemsOf(body: Body): readonly Item[] {
  return body.branches ?? body.steps;
}

/** Every stack of the file, outer ones first. */
export function stacksOf(module: Module): readonly Stack[] {
  const stacks: Stack[] = [];
  for (const definition of definitionsOf(module)) collect({ definition, body: definition.body, around: [] }, stacks);
  return stacks;
}

function collect(stack: Stack, into: Stack[]): void {
  into.push(stack);
  const { definition, body, around } = stack;
  for (const item of itemsOf(body)) {
    for (const inner of bodiesOf(item)) collect({ definition, body: inner, around: [...around, { body, item }] }, into);
  }
}

/** The innermost first, so that a branch of one step is not taken for what stands around it. */
function stackAround(module: Module, span: { readonly start: number; readonly end: number }): readonly Stack[] {
  return stacksOf(module)
    .filter(({ body }) => body.span.start <= span.start && span.end <= body.span.end)
    .reverse();
}

/** The steps of a span. */
export function findSteps(module: Module, file: SourceFile, span: Span): Selection | Problem {
  const foreign = elsewhere(file, span);
  if (foreign) return foreign;
  for (const stack of stackAround(module, span)) {
    const { steps } = stack.body;
    const first = steps.findIndex(({ span: { start } }) => start === span.start);
    const last = steps.findIndex(({ span: { end } }) => end === span.end);
    const chosen = first < 0 || last < first ? [] : steps.slice(first, last + 1);
    if (chosen.length > 0) return { ...stack, first, last, steps: chosen, span: { ...span, file: file.path } };
  }
  return refused('The text has changed since this was drawn: there is no such step in it any more.');
}

/** The one step of a span. */
export function findStep(module: Module, file: SourceFile, span: Span): (Selection & { step: Step }) | Problem {
  const found = findSteps(module, file, span);
  if ('problem' in found) return found;
  const [step, second] = found.steps;
  if (!step || second) return refused('This can be done to one step at a time: choose one.');
  return { ...found, step };
}

/** A branch of a merge, or a `repeat` or `if` around branches. */
export function findBranch(
  module: Module,
  file: SourceFile,
  span: Span,
): (Stack & { item: BranchItem; index: number }) | Problem {
  const foreign = elsewhere(file, span);
  if (foreign) return foreign;
  for (const stack of stackAround(module, span)) {
    const index = (stack.body.branches ?? []).findIndex(
      (each) => each.span.start === span.start && each.span.end === span.end,
    );
    const item = stack.body.branches?.[index];
    if (item) return { ...stack, item, index };
  }
  return refused('There is no such branch in the text: branches are what stands behind the bars in a merge.');
}

export function findGap(module: Module, { body: span, index }: CanvasGap): Gap | Problem {
  const stack = stacksOf(module).find(({ body }) => body.span.start === span.start && body.span.end === span.end);
  if (!stack || index < 0 || index > itemsOf(stack.body).length) {
    return refused('The text has changed since this was drawn: there is no such place in it any more.');
  }
  return { ...stack, index };
}

function elsewhere(file: SourceFile, span: Span): Problem | undefined {
  if (span.file === file.path) return undefined;
  return refused(
    `This step is written in ${span.file}, and only ${file.path} is edited here: ` +
      'copy the block into this file under another name, call that, and edit it.',
  );
}

export function within(inner: { readonly start: number; readonly end: number }, outer: typeof inner): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Steps that name or state something and place no layer. */
export function isLayerStep(step: Item): boolean {
  return !['input', 'let', 'expect', 'require', 'train', 'head'].includes(step.kind);
}

/** The first of what stands in the network's own stack and can stand in no braces but those of an `if`. */
export function ownStep(steps: readonly Step[]): Step | undefined {
  const own: Step[] = [];
  const visit = (item: Item): void => {
    if (item.kind === 'input' || item.kind === 'expect' || item.kind === 'train' || item.kind === 'head')
      own.push(item);
  };
  for (const step of steps) {
    visit(step);
    for (const body of bodiesOf(step)) walkSteps(body, visit);
  }
  return own[0];
}
