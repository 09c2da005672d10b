/** A layer from an operator's call: shape, problems with their places in the source, and fixes. */
import type { Problem } from '../diagnostics/catalogue.ts';
import type { Span } from '../diagnostics/diagnostic.ts';
import type { BranchItem, Expression, RepeatStep } from '../syntax/ast.ts';
import { addNode, reportProblem } from './construction.ts';
import { bind, childOf } from './environment.ts';
import { type Evaluation, evaluate, evaluateCondition } from './evaluate.ts';
import { fixFor } from './fixes.ts';
import { type Layer, type Machine, type MergeBranch, spend } from './machine.ts';
import { describe, type Environment, int, type MapReference, wholeNumber } from './values.ts';

export function placeLayer(m: Machine, layer: Layer): MapReference {
  const { operator, bound, inputs, step, scope, name } = layer;
  const [first] = inputs;
  if (!first) throw new Error('a layer has at least one input');
  const shapes = inputs.map((input) => input.shape);
  const sure = !m.evaluation.guessed && inputs.every((input) => input.certain);
  const result = bound ? operator.shape(shapes, bound) : { shape: undefined, problems: [] };
  const node = addNode(
    m.under,
    {
      op: operator.name,
      args: bound ?? {},
      inputs: inputs.map((input) => input.node),
      shape: result.shape ?? first.shape,
      certain: sure && bound !== undefined && result.problems.length === 0,
      scope,
      label: step.label?.text,
      span: step.span,
    },
    name,
  );
  if (sure) {
    for (const problem of result.problems) {
      const where = { scope, node: node.node, fix: fixFor(problem, layer) };
      reportProblem(m.under, problem, placeOf(problem, layer), where);
    }
  }
  return node;
}

/** The argument, the branch's last step or the callee. */
function placeOf(problem: Problem, { operator, args, step, branches }: Layer): Span {
  const { place } = problem;
  if (place?.kind === 'argument') {
    const named = args.find((arg) => arg.name?.text === place.name);
    const position = operator.parameters.findIndex((parameter) => parameter.name === place.name);
    const positional = args.filter((arg) => !arg.name)[position];
    return (named ?? positional)?.span ?? step.callee.span;
  }
  if (place?.kind === 'input') {
    const body = branches[place.index]?.body;
    return body?.steps.at(-1)?.span ?? body?.span ?? step.callee.span;
  }
  return step.callee.span;
}

/** The branches in order, with `repeat` and `if` among them run. `in` is the map that enters the merge. */
export function flattenBranches(
  items: readonly BranchItem[],
  environment: Environment,
  entering: MapReference,
  m: Machine,
): readonly MergeBranch[] {
  return items.flatMap((item): readonly MergeBranch[] => {
    if (item.kind === 'branch') return [{ body: item.body, environment }];
    const chosen = item.kind === 'if' ? chooseBody(item.cases, item.otherwise, environment, m) : item.body;
    if (!chosen) return [];
    m.visited.add(chosen);
    const inner = chosen.branches ?? [];
    if (item.kind === 'if') return flattenBranches(inner, childOf(environment), entering, m);
    const bounds = repeatBounds(item, environment, m.evaluation);
    const branches: MergeBranch[] = [];
    for (let i = bounds?.start ?? 0; bounds && i < bounds.end && spend(m, item.span); i += 1) {
      const own = childOf(environment, entering);
      if (item.variable) {
        bind(own, item.variable.text, { value: int(i), span: item.variable.span, kind: 'value', certain: true });
      }
      for (const branch of flattenBranches(inner, own, entering, m)) branches.push(branch);
    }
    return branches;
  });
}

function chooseBody<B>(
  cases: readonly { readonly condition: Expression; readonly body: B }[],
  otherwise: B | undefined,
  environment: Environment,
  m: Machine,
): B | undefined {
  const found = cases.find(({ condition }) => evaluateCondition(condition, environment, m.evaluation));
  return found ? found.body : otherwise;
}

/** First index and the one after the last; undefined where a bound is no whole number (then that has been said). */
export function repeatBounds(
  step: RepeatStep,
  environment: Environment,
  evaluation: Evaluation,
): { readonly start: number; readonly end: number } | undefined {
  const read = (bound: Expression): number | undefined => {
    const value = evaluate(bound, environment, evaluation);
    const whole = wholeNumber(value);
    if (whole !== undefined && whole >= 0) return whole;
    if (value.kind !== 'unknown') evaluation.report('repeat-count', { found: describe(value) }, bound.span);
    return undefined;
  };
  const start = step.start ? read(step.start) : 0;
  const end = read(step.end);
  return start === undefined || end === undefined ? undefined : { start, end };
}
