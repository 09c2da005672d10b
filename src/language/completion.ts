/** What may be written at a caret. */

import { typeNames } from '../compiler/arguments.ts';
import { mapProperties } from '../compiler/evaluate.ts';
import { recipeSettings } from '../compiler/recipe-settings.ts';
import type { Span } from '../diagnostics/diagnostic.ts';
import { operators } from '../operators/registry.ts';
import type { Step } from '../syntax/ast.ts';
import { type Accepts, anyCondition, anyValue } from './accepts.ts';
import { blockCallee, calleeAt, operatorCallee, parameterAt, settingAround, settingParameter } from './callee.ts';
import { headOf } from './describe.ts';
import { type Document, fileOf, libraryModule } from './document.ts';
import {
  argumentItem,
  type CompletionItem,
  calleeItem,
  declaredItem,
  editThatUses,
  type Following,
  item,
  keywordItem,
} from './items.ts';
import { keywordsFor, keywordTable } from './keywords.ts';
import type { Declared } from './meanings.ts';
import { mayBeBlock, visibleAt } from './resolve.ts';
import { type Level, type Scan, scan } from './scan.ts';
import { place } from './snippet.ts';
import { recordItems, valueItems } from './values.ts';

export interface Completion {
  /** The word that is replaced. */
  readonly span: Span;
  readonly items: readonly CompletionItem[];
}

/** At any offset of any text; empty where there is no choice, as in a comment or where a new name is wanted. */
export function completion(document: Document, offset: number): Completion {
  const file = fileOf(document);
  const scanned = scan(file, offset);
  const span = { file: file.path, ...scanned.word };
  if (scanned.inert) return { span, items: [] };
  const items = itemsAt(document, scanned, offset);
  return { span, items: [...items].sort((a, b) => a.rank - b.rank || (a.label < b.label ? -1 : 1)) };
}

function itemsAt(document: Document, scanned: Scan, offset: number): readonly CompletionItem[] {
  const { levels, newLine } = scanned;
  const top = levels.at(-1);
  if (!top) return [];
  switch (top.wanted) {
    case 'module':
      return moduleItems(document);
    case 'module-block':
      return moduleBlockItems(document, top.object);
    case 'type':
      return Object.entries(typeNames).map(([name, words]) => item('type', name, 0, { detail: words }));
    case 'label':
      return namesAt(document, scanned, offset)
        .filter(({ kind }) => kind === 'label' || kind === 'input')
        .map((declared) => declaredItem(declared, 0, written(document, declared)));
    case 'property':
      return propertyItems(document, scanned, offset, top.object);
    case 'operand':
      return operandItems(document, scanned, offset, top);
    case 'name':
      return top.construct === 'head' && top.argument === '' ? headItems(top) : [];
    case 'sign':
      return top.kind === 'body' && top.construct === 'else' ? keywordItems(['if'], 0) : [];
    case 'item':
      if (top.kind === 'file') return fileItems(document);
      if (top.kind === 'train') return settingItems(top);
      return stepItems(document, scanned, offset, top);
    case 'more':
      return moreItems(document, scanned, offset, top, newLine);
  }
}

/** Behind something complete: on a new line what may begin one, on the same line what goes on with it. */
function moreItems(
  document: Document,
  scanned: Scan,
  offset: number,
  top: Level,
  newLine: boolean,
): readonly CompletionItem[] {
  if (top.kind === 'train' && newLine) return settingItems(top);
  if (top.kind === 'body' && newLine) {
    const otherwise = top.construct === 'if' ? keywordItems(['else'], 0) : [];
    return [...otherwise, ...stepItems(document, scanned, offset, { ...top, construct: '' })];
  }
  if (top.conditional === 'chosen') return keywordItems(['else'], 0);
  if (top.kind === 'file' || top.kind === 'train' || top.kind === 'list') return [];
  if (top.kind === 'arguments' || top.kind === 'group' || top.kind === 'choice') return keywordItems(['and', 'or'], 0);
  switch (top.construct) {
    case 'let':
    case 'expect':
    case 'require':
      return keywordItems(['and', 'or'], 0);
    case 'if':
      return keywordItems(scanned.previous?.tokenType.name === 'RBrace' ? ['else'] : ['and', 'or'], 0);
    case 'repeat':
      return scanned.previous?.tokenType.name === 'Identifier' ? keywordItems(['in'], 0) : [];
    case 'head':
      return top.given.length === 0 ? keywordItems(['from'], 0) : [];
    default:
      return [];
  }
}

function keywordItems(names: readonly string[], rank: number): readonly CompletionItem[] {
  return names.flatMap((name) => {
    const keyword = keywordTable.get(name);
    return keyword ? [keywordItem(keyword, rank)] : [];
  });
}

function fileItems({ module }: Document): readonly CompletionItem[] {
  return keywordsFor('file')
    .filter(({ name }) => name !== 'network' || !module.syntax.network)
    .map((keyword) => keywordItem(keyword, 0));
}

function moduleItems(document: Document): readonly CompletionItem[] {
  const { host } = document;
  return host.libraryNames.flatMap((name) => {
    const file = host.library(name);
    return file ? [item('module', name, 0, { detail: file.path, doc: headOf(file) })] : [];
  });
}

function moduleBlockItems(document: Document, name: string): readonly CompletionItem[] {
  const module = libraryModule(document, name);
  if (!module) return [];
  return module.syntax.blocks.map((definition) => {
    const { signature, doc } = blockCallee({ definition, home: module });
    return item('block', definition.name.text, 0, { detail: signature, doc });
  });
}

function settingItems({ given }: Level): readonly CompletionItem[] {
  return recipeSettings
    .filter(({ name }) => !given.includes(name))
    .map((setting) => argumentItem(settingParameter(setting), 0, 'setting'));
}

function headItems({ given }: Level): readonly CompletionItem[] {
  return [
    item('argument', 'weight', 0, {
      detail: 'weight = 1',
      doc: 'Weight of its loss in training.',
      insert: `weight = ${place(1, '0.3')}`,
    }),
    item('argument', 'training_only', 0, { doc: 'The head is dropped after training.' }),
  ].filter(({ label }) => !given.includes(label));
}

function propertyItems(document: Document, scanned: Scan, offset: number, object: string): readonly CompletionItem[] {
  const isMap =
    object === 'in' ||
    namesAt(document, scanned, offset).some(
      ({ name, kind }) => name.text === object && (kind === 'label' || kind === 'input'),
    );
  return isMap ? mapProperties.map((name, index) => item('property', name, index)) : [];
}

function operandItems(document: Document, scanned: Scan, offset: number, top: Level): readonly CompletionItem[] {
  const { levels } = scanned;
  const names = namesAt(document, scanned, offset);
  const following = followingOf(document, scanned);
  const inExpect = levels.some(({ kind, construct }) => kind === 'body' && construct === 'expect');
  const values = (accepts: Accepts): readonly CompletionItem[] =>
    valueItems(document, accepts, names, { following, inExpect, describe: (declared) => written(document, declared) });
  // In the middle of a value, whatever it is for, stands what can be counted or compared.
  if (!top.direct || top.conditional === 'condition') return values(anyCondition);
  if (top.kind === 'train') return settingValues(levels, following, values);
  if (top.kind === 'arguments') {
    const callee = calleeAt(document, levels);
    if (!callee) return values(anyValue);
    const parameter = parameterAt(callee, top);
    const setting = parameter?.setting;
    const given = new Set(top.given);
    const filled = callee.parameters.filter((each) => each.positional).slice(0, top.position);
    const open = callee.parameters.filter((each) => each.named && !given.has(each.name) && !filled.includes(each));
    const named =
      top.argument === undefined ? open.map((each) => argumentItem(each, each.required ? 1 : 2, 'argument')) : [];
    const mayBeValue = parameter !== undefined && (top.argument !== undefined || given.size === 0);
    const records = setting ? recordItems(setting, following) : [];
    return [...named, ...records, ...(mayBeValue ? values(parameter.accepts) : [])];
  }
  if (top.kind === 'choice' || top.kind === 'group') return values(acceptsAround(document, levels));
  if (top.kind === 'list') {
    const setting = settingAround(levels);
    return setting ? settingValues(levels, following, values) : values(anyCondition);
  }
  if (top.kind === 'body' && top.construct !== 'let') return values(anyCondition);
  return values(anyValue);
}

function settingValues(
  levels: readonly Level[],
  following: Following,
  values: (accepts: Accepts) => readonly CompletionItem[],
): readonly CompletionItem[] {
  const setting = settingAround(levels);
  if (!setting) return values(anyCondition);
  return [...recordItems(setting, following), ...values(settingParameter(setting).accepts)];
}

/** A value in parentheses, or chosen by a condition, is for what stands around. */
function acceptsAround(document: Document, levels: readonly Level[]): Accepts {
  const around = levels.slice(0, -1);
  const outer = around.at(-1);
  if (outer?.kind === 'arguments') {
    const callee = calleeAt(document, around);
    return (callee && parameterAt(callee, outer)?.accepts) ?? anyValue;
  }
  if (outer?.kind === 'choice' || outer?.kind === 'group') return acceptsAround(document, around);
  return outer?.kind === 'body' && outer.construct !== 'let' ? anyCondition : anyValue;
}

function stepItems(document: Document, scanned: Scan, offset: number, top: Level): readonly CompletionItem[] {
  const following = followingOf(document, scanned);
  const begins = top.construct === '';
  // Between the braces of a merge stands nothing but branches, and `repeat` and `if` around them.
  if (begins && operators.get(top.owner)?.inputs === 'many' && top.start === top.opened) {
    const branch = item('keyword', '| ', 0, { detail: 'a branch', insert: '| ' });
    return [branch, ...keywordItems(['repeat', 'if'], 1)];
  }
  const bodies = scanned.levels.filter(({ kind }) => kind === 'body');
  const inNetwork = bodies.every(({ owner }) => owner === 'network' || owner === 'if' || owner === 'else');
  const keywords = keywordsFor(
    'step',
    ...(begins ? (['item', ...(inNetwork ? (['network'] as const) : [])] as const) : []),
  );
  const known = new Set(document.module.blocks.keys());
  const names = namesAt(document, scanned, offset).filter(mayBeBlock);
  return [
    ...names.map((declared) => declaredItem(declared, 0, written(document, declared))),
    ...[...document.module.blocks.values()].map((block) => calleeItem(blockCallee(block), 1, following, true)),
    ...[...operators.values()].map((operator) => calleeItem(operatorCallee(operator), 2, following, true)),
    ...keywords
      .filter(({ name }) => name !== 'input' || !hasInput(document.module.syntax.network?.body.steps ?? []))
      .map((keyword) => keywordItem(keyword, 3)),
    ...libraryItems(document, known, following),
  ];
}

function hasInput(steps: readonly Step[]): boolean {
  return steps.some(({ kind }) => kind === 'input');
}

/** Blocks of the library that the file does not use yet, each with the line that brings it. */
function libraryItems(document: Document, known: ReadonlySet<string>, following: Following): readonly CompletionItem[] {
  return document.host.libraryNames.flatMap((name) => {
    const module = libraryModule(document, name);
    const blocks = module?.syntax.blocks.filter((block) => !known.has(block.name.text)) ?? [];
    return blocks.flatMap((definition) => {
      if (!module) return [];
      const offered = calleeItem(blockCallee({ definition, home: module }), 4, following, true);
      const detail = `${offered.detail}, from ${name}`;
      return [{ ...offered, detail, edits: [editThatUses(document.module.syntax, name, definition)] }];
    });
  });
}

/** The names that can be used at a caret, inner ones first. */
function namesAt({ module, names }: Document, { levels }: Scan, offset: number): readonly Declared[] {
  const { scopes } = names;
  const { blocks, network } = module.syntax;
  for (const { start, opened, kind } of [...levels].reverse()) {
    const around = [...blocks, ...(network ? [network] : [])].find(
      ({ span, body }) => span.start <= opened && opened <= body.span.start,
    );
    const scope =
      scopes.get(start) ??
      scopes.get(opened) ??
      (kind === 'parameters' ? scopes.get(around?.span.start ?? -1) : undefined);
    if (scope) return visibleAt(scope, offset);
  }
  return [];
}

function written({ examined }: Document, declared: Declared): string {
  const { text } = examined.compilation.file;
  const span =
    declared.kind === 'parameter'
      ? declared.parameter.span
      : 'step' in declared
        ? declared.step.span
        : declared.name.span;
  const line = text.slice(span.start, Math.min(span.end, span.start + 80)).split('\n')[0] ?? '';
  return span.end - span.start > line.length ? `${line.trimEnd()} ...` : line;
}

function followingOf(document: Document, { word }: Scan): Following {
  const next = fileOf(document)
    .text.slice(word.end, word.end + 2)
    .trimStart();
  return { parenthesis: next.startsWith('('), brace: next.startsWith('{') };
}
