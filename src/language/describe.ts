/** Names in words: the Markdown that hovers and completions show. */
import { typeNames } from '../compiler/arguments.ts';
import { recordSignature, settingFacts } from '../compiler/recipe-reference.ts';
import type { SourceFile } from '../diagnostics/diagnostic.ts';
import type { Operator } from '../operators/operator.ts';
import { describeType, operatorSignature } from '../operators/reference.ts';
import { blockCallee, functionCallee } from './callee.ts';
import type { Document } from './document.ts';
import { figures } from './figures.ts';
import type { Keyword } from './keywords.ts';
import type { Declared, Meaning } from './meanings.ts';

export function code(text: string, language = 'arch'): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

export function paragraphs(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}

export function describeOperator(operator: Operator): string {
  const { summary, formula, source } = operator;
  return paragraphs(code(operatorSignature(operator)), summary, code(formula, 'text'), `Source: ${source}`);
}

export function describeKeyword({ form, doc }: Keyword): string {
  return paragraphs(code(form), doc);
}

/** A comment's lines flow as Markdown; its line breaks are kept. */
export function describeBlock(signature: string, doc: string, origin: string | undefined): string {
  return paragraphs(code(`block ${signature}`), doc.replaceAll('\n', '  \n'), origin);
}

/** Undefined where there is nothing to say. */
export function describeMeaning(document: Document, meaning: Meaning): string | undefined {
  switch (meaning.kind) {
    case 'declared':
      return describeDeclared(document, meaning.declared);
    case 'operator':
      return describeOperator(meaning.operator);
    case 'operator-parameter': {
      const { operator, parameter } = meaning;
      const { name, doc, type } = parameter;
      return paragraphs(code(operatorSignature(operator)), `\`${name}\`: ${doc} (${describeType(type)})`);
    }
    case 'function': {
      const { signature, doc } = functionCallee(meaning.builtin);
      return paragraphs(code(signature), doc);
    }
    case 'figure':
      return describeFigure(meaning.name);
    case 'setting':
      return paragraphs(code(meaning.setting.name), meaning.setting.doc, settingFacts(meaning.setting));
    case 'record':
      return paragraphs(code(recordSignature(meaning.record)), meaning.record.doc);
    case 'module': {
      const file = document.host.library(meaning.module);
      return file && paragraphs(`Module of the library: \`${file.path}\``, headOf(file));
    }
    default:
      return undefined;
  }
}

export function describeFigure(name: string): string | undefined {
  const rule = figures.get(name);
  return rule && paragraphs(`**${rule.title}** (${rule.unit})`, rule.text);
}

/** The comment at the top of a file. */
export function headOf({ text }: SourceFile): string {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('//'));
  return lines
    .slice(0, Math.max(0, end))
    .map((line) => line.slice(2).trim())
    .join(' ');
}

function describeDeclared(document: Document, declared: Declared): string | undefined {
  const { sources } = document.examined.compilation;
  const written = (span: { readonly file: string; readonly start: number; readonly end: number }): string =>
    (sources.get(span.file)?.text ?? '').slice(span.start, span.end);
  switch (declared.kind) {
    case 'block': {
      const { definition, home } = declared;
      const { signature, doc } = blockCallee({ definition, home: { file: home } });
      const origin = home.path === document.module.file.path ? undefined : `From \`${home.path}\``;
      return describeBlock(signature, doc, origin);
    }
    case 'network': {
      const { name, parameters, doc } = declared.definition;
      const inside = parameters.map(({ span }) => written(span)).join(', ');
      return paragraphs(
        code(`network ${name.text}${inside === '' ? '' : `(${inside})`}`),
        doc.replaceAll('\n', '  \n'),
      );
    }
    case 'parameter': {
      const { parameter, owner, home } = declared;
      const text = home.text.slice(parameter.span.start, parameter.span.end);
      const type = parameter.type ? `${typeNames[parameter.type]}; ` : '';
      const must = parameter.default ? '' : ' It must be given.';
      return paragraphs(code(text), `${type}parameter of ${owner.kind} \`${owner.name.text}\`.${must}`);
    }
    case 'let':
      return code(written(declared.step.span));
    case 'counter': {
      const { start, end } = declared.step;
      const first = start ? written(start.span) : '0';
      return paragraphs(code(`${declared.name.text} in ${first}..${written(end.span)}`), 'The counter of a `repeat`.');
    }
    case 'input':
      return paragraphs(code(written(declared.step.span)), 'The map that enters the network.');
    case 'head':
      return 'A further output of the network.';
    case 'label':
      return undefined;
  }
}
