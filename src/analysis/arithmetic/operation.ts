/**
 * A convolution or a pooling whose arithmetic is worked, and what the registry's record says about it. The lesson
 * computes no size, weight or cost of its own: it asks the record that the compiler asks.
 */
import type { Problem } from '../../diagnostics/catalogue.ts';
import { type AxisGeometry, type Padding, type Sliding, slide } from '../../operators/geometry.ts';
import type { ArgumentValue, FeatureMap, Operator, Size } from '../../operators/operator.ts';
import { formatArgument, operators } from '../../operators/registry.ts';

export interface Channels {
  readonly input: number;
  readonly output: number;
  readonly groups: number;
  readonly bias: boolean;
}

export interface Convolution {
  readonly op: 'conv';
  readonly kernel: Size;
  readonly stride: Size;
  readonly dilation: Size;
  /** Without them only sizes are worked. */
  readonly channels?: Channels;
}

export interface Pooling {
  readonly op: 'maxpool' | 'avgpool';
  readonly kernel: Size;
  readonly stride: Size;
  readonly ceil: boolean;
  /** Whether the zeros of the padding count in the divisor of a mean. */
  readonly countIncludePad: boolean;
}

/** All but the padding. */
export type Operation = Convolution | Pooling;

export type Arguments = Readonly<Record<string, ArgumentValue>>;

export function recordOf({ op }: Operation): Operator {
  const record = operators.get(op);
  if (record === undefined) throw new Error(`the registry has no ${op}`);
  return record;
}

/** As the operator receives them. */
export function argumentsOf(operation: Operation, pad: Padding): Arguments {
  const { kernel, stride } = operation;
  if (operation.op === 'conv') {
    const { output = 1, groups = 1, bias = true } = operation.channels ?? {};
    return { channels: output, kernel, stride, pad, dilation: operation.dilation, groups, bias };
  }
  const { ceil, countIncludePad } = operation;
  const args = { kernel, stride, pad, ceil };
  return operation.op === 'avgpool' ? { ...args, count_include_pad: countIncludePad } : args;
}

export function inputMap(operation: Operation, [height, width]: Size): FeatureMap {
  const channels = operation.op === 'conv' ? (operation.channels?.input ?? 1) : 1;
  return [channels, height, width];
}

export function axesOf(operation: Operation, pad: Padding, input: FeatureMap): readonly [AxisGeometry, AxisGeometry] {
  const { kernel, stride } = operation;
  const sliding: Sliding =
    operation.op === 'conv'
      ? { kernel, stride, dilation: operation.dilation, pad, rounding: 'floor' }
      : { kernel, stride, dilation: [1, 1], pad, rounding: operation.ceil ? 'ceil' : 'floor' };
  return slide(input, sliding);
}

/** The step as a file has it: "conv(64, 3, stride = 2, pad = same)"; without channels, their name stands for them. */
export function callOf(operation: Operation, pad: Padding): string {
  const args = argumentsOf(operation, pad);
  const unnamed = operation.op === 'conv' && operation.channels === undefined;
  const written = recordOf(operation).parameters.flatMap(({ name, default: standard }) => {
    const value = args[name];
    if (name === 'channels' && unnamed) return ['channels'];
    if (value === undefined) return [];
    const text = formatArgument(value);
    if (name === 'channels' || name === 'kernel') return [text];
    const usual = standard ?? (name === 'stride' ? operation.kernel : undefined);
    return usual !== undefined && formatArgument(usual) === text ? [] : [`${name} = ${text}`];
  });
  return `${operation.op}(${written.join(', ')})`;
}

/** The size rule in the record's notation: what stands before the weights and the costs. */
export function sizeRule(operation: Operation): readonly string[] {
  const lines = recordOf(operation).formula.split('\n');
  const end = lines.findIndex((line) => /^(weight|no parameters)/.test(line));
  return end < 0 ? lines : lines.slice(0, end);
}

/** "conv has a kernel of height 9, its input 1x7x7 has height 7; use a kernel of at most 7 here" */
export function problemText({ message, hint }: Problem): string {
  return hint === undefined ? message : `${message}; ${hint}`;
}
