/** Steps put in, taken out, copied and moved. */
import type { TextEdit } from '../../diagnostics/diagnostic.ts';
import { applyEdits } from '../../diagnostics/edits.ts';
import { findCallee } from './callee.ts';
import { chunkOf, type Fragment, plainChunk, readFragment } from './chunk.ts';
import { type CanvasSource, type EditOf, type EditResult, refused } from './edit.ts';
import { bracesOf, filledCall } from './fill.ts';
import { pageOf } from './lines.ts';
import {
  type Definition,
  findGap,
  findSteps,
  type Gap,
  itemsOf,
  type Problem,
  type Selection,
  stacksOf,
  within,
} from './locate.ts';
import { placeSteps } from './place.ts';
import { removeSteps } from './remove.ts';
import { type Declared, freshName, type Names, namesOf, takenFrom, type Use, usedBeyond, usesOf } from './scope.ts';
import { count } from './words.ts';

export function insert(source: CanvasSource, edit: EditOf<'insert'>): EditResult {
  const gap = stepGap(source, edit.at);
  if ('problem' in gap) return gap;
  const callee = findCallee(source, edit.callee);
  if ('problem' in callee) return callee;
  const call = filledCall(source, callee, edit.shape) + bracesOf(callee);
  return { edits: [...callee.use, ...placeSteps(pageOf(source.file), gap.body, gap.index, plainChunk([call]))] };
}

export function paste(source: CanvasSource, edit: EditOf<'paste'>): EditResult {
  const gap = stepGap(source, edit.at);
  if ('problem' in gap) return gap;
  const fragment = readFragment(edit.text);
  if (!fragment) return refused('What is to be pasted is not one or several steps of the language.');
  const copy = freed(source, fragment, gap.definition);
  if ('problem' in copy) return copy;
  return { edits: placeSteps(pageOf(source.file), gap.body, gap.index, copy.chunk) };
}

export function remove(source: CanvasSource, edit: EditOf<'delete'>): EditResult {
  const selection = findSteps(source.module, source.file, edit.steps);
  if ('problem' in selection) return selection;
  const kept = keptInPlace(selection, 'taken away');
  if (kept) return kept;
  const { steps, body } = selection;
  if (body.steps.length === 1 && steps[0]?.kind === 'skip') {
    return refused('`skip` is all that stands here: take the branch or the step around it away.');
  }
  return { edits: removeSteps(pageOf(source.file), selection) };
}

export function duplicate(source: CanvasSource, edit: EditOf<'duplicate'>): EditResult {
  const selection = findSteps(source.module, source.file, edit.steps);
  if ('problem' in selection) return selection;
  const kept = keptInPlace(selection, 'there twice');
  if (kept) return kept;
  const page = pageOf(source.file);
  const { body, last, span, definition } = selection;
  const fragment = readFragment(page.text.slice(span.start, span.end));
  if (!fragment) return refused('There are errors in these steps: mend them before they are copied.');
  const copy = freed(source, fragment, definition);
  if ('problem' in copy) return copy;
  return { edits: placeSteps(page, body, last + 1, copy.chunk) };
}

export function move(source: CanvasSource, edit: EditOf<'move'>): EditResult {
  const selection = findSteps(source.module, source.file, edit.steps);
  if ('problem' in selection) return selection;
  const gap = stepGap(source, edit.to);
  if ('problem' in gap) return gap;
  const kept = keptInPlace(selection, 'moved');
  if (kept) return kept;
  const { body, first, last, span } = selection;
  if (gap.body === body && gap.index >= first && gap.index <= last + 1) return { edits: [] };
  if (gap.around.some((each) => each.body === body && within(each.item.span, span))) {
    return refused('A step cannot be moved into itself.');
  }
  const lost = lostNames(selection, gap);
  if (lost) return lost;
  const page = pageOf(source.file);
  const placed = placeSteps(page, gap.body, gap.index, chunkOf(page, selection));
  return { edits: [...removeSteps(page, selection), ...placed] };
}

function stepGap(source: CanvasSource, at: EditOf<'insert'>['at']): Gap | Problem {
  const gap = findGap(source.module, at);
  if (!('problem' in gap) && gap.body.branches) {
    return refused('Between branches there is no map for a step: choose a place in a branch, or add a branch.');
  }
  return gap;
}

/** The input is the beginning of the network and its one: its shape can be changed, not its place. */
function keptInPlace({ steps }: Selection, what: string): Problem | undefined {
  if (!steps.some(({ kind }) => kind === 'input')) return undefined;
  return refused(`A network begins with its one \`input\`, which cannot be ${what}: change its shape instead.`);
}

/** Names that would not be known at the new place, or whose users would no longer know them. */
function lostNames(selection: Selection, gap: Gap): Problem | undefined {
  const names = namesOf(selection.definition);
  const taken = takenFrom(names, selection.span).find((declared) => !inSight(declared, selection.definition, gap));
  if (taken) {
    return refused(`It uses \`${taken.name.text}\`, ${kinds[taken.kind]}, which is not known at that place.`);
  }
  const beyond = usedBeyond(names, selection.span);
  const blind = beyond.filter((use) => !seesNewPlace(use, selection.definition, gap));
  const [first] = blind;
  if (!first) return undefined;
  return refused(
    `Its name \`${first.name.text}\` is used in ${count(blind.length, 'place')} that would not know it any more: ` +
      'names live until the brace that encloses them closes.',
  );
}

export const kinds: Readonly<Record<Declared['kind'], string>> = {
  parameter: 'a parameter',
  let: 'a `let`',
  label: 'a label',
  loop: 'the variable of a `repeat`',
};

function positionOf({ body, index }: Gap): number {
  return itemsOf(body)[index]?.span.start ?? body.span.end;
}

export function inSight(declared: Declared, home: Definition, gap: Gap): boolean {
  if (home !== gap.definition) return false;
  if (declared.kind === 'parameter') return true;
  const encloses = gap.body === declared.body || gap.around.some(({ body }) => body === declared.body);
  return encloses && declared.name.span.end <= positionOf(gap);
}

function seesNewPlace({ name, body }: Use, home: Definition, gap: Gap): boolean {
  if (home !== gap.definition || !within(body.span, gap.body.span)) return false;
  const expects = body.steps.some(({ kind, span }) => kind === 'expect' && within(name.span, span));
  return expects || name.span.start >= positionOf(gap);
}

/** A copy whose names do not meet those of the definition: labels that nothing in it uses are left out. */
function freed(source: CanvasSource, fragment: Fragment, definition: Definition): Fragment | Problem {
  const { network } = fragment.module;
  if (!network) return fragment;
  if (fragment.steps.some(({ kind }) => kind === 'input'))
    return refused('A network has one `input`, which is there already.');
  const taken = new Set(namesOf(definition).declared.map(({ name }) => name.text));
  const names = namesOf(network);
  const edits = names.declared
    .filter((declared) => declared.body === network.body && taken.has(declared.name.text))
    .flatMap((declared) => renamed(fragment, names, declared, taken));
  const heads = new Set(headsOf(source));
  for (const step of fragment.steps) {
    if (step.kind !== 'head' || !heads.has(step.name.text)) continue;
    edits.push({ span: step.name.span, text: freshName(step.name.text, heads) });
  }
  if (edits.length === 0) return fragment;
  const text = applyEdits(fragment.text, edits) ?? fragment.text;
  return readFragment(text.slice(text.indexOf('\n') + 1, text.lastIndexOf('}') - 1)) ?? fragment;
}

function renamed(fragment: Fragment, names: Names, declared: Declared, taken: Set<string>): readonly TextEdit[] {
  const { name, kind } = declared;
  const uses = usesOf(names, declared);
  if (kind === 'label' && uses.length === 0) {
    const colon = /^\s*:\s*/.exec(fragment.text.slice(name.span.end))?.[0].length ?? 0;
    return [{ span: { ...name.span, end: name.span.end + colon }, text: '' }];
  }
  const text = freshName(name.text, taken);
  taken.add(text);
  return [name, ...uses.map((use) => use.name)].map(({ span }) => ({ span, text }));
}

function headsOf({ module }: CanvasSource): readonly string[] {
  return stacksOf(module).flatMap(({ body }) =>
    body.steps.flatMap((step) => (step.kind === 'head' ? [step.name.text] : [])),
  );
}
