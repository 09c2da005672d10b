import type { Diagnostic, SourceFile, Span } from '../../src/diagnostics/diagnostic.ts';
import type { Body, BranchItem, Expression, Module, Step, Value } from '../../src/syntax/ast.ts';
import { parse } from '../../src/syntax/parse.ts';

export function fileOf(text: string): SourceFile {
  return { path: 'test.arch', text, library: false };
}

export function parseText(text: string): { value: Module; diagnostics: readonly Diagnostic[] } {
  return parse(fileOf(text));
}

/** "2:7 unexpected-token: expected ..." */
export function briefly(text: string, diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ code, message, span }) => {
    const lines = text.slice(0, span.start).split('\n');
    return `${lines.length}:${(lines.at(-1) ?? '').length + 1} ${code}: ${message}`;
  });
}

export function problemsIn(text: string): string[] {
  return briefly(text, parseText(text).diagnostics);
}

/** The text after all fixes, from the last to the first. */
export function fixed(text: string): string {
  const edits = parseText(text).diagnostics.flatMap(({ fix }) => fix?.edits ?? []);
  return [...edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((result, { span, text: put }) => result.slice(0, span.start) + put + result.slice(span.end), text);
}

/** The steps of the network, fully bracketed: what the parser understood. */
export function outline(text: string): string {
  const { network } = parseText(text).value;
  return network === undefined ? '' : bodyOutline(network.body);
}

export function bodyOutline({ steps, branches }: Body): string {
  const inner = [...steps.map(stepOutline), ...(branches ?? []).map(branchOutline)];
  return `{ ${inner.join('; ')} }`;
}

function branchOutline(item: BranchItem): string {
  return item.kind === 'branch' ? `| ${item.body.steps.map(stepOutline).join('; ')}` : stepOutline(item);
}

function stepOutline(step: Step): string {
  const label = 'label' in step && step.label ? `${step.label.text}: ` : '';
  return label + unlabelled(step);
}

function unlabelled(step: Step): string {
  switch (step.kind) {
    case 'input':
      return `input ${step.name?.text ?? '-'} ${valueOutline(step.shape)}`;
    case 'let':
      return `let ${step.name.text} = ${valueOutline(step.value)}`;
    case 'expect':
      return `expect ${valueOutline(step.condition)}`;
    case 'require':
      return `require ${valueOutline(step.condition)}${step.message ? `, ${valueOutline(step.message)}` : ''}`;
    case 'train':
      return `train ${argumentsOutline(step.settings)}`;
    case 'head': {
      const weight = step.weight ? ` weight ${valueOutline(step.weight)}` : '';
      const from = step.from ? ` from ${step.from.text}` : '';
      return `head ${step.name.text}${from}${weight}${step.trainingOnly ? ' training' : ''} ${bodyOutline(step.body)}`;
    }
    case 'skip':
      return 'skip';
    case 'from':
      return `from ${step.target.text}`;
    case 'repeat': {
      const start = step.start ? `${valueOutline(step.start)}..` : '';
      const variable = step.variable ? `${step.variable.text} in ` : '';
      return `repeat ${variable}${start}${valueOutline(step.end)} ${bodyOutline(step.body)}`;
    }
    case 'if': {
      const cases = step.cases.map(({ condition, body }) => `if ${valueOutline(condition)} ${bodyOutline(body)}`);
      const otherwise = step.otherwise ? ` else ${bodyOutline(step.otherwise)}` : '';
      return cases.join(' else ') + otherwise;
    }
    case 'call': {
      const given = step.arguments.length > 0 ? argumentsOutline(step.arguments) : '';
      return `${step.callee.text}${given}${step.trailing ? ` ${bodyOutline(step.trailing)}` : ''}`;
    }
  }
}

function argumentsOutline(list: readonly { readonly name: { text: string } | undefined; readonly value: Value }[]) {
  return `(${list.map(({ name, value }) => (name ? `${name.text} = ` : '') + valueOutline(value)).join(', ')})`;
}

export function valueOutline(value: Value): string {
  return value.kind === 'body' ? bodyOutline(value) : expressionOutline(value);
}

function expressionOutline(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
    case 'boolean':
      return String(expression.value);
    case 'string':
      return JSON.stringify(expression.value);
    case 'list':
      return `[${expression.items.map(valueOutline).join(', ')}]`;
    case 'reference':
      return expression.name.text;
    case 'call-expression':
      return expression.callee.text + argumentsOutline(expression.arguments);
    case 'member':
      return `${valueOutline(expression.object)}.${expression.property.text}`;
    case 'index':
      return `${valueOutline(expression.object)}[${valueOutline(expression.index)}]`;
    case 'unary':
      return `(${expression.operator} ${valueOutline(expression.operand)})`;
    case 'chain': {
      const rest = expression.rest.map(({ operator, operand }) => ` ${operator} ${valueOutline(operand)}`);
      return `(${valueOutline(expression.first)}${rest.join('')})`;
    }
    case 'conditional': {
      const cases = expression.cases.map(
        (each) => `if ${valueOutline(each.condition)} { ${valueOutline(each.value)} }`,
      );
      return `${cases.join(' else ')} else { ${valueOutline(expression.otherwise)} }`;
    }
    case 'missing':
      return '?';
  }
}

interface Node {
  readonly kind?: string;
  readonly text?: string;
  readonly span: Span;
}

/** Every node and name of a tree, each with the nearest node around it. */
export function nodesOf(module: Module): { node: Node; parent: Node | undefined }[] {
  const found: { node: Node; parent: Node | undefined }[] = [];
  const visit = (value: unknown, parent: Node | undefined): void => {
    if (Array.isArray(value)) for (const each of value) visit(each, parent);
    else if (typeof value === 'object' && value !== null) {
      const node = 'span' in value ? (value as Node) : undefined;
      if (node) found.push({ node, parent });
      for (const [key, child] of Object.entries(value)) {
        if (key !== 'span' && key !== 'operatorSpan' && key !== 'file') visit(child, node ?? parent);
      }
    }
  };
  visit([module.uses, module.blocks, module.network], undefined);
  return found;
}
