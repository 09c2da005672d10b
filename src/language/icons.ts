/** What editors show before a name: of the kinds that editors know, by the names that they have in Monaco and in LSP. */
import type { CompletionItem } from './items.ts';
import type { DocumentSymbol } from './outline.ts';

export const completionIcons = {
  operator: 'Method',
  block: 'Class',
  argument: 'Field',
  parameter: 'Variable',
  name: 'Variable',
  label: 'Reference',
  function: 'Function',
  word: 'EnumMember',
  figure: 'Constant',
  keyword: 'Keyword',
  setting: 'Property',
  module: 'Module',
  property: 'Property',
  type: 'TypeParameter',
} as const satisfies Readonly<Record<CompletionItem['kind'], string>>;

export const symbolIcons = {
  network: 'Module',
  block: 'Class',
  input: 'Interface',
  label: 'Field',
  let: 'Variable',
  head: 'Event',
} as const satisfies Readonly<Record<DocumentSymbol['kind'], string>>;
