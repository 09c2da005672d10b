/** The types of an operator's outputs from those of its inputs: what the ONNX specification says, for static shapes. */
import type { Attribute, Domain, ElementType, Tensor, TensorType } from './program.ts';
import { count } from './program.ts';

export interface Application {
  readonly op: string;
  readonly domain: Domain;
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** Undefined where an optional input is left out. */
  readonly inputs: readonly (TensorType | undefined)[];
  /** The inputs that are constants, by position. */
  readonly constants: readonly (Tensor | undefined)[];
  /** How many outputs are wanted. */
  readonly outputs: number;
}

type Rule = (application: Application) => readonly TensorType[];

export function inferTypes(application: Application): readonly TensorType[] {
  const { op, domain } = application;
  const rule = domain === '' || op === 'FusedMatMul' ? rules[op] : undefined;
  if (rule === undefined) throw new Error(`the types of ${domain} ${op} must be given`);
  return rule(application);
}

const same: Rule = ({ inputs }) => [at(inputs, 0)];

const elementwise: Rule = ({ inputs }) => {
  const present = inputs.filter((type) => type !== undefined);
  return [{ element: at(present, 0).element, shape: present.map(({ shape }) => shape).reduce(broadcast) }];
};

const comparison: Rule = (application) => elementwise(application).map(({ shape }) => ({ element: 'bool', shape }));

const reduction: Rule = ({ inputs, attributes, constants }) => {
  const { element, shape } = at(inputs, 0);
  const listed = attributes.axes === undefined ? intsOf(constants[1]) : list(attributes.axes);
  const axes = new Set((listed ?? shape.map((_, axis) => axis)).map((axis) => fromEnd(axis, shape)));
  const keep = integer(attributes.keepdims, 1) === 1;
  return [{ element, shape: shape.flatMap((n, axis) => (axes.has(axis) ? (keep ? [1] : []) : [n])) }];
};

const globalPooling: Rule = ({ inputs }) => {
  const { element, shape } = at(inputs, 0);
  return [{ element, shape: shape.map((n, axis) => (axis < 2 ? n : 1)) }];
};

const convolution: Rule = ({ inputs, attributes }) => {
  const weight = at(inputs, 1).shape;
  return windowed(at(inputs, 0), attributes, weight[0] ?? 0, weight.slice(2));
};

const pooling: Rule = ({ inputs, attributes, outputs }) => {
  const input = at(inputs, 0);
  const [type] = windowed(input, attributes, input.shape[1] ?? 0, list(attributes.kernel_shape) ?? []);
  if (type === undefined) return [];
  return outputs === 2 ? [type, { element: 'int64', shape: type.shape }] : [type];
};

const matrixProduct: Rule = ({ inputs, attributes }) => {
  const a = flipped(at(inputs, 0).shape, integer(attributes.transA, 0) === 1);
  const b = flipped(at(inputs, 1).shape, integer(attributes.transB, 0) === 1);
  if (a.at(-1) !== b.at(-2)) throw new Error(`matrices ${a.join('x')} and ${b.join('x')} do not fit`);
  const batch = broadcast(a.slice(0, -2), b.slice(0, -2));
  return [{ element: at(inputs, 0).element, shape: [...batch, a.at(-2) ?? 1, b.at(-1) ?? 1] }];
};

const rules: Readonly<Record<string, Rule>> = {
  ...named(
    'Relu LeakyRelu Elu Sigmoid HardSigmoid HardSwish Tanh Exp Log Sqrt Neg Abs Reciprocal Identity Sign Floor Softplus',
    same,
  ),
  ...named('Softmax LogSoftmax LRN Clip Not BatchNormalization ScatterElements ScatterND', same),
  ...named('Add Sub Mul Div Pow Max Min Sum PRelu And Or', elementwise),
  ...named('Equal Greater GreaterOrEqual Less LessOrEqual', comparison),
  ...named('ReduceSum ReduceMean ReduceMax ReduceMin', reduction),
  ...named('GlobalAveragePool GlobalMaxPool', globalPooling),
  ...named('MaxPool AveragePool', pooling),
  ...named('Gemm MatMul FusedMatMul', matrixProduct),
  Conv: convolution,
  ConvTranspose: ({ inputs, attributes }) => {
    const { element, shape } = at(inputs, 0);
    const weight = at(inputs, 1).shape;
    const kernel = weight.slice(2);
    const [strides, pads, dilations] = windowOf(attributes, kernel.length);
    const extra = list(attributes.output_padding) ?? kernel.map(() => 0);
    const size = kernel.map((k, axis) => {
      const before = pick(pads, axis) + pick(pads, axis + kernel.length);
      const extent = pick(dilations, axis) * (k - 1) + 1;
      return pick(strides, axis) * (pick(shape, axis + 2) - 1) + pick(extra, axis) + extent - before;
    });
    const channels = pick(weight, 1) * integer(attributes.group, 1);
    return [{ element, shape: [pick(shape, 0), channels, ...size] }];
  },
  MaxUnpool: ({ inputs, constants }) => [{ element: at(inputs, 0).element, shape: required(intsOf(constants[2])) }],
  Reshape: ({ inputs, constants }) => {
    const { element, shape } = at(inputs, 0);
    const wanted = required(intsOf(constants[1]));
    if (count(wanted) !== count(shape)) throw new Error(`${shape.join('x')} cannot become ${wanted.join('x')}`);
    return [{ element, shape: wanted }];
  },
  Expand: ({ inputs, constants }) => {
    const { element, shape } = at(inputs, 0);
    return [{ element, shape: broadcast(shape, required(intsOf(constants[1]))) }];
  },
  Transpose: ({ inputs, attributes }) => {
    const { element, shape } = at(inputs, 0);
    return [{ element, shape: required(list(attributes.perm)).map((axis) => pick(shape, axis)) }];
  },
  Concat: ({ inputs, attributes }) => {
    const { element, shape } = at(inputs, 0);
    const axis = fromEnd(integer(attributes.axis, 0), shape);
    const length = inputs.reduce((sum, type) => sum + pick(type?.shape ?? [], axis), 0);
    return [{ element, shape: shape.map((n, position) => (position === axis ? length : n)) }];
  },
  Slice: ({ inputs, constants }) => {
    const { element, shape } = at(inputs, 0);
    const [starts, ends] = [required(intsOf(constants[1])), required(intsOf(constants[2]))];
    const axes = intsOf(constants[3]) ?? starts.map((_, axis) => axis);
    const steps = intsOf(constants[4]) ?? axes.map(() => 1);
    const result = [...shape];
    for (const [position, axis] of axes.entries()) {
      const length = pick(shape, axis);
      const step = pick(steps, position);
      const clamp = (n: number, low: number, high: number): number =>
        Math.min(Math.max(n < 0 ? n + length : n, low), high);
      const start = clamp(pick(starts, position), 0, step > 0 ? length : length - 1);
      const end = clamp(pick(ends, position), step > 0 ? 0 : -1, step > 0 ? length : length - 1);
      result[axis] = Math.max(0, Math.ceil((end - start) / step));
    }
    return [{ element, shape: result }];
  },
  Pad: ({ inputs, constants }) => {
    const { element, shape } = at(inputs, 0);
    const sides = required(intsOf(constants[1]));
    return [{ element, shape: shape.map((n, axis) => n + pick(sides, axis) + pick(sides, axis + shape.length)) }];
  },
  Gather: ({ inputs, attributes }) => {
    const { element, shape } = at(inputs, 0);
    const axis = fromEnd(integer(attributes.axis, 0), shape);
    return [{ element, shape: [...shape.slice(0, axis), ...at(inputs, 1).shape, ...shape.slice(axis + 1)] }];
  },
  GatherElements: ({ inputs }) => [{ element: at(inputs, 0).element, shape: at(inputs, 1).shape }],
  Where: ({ inputs }) => {
    const shape = inputs.map((type) => type?.shape ?? []).reduce(broadcast);
    return [{ element: at(inputs, 1).element, shape }];
  },
  Cast: ({ inputs, attributes }) => [
    { element: required(elementNumbers[integer(attributes.to, 1)]), shape: at(inputs, 0).shape },
  ],
  OneHot: ({ inputs, constants }) => [
    { element: at(inputs, 2).element, shape: [...at(inputs, 0).shape, required(intsOf(constants[1])?.[0])] },
  ],
  ArgMax: (application) => reduction(withAxis(application)).map(({ shape }) => ({ element: 'int64', shape })),
};

/** The numbers of the element types in ONNX's TensorProto. */
export const elementNumbers: Readonly<Record<number, ElementType>> = {
  1: 'float32',
  2: 'uint8',
  6: 'int32',
  7: 'int64',
  9: 'bool',
};

function named(names: string, rule: Rule): Record<string, Rule> {
  return Object.fromEntries(names.split(' ').map((name) => [name, rule]));
}

function withAxis(application: Application): Application {
  const { axis, ...attributes } = application.attributes;
  return { ...application, attributes: { ...attributes, axes: [integer(axis, 0)] } };
}

/** The size rule of convolution and pooling: floor or ceil((n + pads - extent) / stride) + 1. */
function windowed(
  { element, shape }: TensorType,
  attributes: Application['attributes'],
  channels: number,
  kernel: readonly number[],
): readonly TensorType[] {
  const [strides, pads, dilations] = windowOf(attributes, kernel.length);
  const size = kernel.map((k, axis) => {
    const [n, s] = [pick(shape, axis + 2), pick(strides, axis)];
    const padded = n + pick(pads, axis) + pick(pads, axis + kernel.length);
    const places = (padded - (pick(dilations, axis) * (k - 1) + 1)) / s;
    if (integer(attributes.ceil_mode, 0) === 0) return Math.floor(places) + 1;
    const ceiled = Math.ceil(places) + 1;
    // A window that would start in the padding at the end is left out, as in PyTorch.
    return (ceiled - 1) * s >= n + pick(pads, axis) ? ceiled - 1 : ceiled;
  });
  return [{ element, shape: [pick(shape, 0), channels, ...size] }];
}

function windowOf(attributes: Application['attributes'], axes: number): [number[], number[], number[]] {
  const ones = Array.from({ length: axes }, () => 1);
  return [
    [...(list(attributes.strides) ?? ones)],
    [...(list(attributes.pads) ?? [...ones, ...ones].map(() => 0))],
    [...(list(attributes.dilations) ?? ones)],
  ];
}

/** Numpy's rule: shapes are aligned at their ends, an axis of 1 stretches. */
export function broadcast(a: readonly number[], b: readonly number[]): readonly number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const m = a[axis - (rank - a.length)] ?? 1;
    const n = b[axis - (rank - b.length)] ?? 1;
    if (m !== n && m !== 1 && n !== 1) throw new Error(`shapes ${a.join('x')} and ${b.join('x')} do not broadcast`);
    return m === 1 ? n : m;
  });
}

export function intsOf(tensor: Tensor | undefined): readonly number[] | undefined {
  return tensor === undefined ? undefined : Array.from(tensor.data, Number);
}

export function list(attribute: Attribute | undefined): readonly number[] | undefined {
  return Array.isArray(attribute) ? attribute : undefined;
}

export function integer(attribute: Attribute | undefined, otherwise: number): number {
  return typeof attribute === 'number' ? attribute : otherwise;
}

function flipped(shape: readonly number[], flip: boolean): readonly number[] {
  return flip ? [...shape.slice(0, -2), pick(shape, shape.length - 1), pick(shape, shape.length - 2)] : shape;
}

function fromEnd(axis: number, shape: readonly number[]): number {
  return axis < 0 ? axis + shape.length : axis;
}

function at(types: readonly (TensorType | undefined)[], index: number): TensorType {
  return required(types[index]);
}

function pick(values: readonly number[], index: number): number {
  return required(values[index]);
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('an operand is missing');
  return value;
}
