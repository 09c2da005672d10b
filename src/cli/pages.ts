/** The pages of `netwright explain`, for a terminal. */
import { recipeExample, recordSignature, settingFacts } from '../compiler/recipe-reference.ts';
import { catalogue } from '../diagnostics/catalogue.ts';
import type { Operator, OperatorParameter } from '../operators/operator.ts';
import { describeType, operatorSignature } from '../operators/reference.ts';
import { formatArgument } from '../operators/registry.ts';
import { renderedExample } from './example.ts';
import { faint, indented, type Style, strong, wrap } from './output.ts';
import type { LibraryBlock, Topic, TopicKind } from './topics.ts';

/** Long lines tire the eye, however wide the terminal is. */
const widestText = 100;

export function topicPage(topic: Topic, style: Style): string {
  const parts = partsOf(topic, style);
  return parts.filter((part) => part !== '').join('\n\n');
}

function partsOf(topic: Topic, style: Style): readonly string[] {
  const heading = `${strong(topic.name, style)}  ${faint(kindTitles[topic.kind].one, style)}`;
  switch (topic.kind) {
    case 'operator':
      return [heading, ...operatorParts(topic.operator, style)];
    case 'block':
      return [heading, ...blockParts(topic.block, topic.name, style)];
    case 'module':
      return [
        heading,
        ...topic.blocks.map(
          (block) => `${strong(block.signature, style)}\n${paragraph(unbroken(block.doc), style, '  ')}`,
        ),
        `Brought by \`use ${topic.name}\`, or one by one: \`use ${topic.name}.NAME\`.`,
      ];
    case 'function': {
      const { name, parameters, doc, takes } = topic.builtin;
      return [heading, `${name}(${parameters.join(', ')})`, paragraph(`Gives ${doc}. Takes ${takes}.`, style)];
    }
    case 'figure':
      return [heading, paragraph(topic.rule.text, style)];
    case 'recipe':
      return [
        heading,
        topic.name === 'train' ? '' : recordSignature(topic),
        paragraph(topic.doc, style),
        topic.settings.map((each) => namedText(each.name, settingFacts(each), each.doc, style)).join('\n'),
        topic.name === 'train' ? section('Example', recipeExample, style) : '',
      ];
    case 'diagnostic':
      return [heading, ...diagnosticParts(topic.name, style)];
  }
}

function operatorParts(operator: Operator, style: Style): readonly string[] {
  return [
    operatorSignature(operator),
    paragraph(operator.summary, style),
    operator.parameters.map((parameter) => parameterText(parameter, style)).join('\n'),
    section('Shapes and costs', operator.formula, style),
    section('Example', operator.example, style),
    paragraph(`Source: ${operator.source}`, style),
  ];
}

function parameterText({ name, type, doc, default: value, defaultIs }: OperatorParameter, style: Style): string {
  const fallback = value !== undefined ? `default ${formatArgument(value)}` : defaultIs && `default ${defaultIs}`;
  const facts = [describeType(type), fallback ?? 'must be given'].join('; ');
  return namedText(name, facts, doc, style);
}

function namedText(name: string, facts: string, doc: string, style: Style): string {
  return `  ${strong(name, style)}  ${faint(facts, style)}\n${paragraph(doc, style, '      ')}`;
}

function blockParts(block: LibraryBlock, name: string, style: Style): readonly string[] {
  return [
    block.signature,
    paragraph(unbroken(block.doc), style),
    section('In a file', `use ${block.module}.${name}`, style),
    section('Source', block.source, style),
  ];
}

function diagnosticParts(code: keyof typeof catalogue, style: Style): readonly string[] {
  const entry: {
    readonly severity: string;
    readonly title: string;
    readonly explanation: string;
    readonly example: string;
    readonly files?: Readonly<Record<string, string>>;
    readonly set?: Readonly<Record<string, string>>;
  } = catalogue[code];
  const settings = Object.entries(entry.set ?? {}).map(([key, value]) => ` --set ${key}=${value}`);
  return [
    `${entry.severity}: ${entry.title}`,
    paragraph(entry.explanation, style),
    section('Example', entry.example, style),
    ...Object.entries(entry.files ?? {}).map(([path, text]) => section(`with ${path}`, text, style)),
    section(
      `netwright compile example.arch${settings.join('')}`,
      renderedExample(code, { ...style, width: style.width - 2 }),
      style,
    ),
  ];
}

function section(title: string, text: string, style: Style): string {
  return text.trim() === '' ? '' : `${faint(`${title}:`, style)}\n${indented(text)}`;
}

/** A comment without the line breaks inside its sentences; it is broken anew to the width. */
function unbroken(comment: string): string {
  return comment.replace(/([^.:;\n])\n(?=\S)/g, '$1 ');
}

function paragraph(text: string, style: Style, indent = ''): string {
  return wrap(text, Math.min(style.width, widestText), indent);
}

const kindTitles: Readonly<Record<TopicKind, { readonly one: string; readonly many: string }>> = {
  operator: { one: 'operator', many: 'Operators' },
  module: { one: 'module of the standard library', many: 'Modules of the standard library' },
  block: { one: 'block of the standard library', many: 'Blocks of the standard library' },
  function: { one: 'function', many: 'Functions' },
  figure: { one: 'figure', many: 'Figures of the report' },
  recipe: { one: 'recipe of training', many: 'Recipe of training' },
  diagnostic: { one: 'diagnostic', many: 'Diagnostics' },
};

/** The names of all topics, kind by kind. */
export function topicList(topics: readonly Topic[], style: Style): string {
  const kinds = Object.entries(kindTitles).map(([kind, { many }]) => {
    const names = topics.filter((topic) => topic.kind === kind).map(({ name }) => name);
    return `${strong(many, style)}\n${wrap([...new Set(names)].join(', '), Math.min(style.width, widestText), '  ')}`;
  });
  return [...kinds, 'More on each: netwright explain NAME'].join('\n\n');
}
