/** Steps: from the concrete tree to the syntax tree. Parts that recovery left out are made up or left out. */
import type { IToken } from 'chevrotain';
import type {
  CallCstNode,
  HeadCstNode,
  IfCstNode,
  ItemCstNode,
  RepeatCstNode,
  TrainCstNode,
} from '../../grammar/cst.d.ts';
import { diagnose } from '../diagnostics/catalogue.ts';
import type { Argument, Body, Expression, HeadStep, IfStep, Name, Step, TrainStep } from './ast.ts';
import {
  type Builder,
  buildArgument,
  buildArguments,
  buildExpression,
  buildList,
  buildValue,
} from './build-expression.ts';
import { missing, nameOf, reportUnexpected, spanOf, startOf, written } from './context.ts';
import { endOf } from './lex.ts';

/** Undefined where nothing is written that makes a step. */
export function buildStep(builder: Builder, { children }: ItemCstNode, start: number): Step | undefined {
  const to = (end: number) => spanOf(builder, start, end);
  const token = written(children.label);
  const label = token === undefined ? undefined : nameOf(builder, token);
  const { inputItem, let: lets, expect, require, train, head, call, from, repeat, if: ifs } = children;
  if (inputItem?.[0]) {
    const { Input, Identifier, list } = inputItem[0].children;
    const name = optionalName(builder, Identifier);
    const at = name?.span.end ?? behind(Input, start);
    const shape =
      written(list?.[0]?.children.LSquare) && list?.[0] ? buildList(builder, list[0], at) : missing(builder, at);
    return { kind: 'input', name, shape, span: to(shape.span.end) };
  }
  if (lets?.[0]) {
    const parts = lets[0].children;
    const name = requiredName(builder, parts.Identifier, behind(parts.Let, start));
    const value = buildValue(builder, parts, behind(parts.Equals, name.span.end));
    return { kind: 'let', name, value, span: to(value.span.end) };
  }
  if (expect?.[0]) {
    const parts = expect[0].children;
    const condition = buildExpression(builder, parts.expression?.[0], behind(parts.Expect, start));
    return { kind: 'expect', condition, span: to(condition.span.end) };
  }
  if (require?.[0]) {
    const parts = require[0].children;
    const condition = buildExpression(builder, parts.condition?.[0], behind(parts.Require, start));
    const message = parts.message?.[0] && buildExpression(builder, parts.message[0], condition.span.end);
    return { kind: 'require', condition, message, span: to((message ?? condition).span.end) };
  }
  if (train?.[0]) return buildTrain(builder, train[0], start);
  if (head?.[0]) return buildHead(builder, head[0], start);
  if (children.Skip?.[0]) return { kind: 'skip', label, span: to(endOf(children.Skip[0])) };
  if (from?.[0]) {
    const parts = from[0].children;
    const target = optionalName(builder, parts.Identifier);
    return target && { kind: 'from', label, target, span: to(target.span.end) };
  }
  if (repeat?.[0]) return buildRepeat(builder, repeat[0], label, start);
  if (ifs?.[0]) return buildIf(builder, ifs[0], label, start);
  return call?.[0] && buildCall(builder, call[0], label, start);
}

function behind(tokens: readonly IToken[] | undefined, otherwise: number): number {
  const token = written(tokens);
  return token === undefined ? otherwise : endOf(token);
}

export function optionalName(builder: Builder, tokens: readonly IToken[] | undefined): Name | undefined {
  const token = written(tokens);
  return token === undefined ? undefined : nameOf(builder, token);
}

/** A name, or an empty one at `offset` where it is missing (the parser has said so). */
export function requiredName(builder: Builder, tokens: readonly IToken[] | undefined, offset: number): Name {
  return optionalName(builder, tokens) ?? { text: '', span: spanOf(builder, offset, offset) };
}

export function bodyOr(builder: Builder, node: Parameters<Builder['body']>[1] | undefined, offset: number): Body {
  if (node) return builder.body(builder, node, offset);
  return { kind: 'body', steps: [], branches: undefined, span: spanOf(builder, offset, offset) };
}

function buildTrain(builder: Builder, { children }: TrainCstNode, start: number): TrainStep {
  const settings = (children.argument ?? []).map((node) => buildArgument(builder, node, start));
  const wanted = 'a setting such as `epochs = 10`';
  for (const stray of children.stray ?? []) reportUnexpected(builder, startOf(stray) ?? start, wanted);
  for (const { name, span } of settings) if (!name) reportUnexpected(builder, span.start, wanted);
  const end = Math.max(behind(children.RBrace, start), settings.at(-1)?.span.end ?? behind(children.LBrace, start));
  return { kind: 'train', settings: settings.filter(({ name }) => name), span: spanOf(builder, start, end) };
}

function buildHead(builder: Builder, { children }: HeadCstNode, start: number): HeadStep {
  const name = requiredName(builder, children.name, behind(children.Head, start));
  const from = optionalName(builder, children.source);
  const args = (children.argument ?? []).map((node) => buildArgument(builder, node, start));
  const { weight, trainingOnly } = headArguments(builder, args);
  const at = args.at(-1)?.span.end ?? from?.span.end ?? name.span.end;
  const body = bodyOr(builder, children.body?.[0], at);
  return {
    kind: 'head',
    name,
    from,
    weight,
    trainingOnly,
    body,
    span: spanOf(builder, start, body.span.end),
  };
}

function headArguments(
  builder: Builder,
  args: readonly Argument[],
): { readonly weight: Expression | undefined; readonly trainingOnly: boolean } {
  let weight: Expression | undefined;
  let trainingOnly = false;
  const seen = new Set<string>();
  for (const { name, value, span } of args) {
    const text = builder.text.slice(span.start, span.end);
    const argument = name?.text ?? text;
    if (seen.has(argument)) {
      builder.diagnostics.push(diagnose('duplicate-argument', { callee: 'head', argument }, span));
    } else if (argument === 'training_only') {
      const found = builder.text.slice(value.span.start, value.span.end);
      const data = { callee: 'head', argument, wanted: 'written alone, or true or false', found: `\`${found}\`` };
      if (name && value.kind !== 'boolean') builder.diagnostics.push(diagnose('wrong-type', data, value.span));
      trainingOnly = value.kind !== 'boolean' || value.value;
    } else if (name?.text === 'weight') {
      if (value.kind === 'body') reportUnexpected(builder, value.span.start, 'a number');
      else weight = value;
    } else {
      const data = { callee: 'head', argument, known: ['weight', 'training_only'] };
      builder.diagnostics.push(diagnose('unknown-argument', data, name?.span ?? span));
    }
    seen.add(argument);
  }
  return { weight, trainingOnly };
}

function buildRepeat(builder: Builder, { children }: RepeatCstNode, label: Name | undefined, start: number): Step {
  const variable = optionalName(builder, children.Identifier);
  const first = buildExpression(builder, children.expression?.[0], behind(children.In ?? children.Repeat, start));
  const range = children.DotDot !== undefined;
  const end = range ? buildExpression(builder, children.end?.[0], behind(children.DotDot, first.span.end)) : first;
  const body = bodyOr(builder, children.body?.[0], end.span.end);
  const span = spanOf(builder, start, body.span.end);
  return { kind: 'repeat', label, variable, start: range ? first : undefined, end, body, span };
}

function buildIf(builder: Builder, { children }: IfCstNode, label: Name | undefined, start: number): IfStep {
  let end = start;
  const cases = (children.If ?? []).map((token, index) => {
    const condition = buildExpression(builder, children.expression?.[index], endOf(token));
    const body = bodyOr(builder, children.body?.[index], condition.span.end);
    end = body.span.end;
    return { condition, body };
  });
  const last = children.otherwiseBody?.[0];
  const otherwise = last && builder.body(builder, last, end);
  return { kind: 'if', label, cases, otherwise, span: spanOf(builder, start, otherwise?.span.end ?? end) };
}

function buildCall(builder: Builder, { children }: CallCstNode, label: Name | undefined, start: number): Step {
  const callee = requiredName(builder, children.Identifier, start);
  const given = children.arguments?.[0] && buildArguments(builder, children.arguments[0], callee.span.end);
  const at = given?.end ?? callee.span.end;
  const trailing = children.body?.[0] && builder.body(builder, children.body[0], at);
  const span = spanOf(builder, start, trailing?.span.end ?? at);
  return { kind: 'call', label, callee, arguments: given?.list ?? [], trailing, span };
}
