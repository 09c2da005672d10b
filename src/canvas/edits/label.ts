/** Names of maps: given, changed with all their uses, taken away. */
import type { Span, TextEdit } from '../../diagnostics/diagnostic.ts';
import { lineTable, positionAt } from '../../diagnostics/lines.ts';
import type { Name, Step } from '../../syntax/ast.ts';
import { type CanvasSource, type EditOf, type EditResult, refused } from './edit.ts';
import { type Page, pageOf, replacing } from './lines.ts';
import { findStep, within } from './locate.ts';
import { type Names, namesOf, type Use, usesOf } from './scope.ts';
import { count, nameProblem } from './words.ts';
import { labelEnd } from './wrap.ts';

export function label(source: CanvasSource, edit: EditOf<'label'>): EditResult {
  const found = findStep(source.module, source.file, edit.step);
  if ('problem' in found) return found;
  const { step, definition } = found;
  const page = pageOf(source.file);
  const present = labelOf(step);
  if (present === 'none') return refused(`A \`${step.kind}\` leaves no map that a label could name.`);
  const names = namesOf(definition);
  const declared = present && names.declared.find(({ name }) => name === present);
  const uses = declared ? usesOf(names, declared) : [];
  const { name } = edit;
  if (name === undefined) return present ? unlabelled(page, step, present, uses) : { edits: [] };
  if (name === present?.text) return { edits: [] };
  const problem = nameProblem(name);
  if (problem !== undefined) return refused(problem);
  if (meansSomething(names, name, (declared?.body ?? found.body).span)) {
    return refused(`\`${name}\` already means something in ${definition.name.text}: choose another name.`);
  }
  if (!present) return { edits: [named(page, step, name)] };
  const places = [present, ...uses.map((use) => use.name)];
  return { edits: places.map(({ span }) => replacing(page, span.start, span.end, name)) };
}

/** Whether a name has a meaning in or around a stack, which a label there would hide or meet. */
function meansSomething({ declared, uses }: Names, name: string, stack: Span): boolean {
  const meets = declared.some(
    (each) => each.name.text === name && (within(each.body.span, stack) || within(stack, each.body.span)),
  );
  return meets || uses.some((use) => use.kind !== 'callee' && use.name.text === name && within(use.name.span, stack));
}

/** Of the map that a step leaves; `none` where it leaves none. */
export function labelOf(step: Step): Name | undefined | 'none' {
  if (step.kind === 'input') return step.name;
  return 'label' in step ? step.label : 'none';
}

export function named(page: Page, step: Step, name: string): TextEdit {
  const { start } = step.span;
  if (step.kind !== 'input') return replacing(page, start, start, `${name}: `);
  const at = start + 'input'.length;
  return replacing(page, at, at, ` ${name}`);
}

function unlabelled(page: Page, step: Step, present: Name, uses: readonly Use[]): EditResult {
  const [first] = uses;
  if (first) {
    const { line } = positionAt(lineTable(page.text), first.name.span.start);
    const where = uses.length === 1 ? `on line ${line}` : `in ${count(uses.length, 'place')}, first on line ${line}`;
    return refused(`\`${present.text}\` is used ${where}: a name that is used cannot be taken away.`);
  }
  const { start, end } = present.span;
  if (step.kind === 'input') return { edits: [replacing(page, step.span.start + 'input'.length, end, '')] };
  return { edits: [replacing(page, start, labelEnd(page, present.span), '')] };
}
