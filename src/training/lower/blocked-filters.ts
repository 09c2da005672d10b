/** Weights of convolutions as blocked operators want them, and as their gradients do. */
import { type Builder, concat, constant, emit, filled, pad, reshape, shapeOf } from '../../onnx/builder.ts';
import { pickRows } from '../arrange.ts';
import { type Blocking, blockInnermost, packed, packedOf, padded, plainOf, sourceType } from './blocked-values.ts';

/** What a blocked convolution can be: with what is plain and has few channels, with blocks, in groups, by channel. */
export type Kind = 'image' | 'dense' | 'grouped' | 'depthwise';

export interface Filter {
  readonly value: string;
  /** In channels, rounded up to blocks; `inputs` per group. */
  readonly outputs: number;
  readonly inputs: number;
  readonly kernel: readonly [height: number, width: number];
}

/** Which blocked convolution does what weights [O, I / groups, kh, kw] in so many groups ask for; none for odd groups. */
export function kindOf(l: Pick<Blocking, 'block'>, shape: readonly number[], group: number): Kind | undefined {
  const [outputs = 1, inputs = 1] = shape;
  if (shape.length !== 4) return undefined;
  if (group === 1) return 'dense';
  if (inputs === 1 && outputs === group) return 'depthwise';
  return inputs % l.block === 0 && (outputs / group) % l.block === 0 ? 'grouped' : undefined;
}

/** Whether such weights are a whole number of blocks, so that they can stay packed between steps. */
export function isPackable(block: number, shape: readonly number[], group: number): boolean {
  const [outputs = 1, inputs = 1] = shape;
  return shape.length === 4 && inputs % block === 0 && (outputs / group) % block === 0;
}

export function filterOf(l: Blocking, weight: string, kind: Kind): Filter {
  const { shape } = sourceType(l, weight);
  const [outputs = 1, inputs = 1, height = 1, width = 1] = shape;
  const kernel = [height, width] as const;
  const wholeOutputs = padded(l, outputs);
  if (kind === 'image' || kind === 'depthwise') {
    const whole = padOutputs(l.b, plainOf(l, weight), wholeOutputs);
    const value = blockInnermost(l, whole, wholeOutputs / l.block, inputs * height * width);
    return { value: reshape(l.b, value, [wholeOutputs, inputs, ...kernel]), outputs: wholeOutputs, inputs, kernel };
  }
  const wholeInputs = padded(l, inputs);
  const packing = { shape: [wholeOutputs, wholeInputs, ...kernel], block: l.block };
  const value = l.packings.has(weight)
    ? packedOf(l, weight, packing)
    : packed(
        l.b,
        pad(l.b, plainOf(l, weight), [0, 0, 0, 0, wholeOutputs - outputs, wholeInputs - inputs, 0, 0]),
        packing,
      );
  return { value, outputs: wholeOutputs, inputs: wholeInputs, kernel };
}

/** Zeros for the channels that a block has too many: on the first axis. */
export function padOutputs(b: Builder, value: string, outputs: number): string {
  const shape = shapeOf(b, value);
  const sides = Array.from({ length: 2 * shape.length }, () => 0);
  sides[shape.length] = outputs - (shape[0] ?? 0);
  return pad(b, value, sides);
}

/**
 * Dense or grouped weights with inputs and outputs exchanged, as the gradient of the input needs them.
 * `taps[r][c]`: which place of the kernel (row by row) is to stand at row r and column c; -1 for zero. Several such
 * kernels become blocks of outputs one after the other.
 */
export function exchangedFilter(
  l: Blocking,
  { value, outputs, inputs, kernel }: Filter,
  group: number,
  kernels: readonly (readonly (readonly number[])[])[],
): Filter {
  const { b, block } = l;
  const places = kernel[0] * kernel[1];
  const [outer, inner] = [outputs / group / block, inputs / block];
  const rows = group * outer * inner * places;
  const swapped = blockInnermost(l, value, rows, block);
  const indices: number[] = [];
  for (const taps of kernels) {
    const wanted = taps.flat();
    for (let g = 0; g < group; g += 1) {
      for (let i = 0; i < inner; i += 1) {
        for (let o = 0; o < outer; o += 1) {
          const start = ((g * outer + o) * inner + i) * places;
          for (const place of wanted) indices.push(place < 0 ? -1 : start + place);
        }
      }
    }
  }
  const size = [kernels[0]?.length ?? 0, kernels[0]?.[0]?.length ?? 0] as const;
  const shape = [kernels.length * group * inputs, outputs / group, ...size];
  const picked = pickRows(b, swapped, rows, block * block, Int32Array.from(indices));
  return {
    value: reshape(b, picked, shape),
    outputs: kernels.length * group * inputs,
    inputs: outputs / group,
    kernel: size,
  };
}

/** The places of a depthwise kernel in another order, as above. */
export function arrangedDepthwise(l: Blocking, filter: Filter, taps: readonly (readonly number[])[]): Filter {
  const { value, outputs, kernel } = filter;
  const { b, block } = l;
  const places = kernel[0] * kernel[1];
  const size = [taps.length, taps[0]?.length ?? 0] as const;
  const whole = reshape(b, value, [outputs / block, places, block]);
  const zero = taps.flat().includes(-1);
  const table = zero ? concat(b, [whole, filled(b, 0, [outputs / block, 1, block])], 1) : whole;
  const indices = Int32Array.from(taps.flat(), (place) => (place < 0 ? places : place));
  const picked = emit(b, 'Gather', [table, constant(b, indices, [indices.length])], { attributes: { axis: 1 } });
  return { ...filter, value: reshape(b, picked, [outputs, 1, ...size]), kernel: size };
}
