/** `expect`: what a file states about its own network, against what was counted. */
import { diagnose } from '../diagnostics/catalogue.ts';
import type { Diagnostic, Fix } from '../diagnostics/diagnostic.ts';
import { textAt } from '../diagnostics/lines.ts';
import type { BinaryOperator, Chain, Expression } from '../syntax/ast.ts';
import type { Compilation } from './compile.ts';
import { type Evaluation, evaluate, evaluateCondition } from './evaluate.ts';
import type { Expectation } from './machine.ts';
import { formatValue, int, list, type Value } from './values.ts';

/** The figures by the names that conditions use: `parameters`, `macs`, `receptive_field` ... */
export type Metrics = Readonly<Record<string, number | readonly number[]>>;

/** One diagnostic for each expectation that fails. Those that rest on a guessed shape are left out: an error is there already. */
export function checkExpectations(compilation: Compilation, metrics: Metrics): readonly Diagnostic[] {
  const values = new Map<string, Value>(
    Object.entries(metrics).map(([name, value]) => [name, typeof value === 'number' ? int(value) : list(value)]),
  );
  return compilation.expectations.flatMap((expectation) => check(expectation, values, compilation));
}

function check(
  { condition, environment }: Expectation,
  metrics: Map<string, Value>,
  compilation: Compilation,
): Diagnostic[] {
  const found: Diagnostic[] = [];
  const evaluation: Evaluation = {
    guessed: false,
    metrics,
    report: (code, data, span) => found.push(diagnose(code, data, span)),
  };
  const text = ({ span }: Expression): string => textAt(compilation.sources, span);
  const holds = evaluateCondition(condition, environment, evaluation);
  if (evaluation.guessed) return [];
  if (holds !== false) return found;
  const failing = firstFailing(condition, (part) => evaluateCondition(part, environment, evaluation) === false);
  const [comparison] = failing.rest;
  const left = evaluate(failing.first, environment, evaluation);
  const data = comparison
    ? { found: formatValue(left), wanted: `${comparison.operator} ${text(comparison.operand)}` }
    : { found: formatValue(left), wanted: 'true' };
  const fix = comparison && restate(comparison, left);
  const stated = text(failing.whole);
  return [
    ...found,
    diagnose('expectation-failed', { condition: stated, ...data }, failing.whole.span, { ...(fix && { fix }) }),
  ];
}

interface Failing {
  readonly whole: Expression;
  readonly first: Expression;
  readonly rest: Chain['rest'];
}

/** The operand of an `and` that fails, else the condition itself; with both sides where it is one comparison. */
function firstFailing(condition: Expression, fails: (part: Expression) => boolean): Failing {
  if (condition.kind !== 'chain') return { whole: condition, first: condition, rest: [] };
  const { first, rest } = condition;
  if (rest.every(({ operator }) => operator === 'and')) {
    const part = [first, ...rest.map(({ operand }) => operand)].find(fails);
    if (part) return firstFailing(part, fails);
  }
  const isComparison = rest.length === 1 && comparisons.has(rest[0]?.operator ?? 'or');
  return isComparison ? { whole: condition, first, rest } : { whole: condition, first: condition, rest: [] };
}

const comparisons: ReadonlySet<BinaryOperator> = new Set(['==', '!=', '<', '<=', '>', '>=']);

/** Where a figure is stated with `==`: state what the network has. */
function restate({ operator, operand }: Chain['rest'][number], found: Value): Fix | undefined {
  const literal = operand.kind === 'number' || operand.kind === 'list';
  if (operator !== '==' || !literal || found.kind === 'unknown') return undefined;
  const text = formatValue(found);
  return { title: `state what the network has: ${text}`, edits: [{ span: operand.span, text }] };
}
