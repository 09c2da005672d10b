/**
 * Reverse-mode differentiation of a tensor program: the backward pass is appended to the program itself, a rule for
 * each operator (`rules.ts`). Linear in the size of the program.
 *
 * Source: Griewank and Walther 2008, "Evaluating derivatives", section 3.2.
 */
import { add, type Builder, concat, filled, pad, shapeOf } from '../../onnx/builder.ts';
import type { Gradient, PartialGradient } from './rule.ts';
import { rules } from './rules.ts';

/** Gradients of the scalar `loss` by the name of the value; a value on which it does not depend has none. */
export function differentiate(b: Builder, loss: string, wrt: readonly string[]): ReadonlyMap<string, string> {
  return pullBack(b, new Map([[loss, filled(b, 1, shapeOf(b, loss))]]), wrt);
}

/**
 * The same from given gradients of some values (`seeds`, value to gradient), as a loss with a short formula has them.
 * The program's nodes must not use the values of `wrt` before they are made, which `emit` ensures.
 */
export function pullBack(
  b: Builder,
  seeds: ReadonlyMap<string, string>,
  wrt: readonly string[],
): ReadonlyMap<string, string> {
  const forward = [...b.nodes];
  const reached = new Set(wrt);
  for (const node of forward) {
    if (node.inputs.some((name) => reached.has(name))) for (const name of node.outputs) reached.add(name);
  }
  const pending = new Map<string, Gradient[]>();
  for (const [value, gradient] of seeds) pending.set(value, [gradient]);
  const origin = b.origin;
  for (const node of forward.reverse()) {
    const [first] = node.outputs;
    const incoming = first === undefined ? undefined : pending.get(first);
    if (first === undefined || incoming === undefined || !reached.has(first)) continue;
    const rule = rules[node.op];
    if (rule === undefined) throw new Error(`there is no gradient of the operator ${node.op}`);
    b.origin = node.origin;
    const dy = total(b, first, incoming);
    pending.set(first, [dy]);
    const wanted = (input: number): boolean => reached.has(node.inputs[input] ?? '');
    for (const [input, gradient] of rule({ b, node, dy, wanted }).entries()) {
      const name = node.inputs[input];
      if (gradient === undefined || name === undefined || !reached.has(name)) continue;
      const earlier = pending.get(name);
      if (earlier === undefined) pending.set(name, [gradient]);
      else earlier.push(gradient);
    }
  }
  b.origin = origin;
  return new Map(
    wrt.flatMap((name) => {
      const gradients = pending.get(name);
      return gradients === undefined ? [] : [[name, total(b, name, gradients)] as const];
    }),
  );
}

/** Several uses of a value: their gradients add up. */
function total(b: Builder, value: string, gradients: readonly Gradient[]): string {
  const whole = gradients.filter((gradient) => typeof gradient === 'string');
  const parts = gradients.filter((gradient) => typeof gradient !== 'string');
  return balancedSum(b, [...whole, ...assemble(b, shapeOf(b, value), parts)]);
}

/** In pairs, then pairs of pairs: rounding grows with the logarithm of the number of uses. */
function balancedSum(b: Builder, values: readonly string[]): string {
  const [first, second] = values;
  if (first === undefined) throw new Error('a sum of nothing');
  if (second === undefined) return first;
  const sums: string[] = [];
  for (let index = 0; index < values.length; index += 2) {
    const [x, y] = values.slice(index, index + 2);
    if (x !== undefined) sums.push(y === undefined ? x : add(b, x, y));
  }
  return balancedSum(b, sums);
}

/**
 * Ranges that do not overlap are laid side by side, so that the many slices of one map cost one map, not one each;
 * overlapping ones make several maps.
 */
function assemble(b: Builder, shape: readonly number[], parts: readonly PartialGradient[]): readonly string[] {
  const rows: PartialGradient[][] = [];
  const end = (part: PartialGradient): number => part.start + (shapeOf(b, part.value)[part.axis] ?? 0);
  for (const part of [...parts].sort((one, other) => one.axis - other.axis || one.start - other.start)) {
    const row = rows.find((before) => {
      const last = before.at(-1);
      return last !== undefined && last.axis === part.axis && end(last) <= part.start;
    });
    if (row === undefined) rows.push([part]);
    else row.push(part);
  }
  return rows.map((row) => {
    const axis = row[0]?.axis ?? 0;
    let covered = 0;
    const pieces = row.map((part, index) => {
      const after = index === row.length - 1 ? (shape[axis] ?? 0) - end(part) : 0;
      const piece = padAxis(b, part.value, axis, part.start - covered, after);
      covered = end(part);
      return piece;
    });
    return concat(b, pieces, axis);
  });
}

function padAxis(b: Builder, value: string, axis: number, before: number, after: number): string {
  const rank = shapeOf(b, value).length;
  const sides = Array.from({ length: 2 * rank }, () => 0);
  sides[axis] = before;
  sides[axis + rank] = after;
  return pad(b, value, sides);
}
