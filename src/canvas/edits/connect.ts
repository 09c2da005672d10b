/** An edge drawn by hand: from the output of one step to a merge, or to the input of another step. */
import type { Span, TextEdit } from '../../diagnostics/diagnostic.ts';
import { operators } from '../../operators/registry.ts';
import type { Step } from '../../syntax/ast.ts';
import { placeBranch } from './branches.ts';
import { plainChunk } from './chunk.ts';
import { type CanvasSource, type EditOf, type EditResult, refused } from './edit.ts';
import { labelOf, named } from './label.ts';
import { type Page, pageOf } from './lines.ts';
import { findStep, isLayerStep, type Problem, type Selection } from './locate.ts';
import { placeSteps } from './place.ts';
import { allNames, freshName, namesOf, usedBeyond } from './scope.ts';
import { wrap } from './wrap.ts';

type One = Selection & { readonly step: Step };

export function connect(source: CanvasSource, edit: EditOf<'connect'>): EditResult {
  const from = findStep(source.module, source.file, edit.from);
  if ('problem' in from) return from;
  const to = findStep(source.module, source.file, edit.to.step);
  if ('problem' in to) return to;
  const sight = inSightOf(from, to);
  if (sight) return sight;
  const page = pageOf(source.file);
  return edit.to.kind === 'merge' ? intoMerge(page, from, to, edit.to.index) : beforeStep(source, page, from, to);
}

/** A map can be read behind its step, within the braces in which that stands. */
function inSightOf(from: One, to: One): Problem | undefined {
  if (labelOf(from.step) === 'none') return refused(`A \`${from.step.kind}\` leaves no map.`);
  if (!isLayerStep(to.step)) return refused(`A \`${to.step.kind}\` reads no map.`);
  const level = to.body === from.body ? to.step : to.around.find(({ body }) => body === from.body)?.item;
  if (!level) {
    return refused(
      'The map is out of sight there: a step can be connected to what follows it in its own braces, and in braces within.',
    );
  }
  if (level.span.start < from.span.end)
    return refused('An edge leads forward: the map does not exist yet at that place.');
  return undefined;
}

/** The steps between two of one stack that place layers. */
function between(from: One, to: One): readonly Step[] | undefined {
  return from.body === to.body ? to.body.steps.slice(from.first + 1, to.first).filter(isLayerStep) : undefined;
}

function intoMerge(page: Page, from: One, to: One, index: number | undefined): EditResult {
  const { step } = to;
  const merges = step.kind === 'call' && operators.get(step.callee.text)?.inputs === 'many';
  if (!merges || !step.trailing) return refused('That is no merge with branches: connect to the step itself.');
  const place = index ?? step.trailing.branches?.length ?? 0;
  // What enters the merge is there in every branch.
  const direct = between(from, to)?.length === 0;
  const { name, edits } = direct ? { name: '', edits: [] } : nameFor(page, from);
  const branch = { above: [], text: direct ? '| skip' : `| from ${name}`, trailing: undefined };
  return { edits: [...edits, ...placeBranch(page, step.trailing, place, branch)] };
}

function beforeStep(source: CanvasSource, page: Page, from: One, to: One): EditResult {
  const passed = between(from, to);
  if (passed?.length === 0) return refused('It is connected already: the one step follows the other.');
  // Who uses a name of these steps means the map without the new sum.
  const free = passed && usedBeyond(namesOf(from.definition), spanOf(passed)).length === 0;
  const around = free && wrap(source, { kind: 'wrap', steps: spanOf(passed), callee: 'add' });
  if (around && 'edits' in around) return around;
  const { name, edits } = nameFor(page, from);
  const sum = plainChunk([`add { | skip | from ${name} }`]);
  return { edits: [...edits, ...placeSteps(page, to.body, to.first, sum)] };
}

function spanOf(steps: readonly Step[]): Span {
  const [first] = steps;
  const last = steps.at(-1);
  return { file: first?.span.file ?? '', start: first?.span.start ?? 0, end: last?.span.end ?? 0 };
}

/** The step's label, or a new one. */
function nameFor(
  page: Page,
  { step, definition }: One,
): { readonly name: string; readonly edits: readonly TextEdit[] } {
  const present = labelOf(step);
  if (present && present !== 'none') return { name: present.text, edits: [] };
  const base = step.kind === 'input' ? 'image' : 'x';
  const names = namesOf(definition);
  const called = names.uses.filter(({ kind }) => kind === 'callee').map(({ name }) => name.text);
  const name = freshName(base, new Set([...allNames(names), ...called]));
  return { name, edits: [named(page, step, name)] };
}
