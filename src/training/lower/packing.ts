/**
 * Weights of convolutions as ONNX Runtime's blocked convolution reads them (MLAS calls it OIHWBiBo): blocks of `block`
 * output channels, in each blocks of `block` input channels, in each the places of the kernel, in each the block's
 * input channels, in each the block's output channels.
 */

export interface Packing {
  /** As PyTorch stores it: [O, I / groups, kh, kw]. Both channel counts are multiples of the block. */
  readonly shape: readonly number[];
  readonly block: number;
}

export function samePacking(one: Packing | undefined, other: Packing | undefined): boolean {
  return one?.block === other?.block;
}

/** From PyTorch's order to blocks. */
export function pack(plain: Float32Array, packing: Packing): Float32Array {
  const packed = new Float32Array(plain.length);
  visit(packing, (from, to) => {
    packed[to] = plain[from] ?? 0;
  });
  return packed;
}

export function unpack(packed: Float32Array, packing: Packing): Float32Array {
  const plain = new Float32Array(packed.length);
  visit(packing, (to, from) => {
    plain[to] = packed[from] ?? 0;
  });
  return plain;
}

/** Pairs of positions of the same value, by the packed one. */
function visit({ shape, block }: Packing, pair: (plain: number, packed: number) => void): void {
  const [outputs = 1, inputs = 1, height = 1, width = 1] = shape;
  const places = height * width;
  let packed = 0;
  for (let outer = 0; outer < outputs; outer += block) {
    for (let inner = 0; inner < inputs; inner += block) {
      for (let place = 0; place < places; place += 1) {
        for (let i = inner; i < inner + block; i += 1) {
          for (let o = outer; o < outer + block; o += 1) pair((o * inputs + i) * places + place, packed++);
        }
      }
    }
  }
}
