/** Walks over the syntax tree. Deep only as the author's brackets, which the parser bounds. */
import type { Body, BranchItem, Expression, Step, Value } from '../syntax/ast.ts';

/** Every step and branch below a body, outer ones first. */
export function walkSteps(body: Body, visit: (item: Step | BranchItem) => void): void {
  const into = (item: Step | BranchItem): void => {
    visit(item);
    for (const inner of bodiesOf(item)) walkSteps(inner, visit);
  };
  body.steps.forEach(into);
  body.branches?.forEach(into);
}

/** The braces directly inside a step or a branch item. */
export function bodiesOf(step: Step | BranchItem): readonly Body[] {
  switch (step.kind) {
    case 'branch':
    case 'repeat':
    case 'head':
      return [step.body];
    case 'if':
      return [...step.cases.map((each) => each.body), ...(step.otherwise ? [step.otherwise] : [])];
    case 'call': {
      // Most steps are calls without braces.
      const bodies: Body[] = [];
      for (const { value } of step.arguments) if (value.kind === 'body') bodies.push(value);
      if (step.trailing) bodies.push(step.trailing);
      return bodies;
    }
    case 'let':
      return step.value.kind === 'body' ? [step.value] : [];
    default:
      return [];
  }
}

/** The expressions directly in a step, not those in its braces. */
export function expressionsOf(step: Step | BranchItem): readonly Expression[] {
  switch (step.kind) {
    case 'let':
      return step.value.kind === 'body' ? [] : [step.value];
    case 'input':
      return [step.shape];
    case 'expect':
      return [step.condition];
    case 'require':
      return step.message ? [step.condition, step.message] : [step.condition];
    case 'head':
      return step.weight ? [step.weight] : [];
    case 'repeat':
      return step.start ? [step.start, step.end] : [step.end];
    case 'if':
      return step.cases.map((each) => each.condition);
    case 'call':
      return step.arguments.flatMap(({ value }) => (value.kind === 'body' ? [] : [value]));
    default:
      return [];
  }
}

/** The parts directly below an expression, block values in arguments included. */
export function partsOf(expression: Expression): readonly Value[] {
  switch (expression.kind) {
    case 'list':
      return expression.items;
    case 'call-expression':
      return expression.arguments.map((arg) => arg.value);
    case 'member':
      return [expression.object];
    case 'index':
      return [expression.object, expression.index];
    case 'unary':
      return [expression.operand];
    case 'chain':
      return [expression.first, ...expression.rest.map((each) => each.operand)];
    case 'conditional':
      return [...expression.cases.flatMap((each) => [each.condition, each.value]), expression.otherwise];
    default:
      return [];
  }
}
