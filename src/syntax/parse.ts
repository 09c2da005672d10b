/** From text to syntax tree. Never throws: a broken text gives what could be read of it, and diagnostics. */
import { type CstNode, EOF, type IRecognitionException, type IToken } from 'chevrotain';
import type {
  BlockCstNode,
  ExpressionCstNode,
  FileCstNode,
  NetworkCstNode,
  ParametersCstNode,
  UseCstNode,
} from '../../grammar/cst.d.ts';
import { ArchParser } from '../../grammar/parser.ts';
import { tooManyErrors } from '../../grammar/phrases.ts';
import { RBrace } from '../../grammar/tokens.ts';
import { type Code, diagnose } from '../diagnostics/catalogue.ts';
import type { Diagnostic, Outcome, SourceFile } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { BlockDefinition, Expression, Module, Parameter, ParameterType, Use } from './ast.ts';
import { balance } from './brackets.ts';
import { buildBody } from './build-body.ts';
import { type Builder, buildExpression, buildValue, checkCommas } from './build-expression.ts';
import { bodyOr, optionalName, requiredName } from './build-step.ts';
import { reportUnexpected, spanOf, startOf, tokenIndexAt, tokenSpan, written } from './context.ts';
import { endOf, hasLineBreak, lex, reportLimit } from './lex.ts';
import { stringLiteral } from './literals.ts';

/** Made once: analysing the grammar takes some milliseconds. It keeps nothing from one text to the next. */
const parser = new ArchParser();

export function parse(file: SourceFile): Outcome<Module> {
  const { builder, comments, tree } = read(file, () => parser.file());
  const { children } = (tree ?? { children: {} }) as FileCstNode;
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
    diagnostics: inOrder(builder),
  };
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
  const { builder, tree } = read(file, () => parser.expression());
  const value = buildExpression(builder, tree as ExpressionCstNode | undefined, 0);
  return { value, diagnostics: inOrder(builder) };
}

interface Read {
  readonly builder: Builder;
  readonly comments: readonly IToken[];
  /** Absent where nothing could be read. */
  readonly tree: CstNode | undefined;
}

function read(file: SourceFile, rule: () => CstNode): Read {
  const lexed = lex(file);
  const balanced = balance(file, lexed.tokens);
  const diagnostics: Diagnostic[] = [...lexed.diagnostics, ...balanced.diagnostics];
  const { tokens } = balanced;
  const builder: Builder = { path: file.path, text: file.text, tokens, diagnostics, body: buildBody };
  const { tree, errors } = parseTokens(file, tokens, rule);
  for (const { token, message } of errors) {
    // A bracket that is not written has been reported where it is missing.
    if (token.image === '' && token.tokenType !== EOF) continue;
    const offset = Number.isNaN(token.startOffset) ? file.text.length : token.startOffset;
    const end = lineEndBefore(builder, offset);
    if (end === undefined) reportUnexpected(builder, offset, message);
    else {
      const data = { found: 'the end of the line', expected: message };
      diagnostics.push(diagnose('unexpected-token', data, spanOf(builder, end, end)));
    }
  }
  return { builder, comments: lexed.comments, tree };
}

/** Where something is missing at the end of a line, the word that begins the next is not to blame. */
function lineEndBefore(builder: Builder, offset: number): number | undefined {
  const { tokens, text } = builder;
  const index = tokenIndexAt(builder, offset);
  const [previous, token] = [tokens[index - 1], tokens[index]];
  if (previous === undefined || token === undefined) return undefined;
  if (token.tokenType !== RBrace && !/^\w/.test(token.image)) return undefined;
  const end = endOf(previous);
  return hasLineBreak(text, end, token.startOffset) ? end : undefined;
}

interface Parsed {
  readonly tree: CstNode | undefined;
  /** Of the whole list of tokens, as far as the parser got. */
  readonly errors: readonly IRecognitionException[];
}

/**
 * Where the errors are too many, the text is read as far as half of them. Each turn has fewer written tokens than the
 * one before; those that only close a bracket come and go.
 */
function parseTokens(file: SourceFile, all: readonly IToken[], rule: () => CstNode): Parsed {
  let tokens = [...all];
  let errors: readonly IRecognitionException[] | undefined;
  try {
    do {
      parser.input = tokens;
      try {
        const tree = rule();
        return { tree, errors: errors ?? parser.errors };
      } catch (error) {
        if (error !== tooManyErrors) throw error;
      }
      const found: readonly IRecognitionException[] = parser.errors;
      errors ??= found;
      const until = found[found.length >> 1]?.token.startOffset ?? 0;
      const real = tokens.filter(({ image }) => image !== '');
      const before = real.filter(({ startOffset }) => startOffset < until);
      tokens = balance(file, before.length < real.length ? before : real.slice(0, real.length >> 1)).tokens;
    } while (tokens.length > 0);
    return { tree: undefined, errors: errors ?? [] };
  } finally {
    parser.input = [];
  }
}

/** Errors after which the rest of their line is not as its author meant it. */
const breaking: ReadonlySet<string> = new Set<Code>([
  ...(['unexpected-token', 'unexpected-character', 'unterminated-string'] as const),
  ...(['unclosed-bracket', 'unmatched-bracket', 'nesting-too-deep'] as const),
]);
/** Errors that are dropped behind one of those on their line. */
const following: ReadonlySet<string> = new Set<Code>(['unexpected-token', 'missing-arrow', 'misplaced-arrow']);

/** By position, without those that only follow from another, and no more than anyone reads. */
function inOrder({ text, diagnostics }: Builder): readonly Diagnostic[] {
  const kept: Diagnostic[] = [];
  // A string that runs to the end of its line takes the closing brackets with it.
  const strings = diagnostics.filter(({ code }) => code === 'unterminated-string').map(({ span }) => span.start);
  let brokenUntil = -1;
  for (const diagnostic of [...diagnostics].sort((a, b) => a.span.start - b.span.start)) {
    const { code, span } = diagnostic;
    if (following.has(code) && span.start < brokenUntil) continue;
    if (kept.at(-1)?.span.start === span.start) continue;
    const lineEnd = lineEndAt(text, span.start);
    if (code === 'unclosed-bracket' && strings.some((start) => start > span.start && start < lineEnd)) continue;
    if (breaking.has(code)) brokenUntil = lineEnd;
    kept.push(diagnostic);
    if (kept.length === reportLimit) break;
  }
  return kept;
}

function lineEndAt(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && !hasLineBreak(text, end, end + 1)) end += 1;
  return end;
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
function docAbove(text: string, offset: number): string {
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
