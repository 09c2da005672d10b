/** The state of the expansion: frames on a stack of its own, the current feature map, what was found on the way. */
import type { Code, DataOf } from '../diagnostics/catalogue.ts';
import type { Related, Span } from '../diagnostics/diagnostic.ts';
import type { ArgumentValue, Operator } from '../operators/operator.ts';
import type { Body, CallStep, Expression, HeadStep, Name, RepeatStep, Step } from '../syntax/ast.ts';
import { type Construction, reportIn } from './construction.ts';
import { bind } from './environment.ts';
import type { Evaluation } from './evaluate.ts';
import { limits } from './limits.ts';
import type { TrainBlock } from './read-recipe.ts';
import type { Environment, EvaluatedArgument, MapReference, Value } from './values.ts';

export interface Expectation {
  readonly condition: Expression;
  readonly environment: Environment;
}

export interface Machine {
  readonly under: Construction;
  readonly frames: Frame[];
  readonly evaluation: Evaluation;
  readonly expectations: Expectation[];
  /** Bodies that ran: the others are checked for their names alone. */
  readonly visited: Set<Body>;
  /** The current feature map; undefined before `input`. */
  current: MapReference | undefined;
  /** Scope of the step that runs, for diagnostics. */
  scope: number;
  steps: number;
  /** Set at a bound: nothing more is run, and what was built stands. */
  halted: boolean;
  /** The step that wanted a feature map before there was one. */
  early: Span | undefined;
  input: { readonly name: string; readonly span: Span } | undefined;
  readonly train: TrainBlock[];
}

export type Frame = BodyFrame | RepeatFrame | MergeFrame | HeadFrame;

export interface BodyFrame {
  readonly kind: 'body';
  readonly steps: readonly Step[];
  next: number;
  readonly environment: Environment;
  readonly scope: number;
  /** How many blocks are open around it. */
  readonly depth: number;
  /** Label of the step that was started, to be bound when it has ended. */
  pending: Name | undefined;
}

export interface Place {
  readonly environment: Environment;
  readonly scope: number;
  readonly depth: number;
}

export interface RepeatFrame extends Place {
  readonly kind: 'repeat';
  readonly step: RepeatStep;
  readonly start: number;
  next: number;
  readonly end: number;
}

export interface MergeFrame extends Place {
  readonly kind: 'merge';
  readonly operator: Operator;
  readonly step: CallStep;
  /** The name that the merge's scope got, which its layer shares. */
  readonly name: string;
  readonly args: readonly EvaluatedArgument[];
  readonly branches: readonly MergeBranch[];
  readonly entering: MapReference;
  readonly outputs: MapReference[];
  /** Scope of the branches; the merge's layer itself stands in `scope`. */
  readonly inner: number;
}

export interface HeadFrame {
  readonly kind: 'head';
  readonly step: HeadStep;
  readonly weight: number;
  /** The stack goes on from here when the head has ended. */
  readonly current: MapReference;
}

export function machine(under: Construction): Machine {
  const self: Machine = {
    under,
    frames: [],
    expectations: [],
    visited: new Set(),
    current: undefined,
    scope: 0,
    steps: 0,
    halted: false,
    early: undefined,
    input: undefined,
    train: [],
    evaluation: {
      guessed: false,
      report(code, data, span) {
        // What follows from a guess is an echo of an error already reported.
        if (!self.evaluation.guessed) reportIn(under, code, data, span, { scope: self.scope });
      },
    },
  };
  return self;
}

/** An operator's call, ready to become a layer. */
export interface Layer {
  readonly operator: Operator;
  /** Undefined where the arguments did not bind: the layer then passes its input's shape on, as a guess. */
  readonly bound: Readonly<Record<string, ArgumentValue>> | undefined;
  readonly inputs: readonly MapReference[];
  readonly args: readonly EvaluatedArgument[];
  readonly step: CallStep;
  readonly scope: number;
  readonly branches: readonly MergeBranch[];
  readonly name?: string;
}

/** A branch of a merge, with the names around it: `repeat` and `if` among the branches have been run. */
export interface MergeBranch {
  readonly body: Body;
  readonly environment: Environment;
}

export function enter(m: Machine, body: Body, { environment, scope, depth }: Place): void {
  m.visited.add(body);
  if (body.branches) {
    m.evaluation.report('misplaced-branch', { callee: undefined }, body.branches[0]?.span ?? body.span);
  }
  m.frames.push({ kind: 'body', steps: body.steps, next: 0, environment, scope, depth, pending: undefined });
}

/** Counts one step against the bounds; false when one is reached. */
export function spend(m: Machine, span: Span): boolean {
  m.steps += 1;
  const what = m.under.nodes.length > limits.layers ? 'layers' : m.steps > limits.steps ? 'steps' : undefined;
  if (what) stop(m, 'too-large', { what, limit: limits[what] }, span);
  return !m.halted;
}

export function stop<C extends Code>(m: Machine, code: C, data: DataOf<C>, span: Span): void {
  if (!m.halted) reportIn(m.under, code, data, span, { scope: m.scope });
  m.halted = true;
}

/** Input, heads, expectations and the recipe are the network's own. */
export function atTop(m: Machine, frame: BodyFrame, span: Span, step: string): boolean {
  if (frame.scope === 0) return true;
  const { kind, block } = m.under.scopes[frame.scope] ?? {};
  const place = block === undefined ? `a ${kind}` : `block ${block}`;
  m.evaluation.report('misplaced-step', { step, place, wanted: "the network's own stack" }, span);
  return false;
}

export function mapValue(map: MapReference): Value {
  return { kind: 'map', map };
}

export function declare(
  m: Machine,
  environment: Environment,
  name: Name,
  value: Value,
  kind: 'label' | 'value' = 'value',
): void {
  const earlier = environment.names?.get(name.text);
  if (earlier) {
    const related: Related[] = [{ span: earlier.span, message: 'the first one is here' }];
    reportIn(m.under, 'duplicate-name', { name: name.text, what: 'name' }, name.span, { scope: m.scope, related });
  }
  bind(environment, name.text, { value, span: name.span, kind, certain: !m.evaluation.guessed });
}
