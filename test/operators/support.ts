/** Calls an operator's rules with the defaults filled in, as the compiler does. */
import type { ArgumentValue, Operator, Shape, ShapeResult, Weight } from '../../src/operators/operator.ts';
import { volume } from '../../src/operators/operator.ts';
import { operators } from '../../src/operators/registry.ts';

export type Arguments = Readonly<Record<string, ArgumentValue>>;

export function named(name: string): Operator {
  const record = operators.get(name);
  if (record === undefined) throw new Error(`no operator ${name}`);
  return record;
}

export function withDefaults(record: Operator, given: Arguments): Arguments {
  const defaults = record.parameters.flatMap(({ name, default: value }) =>
    value === undefined ? [] : [[name, value]],
  );
  return { ...Object.fromEntries(defaults), ...given };
}

export function apply(name: string, inputs: readonly Shape[], given: Arguments = {}): ShapeResult {
  const record = named(name);
  return record.shape(inputs, withDefaults(record, given));
}

/** The shape that leaves, where no problem is expected. */
export function shapeOf(name: string, inputs: readonly Shape[], given: Arguments = {}): Shape {
  const { shape, problems } = apply(name, inputs, given);
  if (shape === undefined || problems.length > 0) throw new Error(problems.map(({ message }) => message).join('; '));
  return shape;
}

export function weightsOf(name: string, inputs: readonly Shape[], given: Arguments = {}): readonly Weight[] {
  const record = named(name);
  return record.weights?.(inputs, withDefaults(record, given)) ?? [];
}

export function parametersOf(name: string, inputs: readonly Shape[], given: Arguments = {}): number {
  return weightsOf(name, inputs, given)
    .filter(({ role }) => role === 'parameter')
    .reduce((sum, { shape }) => sum + volume(shape), 0);
}

export function macsOf(name: string, inputs: readonly Shape[], given: Arguments = {}): number {
  const record = named(name);
  return record.macs?.(inputs, withDefaults(record, given), shapeOf(name, inputs, given)) ?? 0;
}

export function flopsOf(name: string, inputs: readonly Shape[], given: Arguments = {}): number {
  const record = named(name);
  return record.flops?.(inputs, withDefaults(record, given), shapeOf(name, inputs, given)) ?? 0;
}

/** Codes of the problems, in order. */
export function codesOf(name: string, inputs: readonly Shape[], given: Arguments = {}): readonly string[] {
  return apply(name, inputs, given).problems.map(({ code }) => code);
}
