/**
 * Runs the stacks: from syntax to layers with shapes. A machine with its own stack of frames, so that neither long
 * files nor deep chains of blocks can overflow the host's.
 */
import type { Related, Span } from '../diagnostics/diagnostic.ts';
import { textAt } from '../diagnostics/lines.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { Body, Expression, FromStep, HeadStep, Name, RepeatStep, Step } from '../syntax/ast.ts';
import { branchOrMerge, call } from './calls.ts';
import { addNode, addScope, reportIn } from './construction.ts';
import { bind, childOf, lookup, namesInSight } from './environment.ts';
import { evaluate, evaluateCondition, evaluateValue } from './evaluate.ts';
import { labelElsewhere } from './labels.ts';
import { repeatBounds } from './layers.ts';
import {
  atTop,
  type BodyFrame,
  declare,
  enter,
  type HeadFrame,
  type Machine,
  mapValue,
  type RepeatFrame,
  spend,
} from './machine.ts';
import { describe, type Environment, formatValue, int, type MapReference, wholeNumber } from './values.ts';

/** Runs a body to its end, or to a bound. */
export function run(m: Machine, body: Body, environment: Environment, scope: number): void {
  enter(m, body, { environment, scope, depth: 0 });
  for (let frame = m.frames.at(-1); frame && !m.halted; frame = m.frames.at(-1)) {
    switch (frame.kind) {
      case 'body':
        runStep(m, frame);
        break;
      case 'repeat':
        iterate(m, frame);
        break;
      case 'merge':
        branchOrMerge(m, frame);
        break;
      case 'head':
        m.frames.pop();
        endHead(m, frame);
        break;
    }
  }
}

function runStep(m: Machine, frame: BodyFrame): void {
  if (frame.pending) {
    bindLabel(m, frame, frame.pending);
    frame.pending = undefined;
  }
  const step = frame.steps[frame.next];
  if (!step) {
    m.frames.pop();
    return;
  }
  frame.next += 1;
  m.scope = frame.scope;
  m.evaluation.guessed = false;
  const { environment } = frame;
  switch (step.kind) {
    case 'let':
      declare(m, environment, step.name, evaluateValue(step.value, environment, m.evaluation));
      break;
    case 'require':
      checkRequirement(m, step.condition, step.message, environment);
      break;
    case 'expect':
      if (atTop(m, frame, step.span, 'expect')) m.expectations.push({ condition: step.condition, environment });
      break;
    case 'train':
      if (atTop(m, frame, step.span, 'train')) m.train.push({ step, environment });
      break;
    case 'input':
      if (atTop(m, frame, step.span, 'input'))
        readInput(m, step.name?.text ?? 'input', step.shape, step.span, environment);
      break;
    default:
      frame.pending = 'label' in step ? step.label : undefined;
      if (m.current) runLayerStep(m, step, frame, m.current);
      else {
        m.early = step.span;
        m.halted = true;
      }
  }
  spend(m, step.span);
}

function runLayerStep(
  m: Machine,
  step: Exclude<Step, { kind: 'let' | 'require' | 'expect' | 'train' | 'input' }>,
  frame: BodyFrame,
  current: MapReference,
): void {
  switch (step.kind) {
    case 'skip':
      break;
    case 'from':
      m.current = labelled(m, step.target, frame.environment, current, step);
      break;
    case 'if':
      branchOnCondition(m, step.cases, step.otherwise, frame, current);
      break;
    case 'repeat':
      startRepeat(m, step, frame, current);
      break;
    case 'head':
      if (atTop(m, frame, step.span, 'head')) startHead(m, step, frame, current);
      break;
    case 'call':
      call(m, step, frame, current);
      break;
  }
}

function readInput(m: Machine, name: string, shape: Expression, span: Span, environment: Environment): void {
  if (m.input) {
    const related: Related[] = [{ span: m.input.span, message: 'the first input is here' }];
    reportIn(m.under, 'duplicate-input', { first: m.input.name }, span, { scope: 0, related });
    return;
  }
  const value = evaluate(shape, environment, m.evaluation);
  const sizes = value.kind === 'list' ? value.items.map(wholeNumber) : [];
  const [channels, height, width] = sizes;
  const good = sizes.length === 3 && sizes.every((n) => n !== undefined && n > 0);
  if (!good && value.kind !== 'unknown') {
    m.evaluation.report('bad-input-shape', { found: formatValue(value) }, shape.span);
  }
  const map = good && channels && height && width ? ([channels, height, width] as const) : ([3, 224, 224] as const);
  m.input = { name, span };
  m.current = addNode(
    m.under,
    { op: 'input', args: {}, inputs: [], shape: map, certain: good, scope: 0, label: undefined, span },
    name,
  );
  environment.in = m.current;
  bind(environment, name, { value: mapValue(m.current), span, kind: 'label', certain: good });
}

function bindLabel(m: Machine, frame: BodyFrame, name: Name): void {
  if (!m.current) return;
  m.scope = frame.scope;
  m.evaluation.guessed = !m.current.certain;
  declare(m, frame.environment, name, mapValue(m.current), 'label');
  if (frame.scope === 0) m.under.labels.push({ name: name.text, node: m.current.node });
}

/** A block's precondition failed: the call is at fault, so the message stands there. */
function checkRequirement(
  m: Machine,
  condition: Expression,
  reason: Expression | undefined,
  environment: Environment,
): void {
  if (evaluateCondition(condition, environment, m.evaluation) !== false || m.evaluation.guessed) return;
  // What the block goes on to do with such arguments is an echo.
  if (m.current) m.current = { ...m.current, certain: false };
  const because = reason && evaluate(reason, environment, m.evaluation);
  let scope = m.under.scopes[m.scope];
  while (scope?.parent !== undefined && scope.block === undefined) scope = m.under.scopes[scope.parent];
  const data = {
    block: scope?.block ?? scope?.name ?? '',
    condition: textAt(m.under.sources, condition.span),
    reason: because?.kind === 'string' ? because.value : undefined,
  };
  if (scope?.parent === undefined) m.evaluation.report('requirement-failed', data, condition.span);
  else {
    const related: Related[] = [{ span: condition.span, message: 'required here' }];
    reportIn(m.under, 'requirement-failed', data, scope.span, { scope: scope.parent, related });
  }
}

/** The map a label names; where there is none, the current one as a guess. */
function labelled(
  m: Machine,
  target: Name,
  environment: Environment,
  current: MapReference,
  step: FromStep | HeadStep,
): MapReference {
  const binding = lookup(environment, target.text);
  if (binding?.value.kind === 'map') return binding.value.map;
  const guess = { ...current, certain: false };
  const elsewhere = binding ? undefined : labelElsewhere(environment.module.syntax, target.text, step.span);
  if (elsewhere) {
    const related: Related[] = [{ span: elsewhere.span, message: 'the label is here' }];
    const data = { label: target.text, reason: elsewhere.reason };
    reportIn(m.under, 'unreachable-label', data, target.span, { scope: m.scope, related });
  } else {
    const close = nearest(target.text, namesInSight(environment, 'label'));
    m.evaluation.report('unknown-label', { label: target.text, nearest: close }, target.span);
  }
  return guess;
}

function branchOnCondition(
  m: Machine,
  cases: readonly { readonly condition: Expression; readonly body: Body }[],
  otherwise: Body | undefined,
  frame: BodyFrame,
  current: MapReference,
): void {
  let chosen = otherwise;
  for (const { condition, body } of cases) {
    const holds = evaluateCondition(condition, frame.environment, m.evaluation);
    if (holds === undefined) m.current = { ...current, certain: false };
    else if (holds) {
      chosen = body;
      break;
    }
  }
  if (m.evaluation.guessed) m.current = { ...current, certain: false };
  if (chosen) enter(m, chosen, { ...frame, environment: childOf(frame.environment) });
}

function startRepeat(m: Machine, step: RepeatStep, frame: BodyFrame, current: MapReference): void {
  const bounds = repeatBounds(step, frame.environment, m.evaluation);
  if (!bounds) {
    m.current = { ...current, certain: false };
    return;
  }
  const label = step.label?.text;
  const scope = addScope(
    m.under,
    { kind: 'repeat', block: undefined, label, span: step.span },
    frame.scope,
    label ?? 'repeat',
  );
  const { environment, depth } = frame;
  m.frames.push({
    kind: 'repeat',
    step,
    start: bounds.start,
    next: bounds.start,
    end: bounds.end,
    environment,
    scope,
    depth,
  });
}

function iterate(m: Machine, frame: RepeatFrame): void {
  if (frame.next >= frame.end || !m.current) {
    m.frames.pop();
    return;
  }
  const index = frame.next;
  frame.next += 1;
  const { step } = frame;
  const span = step.span;
  const scope = addScope(
    m.under,
    { kind: 'iteration', block: undefined, label: undefined, span },
    frame.scope,
    `[${index - frame.start + 1}]`,
  );
  const environment = childOf(frame.environment, m.current);
  if (step.variable) {
    bind(environment, step.variable.text, {
      value: int(index),
      span: step.variable.span,
      kind: 'value',
      certain: true,
    });
  }
  enter(m, step.body, { environment, scope, depth: frame.depth });
  spend(m, span);
}

function startHead(m: Machine, step: HeadStep, frame: BodyFrame, current: MapReference): void {
  const from = step.from ? labelled(m, step.from, frame.environment, current, step) : current;
  const given = step.weight && evaluate(step.weight, frame.environment, m.evaluation);
  if (step.weight && given && given.kind !== 'number' && given.kind !== 'unknown') {
    const data = { callee: `head ${step.name.text}`, argument: 'weight', wanted: 'a number', found: describe(given) };
    m.evaluation.report('wrong-type', data, step.weight.span);
  }
  const weight = given?.kind === 'number' ? given.value : 1;
  const name = step.name.text;
  const earlier = m.under.outputs.find((output) => output.name === name);
  if (earlier) m.evaluation.report('duplicate-name', { name, what: 'head' }, step.name.span);
  const scope = addScope(m.under, { kind: 'head', block: undefined, label: name, span: step.span }, frame.scope, name);
  m.frames.push({ kind: 'head', step, weight, current });
  m.current = from;
  enter(m, step.body, { environment: childOf(frame.environment, from), scope, depth: frame.depth });
}

function endHead(m: Machine, { step, weight, current }: HeadFrame): void {
  const node = m.current?.node ?? current.node;
  m.under.outputs.push({ name: step.name.text, node, weight, trainingOnly: step.trainingOnly });
  m.current = current;
}
