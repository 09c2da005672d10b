/** From text to syntax tree. Never throws: a broken text gives what could be read of it, and diagnostics. */
import type { IToken } from 'chevrotain';
import type {
  BlockCstNode,
  ExpressionCstNode,
  FileCstNode,
  NetworkCstNode,
  ParametersCstNode,
  UseCstNode,
} from '../../grammar/cst.d.ts';
import { errorLimit } from '../../grammar/phrases.ts';
import { diagnose } from '../diagnostics/catalogue.ts';
import type { Outcome, SourceFile } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { BlockDefinition, Comment, Expression, Module, Parameter, ParameterType, Use } from './ast.ts';
import { balance } from './brackets.ts';
import { type Builder, buildExpression, buildValue, checkCommas } from './build-expression.ts';
import { bodyOr, optionalName, requiredName } from './build-step.ts';
import { reportUnexpected, spanOf, startOf, tokenSpan, written } from './context.ts';
import { endOf, lex, reportLimit } from './lex.ts';
import { stringLiteral } from './literals.ts';
import { inOrder, read } from './read.ts';

/** A parsed file, and what the next text can be parsed from. */
export interface Parsed {
  readonly outcome: Outcome<Module>;
  /**
   * Undefined where the tree says too little of the text: brackets were put in or left out, or there were too many
   * errors.
   */
  readonly bounds: Bounds | undefined;
}

/** What the text has at most: there are limits, and what is beyond them changes how the rest is read. */
export interface Bounds {
  /** Errors that the parser met. */
  readonly errors: number;
  /** Brackets in one another. */
  readonly deepest: number;
  /** Heads of `if`. */
  readonly conditions: number;
}

export function parse(file: SourceFile): Outcome<Module> {
  return parseWhole(file).outcome;
}

export function parseWhole(file: SourceFile): Parsed {
  const lexed = lex(file);
  const balanced = balance(file, lexed.tokens);
  const { builder, tree, errors } = read(file, lexed, balanced, 'file');
  const value = buildModule(builder, file, tree as FileCstNode | undefined, commentsOf(file, lexed.comments));
  const diagnostics = inOrder(file.text, builder.diagnostics);
  const isKnown = balanced.diagnostics.length === 0 && errors < errorLimit && diagnostics.length < reportLimit;
  const { deepest, conditions } = balanced;
  return { outcome: { value, diagnostics }, bounds: isKnown ? { errors, deepest, conditions } : undefined };
}

export function commentsOf(file: SourceFile, tokens: readonly IToken[]): readonly Comment[] {
  return tokens.map((token) => ({
    text: token.image.slice(2).trim(),
    span: { file: file.path, start: token.startOffset, end: endOf(token) },
  }));
}

function buildModule(
  builder: Builder,
  file: SourceFile,
  tree: FileCstNode | undefined,
  comments: readonly Comment[],
): Module {
  const children: FileCstNode['children'] = tree?.children ?? {};
  const uses = (children.use ?? []).flatMap((node) => buildUse(builder, node) ?? []);
  // What has no name can be neither used nor missed; the parser has said that the name is missing.
  const blocks = (children.block ?? [])
    .map((node) => ({ kind: 'block' as const, ...buildDefinition(builder, node) }))
    .filter(({ name }) => name.text !== '');
  const networks = (children.network ?? []).map((node) => ({
    kind: 'network' as const,
    ...buildDefinition(builder, node),
  }));
  reportStrays(builder, children);
  const [network, second] = networks;
  if (network && second) {
    const related = [{ span: network.name.span, message: 'the first network is here' }];
    const data = { name: second.name.text, first: network.name.text };
    builder.diagnostics.push(diagnose('duplicate-network', data, second.name.span, { related }));
  }
  return { file, uses, blocks, network, comments };
}

/** Reports the first of each row of tokens between definitions. */
function reportStrays(builder: Builder, children: FileCstNode['children']): void {
  const { use = [], block = [], network = [], stray = [] } = children;
  const parts = [...use, ...block, ...network, ...stray].map((node) => ({ node, at: startOf(node) ?? 0 }));
  parts.sort((a, b) => a.at - b.at);
  parts.forEach(({ node, at }, index) => {
    const before = parts[index - 1]?.node;
    // Behind a definition that broke off, they are the rest of it.
    if (node.name !== 'stray' || before?.name === 'stray' || before?.recoveredNode) return;
    reportUnexpected(builder, at, '`use`, `block` or `network`');
  });
}

/** A text that is one expression, as the value of a setting from outside. */
export function parseValue(file: SourceFile): Outcome<Expression> {
  const lexed = lex(file);
  const { builder, tree } = read(file, lexed, balance(file, lexed.tokens), 'expression');
  const value = buildExpression(builder, tree as ExpressionCstNode | undefined, 0);
  return { value, diagnostics: inOrder(file.text, builder.diagnostics) };
}

/** Undefined where what it brings is missing, which the parser has said. */
function buildUse(builder: Builder, { children }: UseCstNode): Use | undefined {
  const keyword = children.Use[0] as IToken;
  const start = keyword.startOffset;
  const path = written(children.Text);
  if (path) {
    const literal = stringLiteral(builder, path);
    const source = { kind: 'path', path: literal.value, span: literal.span } as const;
    return { kind: 'use', source, block: undefined, span: spanOf(builder, start, literal.span.end) };
  }
  const name = optionalName(builder, children.module);
  if (!name) return undefined;
  const block = optionalName(builder, children.block);
  const span = spanOf(builder, start, (block ?? name).span.end);
  return { kind: 'use', source: { kind: 'library', name }, block, span };
}

function buildDefinition(builder: Builder, { children }: BlockCstNode | NetworkCstNode): Omit<BlockDefinition, 'kind'> {
  const keyword = ('Block' in children ? children.Block : children.Network)[0] as IToken;
  const name = requiredName(builder, children.Identifier, endOf(keyword));
  const parameters = children.parameters?.[0] ? buildParameters(builder, children.parameters[0]) : [];
  const body = bodyOr(builder, children.body?.[0], parameters.at(-1)?.span.end ?? name.span.end);
  const doc = docAbove(builder.text, keyword.startOffset);
  return { name, parameters, body, doc, span: spanOf(builder, keyword.startOffset, body.span.end) };
}

const types: readonly ParameterType[] = ['int', 'number', 'bool', 'string', 'size', 'shape', 'list', 'block'];

function buildParameters(builder: Builder, { children }: ParametersCstNode): readonly Parameter[] {
  const parameters = (children.parameter ?? []).map((node): Parameter => {
    const start = startOf(node) ?? 0;
    const name = requiredName(builder, node.children.name, start);
    const token = written(node.children.type);
    const type = types.find((each) => each === token?.image);
    if (token && !type) {
      const close = nearest(token.image, types);
      const data = { name: token.image, nearest: close };
      builder.diagnostics.push(diagnose('unknown-type', data, tokenSpan(builder, token)));
    }
    const equals = written(node.children.Equals);
    const value = equals && buildValue(builder, node.children, endOf(equals));
    const end = value?.span.end ?? (token ? endOf(token) : name.span.end);
    return { name, type, default: value, span: spanOf(builder, start, end) };
  });
  const wanted = { item: 'a parameter', next: '`,` or `)`' };
  checkCommas(builder, parameters, children.Comma ?? [], children.stray ?? [], wanted);
  return parameters;
}

/** The comment lines directly above an offset, without their slashes. */
export function docAbove(text: string, offset: number): string {
  const lines: string[] = [];
  let end = text.lastIndexOf('\n', offset - 1);
  while (end >= 0) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, end).trim();
    if (!line.startsWith('//')) break;
    lines.push(line.slice(2).replace(/^ /, ''));
    end = start - 1;
  }
  return lines.reverse().join('\n');
}
