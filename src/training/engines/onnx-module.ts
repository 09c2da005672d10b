/** What is used of ONNX Runtime: onnxruntime-node and onnxruntime-web both fit. The caller hands one in. */
import type { ElementType, TensorData } from '../../onnx/program.ts';

export interface OrtTensor {
  readonly dims: readonly number[];
  readonly data: unknown;
  /** `cpu`, or where on a device it is: its data cannot be read then. */
  readonly location?: string;
  /** Frees what it has on a device. */
  dispose?(): void;
}

export interface OrtSessionOptions {
  executionProviders?: string[];
  intraOpNumThreads?: number;
  graphOptimizationLevel?: 'disabled' | 'basic' | 'extended' | 'all';
  /** 3: errors only. */
  logSeverityLevel?: 0 | 1 | 2 | 3 | 4;
  /** Where outputs are left, one by one. */
  preferredOutputLocation?: Readonly<Record<string, 'cpu' | 'gpu-buffer'>>;
  enableProfiling?: boolean;
  profileFilePrefix?: string;
}

export interface OrtSession {
  /** Into tensors that are given, or new ones for the names alone. */
  run(
    feeds: Record<string, OrtTensor>,
    fetches: Record<string, OrtTensor | null> | readonly string[],
  ): Promise<Readonly<Record<string, OrtTensor>>>;
  release(): Promise<void>;
}

export interface OrtModule {
  readonly InferenceSession: { create(model: Uint8Array, options?: OrtSessionOptions): Promise<OrtSession> };
  readonly Tensor: new (element: ElementType, data: TensorData, shape: readonly number[]) => OrtTensor;
}
