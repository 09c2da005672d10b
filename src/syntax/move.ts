/**
 * A syntax tree at other offsets, with one body replaced: what a change of the text leaves of it. What does not move is
 * shared with the tree before. Written out kind by kind: a generic copy of objects takes several times as long.
 */
import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
import type {
  Argument,
  BlockDefinition,
  Body,
  BranchItem,
  Comment,
  Expression,
  IfStep,
  Name,
  NetworkDefinition,
  Parameter,
  RepeatStep,
  Step,
  Use,
  Value,
} from './ast.ts';

export interface Move {
  /** Positions from here on move. No node holds it but those around the body that is replaced. */
  readonly from: number;
  readonly by: number;
  readonly replaced?: { readonly body: Body; readonly with: Body };
}

/** What begins behind the change or holds it. */
function moves({ from, by }: Move, { start, end }: Span): boolean {
  return end >= from && (start < from || by !== 0);
}

function place({ from, by }: Move, offset: number): number {
  return offset < from ? offset : offset + by;
}

export function movedSpan(move: Move, { file, start, end }: Span): Span {
  return { file, start: place(move, start), end: place(move, end) };
}

function moved<T extends { readonly span: Span }>(
  move: Move,
  nodes: readonly T[],
  each: (move: Move, node: T) => T,
): T[] {
  return nodes.map((node) => (moves(move, node.span) ? each(move, node) : node));
}

function nameAt(move: Move, { text, span }: Name): Name {
  return { text, span: movedSpan(move, span) };
}

function optional<T>(move: Move, node: T | undefined, each: (move: Move, node: T) => T): T | undefined {
  return node === undefined ? undefined : each(move, node);
}

export function movedComments(move: Move, comments: readonly Comment[]): readonly Comment[] {
  return moved(move, comments, nameAt);
}

export function movedItems<T extends Step | BranchItem>(move: Move, items: readonly T[]): readonly T[];
export function movedItems(move: Move, items: readonly (Step | BranchItem)[]): readonly (Step | BranchItem)[] {
  return moved(move, items, (_, item) => (item.kind === 'branch' ? branchAt(move, item) : stepAt(move, item)));
}

export function movedUses(move: Move, uses: readonly Use[]): readonly Use[] {
  return moved(move, uses, useAt);
}

function useAt(move: Move, { kind, source, block, span }: Use): Use {
  const at =
    source.kind === 'path'
      ? { ...source, span: movedSpan(move, source.span) }
      : { ...source, name: nameAt(move, source.name) };
  return { kind, source: at, block: optional(move, block, nameAt), span: movedSpan(move, span) };
}

export function movedDefinition<T extends BlockDefinition | NetworkDefinition>(move: Move, definition: T): T {
  if (!moves(move, definition.span)) return definition;
  const { name, parameters, body, span } = definition;
  return {
    ...definition,
    name: nameAt(move, name),
    parameters: moved(move, parameters, parameterAt),
    body: bodyAt(move, body),
    span: movedSpan(move, span),
  };
}

function parameterAt(move: Move, { name, type, default: value, span }: Parameter): Parameter {
  return { name: nameAt(move, name), type, default: optional(move, value, valueAt), span: movedSpan(move, span) };
}

function bodyAt(move: Move, body: Body): Body {
  if (body === move.replaced?.body) return move.replaced.with;
  const { kind, steps, branches, span } = body;
  if (!moves(move, span)) return body;
  return {
    kind,
    steps: moved(move, steps, stepAt),
    branches: branches && moved(move, branches, branchAt),
    span: movedSpan(move, span),
  };
}

function branchAt(move: Move, item: BranchItem): BranchItem {
  if (item.kind === 'branch') {
    return { kind: item.kind, body: bodyAt(move, item.body), span: movedSpan(move, item.span) };
  }
  return item.kind === 'repeat' ? repeatAt(move, item) : ifAt(move, item);
}

function repeatAt(move: Move, { kind, label, variable, start, end, body, span }: RepeatStep): RepeatStep {
  return {
    kind,
    label: optional(move, label, nameAt),
    variable: optional(move, variable, nameAt),
    start: optional(move, start, expressionAt),
    end: expressionAt(move, end),
    body: bodyAt(move, body),
    span: movedSpan(move, span),
  };
}

function ifAt(move: Move, { kind, label, cases, otherwise, span }: IfStep): IfStep {
  return {
    kind,
    label: optional(move, label, nameAt),
    cases: cases.map(({ condition, body }) => ({ condition: expressionAt(move, condition), body: bodyAt(move, body) })),
    otherwise: optional(move, otherwise, bodyAt),
    span: movedSpan(move, span),
  };
}

function stepAt(move: Move, step: Step): Step {
  const { kind } = step;
  const span = movedSpan(move, step.span);
  switch (kind) {
    case 'call':
      return {
        kind,
        label: optional(move, step.label, nameAt),
        callee: nameAt(move, step.callee),
        arguments: moved(move, step.arguments, argumentAt),
        trailing: optional(move, step.trailing, bodyAt),
        span,
      };
    case 'skip':
      return { kind, label: optional(move, step.label, nameAt), span };
    case 'from':
      return { kind, label: optional(move, step.label, nameAt), target: nameAt(move, step.target), span };
    case 'input':
      return { kind, name: optional(move, step.name, nameAt), shape: expressionAt(move, step.shape), span };
    case 'let':
      return { kind, name: nameAt(move, step.name), value: valueAt(move, step.value), span };
    case 'expect':
      return { kind, condition: expressionAt(move, step.condition), span };
    case 'require':
      return {
        kind,
        condition: expressionAt(move, step.condition),
        message: optional(move, step.message, expressionAt),
        span,
      };
    case 'train':
      return { kind, settings: moved(move, step.settings, argumentAt), span };
    case 'head':
      return {
        kind,
        name: nameAt(move, step.name),
        from: optional(move, step.from, nameAt),
        weight: optional(move, step.weight, expressionAt),
        trainingOnly: step.trainingOnly,
        body: bodyAt(move, step.body),
        span,
      };
    case 'repeat':
      return repeatAt(move, step);
    case 'if':
      return ifAt(move, step);
  }
}

function argumentAt(move: Move, { name, value, span }: Argument): Argument {
  const at = valueAt(move, value);
  return { name: optional(move, name, nameAt), value: at, span: span === value.span ? at.span : movedSpan(move, span) };
}

function valueAt(move: Move, value: Value): Value {
  return value.kind === 'body' ? bodyAt(move, value) : expressionAt(move, value);
}

function expressionAt(move: Move, expression: Expression): Expression {
  const { kind } = expression;
  if (!moves(move, expression.span)) return expression;
  const span = movedSpan(move, expression.span);
  switch (kind) {
    case 'number':
      return { kind, value: expression.value, float: expression.float, tolerance: expression.tolerance, span };
    case 'string':
      return { kind, value: expression.value, span };
    case 'boolean':
      return { kind, value: expression.value, span };
    case 'missing':
      return { kind, span };
    case 'reference':
      return { kind, name: nameAt(move, expression.name), span };
    case 'list':
      return { kind, items: expression.items.map((item) => expressionAt(move, item)), span };
    case 'call-expression':
      return {
        kind,
        callee: nameAt(move, expression.callee),
        arguments: moved(move, expression.arguments, argumentAt),
        span,
      };
    case 'member':
      return { kind, object: expressionAt(move, expression.object), property: nameAt(move, expression.property), span };
    case 'index':
      return { kind, object: expressionAt(move, expression.object), index: expressionAt(move, expression.index), span };
    case 'unary':
      return { kind, operator: expression.operator, operand: expressionAt(move, expression.operand), span };
    case 'chain':
      return {
        kind,
        first: expressionAt(move, expression.first),
        rest: expression.rest.map(({ operator, operatorSpan, operand }) => ({
          operator,
          operatorSpan: movedSpan(move, operatorSpan),
          operand: expressionAt(move, operand),
        })),
        span,
      };
    case 'conditional':
      return {
        kind,
        cases: expression.cases.map(({ condition, value }) => ({
          condition: expressionAt(move, condition),
          value: expressionAt(move, value),
        })),
        otherwise: expressionAt(move, expression.otherwise),
        span,
      };
  }
}

export function movedDiagnostic(move: Move, diagnostic: Diagnostic): Diagnostic {
  const { span, related, fix } = diagnostic;
  const at = <T extends { readonly span: Span }>(part: T): T => ({ ...part, span: movedSpan(move, part.span) });
  return {
    ...diagnostic,
    span: movedSpan(move, span),
    ...(related && { related: related.map(at) }),
    ...(fix && { fix: { ...fix, edits: fix.edits.map(at) } }),
  };
}
