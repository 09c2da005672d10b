/** Bodies and branches: from the concrete tree's unordered parts to steps in order. */
import type { IToken } from 'chevrotain';
import type { BodyCstNode, ItemCstNode } from '../../grammar/cst.d.ts';
import { diagnose } from '../diagnostics/catalogue.ts';
import type { Span } from '../diagnostics/diagnostic.ts';
import type { Body, Branch, BranchItem, IfStep, RepeatStep, Step } from './ast.ts';
import type { Builder } from './build-expression.ts';
import { buildStep } from './build-step.ts';
import { reportUnexpected, spanOf, startOf, tokenSpan, written } from './context.ts';
import { endOf, hasLineBreak } from './lex.ts';

type Part =
  | { readonly kind: 'item'; readonly at: number; readonly node: ItemCstNode }
  | { readonly kind: 'arrow' | 'bar'; readonly at: number; readonly token: IToken }
  | { readonly kind: 'stray'; readonly at: number };

/** The stack, or the branches, between two braces. */
export function buildBody(builder: Builder, node: BodyCstNode, offset: number): Body {
  const { children } = node;
  const open = written(children.LBrace);
  const close = written(children.RBrace);
  const parts = partsOf(node);
  const reading: Reading = {
    builder,
    steps: [],
    branches: undefined,
    outside: [],
    bar: undefined,
    arrow: undefined,
    strayBefore: false,
    noise: undefined,
  };
  for (const part of parts) read(reading, part);
  if (reading.branches) startBranches(reading);
  else endBranch(reading);
  const start = open?.startOffset ?? offset;
  const last = reading.steps.at(-1)?.span.end ?? reading.branches?.at(-1)?.span.end;
  const end = close === undefined ? Math.max(last ?? start, open === undefined ? offset : endOf(open)) : endOf(close);
  const { branches } = reading;
  const steps = branches ? reading.outside : reading.steps;
  return { kind: 'body', steps, branches, span: spanOf(builder, start, end) };
}

function partsOf({ children }: BodyCstNode): readonly Part[] {
  const parts: Part[] = [];
  for (const node of children.item ?? []) {
    // Most steps are calls without a label: worth a short cut.
    const at = node.children.label
      ? startOf(node)
      : (node.children.call?.[0]?.children.Identifier[0]?.startOffset ?? startOf(node));
    if (at !== undefined) parts.push({ kind: 'item', at, node });
  }
  for (const token of children.Arrow ?? []) parts.push({ kind: 'arrow', at: token.startOffset, token });
  for (const token of children.Bar ?? []) parts.push({ kind: 'bar', at: token.startOffset, token });
  for (const node of children.stray ?? []) parts.push({ kind: 'stray', at: startOf(node) ?? 0 });
  // Of one kind alone they are in order.
  return parts.length === children.item?.length ? parts : parts.sort((a, b) => a.at - b.at);
}

interface Reading {
  readonly builder: Builder;
  /** Of the branch that is read, or of the body while it has no branches. */
  steps: Step[];
  branches: BranchItem[] | undefined;
  /** Steps that stand in no branch though there are branches: the compiler says whether steps or branches are wrong. */
  readonly outside: Step[];
  /** The bar before the branch that is read. */
  bar: IToken | undefined;
  /** An arrow that waits for its step. */
  arrow: IToken | undefined;
  strayBefore: boolean;
  /** Where something was that could not be read: what follows it on its line is most likely a part of it. */
  noise: number | undefined;
}

function read(reading: Reading, part: Part): void {
  const { builder } = reading;
  if (part.kind === 'stray') {
    if (!reading.strayBefore) reportUnexpected(builder, part.at, 'a step');
    reading.strayBefore = true;
    reading.noise ??= part.at;
    reading.arrow = undefined;
    return;
  }
  switch (part.kind) {
    case 'arrow':
      if (reading.arrow) misplacedArrow(reading, part.token);
      else if (reading.steps.length === 0 && !reading.strayBefore) misplacedArrow(reading, part.token);
      else reading.arrow = part.token;
      reading.noise = undefined;
      break;
    case 'bar':
      startBranches(reading);
      reading.bar = part.token;
      reading.noise = undefined;
      break;
    case 'item': {
      if (reading.noise !== undefined && !hasLineBreak(builder.text, reading.noise, part.at)) return;
      const step = buildStep(builder, part.node, part.at);
      if (step) addStep(reading, step);
      reading.noise = part.node.recoveredNode ? (step?.span.end ?? part.at) : undefined;
      break;
    }
  }
  reading.strayBefore = false;
}

function addStep(reading: Reading, step: Step): void {
  const { builder, arrow, strayBefore } = reading;
  const previous = reading.steps.at(-1);
  reading.arrow = undefined;
  if (!arrow && holdsBranches(step)) {
    startBranches(reading).push(step);
    return;
  }
  if (previous && !arrow && !strayBefore && !hasLineBreak(builder.text, previous.span.end, step.span.start)) {
    const at = { ...previous.span, start: previous.span.end };
    const fix = { title: 'put an arrow between them', edits: [{ span: at, text: ' ->' }] };
    builder.diagnostics.push(diagnose('missing-arrow', {}, firstWord(step.span, builder), { fix }));
  }
  reading.steps.push(step);
}

/** `repeat` and `if` around branches: `concat { repeat i in 0..32 { | ... } }`. */
function holdsBranches(step: Step): step is RepeatStep | IfStep {
  if (step.kind === 'repeat') return step.body.branches !== undefined;
  return step.kind === 'if' && step.cases.some(({ body }) => body.branches !== undefined);
}

function endBranch(reading: Reading): void {
  const { builder, bar, steps } = reading;
  if (reading.arrow) misplacedArrow(reading, reading.arrow);
  reading.arrow = undefined;
  if (!bar) return;
  const last = steps.at(-1);
  if (!last && !reading.strayBefore) {
    const span = tokenSpan(builder, bar);
    const edit = { span: { ...span, start: span.end }, text: ' skip' };
    builder.diagnostics.push(diagnose('empty-branch', {}, span, { fix: { title: 'write skip', edits: [edit] } }));
  }
  const start = steps[0]?.span.start ?? endOf(bar);
  const span = spanOf(builder, start, last?.span.end ?? endOf(bar));
  const body: Body = { kind: 'body', steps, branches: undefined, span };
  const branch: Branch = { kind: 'branch', body, span: { ...span, start: bar.startOffset } };
  reading.branches?.push(branch);
  reading.steps = [];
  reading.bar = undefined;
}

/** Ends the branch before. */
function startBranches(reading: Reading): BranchItem[] {
  endBranch(reading);
  reading.outside.push(...reading.steps);
  reading.steps = [];
  reading.branches ??= [];
  return reading.branches;
}

function misplacedArrow({ builder }: Reading, token: IToken): void {
  const span = tokenSpan(builder, token);
  let end = span.end;
  while (builder.text.charAt(end) === ' ') end += 1;
  const fix = { title: 'take the arrow away', edits: [{ span: { ...span, end }, text: '' }] };
  builder.diagnostics.push(diagnose('misplaced-arrow', {}, span, { fix }));
}

/** The first word of a step: what a message about its place points at. */
function firstWord(span: Span, { text }: Builder): Span {
  const word = /^\w+/.exec(text.slice(span.start, Math.min(span.end, span.start + 64)))?.[0];
  return word ? { ...span, end: span.start + word.length } : span;
}
