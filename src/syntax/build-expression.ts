/** Expressions, arguments and lists: from the concrete tree to the syntax tree. */
import type { IToken } from 'chevrotain';
import type {
  AccessorCstNode,
  ArgumentCstNode,
  ArgumentsCstNode,
  BodyCstNode,
  ChoiceCstNode,
  ConditionalCstNode,
  ExpressionCstNode,
  ListCstNode,
  OperandCstNode,
  ParenthesisCstNode,
  StrayCstNode,
} from '../../grammar/cst.d.ts';
import * as t from '../../grammar/tokens.ts';
import { diagnose } from '../diagnostics/catalogue.ts';
import type { Argument, BinaryOperator, Body, Chain, Expression, Value } from './ast.ts';
import { type Context, missing, nameOf, reportUnexpected, spanOf, startOf, tokenSpan, written } from './context.ts';
import { endOf } from './lex.ts';
import { numberLiteral, sizeLiteral, stringLiteral } from './literals.ts';

/** So many prefixes, or accessors, may one operand have: each nests the tree by one level, and no bracket bounds them. */
const operandLimit = 32;

/** Builds the body of a block value; given from outside since bodies hold expressions and expressions hold bodies. */
export interface Builder extends Context {
  readonly body: (builder: Builder, node: BodyCstNode, offset: number) => Body;
}

/** An expression; missing, at `offset`, where the parser found none and has said so. */
export function buildExpression(builder: Builder, node: ExpressionCstNode | undefined, offset: number): Expression {
  const operands = node?.children.operand ?? [];
  const operators = node?.children.operator ?? [];
  if (operators.length === 0) return buildOperand(builder, operands[0], offset);
  const built = operands.map((operand, index) => {
    const before = operators[index - 1];
    return buildOperand(builder, operand, before === undefined ? offset : endOf(before));
  });
  while (built.length <= operators.length) built.push(missing(builder, endOf(operators[built.length - 1] as IToken)));
  return chainFrom(builder, built, operators);
}

const levels: ReadonlyMap<string, number> = new Map([
  [t.Or.name, 0],
  [t.And.name, 1],
  [t.Comparison.name, 2],
  [t.Plus.name, 3],
  [t.Minus.name, 3],
  [t.Multiplicative.name, 4],
]);
const deepestLevel = 4;

/** Groups a flat row of operands by precedence: one flat chain a level. */
function chainFrom(context: Context, operands: readonly Expression[], operators: readonly IToken[]): Expression {
  let next = 0;
  const chainAt = (level: number): Expression => {
    if (level > deepestLevel) return operands[next] ?? missing(context, 0);
    const first = chainAt(level + 1);
    const rest: Chain['rest'][number][] = [];
    for (;;) {
      const operator = operators[next];
      if (operator === undefined || levels.get(operator.tokenType.name) !== level) break;
      next += 1;
      const operatorSpan = tokenSpan(context, operator);
      rest.push({ operator: operator.image as BinaryOperator, operatorSpan, operand: chainAt(level + 1) });
    }
    const last = rest.at(-1);
    if (last === undefined) return first;
    return { kind: 'chain', first, rest, span: spanOf(context, first.span.start, last.operand.span.end) };
  };
  return chainAt(0);
}

function buildOperand(builder: Builder, node: OperandCstNode | undefined, offset: number): Expression {
  const prefixes = node?.children.prefix ?? [];
  const behind = prefixes.at(-1);
  let built = buildPrimary(builder, node, behind === undefined ? offset : endOf(behind));
  const accessors = node?.children.accessor ?? [];
  for (const accessor of accessors.slice(0, operandLimit)) built = buildAccessor(builder, built, accessor);
  reportTooMany(builder, accessors[operandLimit]);
  reportTooMany(builder, prefixes[operandLimit]);
  for (const token of prefixes.slice(0, operandLimit).reverse()) {
    const operator = token.tokenType === t.Not ? 'not' : '-';
    const span = spanOf(builder, token.startOffset, built.span.end);
    built = { kind: 'unary', operator, operand: built, span };
  }
  return built;
}

function reportTooMany(context: Context, first: IToken | AccessorCstNode | undefined): void {
  if (first === undefined) return;
  const start = ('children' in first ? startOf(first) : first.startOffset) ?? 0;
  const span = spanOf(context, start, start + 1);
  context.diagnostics.push(diagnose('nesting-too-deep', { limit: operandLimit }, span));
}

function buildPrimary(builder: Builder, node: OperandCstNode | undefined, offset: number): Expression {
  if (node === undefined) return missing(builder, offset);
  const { children } = node;
  const name = children.name?.[0];
  if (name !== undefined) {
    const callee = nameOf(builder, name);
    const call = children.arguments?.[0];
    if (call === undefined) return { kind: 'reference', name: callee, span: callee.span };
    const { list, end } = buildArguments(builder, call, endOf(name));
    return { kind: 'call-expression', callee, arguments: list, span: spanOf(builder, name.startOffset, end) };
  }
  if (children.Numeral?.[0] !== undefined) return numberLiteral(builder, children.Numeral[0]);
  if (children.Size?.[0] !== undefined) return sizeLiteral(builder, children.Size[0]);
  if (children.Text?.[0] !== undefined) return stringLiteral(builder, children.Text[0]);
  const boolean = children.Boolean?.[0];
  if (boolean !== undefined) {
    return { kind: 'boolean', value: boolean.tokenType === t.True, span: tokenSpan(builder, boolean) };
  }
  if (children.list?.[0] !== undefined) return buildList(builder, children.list[0], offset);
  if (children.parenthesis?.[0] !== undefined) return buildParenthesis(builder, children.parenthesis[0], offset);
  if (children.conditional?.[0] !== undefined) return buildConditional(builder, children.conditional[0], offset);
  return missing(builder, offset);
}

/** The expression inside, with the parentheses in its span: the text of a span stands for the whole. */
function buildParenthesis(builder: Builder, { children }: ParenthesisCstNode, offset: number): Expression {
  const open = written(children.LParen);
  const start = open?.startOffset ?? offset;
  const inner = buildExpression(builder, children.expression?.[0], open === undefined ? offset : endOf(open));
  reportStrays(builder, children.stray, '`)`');
  const close = written(children.RParen);
  return { ...inner, span: spanOf(builder, start, close === undefined ? inner.span.end : endOf(close)) };
}

function buildAccessor(builder: Builder, object: Expression, { children }: AccessorCstNode): Expression {
  const property = written(children.Identifier);
  if (property !== undefined) {
    const span = spanOf(builder, object.span.start, endOf(property));
    return { kind: 'member', object, property: nameOf(builder, property), span };
  }
  const open = written(children.LSquare);
  if (open === undefined) return object;
  const index = buildExpression(builder, children.expression?.[0], endOf(open));
  reportStrays(builder, children.stray, '`]`');
  const close = written(children.RSquare);
  const end = close === undefined ? index.span.end : endOf(close);
  return { kind: 'index', object, index, span: spanOf(builder, object.span.start, end) };
}

function buildConditional(builder: Builder, { children }: ConditionalCstNode, offset: number): Expression {
  const start = written(children.If)?.startOffset ?? offset;
  let end = offset;
  const cases = (children.If ?? []).map((token, index) => {
    const condition = buildExpression(builder, children.expression?.[index], endOf(token));
    const { value, end: behind } = buildChoice(builder, children.choice?.[index], condition.span.end);
    end = behind;
    return { condition, value };
  });
  const otherwise = buildChoice(builder, children.otherwise?.[0]?.children.choice?.[0], end);
  return {
    kind: 'conditional',
    cases,
    otherwise: otherwise.value,
    span: spanOf(builder, start, Math.max(end, otherwise.end)),
  };
}

function buildChoice(
  builder: Builder,
  node: ChoiceCstNode | undefined,
  offset: number,
): { value: Expression; end: number } {
  const open = written(node?.children.LBrace);
  if (node === undefined || open === undefined) return { value: missing(builder, offset), end: offset };
  const value = buildExpression(builder, node.children.expression?.[0], endOf(open));
  reportStrays(builder, node.children.stray, '`}`');
  const close = written(node.children.RBrace);
  return { value, end: close === undefined ? value.span.end : endOf(close) };
}

export function buildList(builder: Builder, { children }: ListCstNode, offset: number): Expression {
  const open = written(children.LSquare);
  const inside = open === undefined ? offset : endOf(open);
  const items = (children.expression ?? []).map((node) => buildExpression(builder, node, inside));
  const wanted = { item: 'a value', next: '`,` or `]`' };
  checkCommas(builder, items, children.Comma ?? [], children.stray ?? [], wanted);
  const close = written(children.RSquare);
  const start = open?.startOffset ?? offset;
  const end = close === undefined ? (items.at(-1)?.span.end ?? start) : endOf(close);
  return { kind: 'list', items, span: spanOf(builder, start, end) };
}

export function buildArguments(
  builder: Builder,
  { children }: ArgumentsCstNode,
  offset: number,
): { list: readonly Argument[]; end: number } {
  const list = (children.argument ?? []).map((node) => buildArgument(builder, node, offset));
  const wanted = { item: 'an argument', next: '`,` or `)`' };
  checkCommas(builder, list, children.Comma ?? [], children.stray ?? [], wanted);
  const close = written(children.RParen);
  return { list, end: close === undefined ? (list.at(-1)?.span.end ?? offset) : endOf(close) };
}

export function buildArgument(builder: Builder, { children }: ArgumentCstNode, offset: number): Argument {
  const token = written(children.Identifier);
  const equals = written(children.Equals);
  const value = buildValue(builder, children, equals === undefined ? offset : endOf(equals));
  if (token === undefined) return { name: undefined, value, span: value.span };
  return { name: nameOf(builder, token), value, span: spanOf(builder, token.startOffset, value.span.end) };
}

/** A block in braces, or an expression. */
export function buildValue(
  builder: Builder,
  children: { readonly body?: readonly BodyCstNode[]; readonly expression?: readonly ExpressionCstNode[] },
  offset: number,
): Value {
  const body = children.body?.[0];
  if (body !== undefined) return builder.body(builder, body, offset);
  return buildExpression(builder, children.expression?.[0], offset);
}

/** Checks that one comma stands between two items, and one at most behind the last. */
export function checkCommas(
  context: Context,
  items: readonly { readonly span: { readonly start: number; readonly end: number } }[],
  commas: readonly IToken[],
  strays: readonly StrayCstNode[],
  wanted: { readonly item: string; readonly next: string },
): void {
  let comma = 0;
  let stray = 0;
  for (let index = 0; index <= items.length; index++) {
    const item = items[index];
    const until = item?.span.start ?? Number.POSITIVE_INFINITY;
    let found = 0;
    let broken = false;
    for (;;) {
      const nextComma = commas[comma]?.startOffset ?? Number.POSITIVE_INFINITY;
      const strayNode = strays[stray];
      const nextStray = strayNode === undefined ? Number.POSITIVE_INFINITY : (startOf(strayNode) ?? 0);
      if (Math.min(nextComma, nextStray) >= until) break;
      if (nextStray < nextComma) {
        if (!broken) reportUnexpected(context, nextStray, index > 0 && found === 0 ? wanted.next : wanted.item);
        broken = true;
        stray += 1;
        continue;
      }
      if ((index === 0 || found > 0) && !broken) reportUnexpected(context, nextComma, wanted.item);
      found += 1;
      comma += 1;
      if (nextComma === Number.POSITIVE_INFINITY) break;
    }
    const previous = items[index - 1];
    if (item === undefined || previous === undefined || found > 0 || broken) continue;
    const edit = { span: spanOf(context, previous.span.end, previous.span.end), text: ',' };
    reportUnexpected(context, until, wanted.next, { title: 'insert a comma', edits: [edit] });
  }
}

/** Reports the first of the tokens that do not fit before a closing bracket. */
function reportStrays(context: Context, strays: readonly StrayCstNode[] | undefined, expected: string): void {
  const first = strays?.[0];
  if (first !== undefined) reportUnexpected(context, startOf(first) ?? 0, expected);
}
