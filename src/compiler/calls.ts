/** Steps that call something: an operator, a block, a block-valued name, a merge with its branches. */
import { nearest } from '../diagnostics/nearest.ts';
import { operators } from '../operators/registry.ts';
import type { CallStep, Parameter } from '../syntax/ast.ts';
import { type Assignment, bindBlock, bindOperator } from './arguments.ts';
import { addScope } from './construction.ts';
import { childOf, lookup, namesInSight, resolve, rootOf } from './environment.ts';
import { evaluateArguments, evaluateValue } from './evaluate.ts';
import { flattenBranches, placeLayer } from './layers.ts';
import { limits } from './limits.ts';
import { type BodyFrame, declare, enter, type Machine, type MergeFrame, stop } from './machine.ts';
import { describe, type Environment, type EvaluatedArgument, type MapReference, type Target } from './values.ts';

export function call(m: Machine, step: CallStep, frame: BodyFrame, current: MapReference): void {
  const { environment } = frame;
  const name = step.callee.text;
  const target = resolve(environment, name);
  if (target) {
    const args = evaluateArguments(step.arguments, environment, m.evaluation);
    invoke(m, name, target, args, step, frame, current);
    return;
  }
  const bound = lookup(environment, name);
  if (bound && bound.value.kind !== 'unknown') {
    m.evaluation.report('used-as-step', { name, found: describe(bound.value) }, step.callee.span);
  } else if (!bound) {
    const close = nearest(name, [
      ...namesInSight(environment),
      ...environment.module.blocks.keys(),
      ...operators.keys(),
    ]);
    m.evaluation.report('unknown-step', { name, nearest: close }, step.callee.span);
  }
  m.current = { ...current, certain: false };
}

function invoke(
  m: Machine,
  name: string,
  target: Target,
  args: readonly EvaluatedArgument[],
  step: CallStep,
  frame: BodyFrame,
  current: MapReference,
): void {
  const { environment, scope, depth } = frame;
  const { evaluation, under } = m;
  if (target.kind === 'value') {
    if (args.length > 0)
      evaluation.report('too-many-arguments', { callee: name, given: args.length, accepted: 0 }, step.span);
    if (step.trailing) evaluation.report('unexpected-body', { callee: name }, step.trailing.span);
    const { value } = target;
    if (value.form === 'call') {
      invoke(m, value.callee, value.target, value.arguments, { ...step, trailing: undefined }, frame, current);
    } else if (canNest(m, step, depth)) {
      enter(m, value.body, { environment: childOf(value.environment, current), scope, depth: depth + 1 });
    }
    return;
  }
  if (target.kind === 'definition') {
    const { definition, home } = target.reference;
    if (!canNest(m, step, depth)) return;
    const trailing = step.trailing && {
      name: undefined,
      value: { kind: 'block', form: 'body', body: step.trailing, environment } as const,
      span: step.trailing.span,
    };
    const call = { callee: name, span: step.callee.span };
    const given = bindBlock(definition.parameters, call, args, trailing, evaluation);
    const label = step.label?.text;
    const inner = addScope(
      under,
      { kind: 'block', block: definition.name.text, label, span: step.span },
      scope,
      label ?? name,
    );
    const own = rootOf(home, current);
    m.scope = inner;
    declareParameters(m, definition.parameters, given, own);
    enter(m, definition.body, { environment: own, scope: inner, depth: depth + 1 });
    return;
  }
  const { operator } = target;
  const branches = step.trailing?.branches;
  if (operator.inputs === 'many') {
    if (step.trailing) m.visited.add(step.trailing);
    const outside = branches && step.trailing?.steps[0];
    if (outside) {
      const data = {
        step: outside.kind,
        place: `the braces of ${name}, outside of its branches`,
        wanted: 'a branch, behind `|`',
      };
      evaluation.report('misplaced-step', data, outside.span);
    }
    const flat = branches ? flattenBranches(branches, environment, current, m) : [];
    if (flat.length === 0) {
      evaluation.report('missing-branches', { callee: name, found: 0 }, step.span);
      m.current = { ...current, certain: false };
      return;
    }
    const label = step.label?.text;
    const inner = addScope(under, { kind: 'merge', block: undefined, label, span: step.span }, scope, label ?? name);
    m.frames.push({
      kind: 'merge',
      operator,
      step,
      name: under.scopes[inner]?.name ?? name,
      args,
      branches: flat,
      entering: current,
      outputs: [],
      inner,
      environment,
      scope,
      depth,
    });
    return;
  }
  if (step.trailing) evaluation.report('unexpected-body', { callee: name }, step.trailing.span);
  const bound = bindOperator(operator, { callee: name, span: step.callee.span }, args, evaluation);
  m.current = placeLayer(m, { operator, bound, inputs: [current], args, step, scope, branches: [] });
}

/** Binds what was given, else the defaults, in order: a default may name the parameters before it. */
export function declareParameters(
  m: Machine,
  parameters: readonly Parameter[],
  given: Assignment,
  environment: Environment,
): void {
  const { guessed } = m.evaluation;
  for (const { name, default: otherwise } of parameters) {
    m.evaluation.guessed = guessed;
    const value = given.get(name.text)?.value ?? (otherwise && evaluateValue(otherwise, environment, m.evaluation));
    if (value) declare(m, environment, name, value);
  }
}

function canNest(m: Machine, step: CallStep, depth: number): boolean {
  if (depth < limits.depth) return true;
  const chain: string[] = [];
  for (let at = m.under.scopes[m.scope]; at && chain.length < 6; at = m.under.scopes[at.parent ?? -1]) {
    if (at.block !== undefined) chain.unshift(at.block);
  }
  stop(m, 'too-deep', { limit: limits.depth, chain }, step.span);
  return false;
}

/** Starts the next branch on the map that entered, or joins the branches' outputs. */
export function branchOrMerge(m: Machine, frame: MergeFrame): void {
  // A branch that has just ended left its output as the current map.
  if (m.current && frame.outputs.length > 0) frame.outputs[frame.outputs.length - 1] = m.current;
  const branch = frame.branches[frame.outputs.length];
  m.current = frame.entering;
  if (branch) {
    frame.outputs.push(frame.entering);
    const number = frame.outputs.length;
    const span = branch.body.span;
    const scope = addScope(
      m.under,
      { kind: 'branch', block: undefined, label: undefined, span },
      frame.inner,
      `[${number}]`,
    );
    enter(m, branch.body, { environment: childOf(branch.environment, frame.entering), scope, depth: frame.depth });
    return;
  }
  m.frames.pop();
  m.scope = frame.scope;
  m.evaluation.guessed = false;
  const { operator, step, args, scope, outputs, branches, name } = frame;
  const bound = bindOperator(operator, { callee: operator.name, span: step.callee.span }, args, m.evaluation);
  m.current = placeLayer(m, { operator, bound, inputs: outputs, args, step, scope, branches, name });
}
