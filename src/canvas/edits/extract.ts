/** Steps into a block of their own. */

import { operators } from '../../operators/registry.ts';
import type { BlockDefinition } from '../../syntax/ast.ts';
import { blocksInSight } from './callee.ts';
import { type CanvasSource, type EditOf, type EditResult, refused } from './edit.ts';
import { laidOut, measure, pageOf, replacing } from './lines.ts';
import { findSteps, isLayerStep, ownStep, type Selection } from './locate.ts';
import { type Declared, firstIn, type Names, namesOf, takenFrom, usedBeyond } from './scope.ts';
import { nameProblem } from './words.ts';
import { entersWith, labelEnd } from './wrap.ts';

/** Names that the steps take from around them become the block's parameters. */
export function extract(source: CanvasSource, edit: EditOf<'extract'>): EditResult {
  const selection = findSteps(source.module, source.file, edit.steps);
  if ('problem' in selection) return selection;
  const { definition, span, steps, body } = selection;
  const names = namesOf(definition);
  const problem = blockNameProblem(source, edit.name, names) ?? selectionProblem(selection);
  if (problem !== undefined) return refused(problem);
  const last = steps.at(-1);
  const label = last && 'label' in last ? last.label : undefined;
  const beyond = usedBeyond(names, span);
  const lost = beyond.find(({ to }) => to?.name !== label);
  if (lost) {
    return refused(`\`${lost.name.text}\` is used outside of the selection, and a block keeps its names to itself.`);
  }
  if (firstIn(names, span, body) && !entersWith(selection)) {
    return refused('It says `in`, which would be another map in a block of its own: write the number in its place.');
  }
  const page = pageOf(source.file);
  const { text, eol, unit } = page;
  const keepsLabel = label !== undefined && (beyond.length > 0 || steps.length === 1);
  const taken = takenFrom(names, span);
  const call = callOf(edit.name, taken);
  const cut = keepsLabel
    ? { start: label.span.start, end: labelEnd(page, label.span) }
    : { start: span.end, end: span.end };
  const code = text.slice(span.start, cut.start) + text.slice(cut.end, span.end);
  const stack = eol + unit + laidOut(measure('steps', code), unit, page) + eol;
  const parameters = taken.length === 0 ? '' : `(${taken.map((each) => parameterOf(each, definition)).join(', ')})`;
  const end = text.trimEnd().length;
  const block = `${eol}${eol}block ${edit.name}${parameters} {${stack}}`;
  return {
    edits: [
      replacing(page, span.start, span.end, keepsLabel ? `${label.text}: ${call}` : call),
      replacing(page, end, end, block + (end === text.length ? eol : '')),
    ],
  };
}

function blockNameProblem(source: CanvasSource, name: string, names: Names): string | undefined {
  const problem = nameProblem(name);
  if (problem !== undefined) return problem;
  if (operators.has(name)) return `\`${name}\` is an operator: choose another name for the block.`;
  const taken = blocksInSight(source).has(name) || names.declared.some((each) => each.name.text === name);
  return taken ? `There is already a \`${name}\` here: choose another name for the block.` : undefined;
}

function selectionProblem({ steps }: Selection): string | undefined {
  const own = ownStep(steps);
  if (own) return `\`${own.kind}\` stands in the network's own stack and cannot go into a block.`;
  if (!steps.some(isLayerStep)) return 'There is no layer in the selection.';
  return undefined;
}

function callOf(name: string, taken: readonly Declared[]): string {
  return taken.length === 0 ? name : `${name}(${taken.map((each) => each.name.text).join(', ')})`;
}

/** With its type, where it has one, and as a block where it is called. */
function parameterOf(declared: Declared, { parameters }: Pick<BlockDefinition, 'parameters'>): string {
  const { name } = declared;
  const type = parameters.find((each) => each.name === name)?.type ?? (declared.block === 'yes' ? 'block' : undefined);
  return type === undefined ? name.text : `${name.text}: ${type}`;
}
