/** What is used of TensorFlow.js: @tensorflow/tfjs and tfjs-node both fit. The caller hands one in, its backend chosen. */

export interface TfTensor {
  readonly shape: readonly number[];
  readonly dtype: string;
  data(): Promise<Float32Array | Int32Array | Uint8Array>;
  clone(): TfTensor;
  dispose(): void;
}

export type TfElement = 'float32' | 'int32' | 'bool';
export type Padding = 'same' | 'valid';
type Shape = readonly number[];
type Pair = readonly [number, number];

export interface TfModule {
  tensor(values: Float32Array | Int32Array | Uint8Array, shape: Shape, element: TfElement): TfTensor;
  scalar(value: number, element?: TfElement): TfTensor;
  zeros(shape: Shape): TfTensor;
  tidy<T extends TfTensor | TfTensor[]>(compute: () => T): T;
  memory(): { readonly numTensors: number; readonly numBytes: number };
  getBackend(): string;
  getKernel(name: string, backend: string): object | null | undefined;
  engine(): { runKernel(name: string, inputs: Readonly<Record<string, TfTensor>>, attributes: object): unknown };

  abs(x: TfTensor): TfTensor;
  exp(x: TfTensor): TfTensor;
  expm1(x: TfTensor): TfTensor;
  floor(x: TfTensor): TfTensor;
  log(x: TfTensor): TfTensor;
  logicalNot(x: TfTensor): TfTensor;
  neg(x: TfTensor): TfTensor;
  reciprocal(x: TfTensor): TfTensor;
  relu(x: TfTensor): TfTensor;
  rsqrt(x: TfTensor): TfTensor;
  sigmoid(x: TfTensor): TfTensor;
  sign(x: TfTensor): TfTensor;
  softplus(x: TfTensor): TfTensor;
  sqrt(x: TfTensor): TfTensor;
  tanh(x: TfTensor): TfTensor;
  leakyRelu(x: TfTensor, slope: number): TfTensor;
  clipByValue(x: TfTensor, low: number, high: number): TfTensor;
  cast(x: TfTensor, element: TfElement): TfTensor;

  add(x: TfTensor, y: TfTensor): TfTensor;
  sub(x: TfTensor, y: TfTensor): TfTensor;
  mul(x: TfTensor, y: TfTensor): TfTensor;
  div(x: TfTensor, y: TfTensor): TfTensor;
  pow(x: TfTensor, y: TfTensor): TfTensor;
  maximum(x: TfTensor, y: TfTensor): TfTensor;
  minimum(x: TfTensor, y: TfTensor): TfTensor;
  equal(x: TfTensor, y: TfTensor): TfTensor;
  greater(x: TfTensor, y: TfTensor): TfTensor;
  greaterEqual(x: TfTensor, y: TfTensor): TfTensor;
  less(x: TfTensor, y: TfTensor): TfTensor;
  lessEqual(x: TfTensor, y: TfTensor): TfTensor;
  logicalAnd(x: TfTensor, y: TfTensor): TfTensor;
  logicalOr(x: TfTensor, y: TfTensor): TfTensor;
  where(condition: TfTensor, x: TfTensor, y: TfTensor): TfTensor;

  sum(x: TfTensor, axes?: Shape, keepDims?: boolean): TfTensor;
  mean(x: TfTensor, axes?: Shape, keepDims?: boolean): TfTensor;
  max(x: TfTensor, axes?: Shape, keepDims?: boolean): TfTensor;
  min(x: TfTensor, axes?: Shape, keepDims?: boolean): TfTensor;
  argMax(x: TfTensor, axis: number): TfTensor;

  reshape(x: TfTensor, shape: Shape): TfTensor;
  transpose(x: TfTensor, order: Shape): TfTensor;
  concat(parts: readonly TfTensor[], axis: number): TfTensor;
  slice(x: TfTensor, begin: Shape, size: Shape): TfTensor;
  stridedSlice(x: TfTensor, begin: Shape, end: Shape, strides: Shape): TfTensor;
  reverse(x: TfTensor, axes: Shape): TfTensor;
  pad(x: TfTensor, sides: readonly Pair[], value?: number): TfTensor;
  broadcastTo(x: TfTensor, shape: Shape): TfTensor;
  gather(x: TfTensor, indices: TfTensor, axis: number): TfTensor;
  scatterND(indices: TfTensor, updates: TfTensor, shape: Shape): TfTensor;

  matMul(a: TfTensor, b: TfTensor, transposeA?: boolean, transposeB?: boolean): TfTensor;
  /** Maps [N, H, W, C], filters [kh, kw, C, O]. */
  conv2d(x: TfTensor, filter: TfTensor, strides: Pair, pad: Padding, format: 'NHWC', dilations: Pair): TfTensor;
  /** The gradient of `conv2d`'s input; `x` is the gradient of its output. */
  conv2dTranspose(x: TfTensor, filter: TfTensor, outputShape: Shape, strides: Pair, pad: Padding): TfTensor;
  /** Filters [kh, kw, C, multiplier]. */
  depthwiseConv2d(x: TfTensor, filter: TfTensor, strides: Pair, pad: Padding): TfTensor;
  avgPool(x: TfTensor, kernel: Pair, strides: Pair, pad: Padding): TfTensor;
  maxPool(x: TfTensor, kernel: Pair, strides: Pair, pad: Padding): TfTensor;
  localResponseNormalization(x: TfTensor, radius: number, bias: number, alpha: number, beta: number): TfTensor;
}
