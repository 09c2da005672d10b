/** What may stand as a value, by what its place takes. */
import { builtins } from '../compiler/builtins.ts';
import type { Setting } from '../compiler/recipe-settings.ts';
import { operators } from '../operators/registry.ts';
import type { Accepts } from './accepts.ts';
import { blockCallee, functionCallee, operatorCallee, recordCallee } from './callee.ts';
import { describeFigure } from './describe.ts';
import type { Document } from './document.ts';
import { figures } from './figures.ts';
import { type CompletionItem, calleeItem, declaredItem, type Following, item, keywordItem } from './items.ts';
import { keywordTable } from './keywords.ts';
import type { Declared } from './meanings.ts';
import { mayBeBlock } from './resolve.ts';
import { place } from './snippet.ts';

interface Around {
  readonly following: Following;
  readonly inExpect: boolean;
  readonly describe: (declared: Declared) => string;
}

export function valueItems(
  { module }: Document,
  accepts: Accepts,
  names: readonly Declared[],
  { following, inExpect, describe }: Around,
): readonly CompletionItem[] {
  const items: CompletionItem[] = accepts.words.map((word) => item('word', word, 0));
  const keywords = ['true', 'false'].filter(() => accepts.booleans);
  if (accepts.booleans) keywords.push('not');
  if (accepts.numbers || accepts.booleans) keywords.push('if', 'in');
  if (accepts.maps) keywords.push('in');
  for (const declared of names) {
    if (fits(declared, accepts)) items.push(declaredItem(declared, isMap(declared) ? 3 : 0, describe(declared)));
  }
  if (accepts.numbers && inExpect) {
    for (const { name, title } of figures.values()) {
      items.push(item('figure', name, 0, { detail: title, doc: describeFigure(name) ?? '' }));
    }
  }
  for (const name of keywords) {
    const keyword = keywordTable.get(name);
    if (!keyword) continue;
    // As a value, `if` has an `else`.
    if (name === 'if') {
      const insert = `if ${place(1, 'condition')} { ${place(2, '1')} } else { ${place(3, '2')} }`;
      items.push({ ...keywordItem(keyword, 4), detail: 'if condition { a } else { b }', insert });
    } else items.push(keywordItem(keyword, name === 'true' || name === 'false' ? 0 : 3));
  }
  if (accepts.numbers) {
    for (const builtin of builtins.values()) items.push(calleeItem(functionCallee(builtin), 5, following, false));
  }
  if (accepts.blocks) {
    for (const block of module.blocks.values()) items.push(calleeItem(blockCallee(block), 1, following, false));
    for (const operator of operators.values()) {
      if (operator.inputs === 'one') items.push(calleeItem(operatorCallee(operator), 2, following, false));
    }
  }
  return items;
}

function isMap({ kind }: Declared): boolean {
  return kind === 'label' || kind === 'input';
}

/** Labels stand in values for their channels, height and width, and in `shape`. */
function fits(declared: Declared, accepts: Accepts): boolean {
  if (isMap(declared)) return accepts.maps || accepts.numbers;
  if (accepts.maps && !accepts.numbers) return false;
  const block = isBlock(declared);
  return accepts.blocks ? mayBeBlock(declared) || accepts.numbers : !block;
}

function isBlock(declared: Declared): boolean {
  if (declared.kind === 'parameter') return declared.parameter.type === 'block';
  return declared.kind === 'let' && declared.step.value.kind === 'body';
}

/** `sgd(...)` and its like, where a setting is one of some records. */
export function recordItems({ type }: Setting, following: Following): readonly CompletionItem[] {
  if (type.kind !== 'record' && type.kind !== 'records') return [];
  return type.records.map((record) => calleeItem(recordCallee(record), 0, following, false));
}
