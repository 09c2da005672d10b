/** Executes a tensor program node by node in TensorFlow.js. A value is let go of after its last use. */
import type { Program, ProgramNode, Tensor } from '../../../onnx/program.ts';
import { lowerPortable } from '../../lower/portable.ts';
import { arrangementOperators } from './arrangement.ts';
import { convolutionOperators } from './convolution.ts';
import { elementwiseOperators } from './elementwise.ts';
import type { TfModule, TfTensor } from './module.ts';
import { numbersOf, type TfOperator, type TfOperators } from './operator.ts';
import { poolingOperators } from './pooling.ts';
import { disposeValue, formOf, type Order, type Value, valueFrom } from './values.ts';

const tfOperators: TfOperators = {
  ...elementwiseOperators,
  ...arrangementOperators,
  ...convolutionOperators,
  ...poolingOperators,
};

const kept: ReadonlySet<string> = new Set(Object.keys(tfOperators));

/** Gradient operators stay where TensorFlow.js computes them in one. */
export function lowerForTensorflow(program: Program): Program {
  return lowerPortable(program, { keep: kept });
}

/** The first node that cannot be executed, if there is one. */
export function unsupported({ nodes }: Program): ProgramNode | undefined {
  return nodes.find((node) => {
    if (tfOperators[node.op] === undefined || node.domain.startsWith('com.')) return true;
    const { mode, dilations } = node.attributes;
    if (node.op === 'Pad') return mode !== undefined && mode !== 'constant';
    return node.op === 'MaxPool' && Array.isArray(dilations) && dilations.some((n) => n !== 1);
  });
}

export interface TfProgram {
  /** The outputs by name. What was given stays the caller's, and what comes back becomes the caller's. */
  run(inputs: ReadonlyMap<string, Value>): ReadonlyMap<string, Value>;
  close(): void;
}

/** For a program in which nothing is unsupported. */
export function openProgram(tf: TfModule, program: Program): TfProgram {
  const constants = new Map<string, Value>();
  const numbers = new Map<string, readonly number[] | undefined>();
  const ends = lastUses(program);
  const plan = program.nodes.map((node, index) => ({ ...planned(program, node), over: ends.get(index) ?? [] }));
  const constantOf = (name: string): Value | undefined => {
    const tensor = program.constants.get(name);
    if (tensor === undefined) return undefined;
    const value = constants.get(name) ?? valueFrom(tensorOf(tf, tensor), 'plain', tensor.shape);
    constants.set(name, value);
    return value;
  };
  const numbersIn = (name: string): readonly number[] | undefined => {
    if (!numbers.has(name)) numbers.set(name, numbersOf(program.constants.get(name)));
    return numbers.get(name);
  };
  return {
    run: (inputs) => {
      const values = new Map<string, Value>();
      const find = (name: string): Value => {
        const value = values.get(name) ?? inputs.get(name) ?? constantOf(name);
        if (value === undefined) throw new Error(`there is no value '${name}'`);
        return value;
      };
      try {
        for (const step of plan) {
          execute(tf, step, find, numbersIn, values);
          for (const name of step.over) {
            const value = values.get(name);
            if (value !== undefined) disposeValue(value);
            values.delete(name);
          }
        }
        const results = new Map(program.outputs.map((name) => [name, find(name)]));
        for (const name of program.outputs) values.delete(name);
        return results;
      } finally {
        for (const value of values.values()) disposeValue(value);
      }
    },
    close: () => {
      for (const value of constants.values()) disposeValue(value);
      constants.clear();
    },
  };
}

interface Planned {
  readonly node: ProgramNode;
  readonly operator: TfOperator;
  /** Names of the operands. */
  readonly operands: readonly string[];
  readonly shapes: readonly (readonly number[])[];
  /** Of the outputs. */
  readonly results: readonly (readonly number[])[];
}

interface Step extends Planned {
  /** Values that nothing needs after it. */
  readonly over: readonly string[];
}

function planned(program: Program, node: ProgramNode): Planned {
  const operator = tfOperators[node.op];
  if (operator === undefined) throw new Error(`TensorFlow.js has no ${node.op} here`);
  const shapeOf = (name: string): readonly number[] => program.types.get(name)?.shape ?? [];
  const given = node.inputs.filter((name) => name !== '');
  return {
    node,
    operator,
    operands: given.slice(0, operator.operands),
    shapes: node.inputs.map(shapeOf),
    results: node.outputs.map(shapeOf),
  };
}

function execute(
  tf: TfModule,
  { node, operator, operands, shapes, results }: Step,
  find: (name: string) => Value,
  numbersIn: (name: string) => readonly number[] | undefined,
  values: Map<string, Value>,
): void {
  const held = operands.map(find);
  const { orders } = operator;
  const order = orders === 'any' ? orderOf(held) : operator.gives;
  const inputs = held.map((value, index) => formOf(tf, value, orders === 'any' ? order : (orders[index] ?? 'plain')));
  const [shape = []] = results;
  const numbers = (input: number): readonly number[] | undefined => numbersIn(node.inputs[input] ?? '');
  const made = tf.tidy((): TfTensor[] => {
    const result = operator.run({ tf, node, shapes, shape, order, inputs, numbers });
    // What an operator hands on unchanged has two owners.
    const listed: readonly TfTensor[] = Array.isArray(result) ? result : [result as TfTensor];
    return listed.map((tensor) => (inputs.includes(tensor) ? tensor.clone() : tensor));
  });
  for (const [index, name] of node.outputs.entries()) {
    const tensor = made[index];
    if (tensor === undefined) throw new Error(`${node.op} gave no output ${index}`);
    values.set(name, valueFrom(tensor, order, results[index] ?? []));
  }
}

/** The order in which the largest operand of four axes is there, other than the program's if it can be. */
function orderOf(values: readonly Value[]): Order {
  const ofFour = values.filter(({ shape }) => shape.length === 4);
  const size = ({ shape }: Value): number => shape.reduce((product, n) => product * n, 1);
  const largest = Math.max(...ofFour.map(size));
  for (const value of ofFour) {
    if (size(value) < largest) continue;
    for (const order of value.forms.keys()) if (order !== 'plain') return order;
  }
  return 'plain';
}

/** Number of a node to the values that are read last by it, or by none. */
function lastUses(program: Program): ReadonlyMap<number, readonly string[]> {
  const last = new Map<string, number>();
  for (const [index, { inputs, outputs }] of program.nodes.entries()) {
    for (const name of outputs) last.set(name, index);
    for (const name of inputs) if (last.has(name)) last.set(name, index);
  }
  for (const name of program.outputs) last.delete(name);
  const ends = new Map<number, string[]>();
  for (const [name, index] of last) ends.set(index, [...(ends.get(index) ?? []), name]);
  return ends;
}

function tensorOf(tf: TfModule, { data, element, shape }: Tensor): TfTensor {
  if (data instanceof Float32Array) return tf.tensor(data, shape, 'float32');
  if (element === 'bool') return tf.tensor(Uint8Array.from(data, Number), shape, 'bool');
  return tf.tensor(Int32Array.from(data, Number), shape, 'int32');
}
