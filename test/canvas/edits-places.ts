/** Places for random edits: in all examples and library files, as they are and as others might write them. */
import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import type { CanvasGap } from '../../src/canvas/document.ts';
import type { CanvasSource } from '../../src/canvas/edits/edit.ts';
import { type Stack, stacksOf } from '../../src/canvas/edits/locate.ts';
import type { Step } from '../../src/syntax/ast.ts';
import { read } from '../support/host.ts';
import { sourceOf } from './edits-support.ts';

const tidy = ['examples', 'blocks'].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.arch'))
    .map((name) => sourceOf(read(`${folder}/${name}`).text, `${folder}/${name}`)),
);

/** The same networks as others might write them: chains over lines, arrows at either end, comments anywhere. */
const untidy = tidy.map(({ file }) => {
  let place = 0;
  const turn = (n: number): boolean => {
    place += 1;
    return place % n === 0;
  };
  const chains = file.text.replace(/ -> /g, () => (turn(2) ? ' ->\n      ' : turn(2) ? '\n      -> ' : '->'));
  const lines = chains.split('\n').flatMap((line) => {
    const trailing = turn(3) && !line.includes('//') ? `${line} // end ${place}` : line;
    return turn(4) ? [`    // above ${place}`, trailing] : [trailing];
  });
  return sourceOf(lines.join('\n'), file.path);
});

export const sources = [...tidy, ...untidy];

export const numbers = fc.record({
  file: fc.nat(),
  stack: fc.nat(),
  first: fc.nat(),
  more: fc.nat(3),
  other: fc.nat(),
  gap: fc.nat(),
});
type Numbers = { [key in 'file' | 'stack' | 'first' | 'more' | 'other' | 'gap']: number };

export interface Picked {
  readonly source: CanvasSource;
  readonly stack: Stack;
  readonly first: number;
  readonly last: number;
  readonly steps: readonly Step[];
  readonly span: Step['span'];
  /** Another place. */
  readonly other: Stack;
  readonly gap: number;
}

export function pick<T>(list: readonly T[], number: number): T {
  return list[number % list.length] as T;
}

/** Stacks of steps, and those of branches, of each file that has some. */
const places = [false, true].map((branches) =>
  sources
    .map((source) => ({
      source,
      stacks: stacksOf(source.module).filter(({ body }) => (body.branches !== undefined) === branches),
    }))
    .filter(({ stacks }) => stacks.length > 0),
);

/** Some neighbours in one stack, or branches of one merge, and a gap of the same sort. */
export function picked(numbers: Numbers, branches: boolean): Picked {
  const { source, stacks } = pick(places[branches ? 1 : 0] ?? [], numbers.file);
  const stack = pick(stacks, numbers.stack);
  const items = (stack.body.branches ?? stack.body.steps) as readonly Step[];
  const first = numbers.first % items.length;
  const last = branches ? first : Math.min(items.length - 1, first + numbers.more);
  const steps = items.slice(first, last + 1);
  const span = { ...pick(steps, 0).span, end: pick(steps, steps.length - 1).span.end };
  const other = pick(stacks, numbers.other);
  const gap = numbers.gap % ((other.body.branches ?? other.body.steps).length + 1);
  return { source, stack, first, last, steps, span, other, gap };
}

export function gapOf({ other, gap }: Picked): CanvasGap {
  return { body: other.body.span, index: gap };
}
