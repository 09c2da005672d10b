/**
 * Random edits on every example and library file. Whatever is done, the text can be read, its meaning is what the edit
 * says, its form is the formatter's, and the inverse gives the text back. EDIT_RUNS sets the number of edits of each kind.
 */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { examine } from '../../src/analysis/examine.ts';
import { applyCanvasEdit } from '../../src/canvas/edits/apply.ts';
import type { CanvasEdit, CanvasSource } from '../../src/canvas/edits/edit.ts';
import { isLayerStep, type Stack, stacksOf } from '../../src/canvas/edits/locate.ts';
import { namesOf } from '../../src/canvas/edits/scope.ts';
import type { ParseCache } from '../../src/compiler/modules.ts';
import { applyEdits, invert } from '../../src/diagnostics/edits.ts';
import type { Module, Step } from '../../src/syntax/ast.ts';
import { format } from '../../src/syntax/format.ts';
import { parse } from '../../src/syntax/parse.ts';
import { cache, testHost } from '../support/host.ts';
import { isSkip, listOf, type Plain, plain, skip, unlabelled } from './edits-model.ts';
import { gapOf, numbers, type Picked, pick, picked } from './edits-places.ts';
import { edited, sourceOf } from './edits-support.ts';

const options = { numRuns: Number(process.env.EDIT_RUNS ?? 50), seed: Number(process.env.EDIT_SEED ?? 2015) };

/** How many edits were made: a property of refused ones says nothing. */
let done = 0;

/** The tree after the edit; undefined where a problem was said. All that must hold of any edit is checked. */
function treeAfter(source: CanvasSource, edit: CanvasEdit): { module: Module; text: string } | undefined {
  const result = applyCanvasEdit(source, edit);
  if ('problem' in result) {
    expect(result.problem).toMatch(/^[^\n]+\.$/);
    return undefined;
  }
  const { text } = source.file;
  done += 1;
  const after = applyEdits(text, result.edits);
  if (after === undefined) return expect.fail('the edits overlap');
  const { value, diagnostics } = parse({ ...source.file, text: after });
  expect(diagnostics.map(({ message }) => message)).toEqual([]);
  expect(applyEdits(after, invert(text, result.edits) ?? [])).toBe(text);
  if (format(source.file).value === text) expect(format({ ...source.file, text: after }).value).toBe(after);
  for (const comment of source.module.comments) {
    if (edit.kind !== 'delete' && edit.kind !== 'remove-branch' && edit.kind !== 'unwrap')
      expect(after).toContain(comment.text);
  }
  return { module: value, text: after };
}

function check(branches: boolean, property: (place: Picked) => void): void {
  done = 0;
  fc.assert(
    fc.property(numbers, (drawn) => property(picked(drawn, branches))),
    options,
  );
  expect(done).toBeGreaterThan(options.numRuns / 8);
}

/** An edit of a list of steps or branches against the same done to the tree. */
function checkTree(source: CanvasSource, edit: CanvasEdit, expected: Plain, compare = JSON.stringify): void {
  const after = treeAfter(source, edit);
  if (after) expect(compare(plain(after.module))).toBe(compare(expected));
}

function put(list: Plain[], index: number, items: readonly Plain[]): void {
  if (isSkip(list)) list.splice(0, 1, ...items);
  else list.splice(index, 0, ...items);
}

const pasted = ['relu', 'conv(8, 3) -> relu', 'tanh\nadd {\n  | skip\n  | sigmoid\n}', '// note\nrelu // why'];

describe('random canvas edits', () => {
  it('delete', () => {
    check(false, ({ source, stack, first, last, span }) => {
      const { tree, list } = listOf(source.module, stack);
      list.splice(first, last - first + 1);
      if (list.length === 0) list.push(skip);
      checkTree(source, { kind: 'delete', steps: span }, tree);
    });
  });

  it('paste and insert', () => {
    check(false, (place) => {
      const { source, other, gap } = place;
      const text = pick(pasted, place.first);
      const { tree, list } = listOf(source.module, other);
      const steps =
        parse({ path: '', text: `network N {\n${text}\n}`, library: false }).value.network?.body.steps ?? [];
      put(list, gap, steps.map(plain));
      checkTree(source, { kind: 'paste', text, at: gapOf(place) }, tree);
      checkTree(source, { kind: 'insert', callee: 'batchnorm', at: gapOf(place) }, inserted(place));
    });
  });

  it('duplicate', () => {
    check(false, ({ source, stack, first, last, span, steps }) => {
      // These and labels that are used within get new names.
      const renamed = steps.some(
        (step) =>
          ['let', 'head'].includes(step.kind) ||
          ('label' in step && step.label && namesOf(stack.definition).uses.some(({ to }) => to?.name === step.label)),
      );
      if (renamed) return;
      const { tree, list } = listOf(source.module, stack);
      const copies = list.slice(first, last + 1).map((step) => ({ ...step }));
      put(list, last + 1, copies);
      checkTree(source, { kind: 'duplicate', steps: span }, tree, unlabelled);
    });
  });

  it('move', () => {
    check(false, (place) => {
      const { source, stack, first, last, other, gap, span } = place;
      const { tree, list } = listOf(source.module, stack);
      const stays = stack.body === other.body && gap >= first && gap <= last + 1;
      if (stays) return checkTree(source, { kind: 'move', steps: span, to: gapOf(place) }, tree);
      const target = stack === other ? list : sameTree(source.module, tree, other);
      const steps = list.slice(first, last + 1);
      put(target, gap, steps);
      list.splice(stack === other && gap <= first ? first + steps.length : first, steps.length);
      if (list.length === 0) list.push(skip);
      return checkTree(source, { kind: 'move', steps: span, to: gapOf(place) }, tree);
    });
  });

  it('add, remove and move branches', () => {
    check(true, (place) => {
      const { source, stack, first, span, other, gap } = place;
      const removed = listOf(source.module, stack);
      const [branch] = removed.list.splice(first, 1);
      checkTree(source, { kind: 'remove-branch', branch: span }, removed.tree);
      const added = listOf(source.module, other);
      const body = { kind: 'body', steps: [{ kind: 'skip' }] };
      added.list.splice(gap, 0, { kind: 'branch', body });
      checkTree(source, { kind: 'add-branch', at: gapOf(place) }, added.tree);
      if (stack === other && (gap === first || gap === first + 1)) return;
      const moved = listOf(source.module, stack);
      const target = stack === other ? moved.list : sameTree(source.module, moved.tree, other);
      target.splice(gap, 0, branch as Plain);
      moved.list.splice(stack === other && gap <= first ? first + 1 : first, 1);
      checkTree(source, { kind: 'move-branch', branch: span, to: gapOf(place) }, moved.tree);
    });
  });

  it('wrap, and unwrap again', () => {
    check(false, ({ source, stack, first, span, gap }) => {
      const callee = pick(['add', 'concat', 'scale', 'se.SE', 'repeat 2'], gap);
      const after = treeAfter(source, { kind: 'wrap', steps: span, callee });
      if (!after) return;
      expect(after.module.comments.map(({ text }) => text)).toEqual(source.module.comments.map(({ text }) => text));
      const again: CanvasSource = { ...source, file: { ...source.file, text: after.text }, module: after.module };
      // What is new stands in this stack, and so behind it in the list.
      const index = stacksOf(source.module).findIndex(({ body }) => body === stack.body);
      const step = stacksOf(after.module)[index]?.body.steps[first];
      if (!step) return expect.fail('the wrapper is not there');
      const back = treeAfter(again, { kind: 'unwrap', step: step.span, ...keepOf(callee) });
      const blocks = ({ module }: { module: Module }) => unlabelled({ ...plain(module), uses: [] });
      if (back) expect(blocks(back)).toBe(blocks(source));
      return undefined;
    });
  });

  it('set arguments, and take them away again', () => {
    check(false, ({ source, steps, gap }) => {
      const [step] = steps;
      if (step?.kind !== 'call') return;
      const named = step.arguments.filter(({ name }) => name).map(({ name }) => name?.text);
      const name = pick(['stride', 'bias', 'epsilon', 'rate', 'pad'], gap);
      const set = treeAfter(source, { kind: 'set-argument', step: step.span, name, value: '7' });
      if (!set) return;
      const changed = applied(source, set);
      const now = stepAt(changed, step.span.start);
      if (now?.kind !== 'call') return expect.fail('the call is not there');
      const given = now.arguments.some(
        ({ value }) => changed.file.text.slice(value.span.start, value.span.end) === '7',
      );
      expect(given).toBe(true);
      const back = treeAfter(changed, { kind: 'set-argument', step: now.span, name, value: undefined });
      if (back && !named.includes(name) && now.arguments.length > step.arguments.length) {
        expect(back.text).toBe(source.file.text);
      }
      return undefined;
    });
  });

  it('label, and back', () => {
    check(false, ({ source, steps }) => {
      const [step] = steps;
      if (!step) return;
      const label = step.kind === 'input' ? step.name : 'label' in step ? step.label : undefined;
      const after = treeAfter(source, { kind: 'label', step: step.span, name: 'entirely_new' });
      if (!after) return;
      const changed = applied(source, after);
      const now = stepAt(changed, step.span.start);
      if (!now) return expect.fail('the step is not there');
      const back = treeAfter(changed, { kind: 'label', step: now.span, name: label?.text });
      expect(back?.text).toBe(source.file.text);
      return undefined;
    });
  });

  it('extract, to the same layers', () => {
    check(false, ({ source, span }) => {
      const after = treeAfter(source, { kind: 'extract', steps: span, name: 'Extracted' });
      if (!after || !source.module.network) return;
      expect(layersOf({ ...source.file, text: after.text })).toEqual(layersOf(source.file));
    });
  });

  it('connect, with labels that are known', () => {
    check(false, ({ source, stack, first, other, gap }) => {
      // Most stacks are too short for an edge past something.
      const main = source.module.network?.body ?? stack.body;
      const layers = (first % 3 === 0 ? stack.body : main).steps.filter(
        (step) => isLayerStep(step) || step.kind === 'input',
      );
      const from = layers[first % layers.length];
      const behind = layers.filter(({ span }) => from && span.start > from.span.end);
      const to = gap % 8 === 0 ? other.body.steps[gap] : behind[gap % behind.length];
      if (!from || !to) return;
      for (const kind of ['merge', 'step'] as const) {
        const after = treeAfter(source, { kind: 'connect', from: from.span, to: { kind, step: to.span } });
        if (!after || !source.module.network) continue;
        const found = examine({ ...source.file, text: after.text }, source.host, { cache: new Map(cache) });
        const codes = found.compilation.diagnostics.map(({ code }) => code);
        for (const code of ['unknown-label', 'unreachable-label', 'duplicate-name', 'unknown-name']) {
          expect(codes).not.toContain(code);
        }
      }
    });
  });

  it('leave half-typed text no worse', () => {
    check(false, ({ source: { file }, stack, first, last, other, gap }) => {
      const cut = (stack.body.span.start + first) % file.text.length;
      const source = sourceOf(file.text.slice(0, cut) + file.text.slice(cut + 1 + last), file.path);
      const stacks = stacksOf(source.module);
      if (stacks.length === 0) return;
      const { body } = pick(stacks, gap);
      const at = { body: pick(stacks, other.body.span.start).body.span, index: 0 };
      const errors = (text: string): number => parse({ ...file, text }).diagnostics.length;
      const present = errors(source.file.text);
      for (const { span } of body.steps.slice(0, 2)) {
        const edits: readonly CanvasEdit[] = [
          { kind: 'delete', steps: span },
          { kind: 'duplicate', steps: span },
          { kind: 'move', steps: span, to: at },
          { kind: 'wrap', steps: span, callee: 'add' },
          { kind: 'unwrap', step: span },
          { kind: 'extract', steps: span, name: 'Extracted' },
          { kind: 'label', step: span, name: 'fresh' },
          { kind: 'set-argument', step: span, name: 'stride', value: '2' },
          { kind: 'set-count', step: span, count: '2' },
          { kind: 'add-branch', at },
        ];
        for (const edit of edits) {
          const result = edited(source, edit);
          if (result.startsWith('problem: ')) continue;
          expect(errors(result)).toBeLessThanOrEqual(present);
          done += 1;
        }
      }
    });
  });

  it('follow the line ends and the margins of the text', () => {
    check(false, ({ source, stack, first, last, other, gap }) => {
      const index = { stack: stacksOf(source.module).indexOf(stack), other: stacksOf(source.module).indexOf(other) };
      const results = [(text: string) => text, windows, wide].map((change) => {
        const changed = sourceOf(change(source.file.text), source.file.path);
        const stacks = stacksOf(changed.module);
        const from = stacks[index.stack]?.body.steps ?? [];
        const body = stacks[index.other]?.body.span ?? { start: 0, end: 0 };
        const steps = { file: changed.file.path, start: from[first]?.span.start ?? 0, end: from[last]?.span.end ?? 0 };
        const edits: readonly CanvasEdit[] = [
          { kind: 'delete', steps },
          { kind: 'move', steps, to: { body, index: gap } },
          { kind: 'paste', at: { body, index: gap }, text: pasted[2] ?? '' },
          { kind: 'extract', steps, name: 'Extracted' },
        ];
        return edits.map((edit) => edited(changed, edit));
      });
      const [plainly = [], crlf, wider] = results;
      done += 1;
      expect(crlf).toEqual(plainly.map(windows));
      expect(wider).toEqual(plainly.map(wide));
    });
  });

  it('recompile in steps as from scratch', () => {
    const kept: ParseCache = new Map();
    check(false, (place) => {
      // Large networks take long to compare.
      if (/resn|senet|inception/.test(place.source.file.path)) return;
      const source = { ...place.source, cache: kept };
      const after = treeAfter(source, { kind: 'insert', callee: 'relu', at: gapOf(place) });
      if (!after) return;
      const file = { ...place.source.file, text: after.text };
      const step = examine(file, testHost(), { cache: kept });
      const scratch = examine(file, testHost());
      expect(step.compilation.graph).toEqual(scratch.compilation.graph);
      expect(step.analysis).toEqual(scratch.analysis);
      expect(step.diagnostics).toEqual(scratch.diagnostics);
    });
  });
});

function windows(text: string): string {
  return text.replaceAll('\n', '\r\n');
}

function wide(text: string): string {
  return text.replace(/^ +/gm, (margin) => margin + margin);
}

function inserted({ source, other, gap }: Picked): Plain {
  const { tree, list } = listOf(source.module, other);
  put(list, gap, [{ kind: 'call', callee: { text: 'batchnorm' }, arguments: [] }]);
  return tree;
}

/** The list of another stack, in a tree that has been made already. */
function sameTree(module: Module, tree: Plain, stack: Stack): Plain[] {
  const { tree: own, list } = listOf(module, stack);
  const path = pathTo(own, list) ?? [];
  return path.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], tree) as Plain[];
}

function pathTo(at: unknown, wanted: unknown): readonly string[] | undefined {
  if (at === wanted) return [];
  if (typeof at !== 'object' || at === null) return undefined;
  for (const [key, each] of Object.entries(at)) {
    const rest = pathTo(each, wanted);
    if (rest) return [key, ...rest];
  }
  return undefined;
}

function keepOf(callee: string): { readonly keep?: number } {
  if (callee === 'add') return { keep: 0 };
  return callee === 'concat' || callee === 'scale' ? { keep: 1 } : {};
}

function applied(source: CanvasSource, { module, text }: { module: Module; text: string }): CanvasSource {
  return { ...source, module, file: { ...source.file, text } };
}

function stepAt({ module }: CanvasSource, start: number): Step | undefined {
  return stacksOf(module)
    .flatMap(({ body }) => body.steps)
    .find(({ span }) => span.start === start);
}

function layersOf(file: CanvasSource['file']): unknown {
  const { graph, diagnostics } = examine(file, testHost(), { cache: new Map(cache) }).compilation;
  const errors = diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  return { errors, layers: graph?.nodes.map(({ op, inputs, shape, args }) => ({ op, inputs, shape, args })) };
}
