/** All that `netwright explain` can explain: one list, made from the registries. */
import { type Rule, rules } from '../analysis/rules.ts';
import { type Builtin, builtins } from '../compiler/builtins.ts';
import { recipeRecords } from '../compiler/recipe-reference.ts';
import { recipeSettings, type Setting } from '../compiler/recipe-settings.ts';
import { type Code, codes } from '../diagnostics/catalogue.ts';
import type { SourceFile } from '../diagnostics/diagnostic.ts';
import type { Operator } from '../operators/operator.ts';
import { operators } from '../operators/registry.ts';
import type { BlockDefinition } from '../syntax/ast.ts';
import { parse } from '../syntax/parse.ts';
import { nodeHost } from './host.ts';

export interface LibraryBlock {
  readonly module: string;
  /** As it is declared: "Bottleneck(width, stride = 1)". */
  readonly signature: string;
  /** The comment above it. */
  readonly doc: string;
  readonly source: string;
}

export type Topic =
  | { readonly kind: 'operator'; readonly name: string; readonly operator: Operator }
  | { readonly kind: 'block'; readonly name: string; readonly block: LibraryBlock }
  | { readonly kind: 'module'; readonly name: string; readonly blocks: readonly LibraryBlock[] }
  | { readonly kind: 'function'; readonly name: string; readonly builtin: Builtin }
  | { readonly kind: 'figure'; readonly name: string; readonly rule: Rule }
  | {
      readonly kind: 'recipe';
      /** `train`, or a record that a setting may be: `sgd`. */
      readonly name: string;
      readonly doc: string;
      readonly settings: readonly Setting[];
    }
  | { readonly kind: 'diagnostic'; readonly name: Code };

export type TopicKind = Topic['kind'];

/** Family by family, each in the order of its registry. */
export function allTopics(): readonly Topic[] {
  return [
    ...[...operators.values()].map((operator): Topic => ({ kind: 'operator', name: operator.name, operator })),
    ...libraryTopics(),
    ...[...builtins.values()].map((builtin): Topic => ({ kind: 'function', name: builtin.name, builtin })),
    ...rules.map((rule): Topic => ({ kind: 'figure', name: rule.name, rule })),
    ...recipeTopics(),
    ...codes.map((code): Topic => ({ kind: 'diagnostic', name: code })),
  ];
}

/**
 * The topics of a name, upper and lower case counted as equal where nothing matches exactly; `residual.Bottleneck`
 * is the block of that module. Several modules may have a block of one name.
 */
export function topicsNamed(name: string, topics: readonly Topic[]): readonly Topic[] {
  const exact = topics.filter((topic) => names(topic).includes(name));
  if (exact.length > 0) return exact;
  const lower = name.toLowerCase();
  return topics.filter((topic) => names(topic).some((other) => other.toLowerCase() === lower));
}

function names(topic: Topic): readonly string[] {
  return topic.kind === 'block' ? [topic.name, `${topic.block.module}.${topic.name}`] : [topic.name];
}

function recipeTopics(): readonly Topic[] {
  return [
    {
      kind: 'recipe',
      name: 'train',
      doc: 'How the network is trained; each setting has a flag of `netwright train` that goes before it.',
      settings: recipeSettings,
    },
    ...recipeRecords.map(
      ({ record, setting }): Topic => ({
        kind: 'recipe',
        name: record.name,
        doc: `${record.doc} For \`${setting}\` in a \`train\` block.`,
        settings: record.settings,
      }),
    ),
  ];
}

function libraryTopics(): readonly Topic[] {
  const host = nodeHost();
  return host.libraryNames.flatMap((module): readonly Topic[] => {
    const file = host.library(module);
    if (file === undefined) return [];
    const blocks = parse(file).value.blocks.map((definition) => ({
      name: definition.name.text,
      block: libraryBlock(module, definition, file),
    }));
    return [
      { kind: 'module', name: module, blocks: blocks.map(({ block }) => block) },
      ...blocks.map(({ name, block }): Topic => ({ kind: 'block', name, block })),
    ];
  });
}

function libraryBlock(module: string, definition: BlockDefinition, { text }: SourceFile): LibraryBlock {
  const textOf = (span: { readonly start: number; readonly end: number }): string => text.slice(span.start, span.end);
  const parameters = definition.parameters.map(({ span }) => textOf(span)).join(', ');
  return {
    module,
    signature: parameters === '' ? definition.name.text : `${definition.name.text}(${parameters})`,
    doc: definition.doc,
    source: textOf(definition.span),
  };
}
