/** From text to syntax tree. Never throws: a broken text gives what could be read of it, and diagnostics. */
import type { CstNode, IToken } from 'chevrotain';
import type {
  BlockCstNode,
  ExpressionCstNode,
  FileCstNode,
  NetworkCstNode,
  ParametersCstNode,
  UseCstNode,
} from '../../grammar/cst.d.ts';
import { ArchParser, tooManyErrors } from '../../grammar/parser.ts';
import { diagnose } from '../diagnostics/catalogue.ts';
import type { Diagnostic, Outcome, SourceFile } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { BlockDefinition, Expression, Module, Parameter, ParameterType, Use } from './ast.ts';
import { balance } from './brackets.ts';
import { buildBody } from './build-body.ts';
import { type Builder, buildExpression, buildValue, checkCommas } from './build-expression.ts';
import { bodyOr, optionalName, requiredName } from './build-step.ts';
import { reportUnexpected, spanOf, startOf, tokenSpan, written } from './context.ts';
import { endOf, lex, reportLimit } from './lex.ts';
import { stringLiteral } from './literals.ts';

/** Made once: analysing the grammar takes some milliseconds. It keeps nothing from one text to the next. */
const parser = new ArchParser();

export function parse(file: SourceFile): Outcome<Module> {
  const { builder, comments, tree } = read(file, () => parser.file());
  const { children } = (tree ?? { children: {} }) as FileCstNode;
  const uses = (children.use ?? []).map((node) => buildUse(builder, node));
  const blocks = (children.block ?? []).map((node) => ({ kind: 'block' as const, ...buildDefinition(builder, node) }));
  const networks = (children.network ?? []).map((node) => ({
    kind: 'network' as const,
    ...buildDefinition(builder, node),
  }));
  const stray = children.stray?.[0];
  if (stray) reportUnexpected(builder, startOf(stray) ?? 0, '`use`, `block` or `network`');
  const [network, second] = networks;
  if (network && second) {
    const related = [{ span: network.name.span, message: 'the first network is here' }];
    const data = { name: second.name.text, first: network.name.text };
    builder.diagnostics.push(diagnose('duplicate-network', data, second.name.span, { related }));
  }
  return {
    value: {
      file,
      uses,
      blocks,
      network,
      comments: comments.map((token) => ({
        text: token.image.slice(2).trim(),
        span: spanOf(builder, token.startOffset, endOf(token)),
      })),
    },
    diagnostics: inOrder(builder.diagnostics),
  };
}

/** A text that is one expression, as the value of a setting from outside. */
export function parseValue(file: SourceFile): Outcome<Expression> {
  const { builder, tree } = read(file, () => parser.expression());
  const value = buildExpression(builder, tree as ExpressionCstNode | undefined, 0);
  return { value, diagnostics: inOrder(builder.diagnostics) };
}

interface Read {
  readonly builder: Builder;
  readonly comments: readonly IToken[];
  /** Absent where the errors were too many. */
  readonly tree: CstNode | undefined;
}

function read(file: SourceFile, rule: () => CstNode): Read {
  const lexed = lex(file);
  const balanced = balance(file, lexed.tokens);
  const diagnostics: Diagnostic[] = [...lexed.diagnostics, ...balanced.diagnostics];
  const { tokens } = balanced;
  const builder: Builder = { path: file.path, text: file.text, tokens, diagnostics, body: buildBody };
  parser.input = tokens;
  let tree: CstNode | undefined;
  try {
    tree = rule();
  } catch (error) {
    if (error !== tooManyErrors) throw error;
  }
  for (const { token, message } of parser.errors.slice(0, reportLimit)) {
    const offset = Number.isNaN(token.startOffset) ? file.text.length : token.startOffset;
    reportUnexpected(builder, offset, message);
  }
  return { builder, comments: lexed.comments, tree };
}

/** By position, one for each place, and no more than anyone reads. */
function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<number>();
  return [...diagnostics]
    .sort((a, b) => a.span.start - b.span.start)
    .filter(({ span }) => !seen.has(span.start) && seen.add(span.start))
    .slice(0, reportLimit);
}

function buildUse(builder: Builder, { children }: UseCstNode): Use {
  const keyword = children.Use[0] as IToken;
  const start = keyword.startOffset;
  const path = written(children.Text);
  if (path) {
    const literal = stringLiteral(builder, path);
    const source = { kind: 'path', path: literal.value, span: literal.span } as const;
    return { kind: 'use', source, block: undefined, span: spanOf(builder, start, literal.span.end) };
  }
  const name = requiredName(builder, children.module, endOf(keyword));
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
      const data = { name: token.image, ...(close && { nearest: close }) };
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
function docAbove(text: string, offset: number): string {
  const lines: string[] = [];
  let end = text.lastIndexOf('\n', offset - 1);
  while (end >= 0) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, end).trim();
    if (!line.startsWith('//')) break;
    lines.unshift(line.slice(2).replace(/^ /, ''));
    end = start - 1;
  }
  return lines.join('\n');
}
