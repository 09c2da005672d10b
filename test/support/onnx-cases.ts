/** ONNX operators with the attributes that layers do not use them with, or that no layer is lowered to. */
import { type Builder, constant, emit, ints, scalar, slice } from '../../src/onnx/builder.ts';
import type { Attribute } from '../../src/onnx/program.ts';

export interface OnnxCase {
  readonly title: string;
  /** Of the inputs. */
  readonly shapes: readonly (readonly number[])[];
  /** Applied to the standard normal values of the inputs, for functions that are not defined everywhere. */
  readonly range?: (x: number) => number;
  /** The value to differentiate. */
  readonly build: (b: Builder, inputs: readonly string[]) => string;
}

const map = [2, 3, 4, 5];
const positive = (x: number): number => 0.5 + Math.abs(x);

function applied(
  op: string,
  shapes: readonly (readonly number[])[],
  attributes: Readonly<Record<string, Attribute>> = {},
  range?: (x: number) => number,
): OnnxCase {
  const settings = Object.entries(attributes).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  const title = [op, shapes.map((shape) => shape.join('x')).join(' and '), ...settings].join(', ');
  const build: OnnxCase['build'] = (b, inputs) => emit(b, op, inputs, { attributes });
  return range === undefined ? { title, shapes, build } : { title, shapes, build, range };
}

/** With further inputs that are constants. */
function built(title: string, shapes: readonly (readonly number[])[], build: OnnxCase['build']): OnnxCase {
  return { title, shapes, build };
}

/** A comparison with 0 as float32, through which nothing flows, times the value. */
function masked(op: string): OnnxCase {
  return built(`${op} as a mask`, [map], (b, [x = '']) => {
    const mask = emit(b, 'Cast', [emit(b, op, [x, scalar(b, 0)])], { attributes: { to: 1 } });
    return emit(b, 'Mul', [x, mask]);
  });
}

function logical(op: string): OnnxCase {
  return built(`${op} of two masks`, [map], (b, [x = '']) => {
    const one = emit(b, 'Greater', [x, scalar(b, 0)]);
    const mask = op === 'Not' ? emit(b, op, [one]) : emit(b, op, [one, emit(b, 'Less', [x, scalar(b, 9)])]);
    return emit(b, 'Mul', [x, emit(b, 'Cast', [mask], { attributes: { to: 1 } })]);
  });
}

const pairs = ['Add', 'Sub', 'Mul', 'Div', 'Max', 'Min'].flatMap((op) => {
  const range = op === 'Div' ? positive : undefined;
  return [
    applied(op, [map, map], {}, range),
    applied(op, [map, [3, 1, 5]], {}, range),
    applied(op, [[4, 1], map], {}, range),
    applied(op, [map, []], {}, range),
  ];
});

export const onnxCases: readonly OnnxCase[] = [
  ...pairs,
  applied('Sum', [map, [4, 5], map, []]),
  applied('Max', [map, map, map]),
  ...['Neg', 'Abs', 'Exp', 'HardSwish', 'Softplus', 'Identity'].map((op) => applied(op, [map])),
  ...['Log', 'Sqrt', 'Reciprocal'].map((op) => applied(op, [map], {}, positive)),
  ...['Equal', 'Greater', 'GreaterOrEqual', 'Less', 'LessOrEqual'].map(masked),
  ...['And', 'Or', 'Not'].map(logical),
  ...['Sign', 'Floor'].map((op) =>
    built(`${op} beside the value`, [map], (b, [x = '']) => emit(b, 'Mul', [x, emit(b, op, [x])])),
  ),
  built('ArgMax beside the value', [map], (b, [x = '']) => {
    const place = emit(b, 'ArgMax', [x], { attributes: { axis: 1, keepdims: 1 } });
    return emit(b, 'Mul', [x, emit(b, 'Cast', [place], { attributes: { to: 1 } })]);
  }),
  built('Pow of 2', [map], (b, [x = '']) => emit(b, 'Pow', [x, scalar(b, 2)])),
  {
    ...built('Pow of -1.5', [map], (b, [x = '']) => emit(b, 'Pow', [x, scalar(b, -1.5)])),
    range: positive,
  },
  built('Where of both', [map, [5]], (b, [x = '', y = '']) =>
    emit(b, 'Where', [emit(b, 'Greater', [x, scalar(b, 0)]), emit(b, 'Mul', [x, x]), y]),
  ),
  built('Clip from -0.5 to 0.8', [map], (b, [x = '']) => emit(b, 'Clip', [x, scalar(b, -0.5), scalar(b, 0.8)])),
  built('Clip from 0.3', [map], (b, [x = '']) => emit(b, 'Clip', [x, scalar(b, 0.3)])),
  built('Clip to 0.3', [map], (b, [x = '']) => emit(b, 'Clip', [x, '', scalar(b, 0.3)])),
  applied('HardSigmoid', [map]),
  applied('LeakyRelu', [map]),
  applied('Elu', [map]),
  applied('PRelu', [map, [4, 1]]),
  applied('Softmax', [map], { axis: 1 }),
  applied('Softmax', [map]),
  applied('LogSoftmax', [map], { axis: 1 }),
  applied('LogSoftmax', [[4, 6]]),
  applied('ReduceSum', [map]),
  built('ReduceSum over two axes', [map], (b, [x = '']) => emit(b, 'ReduceSum', [x, ints(b, [1, -1])])),
  applied('ReduceMean', [map], { axes: [0, 2], keepdims: 0 }),
  applied('ReduceMean', [map]),
  applied('ReduceMax', [map], { axes: [1], keepdims: 0 }),
  applied('ReduceMax', [map], { axes: [-1] }),
  applied('GlobalAveragePool', [map]),
  applied('GlobalMaxPool', [map]),
  applied('Gemm', [[3, 4], [4, 5], [5]]),
  applied(
    'Gemm',
    [
      [4, 3],
      [4, 5],
    ],
    { transA: 1, alpha: { float: 0.5 } },
  ),
  applied(
    'Gemm',
    [
      [3, 4],
      [5, 4],
      [3, 1],
    ],
    { transB: 1, beta: { float: 2 } },
  ),
  applied(
    'Gemm',
    [
      [4, 3],
      [5, 4],
    ],
    { transA: 1, transB: 1 },
  ),
  applied('MatMul', [
    [2, 3, 4],
    [2, 4, 5],
  ]),
  applied('MatMul', [
    [3, 4],
    [2, 4, 5],
  ]),
  applied('MatMul', [
    [2, 1, 3, 4],
    [3, 4, 2],
  ]),
  built('Expand', [[3, 1, 5]], (b, [x = '']) => emit(b, 'Expand', [x, ints(b, map)])),
  applied('Transpose', [map], { perm: [2, 0, 3, 1] }),
  applied('Concat', [map, [2, 1, 4, 5], map], { axis: 1 }),
  applied('Concat', [map, map], { axis: -1 }),
  built('Slice with steps', [map], (b, [x = '']) => slice(b, x, [2, 3], [1, 0], [4, 5], [2, 3])),
  built('Slice backwards', [map], (b, [x = '']) => slice(b, x, [3, 1], [-1, 2], [-9, -9], [-2, -1])),
  built('Slices that overlap', [[2, 9, 3]], (b, [x = '']) => {
    const parts = [
      [0, 4],
      [2, 6],
      [5, 9],
      [6, 7],
    ].map(([start = 0, end = 0], index) => emit(b, 'Mul', [slice(b, x, [1], [start], [end]), scalar(b, index + 1)]));
    return emit(b, 'Concat', parts, { attributes: { axis: 1 } });
  }),
  built('Slices with gaps, and the whole', [[2, 9, 3]], (b, [x = '']) => {
    const parts = [slice(b, x, [1], [7], [8]), slice(b, x, [1], [1], [3]), slice(b, x, [2], [0], [1]), x];
    const sums = parts.map((part) => emit(b, 'ReduceSum', [emit(b, 'Exp', [part])], { attributes: { keepdims: 0 } }));
    return emit(b, 'Sum', sums);
  }),
  ...['constant', 'reflect', 'edge'].map((mode) =>
    built(`Pad, ${mode}`, [map], (b, [x = '']) =>
      emit(b, 'Pad', [x, ints(b, [0, 0, 2, 1, 0, 0, 0, 3])], { attributes: { mode } }),
    ),
  ),
  built('Pad that crops', [map], (b, [x = '']) => emit(b, 'Pad', [x, ints(b, [0, 0, -1, 2, 0, 0, 1, -2])])),
  built('Gather of an order', [map], (b, [x = '']) => gathered(b, x, 1, [2, 0, 1])),
  built('Gather with repetitions', [map], (b, [x = '']) => gathered(b, x, 3, [4, 0, 0, -1, 2, 0])),
  built('Gather with many repetitions', [[40, 3]], (b, [x = '']) =>
    gathered(
      b,
      x,
      0,
      Array.from({ length: 7000 }, (_, index) => (index * 7) % 39),
    ),
  ),
];

function gathered(b: Builder, x: string, axis: number, indices: readonly number[]): string {
  const table = constant(b, BigInt64Array.from(indices, BigInt), [indices.length]);
  return emit(b, 'Gather', [x, table], { attributes: { axis } });
}
