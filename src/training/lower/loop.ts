/**
 * Several training steps in one run: the step becomes the body of an ONNX Loop that carries the state. ONNX Runtime
 * copies what enters and leaves a run, and parameters that are carried stay where they are.
 */
import { type Builder, constant, createBuilder, emit, emitAll, finish, input } from '../../onnx/builder.ts';
import type { Program, TensorType } from '../../onnx/program.ts';
import { prune } from '../../onnx/unused.ts';
import type { StepProgram } from '../step-program.ts';

/** Input: number of steps to take, int64 [], at most the number that the program was made for. */
export const stepCount = 'steps';

/** Name of an input or a result of the step, one for each of the steps: [steps, ...]. */
export function stacked(name: string): string {
  return `${name}:steps`;
}

/** Name of a tensor of the state before the first step. */
export function first(name: string): string {
  return `${name}:first`;
}

/** Name of the new value of a tensor of the state after the last step, by the step's name for it. */
export function last(output: string): string {
  return `${output}:last`;
}

export const results = ['loss', 'correct1', 'correct5'] as const;

/**
 * Inputs: `steps`; `images:steps` [steps, N, C, H, W], `labels:steps`, `rate:steps`, `step:steps` and masks, stacked;
 * the state, `<name>:first`. Outputs: the new state, `<output>:last`; the results, stacked, zero for steps not taken.
 */
export function loopProgram({ program, state, masks }: StepProgram, steps: number): Program {
  const b = createBuilder();
  // Names inside the loop are not used again around it.
  for (const [name, type] of program.types) b.types.set(name, type);
  const carried = state.flatMap(({ name, output }) => (output === undefined ? [] : [{ name, output }]));
  const typeOf = (name: string): TensorType => {
    const type = program.types.get(name);
    if (type === undefined) throw new Error(`the step has no value '${name}'`);
    return type;
  };
  const trip = input(b, stepCount, { element: 'int64', shape: [] });
  const perStep = ['images', 'labels', 'rate', 'step', ...masks.map(({ name }) => name)];
  const given = perStep.filter((name) => program.inputs.includes(name));
  for (const name of given) {
    const { element, shape } = typeOf(name);
    input(b, stacked(name), { element, shape: [steps, ...shape] });
  }
  for (const { name } of state) input(b, first(name), typeOf(name));

  const list: TensorType = { element: 'float32', shape: [steps] };
  const none = constant(b, new Float32Array(steps), [steps]);
  const start = [...carried.map(({ name }) => first(name)), ...results.map(() => none)];
  const types = [...carried.map(({ output }) => typeOf(output)), ...results.map(() => list)];
  const names = [...carried.map(({ output }) => last(output)), ...results.map(stacked)];
  const fixed = state.filter(({ output }) => output === undefined).map(({ name }) => name);
  const body = loopBody(program, { given, fixed, carried, list });
  emitAll(b, 'Loop', [trip, '', ...start], names.length, { attributes: { body: { body } }, types, names });
  b.outputs.push(...names);
  return prune(finish(b, program.name));
}

interface Parts {
  readonly given: readonly string[];
  readonly fixed: readonly string[];
  readonly carried: readonly { readonly name: string; readonly output: string }[];
  readonly list: TensorType;
}

/** The step with ONNX's signature of a loop's body: number of the iteration, condition, what is carried. */
function loopBody(program: Program, { given, fixed, carried, list }: Parts): Program {
  const b = createBuilder();
  const iteration = input(b, 'iteration', { element: 'int64', shape: [] });
  const condition = input(b, 'condition', { element: 'bool', shape: [] });
  const typeOf = (name: string): TensorType => program.types.get(name) ?? { element: 'float32', shape: [] };
  for (const { name } of carried) input(b, name, typeOf(name));
  const before = results.map((name) => input(b, `${name}:before`, list));
  // What the program around the loop holds is taken from there by name.
  for (const name of given) {
    const around = stacked(name);
    emit(
      b,
      'Gather',
      [around, iteration].map((value) => declared(b, value, typeOf(name), list)),
      {
        attributes: { axis: 0 },
        types: [typeOf(name)],
        names: [name],
      },
    );
  }
  for (const name of fixed) {
    emit(b, 'Identity', [declared(b, first(name), typeOf(name), list)], { types: [typeOf(name)], names: [name] });
  }
  for (const [name, tensor] of program.constants) b.constants.set(name, tensor);
  for (const [name, type] of program.types) b.types.set(name, type);
  b.nodes.push(...program.nodes);
  const here = emit(b, 'Equal', [
    iteration,
    constant(
      b,
      BigInt64Array.from({ length: list.shape[0] ?? 0 }, (_, n) => BigInt(n)),
      list.shape,
    ),
  ]);
  const after = results.map((name, index) => emit(b, 'Where', [here, name, before[index] ?? '']));
  const goOn = emit(b, 'Identity', [condition]);
  b.outputs.push(goOn, ...carried.map(({ output }) => output), ...after);
  return finish(b, `${program.name}:step`);
}

/** A value of the program around: its type is known here, though nothing here makes it. */
function declared(b: Builder, name: string, { element, shape }: TensorType, list: TensorType): string {
  if (!b.types.has(name)) b.types.set(name, { element, shape: [...list.shape, ...shape] });
  return name;
}
