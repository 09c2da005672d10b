/** Max pooling's gradient where values tie: the first largest of a window takes all, as in PyTorch. */
import { describe, expect, it } from 'vitest';
import { createBuilder, finish, input, output } from '../../../src/onnx/builder.ts';
import type { Program } from '../../../src/onnx/program.ts';
import { emitGradient } from '../../../src/training/gradients/operators.ts';
import { lowerPortable } from '../../../src/training/lower/portable.ts';
import { randomStream } from '../../../src/training/random.ts';
import { lowerInBlocks } from '../../support/blocked.ts';
import { floats, runProgram } from '../../support/onnx.ts';

interface Pooling {
  readonly kernel: number;
  readonly stride: number;
  readonly pad: number;
  /** Of the map's side. */
  readonly size: number;
}

const [batch, channels] = [2, 8];

function outputSize({ kernel, stride, pad, size }: Pooling): number {
  return Math.floor((size + 2 * pad - kernel) / stride) + 1;
}

interface Expected {
  readonly y: Float32Array;
  readonly dx: Float32Array;
}

/** The rule itself, window by window. */
function expected(x: Float32Array, dy: Float32Array, pooling: Pooling): Expected {
  const { kernel, stride, pad, size } = pooling;
  const [y, dx] = [new Float32Array(dy.length), new Float32Array(x.length)];
  const side = outputSize(pooling);
  for (let map = 0; map < batch * channels; map++) {
    for (let window = 0; window < side * side; window++) {
      let best = -1;
      for (let place = 0; place < kernel * kernel; place++) {
        const row = Math.floor(window / side) * stride - pad + Math.floor(place / kernel);
        const column = (window % side) * stride - pad + (place % kernel);
        if (row < 0 || column < 0 || row >= size || column >= size) continue;
        const at = (map * size + row) * size + column;
        if (best < 0 || (x[at] ?? 0) > (x[best] ?? 0)) best = at;
      }
      y[map * side * side + window] = x[best] ?? 0;
      dx[best] = (dx[best] ?? 0) + (dy[map * side * side + window] ?? 0);
    }
  }
  return { y, dx };
}

function program(pooling: Pooling): Program {
  const b = createBuilder();
  const { kernel, stride, pad, size } = pooling;
  const side = outputSize(pooling);
  const type = (n: number) => ({ element: 'float32', shape: [batch, channels, n, n] }) as const;
  const values = [input(b, 'dy', type(side)), input(b, 'x', type(size)), input(b, 'y', type(side))];
  const [dx = ''] = emitGradient(b, 'MaxPoolGradient', values, [type(size)], {
    kernel_shape: [kernel, kernel],
    strides: [stride, stride],
    pads: [pad, pad, pad, pad],
  });
  output(b, dx, 'dx');
  return finish(b, 'pooling');
}

const poolings: readonly Pooling[] = [
  // Windows that tile the map, which have a way of their own in blocks.
  { kernel: 2, stride: 2, pad: 0, size: 8 },
  { kernel: 3, stride: 3, pad: 0, size: 6 },
  { kernel: 7, stride: 7, pad: 0, size: 7 },
  // As many windows as would tile the map, but they stand on padding.
  { kernel: 7, stride: 7, pad: 3, size: 7 },
  { kernel: 2, stride: 2, pad: 0, size: 7 },
  { kernel: 3, stride: 2, pad: 1, size: 7 },
  { kernel: 3, stride: 1, pad: 0, size: 7 },
  { kernel: 2, stride: 3, pad: 1, size: 7 },
];

describe.each(poolings)('kernel $kernel, stride $stride, padding $pad, size $size', (pooling) => {
  const side = outputSize(pooling);
  const random = randomStream(1, pooling.kernel, pooling.stride);
  const dy = Float32Array.from({ length: batch * channels * side * side }, () => Math.floor(random() * 100));
  const inputs: readonly [string, (index: number) => number][] = [
    ['one value everywhere', () => 0.25],
    ['three different values', () => Math.floor(random() * 3) - 1],
    ['negative values', () => -1 - Math.floor(random() * 2)],
  ];
  it.each(inputs)('%s', async (_, value) => {
    const x = Float32Array.from({ length: batch * channels * pooling.size ** 2 }, (__, index) => value(index));
    const made = program(pooling);
    const { y, dx: wanted } = expected(x, dy, pooling);
    const feeds = { x, dy, y };
    expect(floats(await runProgram(lowerPortable(made), feeds), 'dx')).toEqual(wanted);
    const { program: blocked } = lowerInBlocks(made, []);
    expect(floats(await runProgram(blocked, feeds), 'dx')).toEqual(wanted);
  });
});
