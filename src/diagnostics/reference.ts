/** The page of all diagnostics, docs/diagnostics.md, made from the catalogue. */

import { contractEntries } from './catalogue/contracts.ts';
import { expansionEntries } from './catalogue/expansion.ts';
import { nameEntries } from './catalogue/names.ts';
import { shapeEntries } from './catalogue/shapes.ts';
import { syntaxEntries } from './catalogue/syntax.ts';
import { trainingEntries } from './catalogue/training.ts';
import { valueEntries } from './catalogue/values.ts';
import { type Code, catalogue, isCode } from './catalogue.ts';

const sections: readonly { readonly title: string; readonly codes: readonly Code[] }[] = [
  { title: 'The text', codes: codesOf(syntaxEntries) },
  { title: 'Names', codes: codesOf(nameEntries) },
  { title: 'Values and arguments', codes: codesOf(valueEntries) },
  { title: "The network's structure", codes: codesOf(expansionEntries) },
  { title: 'Shapes', codes: codesOf(shapeEntries) },
  { title: 'Expectations', codes: codesOf(contractEntries) },
  { title: 'The recipe', codes: codesOf(trainingEntries) },
];

/** `render` gives the message that a code's example causes, as the terminal shows it without colours. */
export function catalogueMarkdown(render: (code: Code) => string): string {
  const count = sections.reduce((total, section) => total + section.codes.length, 0);
  const parts = [
    '# Diagnostics',
    'This page is made from the catalogue in `src/diagnostics/`; do not edit it. It lists all ' +
      `${count} codes, each with an example and what the compiler says to it. \`netwright explain CODE\` shows the same.`,
    sections
      .map(({ title, codes }) => `**${title}:** ${codes.map((code) => `[${code}](#${code})`).join(', ')}`)
      .join('\n\n'),
  ];
  for (const { title, codes } of sections) {
    parts.push(`## ${title}`, ...codes.map((code) => entryMarkdown(code, render(code))));
  }
  return `${parts.join('\n\n')}\n`;
}

/** One code: severity, title, explanation, example and the rendered message. */
export function entryMarkdown(code: Code, rendered: string): string {
  const { severity, title, explanation, example, files, set } = widened(code);
  const parts = [`### ${code}`, `*${severity}*: ${title}`, explanation, fenced('arch', example)];
  for (const [path, text] of Object.entries(files ?? {})) parts.push(`with \`${path}\``, fenced('arch', text));
  const settings = Object.entries(set ?? {}).map(([key, value]) => `--set ${key}=${value}`);
  if (settings.length > 0) parts.push(`compiled with \`${settings.join(' ')}\``);
  if (rendered !== '') parts.push(fenced('text', rendered));
  return parts.join('\n\n');
}

/** What entries have in common, whatever their data. */
interface Texts {
  readonly severity: string;
  readonly title: string;
  readonly explanation: string;
  readonly example: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly set?: Readonly<Record<string, string>>;
}

function widened(code: Code): Texts {
  return catalogue[code];
}

function codesOf(entries: object): readonly Code[] {
  return Object.keys(entries).filter(isCode);
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}
