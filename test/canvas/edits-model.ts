/** Syntax trees without places, and what edits do to them: told again, in the simplest way, to compare with. */
import type { Stack } from '../../src/canvas/edits/locate.ts';
import { bodiesOf } from '../../src/compiler/walk.ts';
import type { Module } from '../../src/syntax/ast.ts';

/** A node of the tree: what it is and what it holds. */
export interface Plain {
  [key: string]: Plain | Plain[] | string | number | boolean | undefined;
}

const places: ReadonlySet<string> = new Set(['span', 'operatorSpan', 'file', 'comments', 'doc']);

export function plain(value: unknown): Plain {
  return JSON.parse(JSON.stringify(value, (key, each: unknown) => (places.has(key) ? undefined : each))) as Plain;
}

/** A tree to change, and the list of steps or branches in it that corresponds to a stack of the original. */
export function listOf(module: Module, stack: Stack): { readonly tree: Plain; readonly list: Plain[] } {
  const tree = plain(module);
  const blocks = module.blocks.indexOf(stack.definition as (typeof module.blocks)[number]);
  const definition = blocks < 0 ? tree.network : (tree.blocks as Plain[])[blocks];
  let body = (definition as Plain).body as Plain;
  let original = stack.definition.body;
  for (const [depth, { item }] of stack.around.entries()) {
    const inner = stack.around[depth + 1]?.body ?? stack.body;
    const index = (original.branches ?? original.steps).indexOf(item as never);
    const place = bodiesOf(item).indexOf(inner);
    body = bodiesOf(itemsIn(body)[index] as never)[place] as unknown as Plain;
    original = inner;
  }
  return { tree, list: itemsIn(body) };
}

function itemsIn(body: Plain): Plain[] {
  return (body.branches ?? body.steps) as Plain[];
}

export const skip: Plain = { kind: 'skip' };

export function isSkip(items: readonly Plain[]): boolean {
  return items.length === 1 && items[0]?.kind === 'skip' && items[0].label === undefined;
}

/** Without labels: for edits that may move one. */
export function unlabelled(tree: Plain): string {
  return JSON.stringify(tree, (key, each: unknown) => (key === 'label' ? undefined : each));
}
