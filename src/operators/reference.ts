/** The reference of the operators in Markdown, made from the registry: for the docs and for `netwright explain`. */
import type { ArgumentType, ArgumentValue, Category, Operator, OperatorParameter } from './operator.ts';
import { formatArgument, operators } from './registry.ts';

const categoryTitles: Readonly<Record<Category, string>> = {
  convolution: 'Convolutions',
  dense: 'Dense layers',
  pooling: 'Pooling',
  normalisation: 'Normalisation',
  regularisation: 'Regularisation',
  activation: 'Activations',
  merge: 'Merges',
  arrangement: 'Arrangement',
  output: 'Outputs',
};

function range(min: number | undefined, max: number | undefined): string {
  if (min !== undefined && max !== undefined) return `, ${min} to ${max}`;
  if (min !== undefined) return `, at least ${min}`;
  return max === undefined ? '' : `, at most ${max}`;
}

/** "whole number, at least 1" */
export function describeType(type: ArgumentType): string {
  switch (type.kind) {
    case 'int':
      return `whole number${range(type.min, type.max)}`;
    case 'number':
      return `number${range(type.min, type.max)}`;
    case 'bool':
      return '`true` or `false`';
    case 'size':
      return `size${range(type.min, undefined)}`;
    case 'padding':
      return 'padding';
    case 'word':
      return type.words.map((word) => `\`${word}\``).join(', ');
    case 'table':
      return 'list of lists of whole numbers';
  }
}

/** As it can be written, but for endless fractions, which are cut: two thirds is "0.6666...". */
function formatDefault(value: ArgumentValue): string {
  const text = formatArgument(value);
  return typeof value === 'number' && text.length > 8 ? `${text.slice(0, 6)}...` : text;
}

/** "conv(channels, kernel, stride = 1, ..., connections)"; what has no fixed default stands by its name alone. */
export function operatorSignature(record: Operator): string {
  if (record.parameters.length === 0) return record.inputs === 'many' ? `${record.name} { | a | b }` : record.name;
  const parameters = record.parameters.map(({ name, default: value }) =>
    value === undefined ? name : `${name} = ${formatDefault(value)}`,
  );
  return `${record.name}(${parameters.join(', ')})`;
}

function parameterRow(parameter: OperatorParameter): string {
  const { name, type, doc, default: value, defaultIs = 'must be given' } = parameter;
  const shown = value === undefined ? defaultIs : `\`${formatDefault(value)}\``;
  return `| \`${name}\` | ${describeType(type)} | ${shown} | ${doc} |`;
}

function parameterTable(record: Operator): readonly string[] {
  if (record.parameters.length === 0) return [];
  const header = ['| Parameter | Type | Default | Meaning |', '| --- | --- | --- | --- |'];
  return [...header, ...record.parameters.map(parameterRow), ''];
}

/** One operator's page: signature, summary, parameters, formula, example, source. `level` is that of its heading. */
export function operatorMarkdown(record: Operator, level = 2): string {
  return [
    `${'#'.repeat(level)} ${record.name}`,
    '',
    record.summary,
    '',
    '```',
    operatorSignature(record),
    '```',
    '',
    ...parameterTable(record),
    'Shapes and costs:',
    '',
    '```',
    record.formula,
    '```',
    '',
    'Example:',
    '',
    '```',
    record.example,
    '```',
    '',
    `Source: ${record.source}`,
    '',
  ].join('\n');
}

const introduction = [
  '# Operators',
  '',
  'Shapes are channels x height x width, for one image: `[C, H, W]`; after `flatten` and `dense` a vector `[N]`.',
  'Parameters are the learned values. Multiply-accumulates (MACs) are those of convolutions and dense layers, for one',
  'image. Floating-point operations (FLOPs) are two for each multiply-accumulate and, beside them, what each operator',
  'states; a comparison, an exponential, a tanh and a power count as one each.',
  '',
  'A size is one number for both axes or height by width: `3`, `7x1`. Operators that take no arguments are written',
  'without parentheses.',
  '',
];

/** The whole reference, a section a category and below it the operators. */
export function operatorsMarkdown(): string {
  const categories = [...new Set([...operators.values()].map((record) => record.category))];
  const sections = categories.flatMap((category) => {
    const members = [...operators.values()].filter((record) => record.category === category);
    return [`## ${categoryTitles[category]}`, '', ...members.map((record) => operatorMarkdown(record, 3))];
  });
  return [...introduction, ...sections].join('\n');
}
