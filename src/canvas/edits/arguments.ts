/** Arguments, counts and defaults: values in the text that the inspector changes. */
import type { TextEdit } from '../../diagnostics/diagnostic.ts';
import type { Argument, CallStep, InputStep, Step } from '../../syntax/ast.ts';
import { blocksInSight, type Signature, signatureOf } from './callee.ts';
import { type CanvasSource, type EditOf, type EditResult, refused } from './edit.ts';
import { type Page, pageOf, replacing } from './lines.ts';
import { definitionsOf, findStep } from './locate.ts';
import { namesOf } from './scope.ts';
import { listed, readExpression, readValue } from './words.ts';

export function setArgument(source: CanvasSource, edit: EditOf<'set-argument'>): EditResult {
  const found = findStep(source.module, source.file, edit.step);
  if ('problem' in found) return found;
  const { step } = found;
  const { name } = edit;
  const value = edit.value?.trim();
  if (value !== undefined && !readValue(value)) return refused(`\`${value}\` is not a value of the language.`);
  const page = pageOf(source.file);
  if (step.kind === 'input') return setShape(page, step, name, value);
  if (step.kind !== 'call') return refused(`A \`${step.kind}\` has no arguments.`);
  const callee = step.callee.text;
  const names = namesOf(found.definition);
  const handed = names.uses.find((use) => use.name === step.callee)?.to;
  if (handed) return refused(`\`${callee}\` stands for a block that was given with its arguments: change them there.`);
  const signature = signatureOf(callee, blocksInSight(source));
  if (!signature) return refused(`There is no operator and no block with the name \`${callee}\`.`);
  if (!signature.names.includes(name)) {
    const known = signature.names.length === 0 ? 'it has none' : `it has ${listed(signature.names)}`;
    return refused(`\`${callee}\` has no argument \`${name}\`: ${known}.`);
  }
  if (step.trailing && name === signature.receiver) {
    return refused(`\`${name}\` of \`${callee}\` is given by the braces: change the steps in them.`);
  }
  const given = givenTo(step, signature, name);
  if (value !== undefined) {
    if (given) return { edits: [replacing(page, given.value.span.start, given.value.span.end, value)] };
    return { edits: [added(page, step, signature, name, value)] };
  }
  if (!given) return { edits: [] };
  if (signature.required.includes(name)) {
    return refused(`\`${callee}\` needs \`${name}\`, for which there is no default: change it instead.`);
  }
  return { edits: takenAway(page, step, signature, given) };
}

function setShape(page: Page, { shape }: InputStep, name: string, value: string | undefined): EditResult {
  if (name !== 'shape') return refused(`An \`input\` has no argument \`${name}\`: it has \`shape\`.`);
  if (value === undefined) return refused('An `input` needs its shape: channels, height and width.');
  if (!value.startsWith('[')) return refused('The shape of an `input` is a list: `[3, 224, 224]`.');
  return { edits: [replacing(page, shape.span.start, shape.span.end, value)] };
}

/** Parameters in the order in which arguments without a name fill them. */
function positionalOf(step: CallStep, { names, receiver }: Signature): readonly string[] {
  return step.trailing ? names.filter((name) => name !== receiver) : names;
}

function givenTo(step: CallStep, signature: Signature, name: string): Argument | undefined {
  const named = step.arguments.find((argument) => argument.name?.text === name);
  if (named) return named;
  const unnamed = step.arguments.filter((argument) => !argument.name);
  return unnamed[positionalOf(step, signature).indexOf(name)];
}

/** By name, but for a required one whose turn it is. */
function added(page: Page, step: CallStep, signature: Signature, name: string, value: string): TextEdit {
  const { text } = page;
  const inTurn = positionalOf(step, signature)[step.arguments.length] === name;
  const byName = !inTurn || !signature.required.includes(name) || step.arguments.some((each) => each.name);
  const written = byName ? `${name} = ${value}` : value;
  const last = step.arguments.at(-1);
  if (last) return replacing(page, last.span.end, last.span.end, `, ${written}`);
  const { end } = step.callee.span;
  const empty = /^\s*\(/.exec(text.slice(end, step.trailing?.span.start ?? step.span.end));
  const at = end + (empty?.[0].length ?? 0);
  return replacing(page, at, at, empty ? written : `(${written})`);
}

/** Arguments without a name that stand behind it get theirs, or they would move up. */
function takenAway(page: Page, step: CallStep, signature: Signature, given: Argument): readonly TextEdit[] {
  const index = step.arguments.indexOf(given);
  const previous = step.arguments[index - 1];
  const next = step.arguments[index + 1];
  const positional = positionalOf(step, signature);
  const behind = given.name ? [] : step.arguments.slice(index + 1).filter((each) => !each.name);
  const named = behind.map((each, offset) => {
    const { start } = each.span;
    return replacing(page, start, start, `${positional[index + 1 + offset] ?? ''} = `);
  });
  if (next) return [replacing(page, given.span.start, next.span.start, ''), ...named];
  if (previous) return [replacing(page, previous.span.end, given.span.end, '')];
  // The parentheses go with the only one.
  const start = step.callee.span.end;
  const end = page.text.indexOf(')', given.span.end) + 1;
  return [replacing(page, start, Math.max(end, given.span.end), '')];
}

export function setCount(source: CanvasSource, edit: EditOf<'set-count'>): EditResult {
  const found = findStep(source.module, source.file, edit.step);
  if ('problem' in found) return found;
  const step: Step = found.step;
  if (step.kind !== 'repeat') return refused('Only a `repeat` has a count.');
  const count = edit.count.trim();
  const read = readExpression(count);
  if (!read) return refused(`\`${count}\` is not a number or another value of the language.`);
  if (read.kind === 'number' && (!Number.isInteger(read.value) || read.value < 0)) {
    return refused(`A \`repeat\` runs a whole number of times, and ${count} is none.`);
  }
  const page = pageOf(source.file);
  const { start, end } = step;
  const written = start && page.text.slice(start.span.start, start.span.end);
  const first = start?.kind === 'number' ? start.value : undefined;
  const many = read.kind === 'number' ? read.value : undefined;
  return { edits: [replacing(page, end.span.start, end.span.end, lastOf(written, first, count, many))] };
}

/** The end of a range that begins at `start` and has `count` numbers. */
function lastOf(start: string | undefined, first: number | undefined, count: string, many: number | undefined): string {
  if (start === undefined || first === 0) return count;
  if (first !== undefined && many !== undefined) return String(first + many);
  return `${start} + ${many === undefined ? `(${count})` : count}`;
}

export function setDefault(source: CanvasSource, edit: EditOf<'set-default'>): EditResult {
  const definition = definitionsOf(source.module).find(({ name }) => name.text === edit.definition);
  const parameter = definition?.parameters.find(({ name }) => name.text === edit.parameter);
  if (!definition) return refused(`This file has no network and no block ${edit.definition}.`);
  if (!parameter) return refused(`${edit.definition} has no parameter \`${edit.parameter}\`.`);
  const page = pageOf(source.file);
  const { span, default: present } = parameter;
  const value = edit.value?.trim();
  if (value === undefined) {
    if (!present) return { edits: [] };
    if (definition.kind === 'network') {
      return refused(
        `The network's parameter \`${edit.parameter}\` needs a default: nothing in the file gives it a value.`,
      );
    }
    const declared = page.text.slice(span.start, present.span.start).replace(/\s*=\s*$/, '');
    return { edits: [replacing(page, span.start + declared.length, present.span.end, '')] };
  }
  if (!readValue(value)) return refused(`\`${value}\` is not a value of the language.`);
  if (present) return { edits: [replacing(page, present.span.start, present.span.end, value)] };
  return { edits: [replacing(page, span.end, span.end, ` = ${value}`)] };
}
