/** Steps into braces, and out of them again. */
import type { Span, TextEdit } from '../../diagnostics/diagnostic.ts';
import { operators } from '../../operators/registry.ts';
import type { Body, Step } from '../../syntax/ast.ts';
import { type Callee, findCallee } from './callee.ts';
import { fillsLines, readFragment } from './chunk.ts';
import { type CanvasSource, type EditOf, type EditResult, refused } from './edit.ts';
import { filledCall } from './fill.ts';
import {
  before,
  commentsIn,
  hasBreak,
  lineEnd,
  lineStart,
  type MeasuredLine,
  marginAt,
  measure,
  type Page,
  pageOf,
  replacing,
} from './lines.ts';
import { findStep, findSteps, isLayerStep, ownStep, type Problem, type Selection } from './locate.ts';
import { firstIn, namesOf, usedBeyond, usesOf } from './scope.ts';
import { count } from './words.ts';

/** Longer lines are broken. */
const widest = 100;

export function wrap(source: CanvasSource, edit: EditOf<'wrap'>): EditResult {
  const selection = findSteps(source.module, source.file, edit.steps);
  if ('problem' in selection) return selection;
  const wrapper = wrapperOf(source, edit);
  if ('problem' in wrapper) return wrapper;
  const label = movedLabel(selection);
  if (label && 'problem' in label) return label;
  const page = pageOf(source.file);
  return { edits: [...wrapper.use, ...wrapped(page, selection, wrapper, label)] };
}

interface Wrapper {
  /** `SE(reduction = 8)`. */
  readonly call: string;
  /** Branches beside the one of the steps; undefined for a stack. */
  readonly beside: 'none' | 'skip before' | 'skip behind';
  readonly use: readonly TextEdit[];
}

function wrapperOf(source: CanvasSource, { callee: wanted, shape }: EditOf<'wrap'>): Wrapper | Problem {
  if (/^repeat\b/.test(wanted)) {
    const steps = readFragment(`${wanted} { skip }`)?.steps;
    const [step, second] = steps ?? [];
    if (step?.kind !== 'repeat' || second) return refused(`\`${wanted}\` is not a \`repeat\` with its count.`);
    return { call: wanted, beside: 'none', use: [] };
  }
  const callee = findCallee(source, wanted);
  if ('problem' in callee) return callee;
  const call = filledCall(source, callee, shape);
  if (callee.merges) return { call, beside: skipPlace(callee), use: callee.use };
  if (callee.signature.receiver === undefined) {
    return refused(
      `\`${callee.name}\` takes no steps in braces: what can stand around steps is \`add\`, \`concat\`, \`scale\`, ` +
        '`repeat`, or a block with a parameter of the type `block`.',
    );
  }
  return { call, beside: 'none', use: callee.use };
}

/** F(x) + x as papers write it; factors stand behind what they scale, and new channels behind the old. */
function skipPlace({ name }: Callee): Wrapper['beside'] {
  return name === 'add' ? 'skip behind' : 'skip before';
}

/** The label that moves to what stands around the steps; a problem where a name would be lost in the braces. */
function movedLabel(selection: Selection): { readonly span: Span; readonly text: string } | Problem | undefined {
  const { steps, span, definition } = selection;
  const own = ownStep(steps);
  if (own) return refused(`\`${own.kind}\` stands in the network's own stack and cannot go into braces.`);
  const names = namesOf(definition);
  const last = steps.at(-1);
  const label = last && 'label' in last ? last.label : undefined;
  const beyond = usedBeyond(names, span);
  const lost = beyond.filter(({ to }) => to?.name !== label);
  const [first] = lost;
  if (first) {
    return refused(
      `\`${first.name.text}\` is used in ${count(lost.length, 'place')} outside of the selection, ` +
        'which would not know it any more: names live until the brace that encloses them closes.',
    );
  }
  if (firstIn(names, span, selection.body) && !entersWith(selection)) {
    return refused('It says `in`, which would be another map within new braces: write the number in its place.');
  }
  return label && (beyond.length > 0 || steps.length === 1) ? label : undefined;
}

/** Whether the map that enters the stack is the one that enters the steps, and `in` in both. */
export function entersWith({ body, first, around }: Selection): boolean {
  const owner = around.at(-1)?.item;
  return owner?.kind !== 'if' && !body.steps.slice(0, first).some(isLayerStep);
}

function wrapped(
  page: Page,
  selection: Selection,
  wrapper: Wrapper,
  label: { readonly span: Span; readonly text: string } | undefined,
): readonly TextEdit[] {
  const { text } = page;
  const { span, steps } = selection;
  const { call, beside } = wrapper;
  const code = text.slice(span.start, span.end);
  // The label of a single step stands where that of what is around it belongs.
  const inPlace = label !== undefined && label.span.start === span.start;
  const start = inPlace ? labelEnd(page, label.span) : span.start;
  const lead = label && !inPlace ? `${label.text}: ` : '';
  const unlabelled = label && !inPlace ? [replacing(page, label.span.start, labelEnd(page, label.span), '')] : [];
  const [open, close] = inline(beside);
  const line = lineEnd(text, span.end) - lineStart(text, span.start) + call.length + open.length + close.length;
  const oneLine = !hasBreak(code) && line <= widest && !(steps.length > 1 && fillsLines(page, selection));
  if (oneLine && !(fillsLines(page, selection) && beside !== 'none')) {
    return [
      replacing(page, start, start, `${lead}${call} {${open}`),
      ...unlabelled,
      replacing(page, span.end, span.end, `${close}}`),
    ];
  }
  const above = [`${call} {`, ...(beside === 'skip before' ? ['| skip'] : [])];
  const below = [...(beside === 'skip behind' ? ['| skip'] : []), '}'];
  const bar = beside === 'none' ? '' : '| ';
  const lines = measure('steps', [...above, bar + text.slice(start, span.end), ...below].join('\n'));
  const margin = marginAt(text, span.start);
  const at = (line: MeasuredLine): string => page.eol + margin + page.unit.repeat(line.level);
  const first = lines[above.length];
  const head = lead + above.map((line, index) => (index === 0 ? line : atLine(lines[index], line))).join('');
  const tail = below.map((line, index) => atLine(lines[lines.length - below.length + index], line)).join('');
  return [
    replacing(page, start, start, `${head}${first ? at(first) : ''}${bar}`),
    ...unlabelled,
    ...indented(page, start, span.end, lines.slice(above.length), margin),
    replacing(page, span.end, span.end, tail),
  ];

  function atLine(measured: MeasuredLine | undefined, line: string): string {
    return (measured ? at(measured) : '') + line;
  }
}

function inline(beside: Wrapper['beside']): readonly [string, string] {
  if (beside === 'skip before') return [' | skip | ', ' '];
  return beside === 'skip behind' ? [' | ', ' | skip '] : [' ', ' '];
}

/** New margins for the lines of a range but its first. */
function indented(
  page: Page,
  start: number,
  end: number,
  lines: readonly MeasuredLine[],
  margin: string,
): readonly TextEdit[] {
  const { text, unit } = page;
  const edits: TextEdit[] = [];
  let index = 0;
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
    index += 1;
    const line = lines[index];
    const present = marginAt(text, at + 1);
    const wanted = margin + unit.repeat(line?.level ?? 0);
    if (line && line.text !== '' && present !== wanted) {
      edits.push(replacing(page, at + 1, at + 1 + present.length, wanted));
    }
  }
  return edits;
}

/** Behind a label's colon. */
export function labelEnd({ text }: Page, label: Span): number {
  return label.end + (/^\s*:\s*/.exec(text.slice(label.end))?.[0].length ?? 0);
}

export function unwrap(source: CanvasSource, edit: EditOf<'unwrap'>): EditResult {
  const found = findStep(source.module, source.file, edit.step);
  if ('problem' in found) return found;
  const body = bodyToKeep(found.step, edit.keep);
  if ('problem' in body) return body;
  const page = pageOf(source.file);
  const label = labelAfter(page, found, body);
  if ('problem' in label) return label;
  const { text } = page;
  const { step } = found;
  const own = 'label' in step ? step.label : undefined;
  const start = own ? labelEnd(page, own.span) : step.span.start;
  const first = body.steps[0];
  const last = body.steps.at(-1);
  if (!first || !last) return { edits: [replacing(page, start, step.span.end, 'skip')] };
  const from = label.keepsOwn || !own ? start : own.span.start;
  const inBranch = /^[ \t]*\|/.test(before(text, step.span.start));
  const code = text.slice(first.span.start, last.span.end);
  const lines = inBranch ? measure('branches', `| ${code}`) : measure('steps', code);
  const margin = marginAt(text, step.span.start);
  const comments = [
    ...commentsIn(text.slice(Math.max(start, body.span.start), first.span.start)),
    ...commentsIn(text.slice(last.span.end, Math.min(lineEnd(text, last.span.end), step.span.end))),
  ];
  const line = lineStart(text, step.span.start);
  const hoisted = comments.map((comment) => margin + comment + page.eol).join('');
  return {
    edits: [
      ...(hoisted === '' ? [] : [replacing(page, line, line, hoisted)]),
      replacing(page, from, first.span.start, ''),
      ...indented(page, first.span.start, last.span.end, lines, margin),
      ...label.edits,
      replacing(page, last.span.end, step.span.end, ''),
    ],
  };
}

function bodyToKeep(step: Step, keep: number | undefined): Body | Problem {
  if (step.kind === 'repeat') return step.body;
  if (step.kind !== 'call' || !step.trailing) return refused('There are no braces with steps around which it stands.');
  const { branches } = step.trailing;
  if (!branches) {
    const merge = operators.get(step.callee.text)?.inputs === 'many';
    return merge ? refused(`This \`${step.callee.text}\` has no branches.`) : step.trailing;
  }
  const busy = branches.filter((each) => each.kind !== 'branch' || each.body.steps.some(({ kind }) => kind !== 'skip'));
  const chosen = keep === undefined ? (busy.length > 1 ? undefined : (busy[0] ?? branches[0])) : branches[keep];
  if (!chosen && keep === undefined) {
    return refused(`${busy.length} branches do something: choose the one that is to stay.`);
  }
  if (chosen?.kind !== 'branch') return refused('That is not one branch: choose one that stands alone.');
  return chosen.body;
}

/** What becomes of the label of what goes, and whether all names are still known and new. */
function labelAfter(
  page: Page,
  found: Selection & { step: Step },
  body: Body,
): { readonly keepsOwn: boolean; readonly edits: readonly TextEdit[] } | Problem {
  const { step, definition } = found;
  const names = namesOf(definition);
  const looped = names.uses.find(({ to }) => to?.kind === 'loop' && to.body === body);
  if (looped) {
    return refused(
      `The steps use \`${looped.name.text}\`, which counts the repetitions: write a number in its place first.`,
    );
  }
  const entering = names.uses.some((use) => use.kind === 'in' && use.body === body);
  if (entering && !entersWith(found)) {
    return refused('The steps say `in`, which would be another map outside of these braces: write the number first.');
  }
  const outer = new Set(names.declared.filter((each) => each.body === found.body).map(({ name }) => name.text));
  const own = 'label' in step ? step.label : undefined;
  const freed = names.declared.filter((each) => each.body === body && each.kind !== 'loop');
  const clash = freed.find(({ name }) => outer.has(name.text) && name.text !== own?.text);
  if (clash) return refused(`\`${clash.name.text}\` would be there twice: rename one of the two first.`);
  if (!own) return { keepsOwn: true, edits: [] };
  const last = body.steps.at(-1);
  if (!last || body.steps.length === 0) return { keepsOwn: true, edits: [] };
  const ownDeclared = names.declared.find(({ name }) => name === own);
  const isUsed = ownDeclared !== undefined && usesOf(names, ownDeclared).length > 0;
  const label = 'label' in last ? last.label : undefined;
  const labelIsUsed = label && names.uses.some(({ to }) => to?.name === label);
  if (!isLayerStep(last) || (label && !isUsed)) {
    return isUsed
      ? refused(`Its name \`${own.text}\` is used, and no step could take it over.`)
      : { keepsOwn: false, edits: [] };
  }
  if (label && labelIsUsed) {
    return refused(`Both \`${own.text}\` and \`${label.text}\` are used, and only one step is left for them.`);
  }
  if (body.steps.length === 1) {
    const double = label ? [replacing(page, label.span.start, labelEnd(page, label.span), '')] : [];
    return { keepsOwn: true, edits: double };
  }
  if (label) return { keepsOwn: false, edits: [replacing(page, label.span.start, label.span.end, own.text)] };
  return { keepsOwn: false, edits: [replacing(page, last.span.start, last.span.start, `${own.text}: `)] };
}
